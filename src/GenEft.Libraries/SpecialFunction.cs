using MathNet.Numerics;

namespace GenEft.Libraries;

/// <summary>Special functions of MathNet.Numerics.</summary>
public static class SpecialFunction
{
    /// <summary>log(1 + x), exact for small x.</summary>
    /// <param name="x">Greater than -1.</param>
    public static double Log1p(double x) => SpecialFunctions.Log1p(x);

    /// <summary>exp(x) - 1, exact for small x.</summary>
    /// <param name="x">The exponent.</param>
    public static double Expm1(double x) => SpecialFunctions.Expm1(x);

    /// <summary>log Gamma(x).</summary>
    /// <param name="x">Greater than 0.</param>
    public static double LogGamma(double x) => SpecialFunctions.GammaLn(x);

    /// <summary>The regularized incomplete beta function I_x(a, b).</summary>
    /// <param name="a">Greater than 0.</param>
    /// <param name="b">Greater than 0.</param>
    /// <param name="x">From 0 to 1.</param>
    public static double RegularizedBeta(double a, double b, double x) => SpecialFunctions.BetaRegularized(a, b, x);
}
