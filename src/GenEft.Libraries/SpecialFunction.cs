using MathNet.Numerics;

namespace GenEft.Libraries;

/// <summary>Special functions of MathNet.Numerics.</summary>
public static class SpecialFunction
{
    /// <summary>log Gamma(x).</summary>
    /// <param name="x">Greater than 0.</param>
    public static double LogGamma(double x) => SpecialFunctions.GammaLn(x);

    /// <summary>The regularized incomplete beta function I_x(a, b).</summary>
    /// <param name="a">Greater than 0.</param>
    /// <param name="b">Greater than 0.</param>
    /// <param name="x">From 0 to 1.</param>
    public static double RegularizedBeta(double a, double b, double x) => SpecialFunctions.BetaRegularized(a, b, x);

    /// <summary>The value that a Student variable stays below with a probability.</summary>
    /// <param name="probability">Strictly between 0 and 1.</param>
    /// <param name="freedom">Degrees of freedom, greater than 0.</param>
    public static double StudentQuantile(double probability, double freedom) =>
        MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, freedom, probability);

    /// <summary>Phi(x): the probability that a standard normal variable stays below x.</summary>
    /// <param name="x">Any.</param>
    public static double NormalDistribution(double x) => SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2;
}
