using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <summary>
/// Sine and cosine. Up to 8192 a multiple of pi/2 is taken off in three parts, and polynomials do the rest: fits of the error of 4e-9 and 1e-10 on
/// +-pi/4; with the rounding of floats both are within 2e-7 of 1. Farther out they are the framework's. NaN stays NaN.
/// </summary>
internal static class SimdSinCos
{
    public const float Limit = 8192f;

    /// <summary>sin(r) = r + r^3 (S0 + S1 r^2 + S2 r^4).</summary>
    public const float S0 = -0.16666655f;
    public const float S1 = 0.008332156f;
    public const float S2 = -0.00019514632f;

    /// <summary>cos(r) = 1 - r^2/2 + r^4 (C0 + C1 r^2 + C2 r^4).</summary>
    public const float C0 = 0.041666646f;
    public const float C1 = -0.0013887362f;
    public const float C2 = 2.443773e-05f;

    private const float TwoOverPi = 0.636619772f;

    // pi/2 in three parts: up to 2^13 times the first two are exact, with or without fused operations.
    private const float High = 1.5703125f;
    private const float Middle = 4.837512969970703125e-4f;
    private const float Low = 7.54978995e-8f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Sine, V Cosine) Evaluate<TSimd, V>(V value)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        V rounded = TSimd.MultiplyAdd(value, TSimd.Create(TwoOverPi), TSimd.Create(SimdExp.Rounder));
        V n = TSimd.Subtract(rounded, TSimd.Create(SimdExp.Rounder));
        V r = TSimd.MultiplyAddNegated(n, TSimd.Create(High), value);
        r = TSimd.MultiplyAddNegated(n, TSimd.Create(Middle), r);
        r = TSimd.MultiplyAddNegated(n, TSimd.Create(Low), r);
        V t = TSimd.Multiply(r, r);
        V sine = TSimd.MultiplyAdd(t, TSimd.Create(S2), TSimd.Create(S1));
        sine = TSimd.MultiplyAdd(t, sine, TSimd.Create(S0));
        sine = TSimd.MultiplyAdd(TSimd.Multiply(t, r), sine, r);
        V cosine = TSimd.MultiplyAdd(t, TSimd.Create(C2), TSimd.Create(C1));
        cosine = TSimd.MultiplyAdd(t, cosine, TSimd.Create(C0));
        cosine = TSimd.MultiplyAdd(t, cosine, TSimd.Create(-0.5f));
        cosine = TSimd.MultiplyAdd(t, cosine, TSimd.Create(1f));
        (sine, cosine) = TSimd.Turn(sine, cosine, rounded);
        return TSimd.SinCosBeyond(Limit, value, sine, cosine);
    }
}
