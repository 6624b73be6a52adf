using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace GenEft.Sweeps.Engines;

/// <summary>Processes of this machine that outlive the session which starts them.</summary>
internal static class LocalProcesses
{
    // The shell ends at once, and the process belongs to no terminal: neither Ctrl+C nor a closed window reaches it.
    private const string Detached = """log=$1; shift; setsid "$@" >>"$log" 2>&1 </dev/null & echo $!""";

    /// <summary>Starts one.</summary>
    /// <param name="task">What it runs.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="log">Where it writes what it says; on Windows the task itself does, by the variable GENEFT_LOG.</param>
    /// <exception cref="GenEftException">EngineFailed.</exception>
    public static ProcessIdentity Start(SweepTask task, string folder, string log)
    {
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(task.Command[0], task.Command.Skip(1)) { CreateNoWindow = true }
            : new ProcessStartInfo("/bin/sh", ["-c", Detached, "sh", log, .. task.Command]) { RedirectStandardOutput = true };
        start.WorkingDirectory = folder;
        foreach ((string name, string value) in task.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["NO_COLOR"] = "1";
        start.Environment["GENEFT_LOG"] = log;
        try
        {
            using Process process = Process.Start(start)!;
            if (OperatingSystem.IsWindows())
            {
                return ProcessIdentity.Of(process.Id);
            }

            int id = int.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
            process.WaitForExit();
            return ProcessIdentity.Of(id);
        }
        catch (Exception failure) when (failure is ExternalException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new GenEftException(ErrorIds.EngineFailed, $"A process could not be started here: {failure.Message}", folder, failure);
        }
    }

    /// <summary>How many of a submission's processes run; of another machine's it is not known.</summary>
    public static int Count(SweepJob job) => job.Host == Environment.MachineName ? job.Processes.Count(process => process.IsAlive()) : 0;
}
