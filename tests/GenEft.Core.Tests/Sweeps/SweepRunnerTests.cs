using System.Text.Json;
using GenEft.Sweeps;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Tests;

public sealed class SweepRunnerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_sweep_gives_what_its_trainings_give()
    {
        SweepPlan plan = Plan("a", steps: 40);
        Run(plan);
        AreAsTrainedDirectly(plan);
        Assert.Empty(Directory.GetFiles(Path.Combine(plan.Folder, "claims")));
        Assert.Empty(Directory.GetFiles(Path.Combine(plan.Folder, "owners")));
        Assert.Empty(Directory.GetFiles(Path.Combine(plan.Folder, "checkpoints")));
        Assert.Equal(SweepState.Done, SweepStatus.Of(plan, new SweepJournalIndex(plan)).State);

        // A second one has nothing to do.
        using TrainingScheduler scheduler = new(1);
        using SweepRunner runner = new(plan);
        runner.Run(scheduler);
        Assert.Equal(0, scheduler.Progress.Added);
    }

    [Fact]
    public void Parts_make_the_whole()
    {
        SweepPlan plan = Plan("parts", steps: 20);
        for (int shard = 0; shard < 3; shard++)
        {
            Run(plan, shard, 3);
        }

        AreAsTrainedDirectly(plan);
    }

    /// <summary>Four at once: every training is finished, and hardly one is trained twice.</summary>
    [Fact]
    public async Task Several_at_once_share_the_work()
    {
        SweepPlan plan = Plan("many", steps: 60);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Run(plan))));
        Run(plan);   // what the last had under way when the others left is done by now
        AreAsTrainedDirectly(plan);
        int lines = Directory.GetFiles(Path.Combine(plan.Folder, "journal")).Sum(path => File.ReadLines(path).Count());
        Assert.Equal(plan.CellCount, lines);
    }

    /// <summary>Two long trainings and two processes of one core: each takes one, and none holds what the other could train.</summary>
    [Fact]
    public async Task Nobody_claims_what_has_to_wait()
    {
        SweepPlan plan = SweepPlan.Create(Path.Combine(_folder.FullName, "two"), [(Make.Modulo(n: 15), Values([1L, 2L], 20_000))]);
        Task first = Task.Run(() => Run(plan, workers: 1));
        string claims = Path.Combine(plan.Folder, "claims");
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(claims) && Directory.EnumerateFiles(claims).Any(), TimeSpan.FromSeconds(60)));
        await Task.Delay(100);   // time enough to claim the other
        await Task.WhenAll(first, Task.Run(() => Run(plan, workers: 1)));
        Assert.Equal([1, 1], Directory.GetFiles(Path.Combine(plan.Folder, "journal")).Select(path => File.ReadLines(path).Count()));
    }

    /// <summary>Stopped in the middle of a long training, which goes on from there, to the same bits.</summary>
    [Fact]
    public void What_was_under_way_goes_on_from_where_it_was()
    {
        const int Steps = 8_000;
        SweepPlan plan = SweepPlan.Create(Path.Combine(_folder.FullName, "long"), [(Make.Modulo(n: 12), Values([3L], Steps))]);
        using (CancellationTokenSource stop = new())
        using (SweepRunner runner = new(plan, cancelToken: stop.Token))
        {
            using TrainingScheduler scheduler = new(1, checkpoint: runner.Checkpoint, cancelToken: stop.Token);
            Task run = Task.Run(() => runner.Run(scheduler));
            Assert.True(SpinWait.SpinUntil(() => scheduler.StepCount > 4000, TimeSpan.FromSeconds(30)));
            stop.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => run.GetAwaiter().GetResult());
        }

        Assert.Equal(SweepState.New, SweepStatus.Of(plan, new SweepJournalIndex(plan)).State);

        // Stopped again at once, it is where it was, and not at the beginning.
        using (CancellationTokenSource stop = new())
        using (SweepRunner runner = new(plan, cancelToken: stop.Token))
        {
            using (TrainingScheduler scheduler = new(1, checkpoint: runner.Checkpoint, cancelToken: stop.Token))
            {
                Task run = Task.Run(() => runner.Run(scheduler));
                Assert.True(SpinWait.SpinUntil(() => scheduler.StepCount > 0, TimeSpan.FromSeconds(30)));
                stop.Cancel();
                Assert.ThrowsAny<OperationCanceledException>(() => run.GetAwaiter().GetResult());
            }

            Assert.True(Assert.Single(runner.TakenOver).HasLeft);
            string key = CheckpointFile.Key(plan[0].Relation, plan[0].Settings, TrainerFactory.ChosenName, CancellationToken.None);
            Assert.InRange(runner.Checkpoint.Find(key)!.Trainer.UpdateCount, 4000, Steps);
        }

        Run(plan);

        AreAsTrainedDirectly(plan);
        Assert.Empty(Directory.GetFiles(Path.Combine(plan.Folder, "checkpoints")));
    }

    /// <summary>A claim whose process is gone from this machine is free at once; one of a machine that is not heard of, when its heartbeat has stood still.</summary>
    [Fact]
    public void Claims_of_the_dead_are_taken_over()
    {
        string folder = _folder.FullName;
        using SweepClaims mine = new(folder, TimeSpan.FromSeconds(0.2));
        Leave(folder, "gone-1", Environment.MachineName, int.MaxValue);
        Leave(folder, "far-1", "another machine", 1);
        Claim(folder, 0, "gone-1");
        Claim(folder, 1, "far-1");
        Claim(folder, 2, "left-1");   // its owner has left, in order
        Claim(folder, 3, "");         // made, and not yet written to
        Leave(folder, "twin-1", Environment.MachineName, int.MaxValue, start: "a container of the same name/1");
        Claim(folder, 9, "twin-1");
        Assert.Equal(ClaimState.Unclear, mine.Take(9));
        Assert.Equal([ClaimState.Mine, ClaimState.Unclear, ClaimState.Mine, ClaimState.Unclear, ClaimState.Mine], Enumerable.Range(0, 5).Select(mine.Take));
        Assert.Equal([new SweepPredecessor("gone-1", false), new SweepPredecessor("left-1", true)], mine.TakenOver);
        Assert.Equal(ClaimState.Mine, mine.Take(0));

        // Alive as long as it moves.
        Leave(folder, "far-1", "another machine", 1, beats: 2);
        Assert.Equal(ClaimState.Taken, mine.Take(1));
        Thread.Sleep(300);
        Assert.Equal(ClaimState.Mine, mine.Take(1));
        Assert.Equal(ClaimState.Mine, mine.Take(3));

        using SweepClaims other = new(folder);
        Assert.Equal(ClaimState.Taken, other.Take(0));
        mine.Dispose();
        Assert.Equal(ClaimState.Mine, other.Take(4));
        Assert.True(other.IsTakeover);
        Assert.Equal(ClaimState.Mine, other.Take(5));
        Assert.False(other.IsTakeover);
    }

    /// <summary>A process is told from an earlier one of its number, and from none, by what a clock that is set does not change.</summary>
    [Fact]
    public void A_process_is_known_again()
    {
        ProcessIdentity me = ProcessIdentity.Current();
        Assert.True(me.IsAlive());
        Assert.Equal(me, ProcessIdentity.Of(Environment.ProcessId));
        Assert.False((me with { Start = me.Start + "1" }).IsAlive());
        Assert.False(ProcessIdentity.Of(int.MaxValue).IsAlive());
        if (OperatingSystem.IsLinux())
        {
            Assert.Matches("^[0-9a-f-]{36}/pid:.[0-9]+./[0-9]+$", me.Start);
        }
    }

    [Fact]
    public void A_claim_that_is_a_folder_is_told_of()
    {
        using SweepClaims mine = new(_folder.FullName, TimeSpan.Zero);
        Directory.CreateDirectory(Path.Combine(SweepClaims.FolderOf(_folder.FullName), "00000"));
        mine.Take(0);
        Thread.Sleep(10);
        Refused.With(ErrorIds.FileNotWritable, () => mine.Take(0));
    }

    /// <summary>A count that moved long ago tells nothing of now, and an owner whose file cannot be read is not thereby gone.</summary>
    [Fact]
    public void Claims_of_those_who_may_live_are_left()
    {
        string folder = _folder.FullName;
        using SweepClaims mine = new(folder, TimeSpan.FromSeconds(0.3));
        Leave(folder, "far-1", "another machine", 1, beats: 5);
        Claim(folder, 0, "far-1");
        Assert.Equal(ClaimState.Unclear, mine.Take(0));
        Thread.Sleep(400);
        Leave(folder, "far-1", "another machine", 1, beats: 600);
        Assert.Equal(ClaimState.Unclear, mine.Take(0));
        Thread.Sleep(400);
        Assert.Equal(ClaimState.Mine, mine.Take(0));

        File.WriteAllText(Path.Combine(SweepClaims.OwnersOf(folder), "cut-1.json"), "{\"Host\":");
        Claim(folder, 1, "cut-1");
        Assert.Equal(ClaimState.Unclear, mine.Take(1));
        Thread.Sleep(400);
        Assert.Equal(ClaimState.Mine, mine.Take(1));
    }

    /// <summary>Of many stale claims that several take at once each becomes one's, and nobody ends with an error.</summary>
    [Fact]
    public async Task Stale_claims_are_taken_by_one_each()
    {
        const int Count = 300;
        for (int chunk = 0; chunk < Count; chunk++)
        {
            Claim(_folder.FullName, chunk, "left-1");
        }

        SweepClaims[] takers = [.. Enumerable.Range(0, 4).Select(_ => new SweepClaims(_folder.FullName))];
        List<int>[] taken = await Task.WhenAll(takers.Select(taker => Task.Run(() => Enumerable.Range(0, Count).Where(chunk => taker.Take(chunk) == ClaimState.Mine).ToList())));
        Array.ForEach(takers, taker => taker.Dispose());
        int all = taken.Sum(some => some.Count);
        Assert.InRange(all, Count - 20, Count + 20);   // what two saw at one moment may be nobody's yet, or, hardly ever, both's
        Assert.InRange(taken.SelectMany(some => some).Distinct().Count(), Count - 20, Count);
    }

    /// <summary>The states of one that is gone are there for all who take something of it over.</summary>
    [Fact]
    public void A_checkpoint_serves_several()
    {
        SweepPlan plan = SweepPlan.Create(Path.Combine(_folder.FullName, "two"), [(Make.Modulo(n: 12), Values([3L, 4L], 8000))]);
        using (CancellationTokenSource stop = new())
        using (SweepRunner runner = new(plan, cancelToken: stop.Token))
        {
            using TrainingScheduler scheduler = new(2, checkpoint: runner.Checkpoint, cancelToken: stop.Token);
            Task run = Task.Run(() => runner.Run(scheduler));
            Assert.True(SpinWait.SpinUntil(() => scheduler.StepCount > 1000, TimeSpan.FromSeconds(30)));
            stop.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => run.GetAwaiter().GetResult());
        }

        for (int shard = 0; shard < 2; shard++)
        {
            using SweepRunner runner = new(plan, shard, 2);
            using TrainingScheduler scheduler = new(1, checkpoint: runner.Checkpoint);
            runner.Run(scheduler);
            Assert.True(Assert.Single(runner.TakenOver).HasLeft);
        }

        AreAsTrainedDirectly(plan);
        SweepJournalIndex index = new(plan, keepsPlaces: true);
        index.Read();
        Assert.Empty(Directory.GetFiles(Path.Combine(plan.Folder, "checkpoints")));
    }

    [Fact]
    public void A_damaged_folder_is_told_of_and_nobody_stays()
    {
        SweepPlan plan = Plan("file", steps: 5);
        File.WriteAllText(Path.Combine(plan.Folder, "journal"), "a file where a folder should be");
        Refused.With(ErrorIds.FileNotWritable, () => new SweepRunner(plan));
        Assert.Empty(Directory.GetFiles(SweepClaims.OwnersOf(plan.Folder)));
    }

    /// <summary>A training that fails is told of, and the others are finished.</summary>
    [Fact]
    public void A_sweep_that_cannot_be_written_to_says_so()
    {
        SweepPlan plan = Plan("no", steps: 5);
        File.WriteAllText(Path.Combine(plan.Folder, "claims"), "a file where a folder should be");
        Refused.With(ErrorIds.FileNotWritable, () => new SweepRunner(plan));
        Refused.With(ErrorIds.ValueOutOfRange, () => new SweepRunner(plan, 2, 2));
    }

    /// <summary>Whoever works on a sweep whose folder is removed ends soon, and writes nothing into a sweep that is planned in its place.</summary>
    [Theory]
    [InlineData("nothing")]
    [InlineData("another")]
    [InlineData("the same")]
    public async Task A_sweep_that_is_removed_ends_those_who_work_on_it(string inItsPlace)
    {
        bool isReplaced = inItsPlace != "nothing";
        SweepPlan Create() => SweepPlan.Create(Path.Combine(_folder.FullName, "gone"), [(Make.Modulo(n: 6), Values([.. Enumerable.Range(0, 1000).Select(seed => (long)seed)], 3000))]);
        SweepPlan plan = Create();
        Task work = Task.Run(() =>
        {
            using SweepRunner runner = new(plan, patience: TimeSpan.FromMilliseconds(isReplaced ? 60_000 : 200));
            using TrainingScheduler scheduler = new(2, checkpoint: runner.Checkpoint);
            runner.Run(scheduler);
        });
        string journals = SweepJournalIndex.FolderOf(plan.Folder);
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(journals) && Directory.GetFiles(journals).Length > 0, TimeSpan.FromSeconds(60)));
        Assert.False(work.IsCompleted);
        SweepRemoval.Remove(plan.Folder);
        SweepPlan? other = inItsPlace == "another" ? Plan("gone", steps: 20) : isReplaced ? Create() : null;
        GenEftException failure = await Assert.ThrowsAsync<GenEftException>(() => work.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(ErrorIds.FileNotFound, failure.ErrorId);
        if (other is null)
        {
            Assert.False(Directory.Exists(plan.Folder));
        }
        else if (inItsPlace == "the same")
        {
            Assert.False(Directory.Exists(journals));
        }
        else
        {
            Run(other);
            AreAsTrainedDirectly(other);
            SweepJournalIndex index = new(other);
            index.Read();
            Assert.Empty(index.Damage);
        }
    }

    /// <summary>A plan that was copied over itself is the same plan.</summary>
    [Fact]
    public void A_plan_that_is_touched_is_still_there()
    {
        SweepPlan plan = Plan("touched", steps: 20);
        SweepPresence presence = new(plan, TimeSpan.Zero);
        string path = Path.Combine(plan.Folder, "plan.json");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(1));
        Assert.True(presence.IsThere);
        Assert.False(presence.IsLost);

        // One that is written to, or half of it, may become the plan again; another does not.
        byte[] whole = File.ReadAllBytes(path);
        presence = new(plan, TimeSpan.FromMinutes(1));
        File.WriteAllBytes(path, []);
        Assert.False(presence.IsThere);
        File.WriteAllBytes(path, whole[..^10]);
        Assert.False(presence.IsLost);
        File.WriteAllBytes(path, whole);
        Assert.True(presence.IsThere);
        File.AppendAllText(path, " ");
        Assert.False(presence.IsThere);
        Assert.True(SpinWait.SpinUntil(() => presence.IsLost, TimeSpan.FromSeconds(30)));
    }

    private SweepPlan Plan(string name, int steps) =>
        SweepPlan.Create(Path.Combine(_folder.FullName, name), [(Make.Modulo(n: 6), Values([1L, 2L, 3L], steps)), (Make.GreaterThan(5), Values([1L], steps))]);

    private static Dictionary<string, IReadOnlyList<object>> Values(long[] seeds, int steps) => new()
    {
        ["Seed"] = [.. seeds.Cast<object>()], ["MaxSteps"] = [steps], ["EncoderLearningRate"] = steps > 1000 ? [1e-7] : [1e-3, 1e-2], ["DecoderLearningRate"] = steps > 1000 ? [1e-7] : [1e-2, 1e-1],
    };

    private static void Run(SweepPlan plan, int shard = 0, int shardCount = 1, int workers = 2)
    {
        using SweepRunner runner = new(plan, shard, shardCount);
        using TrainingScheduler scheduler = new(workers, checkpoint: runner.Checkpoint);
        runner.Run(scheduler);
        Assert.Empty(runner.Failures);
    }

    private static void AreAsTrainedDirectly(SweepPlan plan)
    {
        SweepJournalIndex index = new(plan, keepsPlaces: true);
        index.Read();
        Assert.Equal(plan.CellCount, index.DoneCount);
        foreach (SweepEntry entry in index.Entries(failure => throw failure))
        {
            SweepCell cell = plan[entry.Cell];
            TrainingResult expected = new TrainingRun(cell.Relation, cell.Settings).Execute().Result;
            Assert.Equal(expected with { Elapsed = default }, entry.Result with { Elapsed = default });
        }
    }

    private static void Leave(string folder, string owner, string host, int process, long beats = 1, string? start = null)
    {
        string owners = Directory.CreateDirectory(SweepClaims.OwnersOf(folder)).FullName;
        File.WriteAllBytes(Path.Combine(owners, owner + ".json"), JsonSerializer.SerializeToUtf8Bytes(new SweepOwner.State(host, process, start ?? (ProcessIdentity.Current().Start + "9"), beats)));
    }

    private static void Claim(string folder, int chunk, string owner) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "claims")).FullName, FormattableString.Invariant($"{chunk:00000}")), owner);
}
