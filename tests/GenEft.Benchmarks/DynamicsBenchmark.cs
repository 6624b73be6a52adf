using System.Diagnostics;
using GenEft.Dynamics;
using GenEft.Dynamics.Simulation;
using GenEft.Numerics;

namespace GenEft.Benchmarks;

/// <summary>Repons: trajectories a second of each model, draws a second, on one and on all cores, and the law of collision against
/// 10^7 draws.</summary>
internal static class DynamicsBenchmark
{
    private const int Rounds = 3;

    public static void Measure(Report report)
    {
        MeasureTrajectories(report);
        MeasureDraws(report);
        MeasureLaw(report);
    }

    private static void MeasureTrajectories(Report report)
    {
        List<string[]> rows = [];
        SimulationSettings settings = new() { PointCount = 11 };
        foreach (int d in new[] { 1, 2, 4 })
        {
            foreach (ReponModelKind kind in Enum.GetValues<ReponModelKind>())
            {
                int count = 20_000 / d;   // about a second
                double[] seconds = Benchmarks.Rounds.Medians(Rounds, () => Run(1), () => Run(Environment.ProcessorCount));
                rows.Add([$"{kind}", $"{d}", $"{2 * d}", $"{count / seconds[0]:#,0}", $"{count / seconds[1]:#,0}", $"{seconds[0] / seconds[1]:0.00}"]);

                double Run(int threads)
                {
                    long start = Stopwatch.GetTimestamp();
                    Concurrent.Each(count, threads, i => Make(kind, d, i).Run(settings).Count(), null, default);
                    return Stopwatch.GetElapsedTime(start).TotalSeconds;
                }
            }
        }

        report.Table(
            "Trajectories to the default end, 11 rows each, relative tolerance 1e-9",
            ["model", "d", "p", "one core, 1/s", "all cores, 1/s", "ratio"], rows);
    }

    private static void MeasureDraws(Report report)
    {
        List<string[]> rows = [];
        foreach ((int d, int p) in new[] { (1, 1), (2, 10), (2, 100), (8, 100) })
        {
            const int Count = 200_000;
            double[] seconds = Benchmarks.Rounds.Medians(Rounds, () => Run(1), () => Run(Environment.ProcessorCount));
            rows.Add([$"{d}", $"{p}", $"{Count / seconds[0]:#,0}", $"{Count / seconds[1]:#,0}", $"{seconds[0] / seconds[1]:0.00}"]);

            double Run(int threads)
            {
                long start = Stopwatch.GetTimestamp();
                ReponSampler.Count(d, p, [0.1, 1, 10], Count, 0, threads);
                return Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        report.Table("Initial conditions drawn and judged at three ratios", ["d", "p", "one core, 1/s", "all cores, 1/s", "ratio"], rows);
    }

    private static void MeasureLaw(Report report)
    {
        const long Count = 10_000_000;
        double[] ratios = [0.01, 0.1, 1, 10, 100];
        List<string[]> rows = [];
        int inside = 0;
        foreach ((int d, int p) in new[] { (1, 1), (1, 4), (2, 2), (2, 10), (3, 5) })
        {
            foreach (int cluster in new[] { 1, 5 })
            {
                ReponLaw law = new(d, p, clusterSize: cluster);
                long[] counts = ReponSampler.Count(d, p, [.. ratios.Select(law.Strength)], Count, 1, Environment.ProcessorCount);
                for (int i = 0; i < ratios.Length; i++)
                {
                    double exact = law.ExactProbability(ratios[i]);
                    (double low, double high) = WilsonInterval.Of(counts[i], Count);
                    bool isInside = low <= exact && exact <= high;
                    inside += isInside ? 1 : 0;
                    rows.Add(
                    [
                        $"{d}", $"{p}", $"{cluster}", $"{ratios[i]}", $"{exact:0.000000}", $"{(double)counts[i] / Count:0.000000}",
                        $"{low:0.000000} to {high:0.000000}", isInside ? "inside" : "outside",
                    ]);
                }
            }
        }

        report.Table(
            $"The exact law against 10^7 draws: inside the 95 % interval in {inside} of {rows.Count} (the ratios of one shape share their draws)",
            ["d", "p", "cluster", "ratio", "law", "drawn", "interval", ""], rows);
    }

    private static ReponSimulation Make(ReponModelKind kind, int d, int seed)
    {
        CounterRandom random = new(seed, RandomPurpose.Repon);
        double[,] a = new double[2 * d, d];
        double[] row = new double[d];
        for (int k = 0; k < 2 * d; k++)
        {
            random.FillNormal(row);
            for (int i = 0; i < d; i++)
            {
                a[k, i] = row[i];
            }
        }

        random.FillNormal(row);
        double[,] x = new double[2, d];
        for (int i = 0; i < d; i++)
        {
            (x[0, i], x[1, i]) = (row[i], -row[i]);
        }

        return kind == ReponModelKind.Full
            ? ReponSimulation.OfRepons(a, new double[2 * d], x, new double[1, 2 * d], 1, 1)
            : ReponSimulation.OfPair(kind, a, [.. row], 1, 1);
    }
}
