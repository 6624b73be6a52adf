using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <summary>The slope of <see cref="LogisticLoss"/> in vectors.</summary>
internal static class SimdLogistic
{
    // Of pairs that are fitted so well that they move nothing any more. What is smaller on its way back through the layers, or squared, is subnormal, and
    // such numbers take processors ten times as long.
    private const float Least = 1f / (1L << 62);

    /// <summary>
    /// t scale/(1 + exp(t z)), through a real exponential: exact in both tails, where 0.5 + 0.5 tanh would round to 0. With
    /// t = 1, -1 or 0 for related, other and padding pairs and scale = -1/B it is dL/dz; below 2^-62 it is 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<TSimd, V>(V z, V t, V scale)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        V odds = TSimd.Add(TSimd.Create(1f), SimdExp.Evaluate<TSimd, V>(TSimd.Multiply(t, z)));
        return TSimd.Flush(TSimd.Divide(TSimd.Multiply(t, scale), odds), Least);
    }
}
