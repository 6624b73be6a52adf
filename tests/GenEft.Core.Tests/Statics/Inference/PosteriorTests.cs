using CsCheck;
using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Statics;
using GenEft.Statics.Inference;

namespace GenEft.Tests;

/// <summary>What follows from a sample, and the probabilities of what does not: against brute force.</summary>
public sealed class PosteriorTests
{
    private static readonly PosteriorSettings s_settings = new();

    /// <summary>Counts are ratios of integers; 1e-12 leaves room for the rounding of a few hundred sums.</summary>
    private const double Tolerance = 1e-12;

    [Fact]
    public void Brute_force_vectors_are_met()
    {
        InferenceVectors.Case[] cases = InferenceVectors.Load().Cases;
        Assert.Equal((16, 12), (cases.Count(c => !c.IsOrder), cases.Count(c => c.IsOrder)));
        foreach (InferenceVectors.Case c in cases)
        {
            string what = $"{c.Kind} {c.Count} {c.Known.Length}";
            (long inferable, double[,] probability, PosteriorBound exact) = Measure(c);
            Assert.Equal(c.InferableByClosure, inferable);
            Assert.True(exact.IsExact);
            Close.To((double)c.InferableByClosure / (c.Count * c.Count), exact.InferableFraction, absolute: Tolerance, what: what);
            Close.To(c.ExactAccuracyBound, exact.AccuracyBound, absolute: Tolerance, what: what);
            for (int i = 0; i < c.Count; i++)
            {
                for (int j = 0; j < c.Count; j++)
                {
                    Close.To(c.ExactProbability[i][j], probability[i, j], absolute: Tolerance, what: $"{what} [{i}, {j}]");
                }
            }
        }
    }

    [Fact]
    public void The_papers_candidate_sets_are_met()
    {
        foreach (InferenceVectors.Case c in InferenceVectors.Load().Cases.Where(c => !c.IsOrder))
        {
            ClassPosterior posterior = new(ClassKnowledge.From(c.Sample(), c.Count, false), c.Classes, c.ClassCount, s_settings);
            Close.To(c.PaperAccuracyBoundOffDiagonalOnes, posterior.PaperBound().AccuracyBound, absolute: Tolerance, what: $"{c.Count} {c.Known.Length}");
        }
    }

