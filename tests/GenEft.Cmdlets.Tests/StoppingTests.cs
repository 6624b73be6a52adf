using System.Diagnostics;
using System.Management.Automation;

namespace GenEft.Commands.Tests;

/// <summary>A long training ends within 250 ms of being stopped and leaves no thread behind.</summary>
/// <remarks>Other test processes share the cores: of five tries one must be in time, each must leave no thread.</remarks>
[Collection("Alone")]
public sealed class StoppingTests
{
    // The promise of about_GenEft_Pipelines 6. The clock starts at the stop; what is measured includes joining the workers.
    private static readonly TimeSpan s_allowed = TimeSpan.FromMilliseconds(250);

    private const string LongTraining =
        "New-Relation Modulo | Invoke-Training -Seed (1..50) -MaxSteps 100000000 -StopWhen MaxSteps -DecoderDepth 5";

    /// <summary>Deep, wide, over many pairs: wherever a training spends its time it must look up often enough.</summary>
    [Theory]
    [InlineData(LongTraining)]
    [InlineData("New-Relation Modulo -Count 12 | Invoke-Training -DecoderWidth 3000")]
    [InlineData("New-Relation GreaterThan -Count 4000 | Invoke-Training -BatchSize 64")]
    [InlineData("New-Relation GreaterThan -Count 1000 | Invoke-Training")]
    public void Ctrl_C_ends_it_in_time_without_a_thread_left(string training) =>
        Assert.InRange(Best(() => StopByCtrlC(training)), TimeSpan.Zero, s_allowed);

