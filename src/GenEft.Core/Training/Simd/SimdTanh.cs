using System.Runtime.CompilerServices;

namespace GenEft;

/// <summary>
/// tanh as x P(x^2)/Q(x^2), |x| clamped to 7.5, maximum error 8.4e-7. Odd, exact at 0, NaN stays NaN.
/// </summary>
internal static class SimdTanh
{
    public const float Limit = 7.5f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<TSimd, V>(V value)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        V x = TSimd.Clamp(value, Limit);
        V t = TSimd.Multiply(x, x);
        V p = TSimd.MultiplyAdd(t, TSimd.Create(-6.64319884e-9f), TSimd.Create(7.4228998e-6f));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(2.72927546e-3f));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(0.127437511f));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(0.999999457f));
        V q = TSimd.MultiplyAdd(t, TSimd.Create(2.01070245e-4f), TSimd.Create(2.2987828e-2f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(0.460768785f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(1f));
        return TSimd.Multiply(TSimd.Multiply(x, p), TSimd.Reciprocal(q));
    }
}
