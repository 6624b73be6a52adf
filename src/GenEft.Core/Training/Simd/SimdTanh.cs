using System.Runtime.CompilerServices;

namespace GenEft;

/// <summary>
/// tanh as x P(x^2)/Q(x^2), both of degree 4, |x| clamped to 8: a minimax fit of the relative error (6e-9), so that what is
/// left is the rounding of floats, relative error at most 5e-7. Odd, exact at 0, NaN stays NaN.
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
        V p = TSimd.MultiplyAdd(t, TSimd.Create(1.52309667e-8f), TSimd.Create(2.18950645e-5f));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(0.00357162277f));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(0.13444519f));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(1f));
        V q = TSimd.MultiplyAdd(t, TSimd.Create(8.52267306e-7f), TSimd.Create(0.000341133215f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(0.0261645373f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(0.467778474f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(1f));
        return TSimd.Multiply(TSimd.Multiply(x, p), TSimd.Reciprocal(q));
    }
}
