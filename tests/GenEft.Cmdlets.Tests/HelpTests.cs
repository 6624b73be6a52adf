using System.Management.Automation;
using System.Text.RegularExpressions;

namespace GenEft.Commands.Tests;

public sealed partial class HelpTests : IDisposable
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

        // -WhatIf and -Confirm are told where they are taken.
        string[] own = [.. info.Parameters.Values.Where(p => !Cmdlet.CommonParameters.Contains(p.Name)).Select(p => p.Name)];
        Assert.Equal(own.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        Assert.All(ReadAll("$help.Parameters.Parameter | ForEach-Object { $_.Description[0].Text }"), text => Assert.NotEmpty((string)text));
        Assert.True(ReadAll("$help.Examples.Example.Code").Length >= 2);
        Assert.Contains("about_GenEft", ReadAll("$help.relatedLinks.navigationLink.linkText"));

        object[] ReadAll(string expression)
        {
            using PowerShell shell = _session.Create($"param($help) {expression}").AddParameter("help", help);
            return [.. shell.Invoke().Select(item => item.BaseObject)];
        }

        object Read(string expression) => ReadAll(expression).Single();
    }

    /// <summary>A summary, a parameter or an example taken out of the documentation must stop the build.</summary>
    [Theory]
    [InlineData("<member name=\"T:GenEft.Commands.NewRelationCommand\">", "summary", "New-Relation has no <summary>.")]
    [InlineData("<member name=\"P:GenEft.Commands.NewRelationCommand.Density\">", "summary", "Parameter Density of New-Relation has no <summary>.")]
    [InlineData("<member name=\"T:GenEft.Commands.GetLogRangeCommand\">", "example", "Get-LogRange has 1 example(s)")]
    [InlineData("<member name=\"T:GenEft.Commands.GetAcceleratorCommand\">", "remarks", "Get-Accelerator has no <remarks>")]
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

    [Fact]
    public void Conceptual_help_is_found_and_fits_a_console()
    {
        string[] topics = [.. _session.Run("Get-Help about_GenEft* | ForEach-Object Name").Select(name => $"{name}")];
        Assert.Equal(
            ["about_GenEft", "about_GenEft_Pipelines", "about_GenEft_Sweeps", "about_GenEft_Symmetry", "about_GenEft_Theory", "about_GenEft_Training", "about_GenEft_Tutorial"],
            topics.Order(StringComparer.Ordinal));
        Assert.Contains("5. EXACT RESULTS BEYOND THE PAPER", _session.Run("Get-Help about_GenEft_Theory").Single().ToString(), StringComparison.Ordinal);
    }

    /// <summary>Every related link leads to a cmdlet or a topic.</summary>
    [Fact]
    public void Related_links_lead_somewhere()
    {
        HashSet<string> known = [.. _session.Run("(Get-Command -Module GenEft).Name; (Get-Help about_GenEft*).Name").Select(name => $"{name}")];
        Assert.Subset(known, _session.Run("Get-Command -Module GenEft | ForEach-Object { (Get-Help $_).relatedLinks.navigationLink.linkText }").Select(link => $"{link}").ToHashSet());
    }

    /// <summary>What the code, the help, the tests and the README cite of a topic is there: its section, and the item of that.</summary>
    [Fact]
    public void Every_section_that_is_cited_exists()
    {
        string root = Session.RepositoryRoot;
        string[] files =
        [
            .. new[] { "src", "tests", "examples", ".github" }.SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories))
                .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".ps1" or ".txt" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                    && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)),
            Path.Combine(root, "README.md"), Path.Combine(root, "CHANGELOG.md"),
        ];
        List<string> missing = [];
        int cited = 0;
        foreach (string file in files)
        {
            foreach (Match citation in Citation().Matches(File.ReadAllText(file)))
            {
                cited++;
                string topic = Path.Combine(root, "src", "GenEft.Help", "topics", citation.Groups["topic"].Value + ".md");
                string text = File.Exists(topic) ? File.ReadAllText(topic) : "";
                string section = citation.Groups["section"].Value;
                string item = citation.Groups["item"].Value;
                if (text.Length == 0
                    || (section.Length > 0 && !text.Contains($"\n## {section}. ", StringComparison.Ordinal))
                    || (item.Length > 0 && !text[text.IndexOf($"\n## {section}. ", StringComparison.Ordinal)..].Contains($"\n{item} ", StringComparison.Ordinal)))
                {
                    missing.Add($"{Path.GetRelativePath(root, file)}: {citation.Value}");
                }
            }
        }

        Assert.Empty(missing);
        Assert.InRange(cited, 60, 1000);   // the pattern finds what is there
    }

    [GeneratedRegex(@"(?<topic>about_GenEft\w*)(?: (?<section>\d+)(?<item>\([ivx]+\))?)?")]
    private static partial Regex Citation();
}
