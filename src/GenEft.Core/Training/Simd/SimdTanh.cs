using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <summary>
/// tanh as x P(x^2)/Q(x^2), degrees 3 and 4, |x| clamped to 8: a minimax fit of the relative error (1.6e-7); with the
/// rounding of floats at most 5e-7, and monotone to within that. Odd, exact at 0, NaN stays NaN.
/// </summary>
internal static unsafe class SimdTanh
{
    public const float Limit = 8f;

    /// <summary>P(t) = P0 + P1 t + P2 t^2 + P3 t^3.</summary>
    public const float P0 = 4043273.75f;
    public const float P1 = 522809.6875f;
    public const float P2 = 11951.15f;
    public const float P3 = 46.39716f;

    /// <summary>Q(t) = Q0 + Q1 t + Q2 t^2 + Q3 t^3 + t^4: the highest power has no factor to multiply by.</summary>
    public const float Q0 = P0;
    public const float Q1 = 1870564.375f;
    public const float Q2 = 96374.640625f;
    public const float Q3 = 967.61743f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<TSimd, V>(V value)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        V x = TSimd.Clamp(value, Limit);
        V t = TSimd.Multiply(x, x);
        V p = TSimd.MultiplyAdd(t, TSimd.Create(P3), TSimd.Create(P2));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(P1));
        p = TSimd.MultiplyAdd(t, p, TSimd.Create(P0));
        V q = TSimd.Add(t, TSimd.Create(Q3));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(Q2));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(Q1));
        q = TSimd.MultiplyAdd(t, q, TSimd.Create(Q0));
        return TSimd.Multiply(TSimd.Multiply(x, p), TSimd.Reciprocal(q));
    }

    /// <summary>y becomes tanh(y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TSimd, V>(float* y, int length)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        int s = 0;
        for (; TSimd.HasManyRegisters && s + (4 * TSimd.Lanes) <= length; s += 4 * TSimd.Lanes)
        {
            TwoOf<TwoOf<TSimd, V>, Pair<V>>.Store(
                y + s, Evaluate<TwoOf<TwoOf<TSimd, V>, Pair<V>>, Pair<Pair<V>>>(TwoOf<TwoOf<TSimd, V>, Pair<V>>.Load(y + s)));
        }

        for (; s + (2 * TSimd.Lanes) <= length; s += 2 * TSimd.Lanes)
        {
            TwoOf<TSimd, V>.Store(y + s, Evaluate<TwoOf<TSimd, V>, Pair<V>>(TwoOf<TSimd, V>.Load(y + s)));
        }

        for (; s < length; s += TSimd.Lanes)
        {
            TSimd.Store(y + s, Evaluate<TSimd, V>(TSimd.Load(y + s)));
        }
    }
}
