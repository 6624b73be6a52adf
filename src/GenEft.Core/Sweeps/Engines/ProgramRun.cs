using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GenEft.Sweeps.Engines;

/// <summary>What a program that was run to its end has said.</summary>
/// <param name="ExitCode">Its exit code; null where it was not there, or took too long.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error, or why it could not be run; without the line's end.</param>
internal sealed record ProgramRun(int? ExitCode, string Output, string Error)
{

    /// <summary>Whether it did what it was asked.</summary>
    public bool IsGood => ExitCode == 0;

    /// <summary>Whether a program lies in a folder of PATH.</summary>
    public static bool Exists(string program) => Find(program) is not null;

    /// <summary>Finds a program in the folders of PATH.</summary>
    /// <returns>Its path; null where there is none.</returns>
    public static string? Find(string program)
    {
        string file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a program; its arguments pass no shell.</summary>
    /// <param name="program">One in PATH.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancelToken">Ends it.</param>
    public static ProgramRun Of(string program, IEnumerable<string> arguments, string folder, TimeSpan patience, CancellationToken cancelToken)
    {
        if (Find(program) is not { } path)
        {
            return new ProgramRun(null, "", $"{program} is in no folder of PATH.");
        }

        ProcessStartInfo start = new(path, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancelToken);
            end.CancelAfter(patience);
            try
            {
                Task.WaitAll([output, error, process.WaitForExitAsync(end.Token)], end.Token);
            }
            catch (Exception failure) when (failure is OperationCanceledException or AggregateException)
            {
                process.Kill(entireProcessTree: true);
                cancelToken.ThrowIfCancellationRequested();
                return new ProgramRun(null, "", FormattableString.Invariant($"{program} did not answer in {patience.TotalSeconds} s."));
            }

            return new ProgramRun(process.ExitCode, output.Result, error.Result.Trim());
        }
        catch (Exception failure) when (failure is ExternalException or InvalidOperationException)
        {
            return new ProgramRun(null, "", failure.Message);
        }
    }
}
