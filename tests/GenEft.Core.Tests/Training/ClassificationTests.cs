using CsCheck;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Measures of answers, by their definitions over single pairs.</summary>
public sealed class ClassificationTests
{
    [Fact]
    public void Measures_are_those_of_their_definitions() => Gen.Select(Gen.Bool, Gen.Bool).Array[1, 40].Sample(pairs =>
    {
        double Count(bool related, bool answered) => pairs.Count(pair => pair == (related, answered));
        (double tp, double fn, double tn, double fp) = (Count(true, true), Count(true, false), Count(false, false), Count(false, true));
        ClassificationCounts counts = new(tp, fn, tn, fp);
        Close.To(pairs.Average(pair => pair.Item1 == pair.Item2 ? 1.0 : 0), counts.Accuracy, 1e-14);
        AssertSame(tp + fn, () => pairs.Where(pair => pair.Item1).Average(pair => pair.Item2 ? 1.0 : 0), counts.Recall);
        AssertSame(tp + fp, () => pairs.Where(pair => pair.Item2).Average(pair => pair.Item1 ? 1.0 : 0), counts.Precision);
        AssertSame((tp + fn) * (tn + fp), () => (counts.Recall!.Value + (tn / (tn + fp))) / 2, counts.BalancedAccuracy);
        AssertSame(tp + fn + fp, () => tp == 0 ? 0 : 2 / ((1 / counts.Recall!.Value) + (1 / counts.Precision!.Value)), counts.F1);

        // Pearson's correlation of the two columns of zeros and ones.
        double meanX = pairs.Average(pair => pair.Item1 ? 1.0 : 0);
        double meanY = pairs.Average(pair => pair.Item2 ? 1.0 : 0);
        double xy = pairs.Sum(pair => ((pair.Item1 ? 1 : 0) - meanX) * ((pair.Item2 ? 1 : 0) - meanY));
        double xx = pairs.Sum(pair => Math.Pow((pair.Item1 ? 1 : 0) - meanX, 2));
        double yy = pairs.Sum(pair => Math.Pow((pair.Item2 ? 1 : 0) - meanY, 2));
        bool isConstant = meanX is 0 or 1 || meanY is 0 or 1;
        Close.To(isConstant ? 0 : xy / Math.Sqrt(xx * yy), counts.Matthews, 1e-12, 1e-12);
    });

    /// <summary>A constant answer scores 1/2, 0, no precision, recall 0 or 1, F1 0.</summary>
    [Fact]
    public void A_constant_answer_scores_what_it_deserves()
    {
        ClassificationCounts never = new(0, 3, 97, 0);
        Assert.Equal((0.97, 0.5, 0.0, null, 0.0, 0.0), (never.Accuracy, never.BalancedAccuracy, never.Matthews, never.Precision, never.Recall, never.F1));
        ClassificationCounts always = new(3, 0, 0, 97);
        Assert.Equal((0.03, 0.5, 0.0, 0.03, 1.0), (always.Accuracy, always.BalancedAccuracy, always.Matthews, always.Precision, always.Recall));
        Close.To(0.06 / 1.03, always.F1, 1e-14);
        ClassificationCounts nothing = default;
        Assert.Equal((null, null, null, null), (nothing.Accuracy, nothing.BalancedAccuracy, nothing.Matthews, nothing.F1));
    }

    /// <summary>The mean over related pairs of the precision among all pairs of at least their logit.</summary>
    [Fact]
    public void Average_precision_is_that_of_its_definition() => Gen.Select(Gen.Int[0, 9], Gen.Bool).Array[1, 60].Sample(pairs =>
    {
        float[] logits = [.. pairs.Select(pair => (float)pair.Item1)];
        double[] weights = [.. pairs.Select(pair => pair.Item2 ? 0.0 : 1)];
        double?[] precisions = [.. pairs.Where(pair => pair.Item2).Select(pair =>
            (double?)pairs.Count(other => other.Item2 && other.Item1 >= pair.Item1) / pairs.Count(other => other.Item1 >= pair.Item1))];
        double? average = AveragePrecision.Of(logits, weights);
        Assert.Equal(precisions.Length == 0, average is null);
        if (average is not null)
        {
            Close.To(precisions.Average(), average, 1e-12);
        }
    });

