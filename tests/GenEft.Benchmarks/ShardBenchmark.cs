using System.Diagnostics;
using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Sweeps;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Benchmarks;

/// <summary>Sweeps: what the journal costs, how well processes share the work, how it would be on 64 of them, and whether kills lose or change anything.</summary>
internal static class ShardBenchmark
{
    private const int Repeats = 3;
    private const int Kills = 200;
    private const int Shards = 64;

    public static void Measure(Report report)
    {
        MeasureJournal(report);
        MeasureSharing(report);
        MeasureProcesses(report);
    }

    // Short trainings, each of about ten milliseconds of a core: with a journal beside without one.
    private static void MeasureJournal(Report report)
    {
        const int Cells = 2_000;
        int cores = Environment.ProcessorCount;
        Dictionary<string, IReadOnlyList<object>> values = new()
        {
            ["Seed"] = [.. Enumerable.Range(0, Cells).Select(seed => (object)(long)seed)], ["MaxSteps"] = [100], ["StopWhen"] = [StopCondition.MaxSteps],
        };
        double[] rates = Rounds.Medians(
            Repeats,
            () => Direct(values, cores),
            () => InFolder(values, plan => Train(plan, cores)));
        report.Table(
            $"A journal on disk: {Cells} trainings of 100 steps, all cores",
            ["trainings/s without", "with", "of it"], [[$"{rates[0]:0.0}", $"{rates[1]:0.0}", $"{rates[1] / rates[0]:P1}"]]);
    }

