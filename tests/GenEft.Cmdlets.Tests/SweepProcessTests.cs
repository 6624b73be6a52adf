using System.Diagnostics;
using System.Management.Automation;

namespace GenEft.Commands.Tests;

/// <summary>Processes that work on a sweep are killed at random moments, and told to end: nothing is lost, nothing is double, and the union is what one process without a
/// stop gives.</summary>
[Collection("Alone")]
public sealed class SweepProcessTests : IDisposable
{
    private const string Settings = "-EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-2, 1e-1 -Seed (1..5) -MaxSteps 1500 -StopWhen MaxSteps";

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Killed_at_random()
    {
        Plan(Settings);
        Random random = new(5);
        for (int kill = 0; kill < 6; kill++)
        {
            using Process one = Start();
            using Process two = Start();
            Thread.Sleep(1000 + random.Next(1500));
            one.Kill();
            two.Kill();
            one.WaitForExit();
            two.WaitForExit();
        }

        _session.Run("$null = Invoke-Sweep s 3>$null");
        AreAsTrainedDirectly(_session, Settings);
        Assert.Equal("0", _session.Run("@(Get-ChildItem s/claims, s/owners, s/checkpoints).Count").Single().ToString());
    }

    [Theory]
    [InlineData("Continue")]
    [InlineData("Stop")]
    public void Told_to_end(string errorAction)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        const string Long = "-EncoderLearningRate 1e-7 -DecoderLearningRate 1e-7 -Seed 1, 2 -MaxSteps 30000";   // seconds, on fast machines too
        Plan(Long);
        using (Process process = Start($"$ErrorActionPreference = '{errorAction}'; try {{ $null = Invoke-Sweep s -ThrottleLimit 1 3>$null; [Console]::Out.WriteLine('next') }} catch {{ [Console]::Out.WriteLine('caught') }} finally {{ [Console]::Out.WriteLine('at last') }}; [Console]::Out.WriteLine('after')"))
        {
            Assert.True(SpinWait.SpinUntil(() => Directory.Exists(_session.PathOf("s/journal")), TimeSpan.FromSeconds(60)));
            Thread.Sleep(200);
            Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
            process.WaitForExit();
            Assert.Equal(143, process.ExitCode);   // 128 + SIGTERM
            Assert.Equal("at last", process.StandardOutput.ReadToEnd().Trim());
            Assert.Contains("stopped by SIGTERM", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
        }

        Assert.Single(Directory.GetFiles(_session.PathOf("s/checkpoints")));
        Assert.Empty(Directory.GetFiles(_session.PathOf("s/owners")));
        _session.Run("$null = Invoke-Sweep s 3>$null");
        AreAsTrainedDirectly(_session, Long);
    }

    [Fact]
    public void Without_Slurm_nothing_is_written()
    {
        Plan("-MaxSteps 5");
        using Process process = Start("$env:PATH = ''; try { Submit-Sweep s -ShardCount 2 -ErrorAction Stop } catch { \"$($_.FullyQualifiedErrorId) $_\" }");
        string said = process.StandardOutput.ReadToEnd();
        Assert.StartsWith("GenEft.EngineNotFound,", said, StringComparison.Ordinal);
        Assert.Contains("-Engine Local starts processes here", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_session.PathOf("s/jobs")));
    }

    /// <summary>The sweep s of a session's folder holds what direct trainings give, to the last bit.</summary>
    internal static void AreAsTrainedDirectly(Session session, string settings)
    {
        const string Columns = "Select-Object * -ExcludeProperty Elapsed | ConvertTo-Json";
        PSObject received = session.Run($"Receive-Sweep s | {Columns}").Single();
        Assert.Equal(session.Run($"New-Relation Modulo -Count 15 | Invoke-Training {settings} | {Columns}").Single().ToString(), received.ToString());
    }

    private void Plan(string settings) => _session.Run($"$null = New-Relation Modulo -Count 15 | New-Sweep s {settings}");

    private Process Start(string script = "$null = Invoke-Sweep s -ThrottleLimit 1 -ErrorAction Stop 3>$null")
    {
        ProcessStartInfo start = new("dotnet") { WorkingDirectory = _session.PathOf("."), RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach([ShellTests.Program, "-NoProfile", "-NonInteractive", "-Command", script], start.ArgumentList.Add);
        return Process.Start(start)!;
    }
}