    [Fact]
    public void Average_precision_of_one_logit_is_the_share_of_related_pairs()
    {
        Assert.Equal(0.25, AveragePrecision.Of(new float[8], [0, 1, 1, 1, 0, 1, 1, 1]));

        // Each unrelated pair stands for three.
        Close.To(2 / 20.0, AveragePrecision.Of(new float[8], [0, 3, 3, 3, 0, 3, 3, 3]), 1e-14);
        Assert.Equal(1, AveragePrecision.Of([3, 2, float.NaN], [0, 1, 1]));
    }

    /// <summary>Three edges of 144 pairs, and a network that is trained so slowly that it goes on answering "never".</summary>
    [Theory]
    [InlineData(PhaseMetric.Accuracy, Phase.Generalization)]
    [InlineData(PhaseMetric.BalancedAccuracy, Phase.Confusion)]
    [InlineData(PhaseMetric.Matthews, Phase.Confusion)]
    [InlineData(PhaseMetric.F1, Phase.Confusion)]
    public void The_answer_never_generalizes_by_accuracy_alone(PhaseMetric metric, Phase phase)
    {
        Relation relation = Make.FromPairs(12, (0, 5), (3, 7), (9, 2));
        TrainingSettings settings = new()
        {
            PhaseMetric = metric, EncoderScale = 1e-3, MaxSteps = 300, EncoderLearningRate = 1e-9, DecoderLearningRate = 1e-2, DecoderDepth = 1,
        };
        TrainingResult result = new TrainingRun(relation, settings).Execute().Result;
        Assert.Equal((phase, 0.0, 0.0), (result.Phase, result.Recall, result.F1));
        Assert.Null(result.Precision);
        Assert.Equal(result.BaselineAccuracy, result.Accuracy);
        Close.To(141 / 144.0, result.BaselineAccuracy, 1e-15);
    }

    /// <summary>Where training pairs are all of one kind, no measure but accuracy tells a phase.</summary>
    [Fact]
    public void Pairs_of_one_kind_tell_no_phase()
    {
        TrainingSettings settings = new() { TrainingFraction = 0.2, MaxSteps = 30 };
        Relation relation = Make.FromPairs(4, (0, 1), (2, 3));
        long seed = Enumerable.Range(0, 50).First(seed => PairSet.Split(relation, 0.2, seed).Train.RelatedCount == 0);
        foreach (PhaseMetric metric in Enum.GetValues<PhaseMetric>())
        {
            TrainingResult result = new TrainingRun(relation, settings with { Seed = seed, PhaseMetric = metric }).Execute().Result;
            Assert.Equal(metric == PhaseMetric.Accuracy, result.Phase is not null);
        }
    }

    /// <summary>All pairs' measures from the trained network itself.</summary>
    [Fact]
    public void A_runs_measures_are_those_of_its_network()
    {
        Relation relation = Make.Modulo();
        TrainingOutcome outcome = new TrainingRun(relation, new TrainingSettings { MaxSteps = 40, StopWhen = StopCondition.MaxSteps }).Execute();
        (int I, int J)[] pairs = [.. Enumerable.Range(0, relation.Count).SelectMany(i => Enumerable.Range(0, relation.Count).Select(j => (i, j)))];
        double Count(bool related, bool answered) => pairs.Count(pair => relation[pair.I, pair.J] == related && outcome.Model.Predict(pair.I, pair.J) > 0.5 == answered);
        ClassificationCounts counts = new(Count(true, true), Count(true, false), Count(false, false), Count(false, true));
        TrainingResult result = outcome.Result;
        Assert.Equal(
            (counts.Accuracy, counts.BalancedAccuracy, counts.Matthews, counts.Precision, counts.Recall, counts.F1),
            (result.Accuracy, result.BalancedAccuracy, result.Matthews, result.Precision, result.Recall, result.F1));
        double? ranked = AveragePrecision.Of(
            [.. pairs.Select(pair => (float)outcome.Model.Predict(pair.I, pair.J))], [.. pairs.Select(pair => relation[pair.I, pair.J] ? 0.0 : 1)]);
        Close.To(ranked, result.AveragePrecision, 1e-3);   // of float logits, some of which may change places
    }

    private static void AssertSame(double denominator, Func<double> expected, double? actual)
    {
        Assert.Equal(denominator == 0, actual is null);
        if (actual is not null)
        {
            Close.To(expected(), actual, 1e-12, 1e-14);
        }
    }
}