    /// <summary>A search for automorphisms that takes many seconds (Cai, Fürer and Immerman's graph over 4000 vertices).</summary>
    [Theory]
    [InlineData("Measure-DescriptionLength")]
    [InlineData("Measure-CriticalFraction")]
    public void Ctrl_C_ends_a_search_for_automorphisms(string cmdlet)
    {
        string path = Path.Combine(Path.GetTempPath(), $"geneft-{Guid.NewGuid():N}.csv");
        File.WriteAllLines(path, GenEft.Tests.Symmetry.Graphs.Cfi(4000, GenEft.Tests.Symmetry.Graphs.RandomCubic(4000, 1)).Arcs
            .Select(arc => FormattableString.Invariant($"{arc.U},{arc.V}")).Prepend("head,tail"));
        try
        {
            Assert.InRange(Best(() => StopByCtrlC($"Import-Relation -LiteralPath '{path}' | {cmdlet}")), TimeSpan.Zero, s_allowed);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Drawing and counting, training by halving, drawing and following repons.</summary>
    [Theory]
    [InlineData("New-Relation GreaterThan -Count 400 | Measure-AccuracyBound -TrainingFraction 0.01 -Method Exact")]
    [InlineData("New-Relation GreaterThan -Count 60 | Measure-AccuracyBound -TrainingFraction 0.02 -Method Exact -Budget 1000000000")]
    [InlineData("New-Relation Modulo -Modulus 6 -Count 60 | Measure-AccuracyBound -TrainingFraction 0.04 -Method Exact -Budget 1000000000")]
    [InlineData("New-Relation GreaterThan -Count 1000 | Measure-CriticalFraction -Method Exact -Accuracy 0.99")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ MaxSteps = 10000000 }")]
    [InlineData("Get-ReponProbability 1 -OutputDimension 1000 -EmbeddingDimension 10 -SampleCount 100000000")]
    [InlineData("Invoke-ReponSimulation -EndTime 1e9 -Method Euler -StepSize 1e-3 -MaxSteps 1000000000000")]
    [InlineData("Invoke-ReponSimulation -Decoder 1 -Position @(1..4000 | ForEach-Object { ,@($_ / 1000) }) -Target 0 -EndTime 1e3 -PointCount 1000000 -MaxSteps 1000000000000")]
    [InlineData("Compare-ReponModel -DecoderScale 1 -Separation 0.01 -Center 30 -MaxSteps 1000000000000")]
    public void Ctrl_C_ends_theory(string command) =>
        Assert.InRange(Best(() => StopByCtrlC(command)), TimeSpan.Zero, s_allowed);

    /// <summary>What took its time in silence, and did not look up.</summary>
    [Theory]
    [InlineData("New-Relation Random -Count 20000")]
    [InlineData("New-Relation Random -Count 8000 -Property Transitive")]
    [InlineData("New-Relation Random -Count 20000 -Density 0.9999 | Get-RelationProperty")]
    [InlineData("New-Relation Modulo -Count 20000 | Export-Relation ([IO.Path]::GetTempFileName()) -Format GraphML -Force")]
    public void Ctrl_C_ends_work_on_large_relations(string command) =>
        Assert.InRange(Best(() => StopByCtrlC(command)), TimeSpan.Zero, s_allowed);

    [Fact]
    public void Work_over_a_second_tells_how_far_it_is()
    {
        using Session session = new();
        using PowerShell shell = session.Create("New-Relation Random -Count 20000");
        IAsyncResult running = shell.BeginInvoke();
        Stopwatch clock = Stopwatch.StartNew();
        while (shell.Streams.Progress.Count < 2 && clock.Elapsed < TimeSpan.FromSeconds(60) && !running.IsCompleted)
        {
            Thread.Sleep(20);
        }

        ProgressRecord[] told = [.. shell.Streams.Progress];
        shell.Stop();
        Assert.True(told.Length >= 2);
        Assert.StartsWith("Making Random", told[0].Activity, StringComparison.Ordinal);
        Assert.InRange(told[^1].PercentComplete, 1, 100);
    }

    /// <summary>A pipe that nobody writes to.</summary>
    [Fact]
    public void Ctrl_C_ends_the_reading_of_a_pipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes with a name in a folder are Unix's.");
        using Session session = new();
        string pipe = session.PathOf("pipe");
        Process.Start("mkfifo", pipe).WaitForExit();
        using PowerShell shell = session.Create($"Import-Relation '{pipe}'");
        IAsyncResult running = shell.BeginInvoke();
        Thread.Sleep(500);
        Assert.False(running.IsCompleted);
        Assert.InRange(Best(() =>
        {
            Stopwatch clock = Stopwatch.StartNew();
            shell.Stop();
            return clock.Elapsed;
        }), TimeSpan.Zero, s_allowed);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
    }

    [Fact]
    public void Select_Object_First_ends_it_in_time_without_a_thread_left() =>
        Assert.InRange(Best(StopBySelectObject), TimeSpan.Zero, s_allowed);

    // The best of up to five: once one was in time there is nothing more to learn.
    private static TimeSpan Best(Func<TimeSpan> measure)
    {
        TimeSpan best = measure();
        for (int trial = 1; trial < 5 && best > s_allowed; trial++)
        {
            TimeSpan next = measure();
            best = next < best ? next : best;
        }

        return best;
    }

    private static TimeSpan StopByCtrlC(string training)
    {
        using Session session = new();
        using PowerShell shell = session.Create(training);
        IAsyncResult running = shell.BeginInvoke();
        WaitForWorkers();
        Thread.Sleep(200);
        Stopwatch clock = Stopwatch.StartNew();
        shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        TimeSpan elapsed = clock.Elapsed;
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        AssertNoWorkers();
        return elapsed;
    }

    private static TimeSpan StopBySelectObject()
    {
        using Session session = new();
        using PowerShell shell = session.Create("""
            & { [pscustomobject]@{ Seed = 0; MaxSteps = 50 }; 1..20 | ForEach-Object { [pscustomobject]@{ Seed = $_; MaxSteps = 100000000 } } } |
                Invoke-Training -Relation (New-Relation Modulo) -StopWhen MaxSteps -DecoderDepth 5 |
                ForEach-Object { $global:firstAt = [System.Diagnostics.Stopwatch]::GetTimestamp(); $_ } | Select-Object -First 1
            [System.Diagnostics.Stopwatch]::GetElapsedTime($firstAt)
            """);
        PSObject[] output = [.. shell.Invoke()];
        Assert.Equal(2, output.Length);
        Assert.Equal(50, output[0].Properties["StepCount"].Value);
        AssertNoWorkers();
        return (TimeSpan)output[1].BaseObject;
    }

    [Fact]
    public void An_error_downstream_leaves_no_thread()
    {
        using Session session = new();
        (_, IReadOnlyList<ErrorRecord> errors) = session.RunWithErrors(
            "New-Relation Modulo | Invoke-Training -Seed (1..5) -MaxSteps 20 -StopWhen MaxSteps | ForEach-Object { throw 'downstream' }");
        Assert.Equal("downstream", Assert.Single(errors).ToString());
        AssertNoWorkers();
    }

    /// <summary>A loop around a pipeline is left from inside it.</summary>
    [Theory]
    [InlineData("break", "1")]
    [InlineData("continue", "1 2")]
    public void Leaving_a_loop_from_a_pipeline_is_no_error(string word, string expected)
    {
        using Session session = new();
        string script = $"foreach ($x in 1, 2) {{ New-Relation Modulo -Count 5 | Get-RelationPair -TrainingFraction 0.5 | ForEach-Object {{ $x; {word} }}; 'not reached' }}";
        Assert.Equal(expected, string.Join(' ', session.Run(script)));
        Assert.Equal("3", string.Join(' ', session.Run(
            $"foreach ($x in 3) {{ New-Relation Modulo | Invoke-Training -Seed (1..4) -MaxSteps 20 | ForEach-Object {{ $x; {word} }}; 'not reached' }}")));
        AssertNoWorkers();
    }

    [Fact]
    public void What_was_emitted_before_the_stop_is_valid_and_a_checkpoint_keeps_the_rest()
    {
        using Session session = new();
        string training =
            "New-Relation Modulo -Count 12 | Invoke-Training -Seed 1, 2 -MaxSteps 3000 -StopWhen MaxSteps -Checkpoint runs.ckpt";
        using (PowerShell shell = session.Create(training))
        {
            IAsyncResult running = shell.BeginInvoke();
            WaitForWorkers();
            shell.Stop();
            Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        }

        object?[] resumed = session.Values(training, "TrainLoss");
        Assert.Equal(session.Values(training.Replace("-Checkpoint runs.ckpt", "", StringComparison.Ordinal), "TrainLoss"), resumed);
    }

    private static void WaitForWorkers() =>
        Assert.True(SpinWait.SpinUntil(() => Workers().Length > 0, TimeSpan.FromSeconds(30)), "no worker started");

    // The system may list a thread for a moment after it was joined.
    internal static void AssertNoWorkers()
    {
        SpinWait.SpinUntil(() => Workers().Length == 0, TimeSpan.FromSeconds(1));
        Assert.Empty(Workers());
    }

    // Worker threads by the name the pump gives them, as the system lists them.
    private static string[] Workers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Thread names are read from /proc.");
        return [.. Directory.GetDirectories("/proc/self/task").Select(ReadName).Where(name => name.StartsWith("GenEft ", StringComparison.Ordinal))];
    }

    private static string ReadName(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            return "";   // It ended in between.
        }
    }
}

/// <summary>Tests that measure a time or count threads run while nothing else does.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class AloneCollection;
