using GenEft.Relations;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Tests;

/// <summary>Which runs are begun when, and that each has its own answer.</summary>
public sealed class TrainingSchedulerTests
{
    private static readonly Relation s_relation = Make.Modulo(2, 4);
    private static readonly TrainingOutcome s_outcome = new TrainingRun(s_relation, new TrainingSettings { DecoderWidth = 2, MaxSteps = 1 }).Execute();

    [Fact]
    public void The_longest_runs_are_begun_first_but_for_the_one_that_is_waited_for()
    {
        (List<int> begun, List<int> taken) = Run(inOrder: true, [1, 5, 3, 9, 2]);
        Assert.Equal([1, 5, 3, 9, 2], taken);
        Assert.Equal(1, begun[0]);   // what the reader waits for
        Assert.Equal(2, begun[^1]);  // the cheapest, and nothing waits for it
    }

    [Fact]
    public void Out_of_order_the_costliest_is_begun_first()
    {
        (List<int> begun, List<int> taken) = Run(inOrder: false, [1, 5, 3, 9, 2, 9]);
        Assert.Equal([9, 9, 5, 3, 2, 1], begun);
        Assert.Equal([1, 2, 3, 5, 9, 9], taken.Order());
    }

    [Fact]
    public void A_worker_may_take_the_costliest_that_suits_it()
    {
        using ManualResetEventSlim start = new();
        List<int?> begun = [];
        Backend backend = new(source =>
        {
            start.Wait();
            for (int i = 0; i < 4; i++)
            {
                IQueuedRun? queued = i == 0 ? source.Take() : source.TryTake(run => run.MaxSteps % 2 == 1);
                begun.Add(queued?.Run.MaxSteps);
                queued?.Complete(s_outcome);
            }
        });
        using TrainingScheduler scheduler = new(1, backend, inOrder: true);
        foreach (int steps in new[] { 1, 4, 3, 8, 5 })
        {
            scheduler.Submit(OfSteps(steps));
        }

        start.Set();
        SpinWait.SpinUntil(() => begun.Count == 4, TimeSpan.FromSeconds(5));
        Assert.Equal([1, 5, 3, null], begun);
    }

    [Fact]
    public async Task A_worker_that_dies_fails_what_it_held_what_waits_and_what_comes()
    {
        using ManualResetEventSlim start = new();
        using TrainingScheduler scheduler = new(1, new Backend(source =>
        {
            source.Take();
            start.Wait();
            throw new InvalidOperationException("gone");
        }));
        Task<TrainingOutcome>[] runs = [scheduler.Submit(OfSteps(1)), scheduler.Submit(OfSteps(2))];
        start.Set();
        foreach (Task<TrainingOutcome> run in runs)
        {
            Assert.Equal("gone", (await Assert.ThrowsAsync<InvalidOperationException>(() => run)).Message);
        }

        Assert.Equal("gone", (await Assert.ThrowsAsync<InvalidOperationException>(() => scheduler.Submit(OfSteps(3)))).Message);
        Assert.Equal((3L, 3L, 1.0), (scheduler.Progress.Added, scheduler.Progress.Finished, scheduler.Progress.Fraction));
    }

    [Fact]
    public async Task Runs_go_to_the_processor_where_the_accelerator_cannot_hold_them_and_give_the_same_bits_as_alone()
    {
        using TrainingScheduler scheduler = new(2, new Backend(_ => Assert.Fail("nothing suits it")) { Reason = "too small" });
        TrainingRun[] runs = [.. Enumerable.Range(0, 5).Select(seed => new TrainingRun(s_relation, new TrainingSettings { DecoderWidth = 3, MaxSteps = 20 + seed, Seed = seed }))];
        double[] losses = await Task.WhenAll(runs.Select(run => scheduler.Submit(run, outcome => outcome.Result.TrainLoss)));
        Assert.Equal(runs.Select(run => run.Execute().Result.TrainLoss), losses);
        Assert.Equal(20 + 21 + 22 + 23 + 24, scheduler.StepCount);
        Assert.Equal("too small", scheduler.ReasonAgainstAccelerator(runs[0]));
    }

    /// <summary>What goes wrong with one run, or with what is made of it, is that run's alone.</summary>
    [Fact]
    public async Task A_failure_answers_its_run_alone()
    {
        using TrainingScheduler scheduler = new(1);
        Task<int> bad = scheduler.Submit<int>(OfSteps(2), _ => throw new InvalidOperationException("kept wrongly"));
        Task<TrainingOutcome> good = scheduler.Submit(OfSteps(3));
        Assert.Equal("kept wrongly", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad)).Message);
        Assert.Equal(3, (await good).Result.StepCount);
    }

    [Fact]
    public async Task Disposal_cancels_what_runs_and_what_waits()
    {
        Task<TrainingOutcome>[] runs;
        using (TrainingScheduler scheduler = new(1))
        {
            runs = [scheduler.Submit(OfSteps(int.MaxValue)), scheduler.Submit(OfSteps(int.MaxValue))];
        }

        foreach (Task<TrainingOutcome> run in runs)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }
    }

    [Fact]
    public void Thread_limits_out_of_range_are_refused() => Refused.With(ErrorIds.ValueOutOfRange, () => new TrainingScheduler(0));

    private static TrainingRun OfSteps(int steps) =>
        new(s_relation, new TrainingSettings { DecoderWidth = 2, MaxSteps = steps, StopWhen = StopCondition.MaxSteps });

    // One worker that begins when all runs are there; the number of steps is the cost.
    private static (List<int> Begun, List<int> Taken) Run(bool inOrder, int[] steps)
    {
        using ManualResetEventSlim start = new();
        List<int> begun = [];
        using TrainingScheduler scheduler = new(
            1,
            new Backend(source =>
            {
                start.Wait();
                while (source.Take() is { } queued)
                {
                    begun.Add(queued.Run.MaxSteps);
                    queued.Complete(s_outcome);
                }
            }),
            inOrder: inOrder);
        List<int> taken = [];
        Task<int>[] runs = [.. steps.Select(cost => scheduler.Submit(OfSteps(cost), _ =>
        {
            taken.Add(cost);
            return cost;
        }))];
        start.Set();
        Task.WaitAll(runs, TimeSpan.FromSeconds(5));
        return (begun, inOrder ? [.. runs.Select(run => run.Result)] : taken);
    }

    private sealed class Backend(Action<IRunSource> work) : ITrainingBackend
    {
        public string? Reason { get; init; }

        public AcceleratorKind Kind => AcceleratorKind.Cuda;

        public string Name => "Test";

        public string? ReasonAgainst(TrainingRun run) => Reason;

        public void Execute(IRunSource source, CancellationToken cancelToken) => work(source);

        public void Dispose()
        {
        }
    }
}
