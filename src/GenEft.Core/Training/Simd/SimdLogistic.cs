using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <summary>The slope of <see cref="LogisticLoss"/> in vectors.</summary>
internal static class SimdLogistic
{
    /// <summary>
    /// t scale/(1 + exp(t z)), through a real exponential: exact in both tails, where 0.5 + 0.5 tanh would round to 0. With
    /// t = 1, -1 or 0 for related, other and padding pairs and scale = -1/B it is dL/dz.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<TSimd, V>(V z, V t, V scale)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        V odds = TSimd.Add(TSimd.Create(1f), TSimd.Exp(TSimd.Multiply(t, z)));
        return TSimd.Divide(TSimd.Multiply(t, scale), odds);
    }
}
