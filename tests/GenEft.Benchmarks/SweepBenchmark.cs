using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Benchmarks;

/// <summary>Whole runs, evaluation included, on one core to all of them, and by models in flight.</summary>
internal static class SweepBenchmark
{
    private const int Rounds = 7;

    public static void Measure(Report report)
    {
        List<string[]> rows = [];
        double single = 0;
        foreach (int cores in Powers(Environment.ProcessorCount))
        {
            foreach (int hidden in new[] { 2, 3 })
            {
                TrainingSettings settings = new() { DecoderDepth = hidden + 1 };
                double megaFlops = MegaFlops(settings);
                double[] rates = Benchmarks.Rounds.Medians(
                    Rounds, () => StepsPerSecond(settings, cores, cores), () => FmaPeak.Measure(cores));
                single = cores == 1 && hidden == 2 ? rates[0] : single;
                double gigaflops = rates[0] * megaFlops / 1e3;
                rows.Add(
                [
                    $"{cores} of {Environment.ProcessorCount} cores, {hidden} hidden layers", $"{rates[0]:#,0}", $"{gigaflops:0.0}", $"{rates[1]:0.0}",
                    $"{gigaflops / rates[1]:P0}", hidden == 2 ? $"{rates[0] / single:0.00}" : "",
                ]);
            }
        }

        report.Table(
            "Whole runs: default job, test pairs evaluated every 10 steps, one model a core",
            ["cores", "steps/s", "GFLOP/s", "FMA peak", "of peak", "scaling"], rows);

        int all = Environment.ProcessorCount;
        rows = [];
        double[] byModels = Benchmarks.Rounds.Medians(
            5, [.. new[] { 1, 2, 8, 64 }.Select<int, Func<double>>(models => () => StepsPerSecond(new TrainingSettings(), all, models * all))]);
        foreach ((int models, double rate) in new[] { 1, 2, 8, 64 }.Zip(byModels))
        {
            rows.Add([$"{models * all}", $"{rate:#,0}", $"{rate / byModels[0]:0.00}"]);
        }

        report.Table($"Models in the queue, {all} cores", ["models", "steps/s", "of one a core"], rows);
    }

    public static double MegaFlops(TrainingSettings settings)
    {
        using Job job = new(settings);
        return job.MegaFlops;
    }

    /// <summary>As Invoke-Training runs them.</summary>
    public static double StepsPerSecond(TrainingSettings settings, int cores, int models)
    {
        return AcceleratorMeasurement.StepsPerSecond(cores, models, Math.Max(100, 4000 * cores / models), CancellationToken.None, settings);
    }

    private static IEnumerable<int> Powers(int cores)
    {
        for (int i = 1; i < cores; i *= 2)
        {
            yield return i;
        }

        yield return cores;
    }
}
