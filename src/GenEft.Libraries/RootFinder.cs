using MathNet.Numerics.RootFinding;

namespace GenEft.Libraries;

/// <summary>Roots of functions of one variable.</summary>
public static class RootFinder
{
    /// <summary>The root of f between two points where it has opposite signs (Brent).</summary>
    /// <param name="f">A continuous function.</param>
    /// <param name="low">One end.</param>
    /// <param name="high">The other end.</param>
    /// <param name="accuracy">Width of the last bracket.</param>
    public static double Find(Func<double, double> f, double low, double high, double accuracy) =>
        Brent.FindRoot(f, low, high, accuracy, 500);
}
