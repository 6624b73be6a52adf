using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <summary>
/// tanh as x P(x^2)/Q(x^2), degrees 3 and 4, |x| clamped to 8: a minimax fit of the relative error (1.5e-7); with the
/// rounding of floats at most 5e-7, and monotone to within that. Odd, exact at 0, NaN stays NaN.
/// </summary>
internal static class SimdTanh
{
    public const float Limit = 8f;

    /// <summary>P(t) = 1 + P1 t + P2 t^2 + P3 t^3.</summary>
    public const float P1 = 0.12930357f;
    public const float P2 = 0.0029558109f;
    public const float P3 = 1.1475148e-05f;

    /// <summary>Q(t) = 1 + Q1 t + ... + Q4 t^4.</summary>
    public const float Q1 = 0.4626361f;
    public const float Q2 = 0.023835799f;
    public const float Q3 = 0.00023931538f;
    public const float Q4 = 2.4732438e-07f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<TSimd, V>(V value)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        V x = TSimd.Clamp(value, Limit);
        V t = TSimd.Multiply(x, x);
        V p = TSimd.MultiplyAdd(t, TSimd.Create(P3), TSimd.Create(P2));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(P1));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(1f));
        V q = TSimd.MultiplyAdd(t, TSimd.Create(Q4), TSimd.Create(Q3));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(Q2));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(Q1));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(1f));
        return TSimd.Multiply(TSimd.Multiply(x, p), TSimd.Reciprocal(q));
    }
}
