using GenEft.Experiments;
using GenEft.Libraries;
using GenEft.Relations;
using GenEft.Statics;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Tests;

/// <summary>The fraction from which on networks reach an accuracy: the search against runs of its own.</summary>
public sealed class TrainedFractionTests
{
    private static readonly TrainingSettings s_settings = new()
    {
        Combination = Combination.SquaredDifference, DecoderDepth = 2, DecoderWidth = 8, MaxSteps = 300, EncoderLearningRate = 0.02,
        DecoderLearningRate = 0.02,
    };

    [Fact]
    public void Halving_ends_where_a_network_begins_to_reach_it()
    {
        Relation relation = Make.Modulo(2, 6);
        const double Accuracy = 0.85;
        CriticalFractionResult row = Measure(new TrainedFraction(relation, s_settings), Accuracy, 0.01, 5, 3, seed: 4);
        double[] crossings = [.. Enumerable.Range(4, 3).Select(seed => Halve(relation, seed, Accuracy))];
        double mean = crossings.Average();
        Close.To(mean / 36, row.CriticalFraction!.Value, 1e-14);
        double half = SpecialFunction.StudentQuantile(0.975, 2) * Math.Sqrt(crossings.Sum(x => (x - mean) * (x - mean)) / 6);
        Close.To((mean - half) / 36, row.Low!.Value, absolute: 1e-14);
        Close.To((mean + half) / 36, row.High!.Value, 1e-14);
        Assert.Equal((3, 3, 4L, true), (row.SamplingCount, row.ReachedCount, row.Seed, row.IsReachable));
        Assert.Equal("Combination=SquaredDifference; DecoderDepth=2; DecoderLearningRate=0.02; DecoderWidth=8; EncoderLearningRate=0.02; MaxSteps=300", row.Training);
        Assert.Equal(1, row.HiddenLayerCount);
    }

    [Fact]
    public void Threads_and_shared_runs_change_nothing()
    {
        Relation relation = Make.Modulo(2, 6);
        CriticalFractionResult alone = Measure(new TrainedFraction(relation, s_settings), 0.9, 0.05, 5, 3, 0);
        TrainedFraction shared = new(relation, s_settings);
        Measure(shared, 0.8, 0.05, 5, 3, 0, threadCount: 3);
        Assert.Equal(alone, Measure(shared, 0.9, 0.05, 5, 3, 0, threadCount: 3));
        Assert.InRange(alone.RunCount!.Value, 3, 3 * shared.MaximumRunCount(0.05));
    }

    /// <summary>One affine map of a difference is odd: it cannot be sure of both (x, y) and (y, x) for a symmetric relation.</summary>
    [Fact]
    public void What_cannot_be_learnt_has_no_fraction()
    {
        TrainingSettings odd = s_settings with { Combination = Combination.Difference, DecoderDepth = 1 };
        CriticalFractionResult row = Measure(new TrainedFraction(Make.Modulo(2, 6), odd), 0.95, 0.1, 5, 2, 0);
        Assert.Equal((false, 0, 2, 2), (row.IsReachable, row.ReachedCount, row.RunCount, row.SamplingCount));
        Assert.Equal((null, null, null, null), (row.CriticalFraction, row.CriticalSampleCount, row.Low, row.High));
    }

    [Fact]
    public void Bad_numbers_are_refused()
    {
        TrainedFraction search = new(Make.Modulo(2, 6), s_settings);
        Refused.With(ErrorIds.ValueOutOfRange, () => Measure(search, 1, 0.1, 5, 2, 0));
        Refused.With(ErrorIds.ValueOutOfRange, () => Measure(search, 0.9, 0, 5, 2, 0));
        Refused.With(ErrorIds.ValueOutOfRange, () => Measure(search, 0.9, 0.1, 5, 1, 0));
        Refused.With(ErrorIds.ValueOutOfRange, () => new TrainedFraction(Make.Modulo(2, 6), s_settings with { MaxSteps = 0 }));
    }

    private static CriticalFractionResult Measure(
        TrainedFraction search, double accuracy, double tolerance, double bits, int networkCount, long seed, int threadCount = 1)
    {
        using TrainingScheduler scheduler = new(threadCount);
        return search.MeasureAsync(scheduler, accuracy, tolerance, bits, networkCount, seed).GetAwaiter().GetResult();
    }

    private static double Halve(Relation relation, long seed, double accuracy)
    {
        (int below, int enough) = (0, 36);
        Assert.True(Train(36) >= accuracy);
        while (enough - below > 1)
        {
            int middle = (below + enough) / 2;
            (below, enough) = Train(middle) >= accuracy ? (below, middle) : (middle, enough);
        }

        return enough;

        double Train(int sampleCount) => new TrainingRun(
            relation, s_settings with { Seed = seed, TrainingFraction = sampleCount / 36.0, StopWhen = StopCondition.MaxSteps }).Execute().Result.Accuracy;
    }
}
