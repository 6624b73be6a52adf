using CsCheck;
using GenEft.Experiments;
using GenEft.Libraries;
using GenEft.Relations;
using GenEft.Statics;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Where curves cross, what a gap is, and its interval.</summary>
public sealed class InductiveGapTests
{
    private static readonly TrainingSettings s_deep = new();
    private static readonly TrainingSettings s_squared = new() { Combination = Combination.SquaredDifference, DecoderDepth = 1 };

    [Fact]
    public void A_straight_line_is_crossed_where_it_is()
    {
        (double fraction, double slope) = AccuracyCurve.Crossing([(0.4, 1.0), (0.2, 0.5)], 0.9, "a curve")!.Value;
        Close.To(0.36, fraction, 1e-15);
        Close.To(2.5, slope, 1e-15);
        Assert.Null(AccuracyCurve.Crossing([(0.2, 0.5), (0.4, 0.89)], 0.9, "a curve"));
        Refused.With(ErrorIds.NotBracketed, () => AccuracyCurve.Crossing([(0.2, 0.9), (0.4, 1)], 0.9, "a curve"));
    }

    /// <summary>The rising curve nearest by least squares is max over starts of min over ends of means (Barlow et al. 1972, Eq. 1.9):
    /// the crossing lies between the points where that formula passes the accuracy.</summary>
    [Fact]
    public void Falling_points_are_pooled() =>
        Gen.Double[0, 1].Array[2, 12].Sample(values =>
        {
            double[] fit = [.. values.Select((_, i) => Enumerable.Range(0, i + 1).Max(j =>
                Enumerable.Range(i, values.Length - i).Min(k => values[j..(k + 1)].Average())))];
            int above = Array.FindIndex(fit, value => value >= 0.6);
            (double, double)[] points = [.. values.Select((value, i) => ((double)i, value))];
            if (above == 0)
            {
                Refused.With(ErrorIds.NotBracketed, () => AccuracyCurve.Crossing(points, 0.6, "a curve"));
            }
            else if (above < 0)
            {
                Assert.Null(AccuracyCurve.Crossing(points, 0.6, "a curve"));
            }
            else
            {
                double expected = above - 1 + ((0.6 - fit[above - 1]) / (fit[above] - fit[above - 1]));
                Close.To(expected, AccuracyCurve.Crossing(points, 0.6, "a curve")!.Value.Fraction, absolute: 1e-9);
            }
        });

    [Fact]
    public void A_gap_is_the_difference_and_its_errors_add_in_squares()
    {
        InductiveGaps gaps = new();
        double[] crossings = [0.5, 0.54, 0.61];
        for (int seed = 0; seed < crossings.Length; seed++)
        {
            // Straight lines that pass 0.9 where they are told to.
            gaps.Add("r", 30, s_deep with { Seed = seed, TrainingFraction = crossings[seed] - 0.1 }, 0.8);
            gaps.Add("r", 30, s_deep with { Seed = seed, TrainingFraction = crossings[seed] + 0.1 }, 1.0);
        }

        gaps.Add("r", 30, "Exact", 0.1, 0.7, 0.02);
        gaps.Add("r", 30, "Exact", 0.3, 1.0, 0);
        gaps.Add("r", 30, "Analytic", 0.2, 0.8, null);
        gaps.Add("r", 30, "Analytic", 0.3, 0.95, null);
        InductiveGapResult[] rows = [.. gaps.Measure([0.9], error => throw error)];
        Assert.Equal(["Exact", "Analytic"], rows.Select(row => row.BoundMethod));
        double mean = crossings.Average();
        double network = SpecialFunction.StudentQuantile(0.975, 2)
            * Math.Sqrt(crossings.Sum(x => (x - mean) * (x - mean)) / 2 / 3);
        const double Bound = 0.1 + (0.2 * 2 / 3);
        (double own, double others) = (crossings.Sum(x => (x - mean) * (x - mean)) / 2 / 3, Math.Pow(0.02 / (0.3 / 0.2), 2));   // squared errors
        double half = SpecialFunction.StudentQuantile(0.975, (own + others) * (own + others) / (own * own / 2)) * Math.Sqrt(own + others);   // Welch
        Close.To(mean, rows[0].NetworkFraction!.Value, 1e-12);
        Close.To(Bound, rows[0].BoundFraction!.Value, 1e-12);
        Close.To(mean - Bound, rows[0].InductiveGap!.Value, 1e-12);
        Close.To(mean - Bound - half, rows[0].Low!.Value, 1e-12);
        Close.To(mean - Bound + half, rows[0].High!.Value, 1e-12);
        Close.To(network, (rows[1].High!.Value - rows[1].Low!.Value) / 2, 1e-12);
        Assert.Equal((3, 3), (rows[0].SeedCount, rows[0].ReachedCount));
    }

    /// <summary>The interval covers the truth in 95 of 100 experiments, with few networks and few samplings too. Welch's approximation
    /// falls short by up to two where three values dominate (the normal quantile by eleven); 6000 experiments have a deviation of 0.3.</summary>
    [Theory]
    [InlineData(4, 3)]
    [InlineData(8, 3)]
    [InlineData(3, 20)]
    public void The_interval_covers_what_it_promises(int networks, int samplings)
    {
        const int Experiments = 6000;
        const double Slope = 0.25;
        Random random = new(7);
        int covered = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            InductiveGaps gaps = new();
            for (int seed = 0; seed < networks; seed++)
            {
                double crossing = 0.5 + (0.02 * Normal());
                gaps.Add("r", 30, s_deep with { Seed = seed, TrainingFraction = crossing - 0.1 }, 0.8);
                gaps.Add("r", 30, s_deep with { Seed = seed, TrainingFraction = crossing + 0.1 }, 1.0);
            }

            // Two points of the bound, each a mean of samplings; they are off together, as those of growing samples are.
            double[] draws = [.. Enumerable.Range(0, samplings).Select(_ => 0.01 * Normal())];
            double error = Math.Sqrt(draws.Sum(x => (x - draws.Average()) * (x - draws.Average())) / (samplings - 1) / samplings);
            gaps.Add("r", 30, "Exact", 0.1, 0.9 - (0.15 * Slope) + draws.Average(), error, samplings);
            gaps.Add("r", 30, "Exact", 0.4, 0.9 + (0.15 * Slope) + draws.Average(), error, samplings);
            InductiveGapResult row = Assert.Single(gaps.Measure([0.9], problem => throw problem));
            covered += row.Low <= 0.25 && 0.25 <= row.High ? 1 : 0;
        }

