namespace GenEft.Dynamics;

/// <summary>
/// The matrix Q = A^T A/eta_A - sum_i x_i x_i^T/eta_x: [d, d], which the gradient flow of a linear map A on points x_i conserves, whatever
/// follows it (about_GenEft_Theory 5(i), 5(ii), 5(vi)).
/// </summary>
internal sealed class ConservedCharge
{
    private readonly double _size;   // of the two terms

    /// <param name="decoder">A: [p, d] row by row.</param>
    /// <param name="positions">x: [N, d] row by row.</param>
    /// <param name="d">The dimension d.</param>
    /// <param name="decoderLearningRate">eta_A.</param>
    /// <param name="encoderLearningRate">eta_x.</param>
    /// <param name="weights">[N] how many points stand at each place; empty for one at each.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public ConservedCharge(
        ReadOnlySpan<double> decoder, ReadOnlySpan<double> positions, int d, double decoderLearningRate, double encoderLearningRate,
        ReadOnlySpan<double> weights = default, CancellationToken cancelToken = default)
    {
        Matrix = Gram(decoder, d, [], cancelToken);
        double[,] spread = Gram(positions, d, weights, cancelToken);
        _size = (Norm(Matrix) / decoderLearningRate) + (Norm(spread) / encoderLearningRate);
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                Matrix[i, j] = (Matrix[i, j] / decoderLearningRate) - (spread[i, j] / encoderLearningRate);
            }

            Trace += Matrix[i, i];
        }
    }

    /// <summary>The matrix Q: [d, d].</summary>
    public double[,] Matrix { get; }

    /// <summary>The trace of Q.</summary>
    public double Trace { get; }

    /// <summary>The distance |Q - Q_0| from a start, relative to the size of the start's two terms.</summary>
    public double DriftFrom(ConservedCharge start)
    {
        double[,] moved = new double[Matrix.GetLength(0), Matrix.GetLength(1)];
        for (int i = 0; i < moved.GetLength(0); i++)
        {
            for (int j = 0; j < moved.GetLength(1); j++)
            {
                moved[i, j] = Matrix[i, j] - start.Matrix[i, j];
            }
        }

        return Norm(moved) / Math.Max(start._size, double.Epsilon);
    }

    /// <summary>The sum of v v^T over rows v: [d] of a matrix, times their weights where they have any: [d, d].</summary>
    public static double[,] Gram(
        ReadOnlySpan<double> rows, int d, ReadOnlySpan<double> weights = default, CancellationToken cancelToken = default)
    {
        double[,] gram = new double[d, d];
        for (int row = 0; row < rows.Length; row += d)
        {
            cancelToken.ThrowIfCancellationRequested();
            ReadOnlySpan<double> v = rows.Slice(row, d);
            double weight = weights.IsEmpty ? 1 : weights[row / d];
            for (int i = 0; i < d; i++)
            {
                for (int j = 0; j < d; j++)
                {
                    gram[i, j] += weight * v[i] * v[j];
                }
            }
        }

        return gram;
    }

    // The root of the sum of squares, which may leave the range of numbers where the root does not.
    private static double Norm(double[,] matrix)
    {
        double largest = 0;
        foreach (double entry in matrix)
        {
            largest = double.IsNaN(entry) ? double.NaN : Math.Max(largest, Math.Abs(entry));
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        double sum = 0;
        foreach (double entry in matrix)
        {
            sum += entry / largest * (entry / largest);
        }

        return largest * Math.Sqrt(sum);
    }
}
