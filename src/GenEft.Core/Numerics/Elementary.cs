namespace GenEft.Numerics;

/// <summary>Elementary functions near their zeros, to a few ulps (W. Kahan); the library's lose half the digits there.</summary>
internal static class Elementary
{
    /// <summary>log(1 + x) for x greater than -1.</summary>
    public static double Log1p(double x)
    {
        // What 1 + x lost in rounding is made good by the ratio.
        double u = 1 + x;
        return u == 1 ? x
            : double.IsPositiveInfinity(u) ? u
            : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>exp(x) - 1.</summary>
    public static double Expm1(double x)
    {
        double u = Math.Exp(x);
        double less = u - 1;
        return u == 1 ? x
            : less == -1 || double.IsPositiveInfinity(u) ? less
            : less * (x / Math.Log(u));
    }
}