    /// <summary>Random graphs of up to seven vertices and up to four colours, all colourings tried.</summary>
    [Fact]
    public void Colourings_are_counted_right() =>
        Gen.Select(Gen.Int[2, 7], Gen.Int[2, 4], Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6]).Array[1, 12]).Sample((n, k, pairs) =>
        {
            // A path keeps the graph connected.
            HashSet<(int, int)> edges = [.. pairs.Where(pair => pair.Item1 < n && pair.Item2 < n && pair.Item1 != pair.Item2)
                .Select(pair => (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2)))];
            edges.UnionWith(Enumerable.Range(1, n - 1).Select(v => (v - 1, v)));
            int[][] neighbours = [.. Enumerable.Range(0, n).Select(v =>
                edges.Where(e => e.Item1 == v || e.Item2 == v).Select(e => e.Item1 + e.Item2 - v).ToArray())];
            double[,] same = new double[n, n];
            int count = 0;
            for (int code = 0; code < Math.Pow(k, n); code++)
            {
                int[] colours = [.. Enumerable.Range(0, n).Select(v => code / (int)Math.Pow(k, v) % k)];
                if (edges.All(e => colours[e.Item1] != colours[e.Item2]))
                {
                    count++;
                    for (int pair = 0; pair < n * n; pair++)
                    {
                        same[pair / n, pair % n] += colours[pair / n] == colours[pair % n] ? 1 : 0;
                    }
                }
            }

            if (count == 0)
            {
                Refused.With(ErrorIds.ContradictingSample, () => ColouringPosterior.Compute(neighbours, k, 1_000_000, default));
                return;
            }

            double[,] actual = ColouringPosterior.Compute(neighbours, k, 1_000_000, default)!;
            for (int pair = 0; pair < n * n; pair++)
            {
                Close.To(same[pair / n, pair % n] / count, actual[pair / n, pair % n], absolute: Tolerance, what: $"{pair}");
            }
        });

    /// <summary>Random samples of orders of up to seven elements, all permutations tried.</summary>
    [Fact]
    public void Orders_are_counted_right() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[0, 14], Gen.Int[0, 100_000]).Sample((n, m, seed) =>
        {
            PairSet sample = PairSet.Draw(Make.GreaterThan(n), Math.Min(m, n * n), seed, 0);
            OrderKnowledge known = OrderKnowledge.From(sample, n);
            double[,] before = new double[n, n];
            int count = 0;
            foreach (int[] place in Symmetry.CompleteSets.Permutations(n))
            {
                bool agrees = true;
                for (int pair = 0; pair < sample.Count; pair++)
                {
                    (int i, int j) = (sample.First[pair], sample.Second[pair]);
                    agrees &= i == j || place[i] < place[j] == sample.Related[pair];
                }

                count += agrees ? 1 : 0;
                for (int pair = 0; agrees && pair < n * n; pair++)
                {
                    before[pair / n, pair % n] += place[pair / n] < place[pair % n] ? 1 : 0;
                }
            }

            double[,] actual = new OrderPosterior(known, s_settings).Probabilities(default);
            int certain = 0;
            for (int pair = 0; pair < n * n; pair++)
            {
                double p = before[pair / n, pair % n] / count;
                Close.To(p, actual[pair / n, pair % n], absolute: Tolerance, what: $"{pair}");
                certain += p is 0 or 1 ? 1 : 0;
            }

            Assert.Equal(certain, known.InferableCount);
        });

    /// <summary>Two chains side by side: the i-th of one comes before the j-th of the other in sum over k &lt; j of C(i - 1 + k, k)
    /// C(a - i + b - k, b - k) of the C(a + b, a) mergers.</summary>
    [Fact]
    public void Two_chains_of_many_elements_have_a_closed_form()
    {
        const int A = 60;
        const int B = 45;
        bool[,] isBefore = new bool[A + B, A + B];
        int[] place = [.. Enumerable.Range(0, A + B).OrderBy(e => e < A ? (e + 0.5) / A : (e - A + 0.5) / B)];
        for (int p = 0; p < A + B; p++)
        {
            for (int q = p + 1; q < A + B; q++)
            {
                isBefore[p, q] = place[p] < A == place[q] < A;
            }
        }

        double[,] first = DownSetPosterior.Compute(isBefore, 1_000_000, default)!;
        for (int p = 0; p < A + B; p++)
        {
            for (int q = 0; q < A + B; q++)
            {
                if (place[p] < A && place[q] >= A)
                {
                    (int i, int j) = (place[p] + 1, place[q] - A + 1);
                    System.Numerics.BigInteger ways = System.Numerics.BigInteger.Zero;
                    for (int k = 0; k < j; k++)
                    {
                        ways += Choose(i - 1 + k, k) * Choose(A - i + B - k, B - k);
                    }

                    double expected = Math.Exp(System.Numerics.BigInteger.Log(ways) - System.Numerics.BigInteger.Log(Choose(A + B, A)));
                    Close.To(expected, first[p, q], absolute: 1e-11, what: $"{i} before {j}");
                    Close.To(1 - expected, first[q, p], absolute: 1e-11, what: $"{j} before {i}");
                }
            }
        }

        static System.Numerics.BigInteger Choose(int n, int k) => Enumerable.Range(1, k)
            .Aggregate(System.Numerics.BigInteger.One, (product, i) => product * (n - k + i) / i);
    }

    /// <summary>Elements known in order where they are at least four apart: the same read backward, and what draws say; of 200 apart at
    /// least, windows do not reach.</summary>
    [Fact]
    public void Long_orders_are_counted_where_windows_reach()
    {
        const int N = 300;
        PairSet Sample(int apart) => Samples.Of([.. Enumerable.Range(0, N * N).Select(pair => (pair / N, pair % N))
            .Where(pair => pair.Item2 >= pair.Item1 + apart).Select(pair => (pair.Item1, pair.Item2, true))]);
        OrderKnowledge known = OrderKnowledge.From(Sample(4), N);
        double[,] first = new OrderPosterior(known, s_settings).Probabilities(default);
        LinearExtensionSampler sampler = new(
            N, [.. Enumerable.Range(0, N * N).Select(pair => known.IsBefore(pair / N, pair % N))], known.Order);
        const int Draws = 400;
        int[,] hits = new int[N, N];
        for (int draw = 0; draw < Draws; draw++)
        {
            int[] order = (draw == 0 ? sampler.Draw(1, default) : sampler.DrawNext(default)).ToArray();
            for (int p = 0; p < N; p++)
            {
                for (int q = p + 1; q < Math.Min(N, p + 8); q++)
                {
                    hits[order[p], order[q]]++;
                }
            }
        }

        double squares = 0;
        for (int i = 0; i < N; i++)
        {
            for (int j = i + 1; j < Math.Min(N, i + 4); j++)
            {
                Close.To(first[N - 1 - j, N - 1 - i], first[i, j], absolute: 1e-12);
                Close.To(1 - first[j, i], first[i, j], absolute: 1e-12);
                squares += Math.Pow(hits[i, j] - (Draws * first[i, j]), 2) / (Draws * first[i, j] * (1 - first[i, j]));
            }

            Assert.All(Enumerable.Range(i + 4, Math.Max(0, N - i - 4)), j => Assert.Equal((1.0, 0.0), (first[i, j], first[j, i])));
        }

        // Draws along the chain hang together: up to some four times the variance of independent ones.
        Assert.InRange(squares / ((3 * N) - 6), 0.5, 4);
        Assert.False(new OrderPosterior(OrderKnowledge.From(Sample(200), N), s_settings with { DrawCount = 2 }).ExactBound(0, default).IsExact);
    }

    /// <summary>Bounds by draws against counts: the mean error over pairs is within five standard errors of what 4000 independent
    /// draws give, the draws of the colourings being correlated a little.</summary>
    [Theory]
    [InlineData("Modulo 3", 0.04)]
    [InlineData("Modulo 3", 0.08)]
    [InlineData("Modulo 5", 0.08)]
    [InlineData("Bipartite", 0.05)]
    [InlineData("Order", 0.2)]
    [InlineData("Order", 0.3)]
    public void Draws_agree_with_counts(string name, double fraction)
    {
        Relation relation = name switch
        {
            "Modulo 3" => Make.Modulo(3, 20),
            "Modulo 5" => Make.Modulo(5, 20),
            "Bipartite" => Make.Bipartite(20, 8),
            _ => Make.GreaterThan(14),
        };
        SampledBounds bounds = new(relation);
        long m = (long)(fraction * relation.PairCount);
        AccuracyBoundResult counted = bounds.Measure(AccuracyBoundMethod.Exact, m, 8, 1, s_settings);
        AccuracyBoundResult drawn = bounds.Measure(AccuracyBoundMethod.Exact, m, 8, 1, s_settings with { Budget = 0, DrawCount = 4000 });
        Assert.True(counted.IsExact);
        Assert.False(drawn.IsExact);
        Assert.Equal(counted.InferableFraction, drawn.InferableFraction);

        // A pair's share has a standard error of at most 0.5 / sqrt(4000) = 0.0079.
        Close.To(counted.AccuracyBound, drawn.AccuracyBound, absolute: 0.004, what: name);
        Refused.With(ErrorIds.ExactOverBudget, () => bounds.Measure(
            AccuracyBoundMethod.Exact, m, 8, 1, s_settings with { Budget = 0, AllowSampling = false }));
    }

    /// <summary>
    /// All pairs of all brute-force vectors by independent draws (a chain of its own for each): the sum of squared deviations over
    /// their variances has the number of uncertain pairs as its mean. Pairs hang together, which widens it: it stays between a half
    /// and twice that, and no pair is five deviations off. A sampler that picks what is free to come next at random does not pass.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Drawn_probabilities_of_all_pairs_are_right(bool isOrder)
    {
        const int Draws = 1000;
        (double total, int uncertain, double worst) = (0, 0, 0);
        foreach (InferenceVectors.Case c in InferenceVectors.Load().Cases.Where(c => c.IsOrder == isOrder))
        {
            int n = c.Count;
            int[,] hits = isOrder ? CountOrders(c, Draws) : CountClasses(c, Draws);
            for (int i = 0; i < n; i++)
            {
                for (int j = i + 1; j < n; j++)
                {
                    double p = c.ExactProbability[i][j];
                    if (p is 0 or 1)
                    {
                        Assert.Equal(p * Draws, hits[i, j]);
                        continue;
                    }

                    double deviation = (hits[i, j] - (p * Draws)) / Math.Sqrt(Draws * p * (1 - p));
                    (total, uncertain, worst) = (total + (deviation * deviation), uncertain + 1, Math.Max(worst, Math.Abs(deviation)));
                }
            }
        }

        Assert.InRange(uncertain, 50, 1000);
        Assert.InRange(total / uncertain, 0.5, 2);
        Assert.InRange(worst, 0, 5);
    }

    private static int[,] CountOrders(InferenceVectors.Case c, int draws)
    {
        int n = c.Count;
        OrderKnowledge known = OrderKnowledge.From(c.Sample(), n);
        LinearExtensionSampler sampler = new(
            n, [.. Enumerable.Range(0, n * n).Select(pair => known.IsBefore(pair / n, pair % n))], known.Order);
        int[,] hits = new int[n, n];
        for (int draw = 0; draw < draws; draw++)
        {
            ReadOnlySpan<int> order = sampler.Draw(draw, default);
            for (int place = 0; place < n; place++)
            {
                foreach (int later in order[(place + 1)..])
                {
                    hits[order[place], later]++;
                }
            }
        }

        return hits;
    }

    private static int[,] CountClasses(InferenceVectors.Case c, int draws)
    {
        int n = c.Count;
        ClassKnowledge known = ClassKnowledge.From(c.Sample(), n, false);
        int[] start = new int[known.GroupSize.Length];
        for (int i = 0; i < n; i++)
        {
            start[known.GroupOf[i]] = c.Classes[i];
        }

        int[,] hits = new int[n, n];
        for (int draw = 0; draw < draws; draw++)
        {
            KempeSampler sampler = new(known.Apart, c.ClassCount, start);
            CounterRandom random = new(draw, RandomPurpose.Colouring);
            for (int sweep = 0; sweep < 50; sweep++)
            {
                sampler.Sweep(ref random);
            }

            for (int pair = 0; pair < n * n; pair++)
            {
                hits[pair / n, pair % n] += sampler.Colours[known.GroupOf[pair / n]] == sampler.Colours[known.GroupOf[pair % n]] ? 1 : 0;
            }
        }

        return hits;
    }

    /// <summary>Nothing known and all known have closed forms.</summary>
    [Theory]
    [InlineData(AccuracyBoundMethod.Paper)]
    [InlineData(AccuracyBoundMethod.Exact)]
    public void The_ends_of_the_curve_are_known(AccuracyBoundMethod method)
    {
        foreach ((Relation relation, double guess) in new[]
        {
            (Make.Modulo(3, 12), 2.0 / 3), (Make.Modulo(5, 12), 0.8), (Make.Bipartite(12, 5), 0.5), (Make.GreaterThan(12), 0.5),
        })
        {
            // The share of 1000 draws of a fair coin that is at least one half exceeds it by 0.0126 on average, with a deviation of
            // 0.0095, and the pairs of one draw hang together: what the paper's scoring adds.
            double slack = method == AccuracyBoundMethod.Paper && relation.Kind == RelationKinds.GreaterThan ? 0.0126 + (3 * 0.0095) : Tolerance;
            double n = relation.Count;
            AccuracyBoundResult none = new SampledBounds(relation).Measure(method, 0, 3, 0, s_settings);
            Close.To(((n - 1) * guess / n) + (1 / n), none.AccuracyBound, absolute: slack, what: relation.Name);
            Close.To(1 / n, none.InferableFraction, absolute: Tolerance);
            AccuracyBoundResult all = new SampledBounds(relation).Measure(method, relation.PairCount, 3, 0, s_settings);
            Assert.Equal((1.0, 1.0, 0.0), (all.AccuracyBound, all.InferableFraction, all.StandardError));
        }
    }

    [Fact]
    public void More_samples_never_allow_less()
    {
        foreach (Relation relation in new[] { Make.Modulo(3, 18), Make.Bipartite(18, 9), Make.GreaterThan(12) })
        {
            SampledBounds bounds = new(relation);
            double before = 0;
            for (long m = 0; m <= relation.PairCount; m += relation.PairCount / 6)
            {
                // Samples of one seed contain one another, but a known pair may make another less certain: on average over
                // samples it cannot, and 40 samplings are enough to see that within four standard errors.
                AccuracyBoundResult bound = bounds.Measure(AccuracyBoundMethod.Exact, m, 40, 3, s_settings);
                Assert.True(bound.AccuracyBound >= before - (4 * bound.StandardError!.Value), $"{relation.Name} {m}");
                Assert.True(bound.AccuracyBound >= bound.InferableFraction);
                before = bound.AccuracyBound;
            }
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        foreach (Relation relation in new[] { Make.Modulo(3, 30), Make.GreaterThan(16) })
        {
            SampledBounds bounds = new(relation);
            PosteriorSettings drawn = s_settings with { Budget = 0, DrawCount = 50 };
            Assert.Equal(
                bounds.Measure(AccuracyBoundMethod.Exact, 60, 6, 7, drawn, threadCount: 1),
                bounds.Measure(AccuracyBoundMethod.Exact, 60, 6, 7, drawn, threadCount: 4));
            Assert.NotEqual(
                bounds.Measure(AccuracyBoundMethod.Exact, 60, 6, 7, drawn).AccuracyBound,
                bounds.Measure(AccuracyBoundMethod.Exact, 60, 6, 8, drawn).AccuracyBound);
        }
    }

    /// <summary>The first sampling is what a network is trained on.</summary>
    [Fact]
    public void The_first_sampling_is_the_training_set()
    {
        Relation relation = Make.Modulo(3, 10);
        (PairSet train, _) = PairSet.Split(relation, 0.3, seed: 4);
        PairSet drawn = PairSet.Draw(relation, 30, 4, 0);
        Assert.Equal(train.First, drawn.First);
        Assert.Equal(train.Second, drawn.Second);
        Assert.Equal(train.Related, drawn.Related);
        Assert.NotEqual(PairSet.Draw(relation, 30, 4, 1).First, drawn.First);
    }

    [Fact]
    public void A_contradicting_sample_is_refused_by_its_pairs()
    {
        GenEftException classes = Refused.With(ErrorIds.ContradictingSample, () => ClassKnowledge.From(
            Samples.Of((0, 1, true), (2, 1, true), (3, 2, true), (4, 5, true), (0, 3, false)), 6, false));
        Assert.Contains("(0, 3) unrelated", classes.Message, StringComparison.Ordinal);
        Assert.Contains("(0, 1) related, (2, 1) related, (3, 2) related", classes.Message, StringComparison.Ordinal);
        Refused.With(ErrorIds.ContradictingSample, () => ClassKnowledge.From(Samples.Of((2, 2, false)), 3, false));

        // Two sides: an odd circle of related pairs.
        ClassKnowledge triangle = ClassKnowledge.From(Samples.Of((0, 1, true), (1, 2, true), (2, 0, true)), 3, true);
        Assert.Contains("(0, 1) related, (1, 2) related, (2, 0) related; two sides", Refused.With(
            ErrorIds.ContradictingSample, () => new ClassPosterior(triangle, [0, 1, 0], 2, s_settings).ExactBound(0, default)).Message, StringComparison.Ordinal);

        GenEftException order = Refused.With(ErrorIds.ContradictingSample, () => OrderKnowledge.From(
            Samples.Of((0, 1, true), (1, 2, true), (0, 2, false), (3, 0, true)), 4));
        Assert.Contains("0 before 1 before 2 before 0", Rotations(order.Message), StringComparison.Ordinal);

        static string Rotations(string message) => message
            .Replace("1 before 2 before 0 before 1", "0 before 1 before 2 before 0", StringComparison.Ordinal)
            .Replace("2 before 0 before 1 before 2", "0 before 1 before 2 before 0", StringComparison.Ordinal);
    }

    [Fact]
    public void Other_relations_and_bad_numbers_are_refused()
    {
        Refused.With(ErrorIds.NoPosterior, () => new SampledBounds(RelationFactory.Create(new RelationSettings { Kind = "Random" })));
        SampledBounds bounds = new(Make.Modulo());
        Refused.With(ErrorIds.ValueOutOfRange, () => bounds.Measure(AccuracyBoundMethod.Exact, 901, 1, 0, s_settings));
        Refused.With(ErrorIds.ValueOutOfRange, () => bounds.Measure(AccuracyBoundMethod.Exact, -1, 1, 0, s_settings));
        Refused.With(ErrorIds.ValueOutOfRange, () => bounds.Measure(AccuracyBoundMethod.Exact, 9, 0, 0, s_settings));
        Refused.With(ErrorIds.ValueOutOfRange, () => bounds.Measure(AccuracyBoundMethod.Exact, 9, 1, 0, s_settings with { DrawCount = 1 }));
    }

    private static (long Inferable, double[,] Probability, PosteriorBound Exact) Measure(InferenceVectors.Case c)
    {
        if (c.IsOrder)
        {
            OrderKnowledge order = OrderKnowledge.From(c.Sample(), c.Count);
            OrderPosterior bound = new(order, s_settings);
            return (order.InferableCount, bound.Probabilities(default), bound.ExactBound(0, default));
        }

        ClassKnowledge classes = ClassKnowledge.From(c.Sample(), c.Count, false);
        ClassPosterior posterior = new(classes, c.Classes, c.ClassCount, s_settings);
        return (classes.InferableCount, posterior.Probabilities(default), posterior.ExactBound(0, default));
    }
}
