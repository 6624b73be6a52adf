using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace GenEft.Commands.Tests;

/// <summary>One It of a Pester file: where it stands, and what became of it once its file was run.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Index">The It's number in the file.</param>
/// <param name="Line">The line it starts on.</param>
/// <param name="Name">Its name, with the blocks around it.</param>
/// <param name="Result">Passed, Failed, Skipped or NotRun.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record PesterIt(string File, int Index, int Line, string Name, string Result, string Error);

/// <summary>Runs Pester in a runspace with the built module imported, in the real engine.</summary>
internal static class PesterRun
{
    // Pester names an It without the values of its -ForEach until it is run; containers and blocks that fail take their Its with them.
    private const string Script = """
        param($Path, [bool] $SkipRun)
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $Path
        $configuration.Run.PassThru = $true
        $configuration.Run.SkipRun = $SkipRun
        $configuration.Output.Verbosity = 'None'
        $run = Invoke-Pester -Configuration $configuration
        foreach ($container in $run.Containers) {
            if ($container.ErrorRecord) { throw "$($container.Item): $($container.ErrorRecord[0])" }
        }
        foreach ($test in $run.Tests) {
            $name = $test.Path -join ' '
            if ($test.Data -is [Collections.IDictionary]) {
                foreach ($key in $test.Data.Keys) { $name = $name.Replace("<$key>", "$($test.Data[$key])") }
            }
            [pscustomobject]@{
                Line = $test.StartLine; Name = $name.Replace('<_>', "$($test.Data)"); Result = $test.Result
                Error = (@($test.ErrorRecord) + @($test.Block.ErrorRecord) | ForEach-Object { "$($_.Exception.Message)`n$($_.ScriptStackTrace -split '\n' -match 'Tests[\\/].*ps1' -join "`n")" }) -join "`n"
            }
        }
        """;

    private static readonly Lock s_lock = new();
    private static readonly Lazy<Runspace> s_runspace = new(Open);

    /// <summary>The Its of a file; run, or only found.</summary>
    /// <exception cref="RuntimeException">The file cannot be read, or found no It.</exception>
    public static IReadOnlyList<PesterIt> Of(string path, bool skipRun)
    {
        PwshInPath.Ensure();
        lock (s_lock)
        {
            using PowerShell shell = PowerShell.Create(s_runspace.Value);
            PSObject[] tests = [.. shell.AddScript(Script).AddParameter("Path", path).AddParameter("SkipRun", skipRun).Invoke()];
            return tests.Length == 0
                ? throw new RuntimeException($"{path} has no It: {string.Join("; ", shell.Streams.Error)}")
                : [.. tests.Select((test, index) => new PesterIt(
                    Path.GetFileName(path), index, Convert.ToInt32(test.Properties["Line"].Value, null), $"{test.Properties["Name"].Value}",
                    $"{test.Properties["Result"].Value}", $"{test.Properties["Error"].Value}"))];
        }
    }

    private static Runspace Open()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        Runspace runspace = RunspaceFactory.CreateRunspace(new TestHost(System.Globalization.CultureInfo.InvariantCulture), state);
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript("param($Pester, $Module) Import-Module $Pester, $Module -ErrorAction Stop")
            .AddParameter("Pester", Session.Metadata("Pester")).AddParameter("Module", Session.Manifest).Invoke();
        return runspace;
    }
}
