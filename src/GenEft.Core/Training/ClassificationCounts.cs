namespace GenEft.Training;

/// <summary>What decides the phase of a run: the measure that must exceed the threshold (about_GenEft_Theory 2).</summary>
public enum PhaseMetric
{
    /// <summary>The share of pairs that are answered right, the paper's. Of a sparse relation the answer "never" has nearly all of it.</summary>
    Accuracy,

    /// <summary>The mean of the shares of related and of unrelated pairs that are answered right; 1/2 for a constant answer.</summary>
    BalancedAccuracy,

    /// <summary>Matthews' correlation between answers and pairs; 0 for a constant answer.</summary>
    Matthews,

    /// <summary>The harmonic mean of precision and recall of the related pairs; 0 for the answer "never".</summary>
    F1,
}

/// <summary>How answers agree with a relation on a set of pairs. Where unrelated pairs were sampled, their counts are estimates of those of all
/// and need not be whole.</summary>
/// <param name="TruePositives">Related pairs answered right.</param>
/// <param name="FalseNegatives">Related pairs answered wrong.</param>
/// <param name="TrueNegatives">Unrelated pairs answered right.</param>
/// <param name="FalsePositives">Unrelated pairs answered wrong.</param>
public readonly record struct ClassificationCounts(double TruePositives, double FalseNegatives, double TrueNegatives, double FalsePositives)
{
    /// <summary>All pairs.</summary>
    public double Count => TruePositives + FalseNegatives + TrueNegatives + FalsePositives;

    /// <summary>The share of pairs that are answered right; null of no pairs.</summary>
    public double? Accuracy => Known(Measure(PhaseMetric.Accuracy));

    /// <summary>The mean of the two recalls; null where one of the classes has no pair.</summary>
    public double? BalancedAccuracy => Known(Measure(PhaseMetric.BalancedAccuracy));

    /// <summary>Matthews' correlation; 0 where all answers, or all pairs, are of one kind; null of no pairs.</summary>
    public double? Matthews => Known(Measure(PhaseMetric.Matthews));

    /// <summary>The harmonic mean of precision and recall; null where neither pairs nor answers are related.</summary>
    public double? F1 => Known(Measure(PhaseMetric.F1));

    /// <summary>The share of the pairs answered "related" that are; null where none was.</summary>
    public double? Precision => Known(TruePositives / (TruePositives + FalsePositives));

    /// <summary>The share of the related pairs that are answered so; null where there are none.</summary>
    public double? Recall => Known(TruePositives / (TruePositives + FalseNegatives));

    /// <summary>Of both sets together.</summary>
    public static ClassificationCounts operator +(ClassificationCounts left, ClassificationCounts right) => new(
        left.TruePositives + right.TruePositives, left.FalseNegatives + right.FalseNegatives,
        left.TrueNegatives + right.TrueNegatives, left.FalsePositives + right.FalsePositives);

    /// <summary>The measure that decides phases; NaN where it has no value.</summary>
    public double Measure(PhaseMetric metric) => Measure(metric, TruePositives, FalseNegatives, TrueNegatives, FalsePositives);

    /// <summary>The same of plain numbers, which a GPU's kernel computes too.</summary>
    public static double Measure(PhaseMetric metric, double truePositives, double falseNegatives, double trueNegatives, double falsePositives)
    {
        double related = truePositives + falseNegatives;
        double unrelated = trueNegatives + falsePositives;
        if (metric == PhaseMetric.Accuracy)
        {
            return (truePositives + trueNegatives) / (related + unrelated);
        }

        if (metric == PhaseMetric.BalancedAccuracy)
        {
            return ((truePositives / related) + (trueNegatives / unrelated)) / 2;
        }

        if (metric == PhaseMetric.F1)
        {
            return 2 * truePositives / ((2 * truePositives) + falsePositives + falseNegatives);
        }

        double answered = truePositives + falsePositives;
        double refused = trueNegatives + falseNegatives;
        double square = answered * refused * related * unrelated;
        double covariance = (truePositives * trueNegatives) - (falsePositives * falseNegatives);
        return related + unrelated == 0 ? double.NaN : square == 0 ? 0 : covariance / Math.Sqrt(square);
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
