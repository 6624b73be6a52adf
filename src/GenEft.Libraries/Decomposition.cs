using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GenEft.Libraries;

/// <summary>Matrix decompositions of MathNet.Numerics.</summary>
public static class Decomposition
{
    /// <summary>M = V diag(values) V^T.</summary>
    /// <param name="symmetric">M: [d, d].</param>
    /// <returns>values: [d], ascending; vectors V: [d, d], one eigenvector a column.</returns>
    public static (double[] Values, double[,] Vectors) Eigen(double[,] symmetric)
    {
        Evd<double> evd = Matrix<double>.Build.DenseOfArray(symmetric).Evd(Symmetricity.Symmetric);
        return (evd.EigenValues.Select(value => value.Real).ToArray(), evd.EigenVectors.ToArray());
    }

    /// <summary>M = U diag(values) V^T.</summary>
    /// <param name="matrix">M: [p, d].</param>
    /// <returns>values: [min(p, d)], descending; rightTransposed V^T: [d, d].</returns>
    public static (double[] Values, double[,] RightTransposed) Singular(double[,] matrix)
    {
        // The library takes entries far below 1 for nothing; a power of two changes no digit. Beside entries some 1e80 times larger its vectors
        // have the right direction, but not length 1.
        Matrix<double> given = Matrix<double>.Build.DenseOfArray(matrix);
        double largest = given.Enumerate().Max(Math.Abs);
        int exponent = largest > 0 ? Math.ILogB(largest) : 0;
        Svd<double> svd = given.Map(entry => Math.ScaleB(entry, -exponent)).Svd();
        return ([.. svd.S.Select(value => Math.ScaleB(value, exponent))], svd.VT.NormalizeRows(2).ToArray());
    }
}
