using CsCheck;
using GenEft.Experiments;
using GenEft.Training;

namespace GenEft.Tests;

public sealed class PhaseBoundaryTests
{
    /// <summary>Of 60 intervals of 95 % at least 51 hold the truth, but once in 2000 such tests; the benchmark counts 1000.</summary>
    [Theory]
    [InlineData(21, 3, 1.0, 0.15, 0.1)]
    [InlineData(11, 6, 0.9, 0.3, 0.15)]
    public void Intervals_hold_the_truth(int rates, int seeds, double slope, double seedShift, double noise)
    {
        SyntheticDiagram diagram = new(rates, seeds, slope, seedShift, noise);
        var trials = Enumerable.Range(0, 60).AsParallel().Select(diagram.Try).ToArray();
        Assert.InRange(trials.Count(trial => trial.Slope), 51, 60);
        Close.To(slope, trials.Average(trial => trial.Result.Slope!.Value), absolute: 0.03);
        if (slope == 1)
        {
            // Otherwise there is no one ratio.
            Assert.InRange(trials.Count(trial => trial.Ratio), 51, 60);
            Close.To(0, trials.Average(trial => Math.Log10(trial.Result.CriticalRatio!.Value / trial.TrueRatio)), absolute: 0.05);
        }
    }

    /// <summary>A boundary without noise lies in the middle between the last rate that generalizes and the first that does not, and what lies between them is told.</summary>
    [Fact]
    public void Where_seeds_agree_the_gap_between_the_rates_is_left_open()
    {
        PhaseBoundary boundary = new(includeGrokking: false);
        foreach ((double encoder, double decoder, long seed) in Grid([1e-4, 1e-3, 1e-2], [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1], 2))
        {
            boundary.Add(decoder / encoder < 5 ? Phase.Generalization : Phase.Memorization, Rates(encoder, decoder, seed));
        }

        PhaseBoundaryResult result = boundary.Measure("");
        Assert.Equal((36L, 0L, 2, 3, 3), (result.RunCount, result.ConfusionCount, result.SeedCount, result.EncoderRateCount, result.BoundaryPointCount));
        Close.To(Math.Sqrt(10), result.CriticalRatio, 0.2);
        Close.To(Math.Log10(result.CriticalRatio!.Value) + 0.475, Math.Log10(result.CriticalRatioHigh!.Value), 1e-9);
        Close.To(Math.Log10(result.CriticalRatio!.Value) - 0.475, Math.Log10(result.CriticalRatioLow!.Value), absolute: 1e-9);
        Close.To(1, result.Slope, 0.1);
        Assert.True(result.SlopeLow < 1 && result.SlopeHigh > 1);

        PhaseBoundaryPoint point = boundary.Points("")[1];
        Close.To(1e-3, point.EncoderLearningRate, 1e-12);
        Close.To(point.DecoderLearningRate / 1e-3, point.LearningRateRatio, 1e-12);
        Assert.Equal((12, 6), (point.RunCount, point.GeneralizationCount));
    }

    [Fact]
    public void Confusion_is_left_out_and_grokking_counts_where_it_is_asked_to()
    {
        PhaseBoundary without = new(includeGrokking: false);
        PhaseBoundary with = new(includeGrokking: true);
        foreach ((double encoder, double decoder, long seed) in Grid([1e-3], [1e-4, 1e-3, 1e-2, 1e-1, 1], 3))
        {
            Phase phase = decoder < 5e-4 ? Phase.Confusion : decoder < 5e-3 ? Phase.Generalization : decoder < 5e-2 ? Phase.Grokking : Phase.Memorization;
            without.Add(phase, Rates(encoder, decoder, seed));
            with.Add(phase, Rates(encoder, decoder, seed));
        }

        Assert.Equal(3, without.Measure("").ConfusionCount);
        Assert.InRange(without.Measure("").CriticalRatio!.Value, 1, 10);
        Assert.InRange(with.Measure("").CriticalRatio!.Value, 10, 100);
        Assert.Null(without.Measure("").Slope);
    }

    [Fact]
    public void A_boundary_outside_the_rates_is_none()
    {
        PhaseBoundary boundary = new(includeGrokking: false);
        foreach ((double encoder, double decoder, long seed) in Grid([1e-4, 1e-3], [1e-5, 1e-4], 2))
        {
            boundary.Add(Phase.Generalization, Rates(encoder, decoder, seed));
        }

        PhaseBoundaryResult result = boundary.Measure("");
        Assert.Equal((0, null, null, null), (result.BoundaryPointCount, result.CriticalRatio, result.Slope, result.CriticalRatioLow));
        Assert.Empty(boundary.Points(""));
        Close.To(5.9, result.PredictedRatio, 0.02);   // about_GenEft_Theory 5(vii)
        Close.To(0.08, result.ScalarRatio, 0.05);

        PhaseBoundary oneSeed = new(includeGrokking: false);
        foreach ((double encoder, double decoder, long seed) in Grid([1e-4, 1e-3], [1e-5, 1e-4, 1e-3, 1e-2], 1))
        {
            oneSeed.Add(decoder > 5 * encoder ? Phase.Memorization : Phase.Generalization, Rates(encoder, decoder, seed));
        }

        Assert.NotNull(oneSeed.Measure("").CriticalRatio);
        Assert.Null(oneSeed.Measure("").CriticalRatioLow);
    }

    /// <summary>Rates times a number move the boundary along itself; the order of the runs does not matter.</summary>
    [Fact]
    public void Ratios_do_not_depend_on_the_rates() => Gen.Select(Gen.Int[0, 1000], Gen.Double[0.1, 10]).Sample(
        (trial, scale) =>
        {
            Random random = new(trial);
            PhaseBoundary one = new(includeGrokking: false);
            PhaseBoundary other = new(includeGrokking: false);
            foreach ((double encoder, double decoder, long seed) in Grid([1e-4, 1e-3, 1e-2], [1e-5, 1e-4, 1e-3, 1e-2, 1e-1], 3).OrderBy(_ => random.Next()))
            {
                Phase phase = random.NextDouble() < 1 / (1 + (decoder / encoder / 3)) ? Phase.Generalization : Phase.Memorization;
                one.Add(phase, Rates(encoder, decoder, seed));
                other.Add(phase, Rates(encoder * scale, decoder * scale, seed));
            }

            (PhaseBoundaryResult a, PhaseBoundaryResult b) = (one.Measure(""), other.Measure(""));
            Assert.Equal(a.BoundaryPointCount, b.BoundaryPointCount);
            Close.To(a.CriticalRatio, b.CriticalRatio, 1e-6);
            Close.To(a.Slope, b.Slope, 1e-5, 1e-6);
        },
        iter: 20);

    [Fact]
    public void Rates_of_zero_have_no_place_on_the_axes() => Refused.With(
        ErrorIds.ValueOutOfRange, () => new PhaseBoundary(false).Add(Phase.Generalization, new TrainingSettings { EncoderLearningRate = 0 }));

    private static TrainingSettings Rates(double encoder, double decoder, long seed) =>
        new() { EncoderLearningRate = encoder, DecoderLearningRate = decoder, Seed = seed };

    private static IEnumerable<(double Encoder, double Decoder, long Seed)> Grid(double[] encoders, double[] decoders, int seeds) =>
        from encoder in encoders
        from decoder in decoders
        from seed in Enumerable.Range(0, seeds)
        select (encoder, decoder, (long)seed);
}
