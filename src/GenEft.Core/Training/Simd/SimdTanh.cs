using System.Runtime.CompilerServices;

namespace GenEft;

/// <summary>
/// tanh as x P(x^2)/Q(x^2), degrees 3 and 4, |x| clamped to 8: a minimax fit of the relative error (1.5e-7); with the
/// rounding of floats at most 5e-7, and monotone to within that. Odd, exact at 0, NaN stays NaN.
/// </summary>
internal static class SimdTanh
{
    public const float Limit = 8f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<TSimd, V>(V value)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        V x = TSimd.Clamp(value, Limit);
        V t = TSimd.Multiply(x, x);
        V p = TSimd.MultiplyAdd(t, TSimd.Create(1.1475148e-05f), TSimd.Create(0.0029558109f));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(0.12930357f));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(1f));
        V q = TSimd.MultiplyAdd(t, TSimd.Create(2.4732438e-07f), TSimd.Create(0.00023931538f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(0.023835799f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(0.4626361f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(1f));
        return TSimd.Multiply(TSimd.Multiply(x, p), TSimd.Reciprocal(q));
    }
}
