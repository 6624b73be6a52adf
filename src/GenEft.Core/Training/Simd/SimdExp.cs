using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <summary>
/// exp(x) as 2^n exp(r), |r| at most ln(2)/2, |x| clamped to 87 where results are normal: a minimax fit of degree 6 (3e-9); with the rounding of floats the
/// relative error is at most 2e-7. exp(0) is 1, NaN stays NaN.
/// </summary>
internal static class SimdExp
{
    public const float Limit = 87f;

    /// <summary>exp(r) = 1 + r + P2 r^2 + ... + P6 r^6.</summary>
    public const float P2 = 0.49999994f;
    public const float P3 = 0.16666521f;
    public const float P4 = 0.04166839f;
    public const float P5 = 0.008368745f;
    public const float P6 = 0.001381454f;

    /// <summary>Added to a small number it leaves the nearest integer in the lowest bits: 1.5 2^23.</summary>
    public const float Rounder = 12582912f;

    private const float Log2E = 1.44269504f;

    // ln(2) in two parts: n times the first is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<TSimd, V>(V value)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        V x = TSimd.Clamp(value, Limit);
        V rounded = TSimd.MultiplyAdd(x, TSimd.Create(Log2E), TSimd.Create(Rounder));
        V n = TSimd.Subtract(rounded, TSimd.Create(Rounder));
        V r = TSimd.MultiplyAdd(n, TSimd.Create(-Ln2High), x);
        r = TSimd.MultiplyAdd(n, TSimd.Create(-Ln2Low), r);
        V p = TSimd.MultiplyAdd(r, TSimd.Create(P6), TSimd.Create(P5));
        p = TSimd.MultiplyAdd(r, p, TSimd.Create(P4));
        p = TSimd.MultiplyAdd(r, p, TSimd.Create(P3));
        p = TSimd.MultiplyAdd(r, p, TSimd.Create(P2));
        p = TSimd.MultiplyAdd(r, p, TSimd.Create(1f));
        p = TSimd.MultiplyAdd(r, p, TSimd.Create(1f));
        return TSimd.Scale(p, rounded);
    }
}