        Assert.InRange((double)covered / Experiments, 0.925, 0.965);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    [Fact]
    public void Architectures_come_apart_and_who_fails_has_no_gap()
    {
        InductiveGaps gaps = new();
        foreach (TrainingSettings settings in new[] { s_deep, s_squared })
        {
            gaps.Add("r", 30, settings with { TrainingFraction = 0.2 }, 0.5);
            gaps.Add("r", 30, settings with { TrainingFraction = 0.6 }, settings == s_deep ? 1 : 0.8);
        }

        gaps.Add("r", 30, "Exact", 0.1, 0.5, 0);
        gaps.Add("r", 30, "Exact", 0.3, 1, 0);
        gaps.Add("r", 31, s_deep with { TrainingFraction = 0.2 }, 0.5);
        List<string> errors = [];
        InductiveGapResult[] rows = [.. gaps.Measure([0.9], error => errors.Add(error.ErrorId))];
        Assert.Equal([("", 1, 1), ("Combination=SquaredDifference; DecoderDepth=1", 1, 0)], rows.Select(row => (row.Training, row.SeedCount, row.ReachedCount)));
        Close.To(0.52 - 0.26, rows[0].InductiveGap!.Value, 1e-12);
        Assert.Equal((null, null), (rows[0].Low, rows[0].High));
        Assert.Equal((null, null, 0), (rows[1].NetworkFraction, rows[1].InductiveGap, rows[1].HiddenLayerCount));
        Assert.Equal([ErrorIds.NoBound], errors);
    }

    /// <summary>A bound that cannot be read is refused once, and not missed as well.</summary>
    [Fact]
    public void A_bound_that_is_not_bracketed_is_said_once()
    {
        InductiveGaps gaps = new();
        gaps.Add("r", 30, s_deep with { TrainingFraction = 0.2 }, 0.5);
        gaps.Add("r", 30, s_deep with { TrainingFraction = 0.6 }, 1);
        gaps.Add("r", 30, "Exact", 0.1, 0.95, 0);
        List<string> errors = [];
        Assert.Empty(gaps.Measure([0.9], error => errors.Add(error.ErrorId)));
        Assert.Equal([ErrorIds.NotBracketed], errors);
    }

    /// <summary>Critical fractions: seeds go together, and an end of an interval counts as far as it is.</summary>
    [Fact]
    public void Critical_fractions_are_held_against_those_of_their_seed()
    {
        CriticalFractionResult Row(CriticalFractionMethod method, long? seed, double fraction, double? low, double? high) => new()
        {
            Relation = "r", Count = 9, Method = method, Accuracy = 0.9, Bits = 5, CriticalFraction = fraction, CriticalSampleCount = 1, ScaleFraction = 0.1,
            IsReachable = true, Low = low, High = high, SamplingCount = 4, Seed = seed, ReachedCount = 4, Combination = "Difference",
            EmbeddingDimension = 2, DecoderDepth = 1, DecoderWidth = 50, Training = "",
        };
        InductiveGaps gaps = new();
        foreach (long seed in new[] { 1, 2 })
        {
            gaps.Add(Row(CriticalFractionMethod.Training, seed, 0.5 + (0.1 * seed), 0.4, 0.6 + (0.2 * seed)));
            gaps.Add(Row(CriticalFractionMethod.Exact, seed, 0.1 * seed, 0.1 * seed, 0.1 * seed));
        }

        gaps.Add(Row(CriticalFractionMethod.Analytic, null, 0.2, null, null));
        InductiveGapResult[] rows = [.. gaps.Measure([0.5], error => throw error)];
        Assert.Equal(["1 Exact", "1 Analytic", "2 Exact", "2 Analytic"], rows.Select(row => $"{row.Seed} {row.BoundMethod}"));
        Assert.Equal([0.5, 0.4, 0.5, 0.5], rows.Select(row => Math.Round(row.InductiveGap!.Value, 12)));
        Assert.Equal([0.7, 0.6, 0.8, 0.8], rows.Select(row => Math.Round(row.High!.Value, 12)));
    }

    [Fact]
    public void One_seed_that_fails_leaves_no_mean()
    {
        InductiveGaps gaps = new();
        gaps.Add("r", 30, s_deep with { TrainingFraction = 0.2 }, 0.5);
        gaps.Add("r", 30, s_deep with { TrainingFraction = 0.6 }, 1);
        gaps.Add("r", 30, s_deep with { TrainingFraction = 0.6, Seed = 1 }, 0.7);
        gaps.Add("r", 30, "Paper", 0.1, 0.5, 0);
        gaps.Add("r", 30, "Paper", 0.3, 1, 0);
        InductiveGapResult row = Assert.Single(gaps.Measure([0.9], error => throw error));
        Assert.Equal((2, 1), (row.SeedCount, row.ReachedCount));
        Assert.Null(row.InductiveGap);
    }
}
