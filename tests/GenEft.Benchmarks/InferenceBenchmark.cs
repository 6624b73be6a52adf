using System.Diagnostics;
using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Statics;
using GenEft.Statics.Inference;

namespace GenEft.Benchmarks;

/// <summary>What can be inferred from samples: samplings a second for each relation, draws of orders, and closures pair by pair.</summary>
internal static class InferenceBenchmark
{
    private const int Rounds = 3;

    public static void Measure(Report report)
    {
        MeasureBounds(report);
        MeasureDraws(report);
        MeasureClosure(report);
    }

    // Samples of twice and five times the description length: where bounds rise, and where classes hang together most.
    private static void MeasureBounds(Report report)
    {
        List<string[]> rows = [];
        foreach (string kind in new[] { "Modulo 3", "Modulo 5", "CompleteBipartite", "GreaterThan" })
        {
            foreach (int multiple in new[] { 2, 5 })
            {
                double paperBefore = double.NaN;
                double exactBefore = double.NaN;
                int before = 0;
                foreach (int n in new[] { 30, 100, 300 })
                {
                    Relation relation = Make(kind, n);
                    SampledBounds bounds = new(relation);
                    long m = (long)(multiple * BitRange.Measure(relation).High);
                    bool isExact = false;
                    double[] seconds = Benchmarks.Rounds.Medians(
                        Rounds,
                        () => PerSampling(AccuracyBoundMethod.Paper, 2),
                        () => PerSampling(AccuracyBoundMethod.Exact, 2));
                    rows.Add(
                    [
                        kind, $"{n}", $"{m} ({multiple} b)", $"{1 / seconds[0]:#,0.#}", Power(seconds[0] / paperBefore),
                        $"{1 / seconds[1]:#,0.#}", Power(seconds[1] / exactBefore), isExact ? "counted" : "drawn",
                    ]);
                    (paperBefore, exactBefore, before) = (seconds[0], seconds[1], n);
                    continue;

                    string Power(double ratio) => before == 0 ? "" : $"{Math.Log(ratio) / Math.Log((double)n / before):0.0}";

                    double PerSampling(AccuracyBoundMethod method, int samplings)
                    {
                        long start = Stopwatch.GetTimestamp();
                        isExact = bounds.Measure(method, m, samplings, 1, new PosteriorSettings()).IsExact;
                        return Stopwatch.GetElapsedTime(start).TotalSeconds / samplings;
                    }
                }
            }
        }

        report.Table(
            "Accuracy bounds: samplings a second (exponent: time grows like n to that power)",
            ["relation", "n", "pairs", "Paper/s", "exponent", "Exact/s", "exponent", "Exact is"], rows);
    }

    private static void MeasureDraws(Report report)
    {
        List<string[]> rows = [];
        foreach (int n in new[] { 100, 300, 1000 })
        {
            Relation relation = Make("GreaterThan", n);
            foreach (int multiple in new[] { 1, 2 })
            {
                OrderKnowledge known = OrderKnowledge.From(
                    PairSet.Draw(relation, (int)(multiple * BitRange.Measure(relation).High / 2), 1, 0), n);
                bool[] isBefore = [.. Enumerable.Range(0, n * n).Select(pair => known.IsBefore(pair / n, pair % n))];
                LinearExtensionSampler sampler = new(n, isBefore, known.Order);
                int seed = 0;
                double[] seconds = Benchmarks.Rounds.Medians(
                    5,
                    () => Time(() => sampler.Draw(seed++, default)),
                    () => Time(() => sampler.DrawNext(default)));
                rows.Add(
                [
                    $"{n}", $"{(double)known.InferableCount / relation.PairCount:0.00}", $"{1e3 * seconds[0]:0.0}", $"{1e3 * seconds[1]:0.00}",
                ]);
            }
        }

        report.Table("Orders drawn uniformly", ["n", "inferable", "first draw, ms", "next draw, ms"], rows);
    }

    private static void MeasureClosure(Report report)
    {
        List<string[]> rows = [];
        foreach (string kind in new[] { "Modulo 3", "GreaterThan", "Random order" })
        {
            foreach (int n in new[] { 30, 300, 2000 })
            {
                Relation relation = Make(kind, n);
                RelationProperty[] properties = kind == "Modulo 3"
                    ? [RelationProperty.Reflexive, RelationProperty.Symmetric, RelationProperty.Transitive]
                    : [RelationProperty.Irreflexive, RelationProperty.Antisymmetric, RelationProperty.Transitive];
                PairSet sample = PairSet.Draw(relation, (int)(relation.PairCount / 2), 1, 0);
                int[] order = [.. Enumerable.Range(0, sample.Count)];
                new CounterRandom(1, RandomPurpose.Split).Shuffle(order.AsSpan());
                double seconds = Benchmarks.Rounds.Medians(Rounds, () => Time(() =>
                {
                    RelationKnowledge known = new(n, properties);
                    foreach (int pair in order)
                    {
                        known.Add(sample.First[pair], sample.Second[pair], sample.Related[pair]);
                    }
                }))[0];
                rows.Add([kind, $"{n}", $"{sample.Count:#,0}", $"{1e3 * seconds:0.000}", $"{1e9 * seconds / sample.Count:0}"]);
            }
        }

        report.Table("Closure, pair by pair in random order", ["relation", "n", "pairs", "ms", "ns a pair"], rows);
    }

    private static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Relation Make(string kind, int n) => RelationFactory.Create(kind switch
    {
        "Modulo 3" => new RelationSettings { Kind = "Modulo", Modulus = 3, Count = n },
        "Modulo 5" => new RelationSettings { Kind = "Modulo", Modulus = 5, Count = n },
        "Random order" => new RelationSettings
        {
            Kind = "Random", Count = n, Density = 4.0 / n, Property = [RelationProperty.Transitive, RelationProperty.Irreflexive],
        },
        _ => new RelationSettings { Kind = kind, Count = n },
    });
}