    // A phase map, whose trainings differ a hundredfold: one process on two cores beside two of one core each.
    private static void MeasureSharing(Report report)
    {
        object[] rates = [.. LogRange.Create(1e-4, 1e-1, 7).Cast<object>()];
        Dictionary<string, IReadOnlyList<object>> values = new()
        {
            ["EncoderLearningRate"] = rates, ["DecoderLearningRate"] = rates, ["Seed"] = [1L, 2L], ["MaxSteps"] = [2_000],
        };
        List<int> steps = [];
        List<int> order = [];
        double[] medians = Rounds.Medians(
            Repeats,
            () => InFolder(values, plan => Train(plan, 2)),
            () => InFolder(values, plan =>
            {
                Task.WaitAll(Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() => Train(plan, 1), TaskCreationOptions.LongRunning)).ToArray());
                if (steps.Count == 0)
                {
                    SweepJournalIndex index = new(plan, keepsPlaces: true);
                    index.Read();
                    steps.AddRange(index.Entries(failure => throw failure).Select(entry => entry.Result.StepCount));
                    SweepChunks chunks = new(plan, CancellationToken.None);
                    order.AddRange(Enumerable.Range(0, chunks.Count).SelectMany(chunk => chunks[chunk].ToArray()));
                }
            }));
        report.Table(
            "Two shares of one core, side by side in one process, beside one of two cores: a phase map of 98 trainings",
            ["trainings/s, one", "two", "efficiency"], [[$"{medians[0]:0.00}", $"{medians[1]:0.00}", $"{medians[1] / medians[0]:P1}"]]);

        // The same trainings, sixteen times each, on 64 processes that take the next when they have done one, and on 64 that each have a fixed part.
        long[] costs = Repeat(order.Select(cell => steps[cell]));
        long[] planned = Repeat(steps);
        report.Table(
            $"That map with 32 seeds on {Shards} processes, by the steps that its trainings took: when the last ends",
            ["trainings", "shortest steps", "longest", "all steps / 64", "longest first, as predicted", "in the order of the plan", "each 64th, fixed", "64 blocks, fixed"],
            [[
                $"{costs.Length:#,0}", $"{steps.Min():#,0}", $"{steps.Max():#,0}", $"{costs.Sum() / Shards:#,0}", OfIdeal(Makespan(costs)), OfIdeal(Makespan(planned)),
                OfIdeal(FixedMakespan(planned, place => place % Shards)), OfIdeal(FixedMakespan(planned, place => (int)((long)place * Shards / planned.Length))),
            ]]);

        static long[] Repeat(IEnumerable<int> steps) => [.. steps.SelectMany(cost => Enumerable.Repeat((long)cost, 16))];

        string OfIdeal(long makespan) => $"{(double)makespan / costs.Sum() * Shards:0.000} of it";
    }

    // Processes as users start them: one of two cores beside two of one core each, on one sweep. What a process takes that finds all done is its start, and told apart.
    private static void MeasureProcesses(Report report)
    {
        const int Seeds = 400;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft");
        try
        {
            double start = 0;
            double[] medians = Rounds.Medians(Repeats, () => Trainings(1, 2), () => Trainings(2, 1));
            report.Table(
                $"Two processes of one core beside one of two cores: {Seeds} trainings of 1,000 steps",
                ["trainings/s, one", "two", "efficiency", "s to start, not counted"], [[$"{medians[0]:0.00}", $"{medians[1]:0.00}", $"{medians[1] / medians[0]:P1}", $"{start:0.00}"]]);

            double Trainings(int processes, int cores)
            {
                HostileBenchmark.Run(folder, $"$null = New-Relation Modulo | New-Sweep s -Seed (1..{Seeds}) -MaxSteps 1000 -StopWhen MaxSteps", null);
                double all = Time();
                start = Time();
                HostileBenchmark.Run(folder, "Remove-Sweep s -Confirm:$false", null);
                return Seeds / (all - start);

                double Time()
                {
                    long begin = Stopwatch.GetTimestamp();
                    Parallel.For(0, processes, _ => HostileBenchmark.Run(folder, $"$null = Invoke-Sweep s -ThrottleLimit {cores}", null));
                    return Stopwatch.GetElapsedTime(begin).TotalSeconds;
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Processes that work on one sweep, killed again and again: the union must be what one run without a stop gives.
    public static void MeasureKills(Report report)
    {
        const string Settings = "-EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-2, 1e-1 -Seed (1..5) -MaxSteps 6000 -StopWhen MaxSteps";
        const string Columns = "Select-Object * -ExcludeProperty Elapsed | Export-Csv";
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft");
        try
        {
            HostileBenchmark.Run(folder, $"New-Relation Modulo -Count 12 | Invoke-Training {Settings} | {Columns} whole.csv", null);
            string whole = File.ReadAllText(Path.Combine(folder.FullName, "whole.csv"));
            Random random = new(1);
            (int kills, int finished, int different, int twice) = (0, 0, 0, 0);
            while (kills < Kills)
            {
                HostileBenchmark.Run(folder, $"$null = New-Relation Modulo -Count 12 | New-Sweep s {Settings}", null);
                bool isDone = false;
                while (!isDone)
                {
                    bool[] killed = new bool[2];
                    int[] times = [random.Next(800, 4000), random.Next(800, 4000)];
                    Parallel.For(0, 2, process => killed[process] = HostileBenchmark.Run(
                        folder, "$null = Invoke-Sweep s -ThrottleLimit 1 3>$null", TimeSpan.FromMilliseconds(times[process])));
                    kills += killed.Count(isKilled => isKilled);
                    isDone = killed.Contains(false);
                }

                HostileBenchmark.Run(folder, $"$null = Invoke-Sweep s 3>$null; Receive-Sweep s | {Columns} received.csv; (Get-Content s/journal/* | Measure-Object).Count | Set-Content lines.txt; Remove-Sweep s -Confirm:$false", null);
                finished++;
                different += File.ReadAllText(Path.Combine(folder.FullName, "received.csv")) == whole ? 0 : 1;
                twice += int.Parse(File.ReadAllText(Path.Combine(folder.FullName, "lines.txt")), System.Globalization.CultureInfo.InvariantCulture) - 20;
            }

            report.Table(
                "Two processes on a sweep of 20 trainings killed (kill -9) after 0.8 to 4 s and started again until one ends",
                ["kills", "sweeps ended", "of them not as without kills", "trainings in journals twice"], [[$"{kills}", $"{finished}", $"{different}", $"{twice}"]]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // When the last of so many processes ends, each taking the next as it is free.
    private static long Makespan(IReadOnlyList<long> costs)
    {
        PriorityQueue<long, long> free = new(Enumerable.Repeat((0L, 0L), Shards));
        long end = 0;
        foreach (long cost in costs)
        {
            long at = free.Dequeue() + cost;
            free.Enqueue(at, at);
            end = Math.Max(end, at);
        }

        return end;
    }

    private static long FixedMakespan(IReadOnlyList<long> costs, Func<int, int> shardOf) =>
        costs.Select((cost, place) => (cost, Shard: shardOf(place))).GroupBy(one => one.Shard).Max(shard => shard.Sum(one => one.cost));

    private static double Direct(Dictionary<string, IReadOnlyList<object>> values, int cores)
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo });
        TrainingRun[] runs = [.. TrainingSetting.Grid(new TrainingSettings(), values).Select(settings => new TrainingRun(relation, settings))];
        long start = Stopwatch.GetTimestamp();
        using TrainingScheduler scheduler = new(cores);
        Task.WaitAll(runs.Select(run => scheduler.Submit(run, outcome => outcome.Result)).ToArray());
        return runs.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Trainings a second, planning and reading not counted.
    private static double InFolder(Dictionary<string, IReadOnlyList<object>> values, Action<SweepPlan> train)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft");
        try
        {
            SweepPlan plan = SweepPlan.Create(Path.Combine(folder.FullName, "s"), [(RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo }), values)]);
            long start = Stopwatch.GetTimestamp();
            train(plan);
            return plan.CellCount / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Train(SweepPlan plan, int cores)
    {
        using SweepRunner runner = new(plan);
        using TrainingScheduler scheduler = new(cores, checkpoint: runner.Checkpoint);
        runner.Run(scheduler);
    }
}
