namespace GenEft.Libraries;

/// <summary>Correlations of MathNet.Numerics.</summary>
public static class Correlation
{
    /// <summary>Spearman's correlation of ranks; values alike share the mean of theirs. 0 where all values of one are alike.</summary>
    /// <param name="x">[n].</param>
    /// <param name="y">[n].</param>
    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        MathNet.Numerics.Statistics.Correlation.Spearman(x, y) is var correlation && double.IsNaN(correlation) ? 0 : correlation;
}
