using System.Diagnostics;
using System.Globalization;

namespace GenEft.Commands.Tests;

/// <summary>Sweeps on a real Slurm: tasks are killed, preempted, queued again and cancelled, and the union is what direct trainings give, to the last bit.</summary>
[Collection("Alone")]
public sealed class SlurmTests : IDisposable
{
    private const string Settings = "-EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-2, 1e-1 -Seed (1..6) -MaxSteps 8000 -StopWhen MaxSteps";

    // So long that it is not done before it is stopped.
    private const string LongSettings = "-EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-2, 1e-1 -Seed (1..4) -MaxSteps 40000 -StopWhen MaxSteps";

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_becomes_of_tasks_does_no_harm()
    {
        Assert.SkipWhen(SlurmCluster.Lacking is not null, SlurmCluster.Lacking ?? "");
        using SlurmCluster cluster = new();
        _session.Run($"$null = New-Relation Modulo -Count 15 | New-Sweep s {Settings}");
        string job = Shell(cluster, "(Submit-Sweep s -ShardCount 4 -TimeLimit 1:00:00).JobId");

        // One dies, one is preempted, one's time is up, and one is queued again by an administrator.
        WaitFor(() => OwnersCount() == 4);
        Process.Start("kill", ["-KILL", Process0()]).WaitForExit();
        cluster.Run("scancel", "--signal=TERM", "--full", job + "_1");
        cluster.Run("scancel", "--signal=USR1", "--batch", job + "_2");
        cluster.Run("scontrol", "requeue", job + "_3");
        WaitFor(() => States(cluster, job) is ["FAILED", "FAILED", "PENDING", "PENDING"]);
        Assert.Equal(
            $"Unfinished or Queued: 2 queued, 2 failed", Shell(cluster, "$s = Get-Sweep s 3>$null; \"$($s.State -in 'Unfinished', 'Queued' ? 'Unfinished or Queued' : $s.State): $($s.QueuedTaskCount) queued, $($s.FailedTaskCount) failed\""));

        // Slurm has tasks wait two minutes before they begin again.
        cluster.Run("scontrol", "update", $"jobid={job}_2", "starttime=now");
        cluster.Run("scontrol", "update", $"jobid={job}_3", "starttime=now");
        Assert.Equal("Done", Shell(cluster, "(Wait-Sweep s).State"));
        SweepProcessTests.AreAsTrainedDirectly(_session, Settings);
    }

    [Fact]
    public void Stopped_and_submitted_again()
    {
        Assert.SkipWhen(SlurmCluster.Lacking is not null, SlurmCluster.Lacking ?? "");
        using SlurmCluster cluster = new();
        _session.Run($"$null = New-Relation Modulo -Count 15 | New-Sweep s {LongSettings}");
        string job = Shell(cluster, "(Submit-Sweep s -ShardCount 6).JobId");
        WaitFor(() => OwnersCount() == 4);   // two wait for a core
        Assert.Equal("0 0 True", Shell(cluster, "$s = Stop-Sweep s; \"$($s.ProcessCount) $($s.FailedTaskCount) $($s.DoneCount -lt $s.CellCount)\""));
        WaitFor(() => States(cluster, job).All(state => state == "CANCELLED"));
        Assert.Equal("Done", Shell(cluster, "(Submit-Sweep s -ShardCount 2 -CpusPerTask 2 -Option '--comment=a \"b\" #c' | Wait-Sweep).State"));
        SweepProcessTests.AreAsTrainedDirectly(_session, LongSettings);
        string refused = Shell(cluster, "$null = New-Relation Tree -Count 5 | New-Sweep t -MaxSteps 5; try { Submit-Sweep t 1 -Partition none -ErrorAction Stop } catch { \"$_ $(@(Get-ChildItem t/jobs).Count)\" }");
        Assert.Contains("Slurm did not take the job: ", refused, StringComparison.Ordinal);
        Assert.Contains("partition", refused, StringComparison.Ordinal);
        Assert.EndsWith(" 0", refused, StringComparison.Ordinal);
    }

    private static void WaitFor(Func<bool> isSo) => Assert.True(SpinWait.SpinUntil(() =>
    {
        Thread.Sleep(100);
        return isSo();
    }, TimeSpan.FromSeconds(60)));

    private static string[] States(SlurmCluster cluster, string job) => [.. cluster.Run("squeue", "--jobs=" + job, "--states=all", "--array", "--noheader", "--format=%K %T")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(line => line.Trim().Split(' ')[1])];

    private int OwnersCount() => Directory.Exists(_session.PathOf("s/owners")) ? Directory.GetFiles(_session.PathOf("s/owners"), "*.json").Length : 0;

    // Task 0's: each says in its environment which one it is.
    private string Process0() => Directory.GetFiles(_session.PathOf("s/owners"), "*.json")
        .Select(path => System.Text.Json.JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("Process").GetInt32().ToString(CultureInfo.InvariantCulture))
        .Single(process => File.ReadAllText($"/proc/{process}/environ").Split('\0').Contains("SLURM_ARRAY_TASK_ID=0"));

    private string Shell(SlurmCluster cluster, string script)
    {
        ProcessStartInfo start = new("dotnet", [ShellTests.Program, "-NoProfile", "-NonInteractive", "-Command", script])
        {
            WorkingDirectory = _session.PathOf("."), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["SLURM_CONF"] = cluster.Configuration;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal("", error.Result);
        return output;
    }
}
