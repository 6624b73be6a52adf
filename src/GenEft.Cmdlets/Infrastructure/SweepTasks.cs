using System.Globalization;
using System.Management.Automation;
using GenEft.Sweeps;
using GenEft.Sweeps.Engines;
using GenEft.Training;

namespace GenEft.Infrastructure;

/// <summary>What a task of a sweep runs: PowerShell with this module, and Invoke-Sweep in it.</summary>
internal static class SweepTasks
{
    // Values come by variables, so that no shell reads them.
    private const string Train = "Import-Module ([WildcardPattern]::Escape($env:GENEFT_MODULE)) -ErrorAction Stop; Invoke-Sweep -Path $env:GENEFT_SWEEP -ThrottleLimit $env:GENEFT_CORES -Accelerator $env:GENEFT_ACCELERATOR";

    /// <summary>Puts it together.</summary>
    /// <param name="cmdlet">Whose module it is.</param>
    /// <param name="plan">The sweep.</param>
    /// <param name="cores">The cores of each task.</param>
    /// <param name="accelerator">Where each computes.</param>
    /// <exception cref="GenEftException">EngineNotFound where no PowerShell is found.</exception>
    public static SweepTask Of(PSCmdlet cmdlet, SweepPlan plan, int cores, AcceleratorKind accelerator) => new(
        [.. PowerShell(), "-NoProfile", "-NonInteractive", "-Command", OperatingSystem.IsWindows() ? $"& {{ try {{ {Train} }} catch {{ $_ }} }} *>> $env:GENEFT_LOG" : Train],
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["GENEFT_ACCELERATOR"] = accelerator.ToString(),
            ["GENEFT_CORES"] = cores.ToString(CultureInfo.InvariantCulture),
            ["GENEFT_MODULE"] = Path.Combine(cmdlet.MyInvocation.MyCommand.Module.ModuleBase, "GenEft.psd1"),
            ["GENEFT_SWEEP"] = plan.Folder,
        });

    // The one that this is, which may be run by dotnet; in another program the one in PATH.
    private static string[] PowerShell()
    {
        string program = Environment.ProcessPath ?? "";
        string assembly = Environment.GetCommandLineArgs()[0];
        return IsPowerShell(program) ? [program]
            : IsPowerShell(assembly) && Path.IsPathFullyQualified(assembly) && assembly.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? [program, assembly]
            : ProgramRun.Find("pwsh") is { } found ? [found]
            : throw new GenEftException(ErrorIds.EngineNotFound, "There is no pwsh in a folder of PATH, to run the tasks with.", program);
    }

    private static bool IsPowerShell(string path) => Path.GetFileNameWithoutExtension(path) is "pwsh" || Path.GetFileName(path) is "GenEft.Shell" or "GenEft.Shell.exe" or "GenEft.Shell.dll";
}
