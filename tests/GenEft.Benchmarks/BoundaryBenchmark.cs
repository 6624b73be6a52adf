using GenEft.Experiments;
using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Tests;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Benchmarks;

/// <summary>How often the 95 % intervals of phase boundaries hold the truth, over 1000 synthetic diagrams each; and how many runs the search for one
/// takes.</summary>
internal static class BoundaryBenchmark
{
    private const int Trials = 1000;

    public static void Measure(Report report)
    {
        MeasureSearch(report);
        SyntheticDiagram[] diagrams =
        [
            new(21, 3, 1, 0.15, 0.1), new(21, 4, 1, 0.15, 0.1), new(21, 6, 1, 0.15, 0.1), new(21, 6, 1, 0.3, 0.15), new(11, 6, 1, 0.3, 0.15),
            new(11, 12, 1, 0.3, 0.05), new(21, 6, 0.9, 0.3, 0.15), new(21, 3, 1, 0.02, 0.02),
        ];
        report.Table(
            $"Phase boundaries: intervals that hold the truth, {Trials} diagrams each",
            ["rates", "seeds", "slope", "seeds' spread, decades", "noise, decades", "ratio held", "slope held", "mean error of log10 ratio", "mean slope"],
            [
                .. diagrams.Select(diagram =>
                {
                    var trials = Enumerable.Range(0, Trials).AsParallel().Select(diagram.Try).ToArray();
                    return (string[])
                    [
                        $"{diagram.Rates} x {diagram.Rates}", $"{diagram.Seeds}", $"{diagram.Slope}", $"{diagram.SeedShift}", $"{diagram.Noise}",
                        diagram.Slope == 1 ? $"{trials.Average(trial => trial.Ratio ? 1.0 : 0):0.000}" : "no one ratio", $"{trials.Average(trial => trial.Slope ? 1.0 : 0):0.000}",
                        diagram.Slope == 1 ? $"{trials.Average(trial => Math.Log10(trial.Result.CriticalRatio!.Value / trial.TrueRatio)):0.000}" : "",
                        $"{trials.Average(trial => trial.Result.Slope!.Value):0.000}",
                    ];
                }),
            ]);
    }

    // The search beside the grid that it chooses from, on networks.
    private static void MeasureSearch(Report report)
    {
        double[] encoders = LogRange.Create(1e-4, 1e-2, 5);
        double[] decoders = LogRange.Create(1e-5, 1, 26);
        long[] seeds = [1, 2, 3];
        List<string[]> rows = [];
        foreach ((string kind, int depth) in new[] { (RelationKinds.Modulo, 3), (RelationKinds.GreaterThan, 3), (RelationKinds.CompleteBipartite, 3), (RelationKinds.Modulo, 4) })
        {
            Relation relation = RelationFactory.Create(new RelationSettings { Kind = kind });
            TrainingSettings settings = new() { DecoderDepth = depth, MaxSteps = 5000 };
            using TrainingScheduler scheduler = new(threadLimit: Environment.ProcessorCount);
            TrainingResult[] grid = Task.WhenAll(
                from encoder in encoders
                from decoder in decoders
                from seed in seeds
                select scheduler.Submit(
                    new TrainingRun(relation, settings with { EncoderLearningRate = encoder, DecoderLearningRate = decoder, Seed = seed }), outcome => outcome.Result)).Result;
            BoundarySearch search = new(decoders, seeds, includeGrokking: false);
            TrainingResult[] found = [.. search.RunAsync(scheduler, relation, settings, encoders).Result];
            PhaseBoundaryResult whole = Boundary(grid);
            PhaseBoundaryResult part = Boundary(found);
            rows.Add([
                $"{relation.Name}, {depth - 1} hidden layers", $"{grid.Length}", $"{found.Length}", $"{100.0 * found.Length / grid.Length:0} %",
                $"{100.0 * found.Sum(run => (double)run.StepCount) / grid.Sum(run => (double)run.StepCount):0} %", Text(whole), Text(part), $"{whole.Slope:0.00}", $"{part.Slope:0.00}",
            ]);
        }

        report.Table(
            "Find-PhaseBoundary beside the whole grid: 5 encoder rates, 26 decoder rates, 3 seeds, at most 5,000 steps",
            ["networks", "grid's runs", "runs", "of the grid", "of its steps", "ratio by the grid", "ratio found", "slope by the grid", "slope found"], rows);

        static PhaseBoundaryResult Boundary(IEnumerable<TrainingResult> runs)
        {
            PhaseBoundary boundary = new(includeGrokking: false);
            foreach (TrainingResult run in runs)
            {
                boundary.Add(run.Phase!.Value, run);
            }

            return boundary.Measure("");
        }

        static string Text(PhaseBoundaryResult result) => $"{result.CriticalRatio:g3} ({result.CriticalRatioLow:g2} to {result.CriticalRatioHigh:g2})";
    }
}
