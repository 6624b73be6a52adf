using GenEft.Libraries;

namespace GenEft.Experiments;

/// <summary>Points along the axes of their largest variance.</summary>
internal static class PrincipalAxes
{
    /// <summary>Measures points along them.</summary>
    /// <param name="points">[n][d] finite.</param>
    /// <returns>Axis by axis, that of the largest variance first: each point's place from the mean, [n], and the share of the variance along the axis, null
    /// where there is none.</returns>
    public static IReadOnlyList<(double[] Along, double? Share)> Measure(double[][] points)
    {
        int d = points[0].Length;
        double[] mean = [.. Enumerable.Range(0, d).Select(k => points.Average(point => point[k]))];
        double[,] covariance = new double[d, d];
        foreach (double[] point in points)
        {
            for (int i = 0; i < d; i++)
            {
                for (int j = 0; j < d; j++)
                {
                    covariance[i, j] += (point[i] - mean[i]) * (point[j] - mean[j]) / points.Length;
                }
            }
        }

        (double[] values, double[,] vectors) = Decomposition.Eigen(covariance);
        double total = values.Sum();
        return
        [
            .. Enumerable.Range(1, d).Select(rank => (
                (double[])[.. points.Select(point => Enumerable.Range(0, d).Sum(k => (point[k] - mean[k]) * vectors[k, d - rank]))],
                total > 0 ? values[d - rank] / total : (double?)null)),
        ];
    }
}
