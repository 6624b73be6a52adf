using System.Management.Automation;

namespace GenEft.Commands.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly Session _session = new();

    public static TheoryData<string> Cmdlets
    {
        get
        {
            using Session session = new();
            return [.. session.Run("Get-Command -Module GenEft").Select(command => ((CmdletInfo)command.BaseObject).Name)];
        }
    }

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_has_every_part(string cmdlet)
    {
        PSObject help = _session.Run($"Get-Help {cmdlet} -Full").Single();
        Assert.DoesNotContain($"{cmdlet} [", (string)Read("$help.Synopsis"), StringComparison.Ordinal);
        Assert.NotEmpty((string)Read("$help.Synopsis"));
        Assert.NotEmpty((string)Read("$help.Description[0].Text"));
        Assert.NotEmpty((string)Read("$help.returnValues.returnValue[0].type.name"));
        string[] documented = [.. ReadAll("$help.Parameters.Parameter.Name").Cast<string>()];
        CmdletInfo info = (CmdletInfo)_session.Run($"Get-Command {cmdlet}").Single().BaseObject;
        string[] own = [.. info.Parameters.Values
            .Where(p => !Cmdlet.CommonParameters.Contains(p.Name) && !Cmdlet.OptionalCommonParameters.Contains(p.Name))
            .Select(p => p.Name)];
        Assert.Equal(own.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        Assert.All(ReadAll("$help.Parameters.Parameter | ForEach-Object { $_.Description[0].Text }"), text => Assert.NotEmpty((string)text));
        Assert.True(ReadAll("$help.Examples.Example.Code").Length >= 2);

        object[] ReadAll(string expression)
        {
            using PowerShell shell = _session.Create($"param($help) {expression}").AddParameter("help", help);
            return [.. shell.Invoke().Select(item => item.BaseObject)];
        }

        object Read(string expression) => ReadAll(expression).Single();
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_example_runs_as_printed(string cmdlet)
    {
        string[] examples = [.. _session.Run($"(Get-Help {cmdlet} -Full).Examples.Example.Code").Select(code => code.ToString())];
        Assert.All(examples, example =>
        {
            using Session fresh = new();
            bool hasOutput = fresh.Run(example).Count > 0;
            Assert.True(hasOutput || fresh.Folder.GetFiles().Length > 0, $"{example}: neither output nor a file");
        });
    }

    /// <summary>A summary, a parameter or an example taken out of the documentation must stop the build.</summary>
    [Theory]
    [InlineData("<member name=\"T:GenEft.Commands.NewRelationCommand\">", "summary", "New-Relation has no <summary>.")]
    [InlineData("<member name=\"P:GenEft.Commands.NewRelationCommand.Density\">", "summary", "Parameter Density of New-Relation has no <summary>.")]
    [InlineData("<member name=\"T:GenEft.Commands.GetLogRangeCommand\">", "example", "Get-LogRange has 1 example(s)")]
    public void A_gap_in_the_documentation_is_an_error(string member, string tag, string message)
    {
        string build = Path.Combine("bin", Session.Metadata("Configuration"), "net10.0");
        string source = Path.Combine(Session.RepositoryRoot, "src");
        foreach (string file in Directory.GetFiles(Path.Combine(source, "GenEft.Cmdlets", build)))
        {
            File.Copy(file, _session.PathOf(Path.GetFileName(file)));
        }

        string xml = File.ReadAllText(_session.PathOf("GenEft.Cmdlets.xml"));
        int at = xml.IndexOf(member, StringComparison.Ordinal);
        int start = xml.IndexOf($"<{tag}>", at, StringComparison.Ordinal);
        int end = xml.IndexOf($"</{tag}>", start, StringComparison.Ordinal) + tag.Length + 3;
        File.WriteAllText(_session.PathOf("GenEft.Cmdlets.xml"), xml[..start] + xml[end..]);

        System.Diagnostics.ProcessStartInfo run = new("dotnet") { RedirectStandardError = true };
        run.ArgumentList.Add(Path.Combine(source, "GenEft.Help", build, "GenEft.Help.dll"));
        run.ArgumentList.Add("help");
        run.ArgumentList.Add(_session.PathOf("GenEft.Cmdlets.dll"));
        run.ArgumentList.Add(_session.PathOf("help.xml"));
        using System.Diagnostics.Process tool = System.Diagnostics.Process.Start(run)!;
        string errors = tool.StandardError.ReadToEnd();
        tool.WaitForExit();
        Assert.Equal(1, tool.ExitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_session.PathOf("help.xml")));
    }

    [Fact]
    public void Help_is_found_in_another_culture()
    {
        using Session german = new(System.Globalization.CultureInfo.GetCultureInfo("de-DE"));
        Assert.StartsWith("Makes a relation", german.Run("(Get-Help New-Relation).Synopsis").Single().ToString(), StringComparison.Ordinal);
    }
}
