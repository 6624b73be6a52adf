using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <summary>A function of the hidden layers in vectors, with its slope; the definitions are <see cref="ActivationFunction"/>'s. Tanh, whose slope its
/// value tells, has <see cref="SimdTanh"/>.</summary>
internal interface ISimdActivation
{
    /// <summary>The value h(z) and the slope dh/dz.</summary>
    static abstract V At<TSimd, V>(V z, out V slope)
        where TSimd : struct, ISimd<V>
        where V : struct;
}

/// <summary>The rectifier, max(z, 0).</summary>
internal readonly struct SimdRelu : ISimdActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At<TSimd, V>(V z, out V slope)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        slope = TSimd.Step(z);
        return TSimd.Rectify(z);
    }
}

/// <summary>
/// GELU, z Phi(z). Phi(-a) = exp(-a^2/2) P(a)/Q(a) for a = |z|, degrees 4 and 5, a clamped to 12.5 where Phi is 4e-36: a minimax fit of the relative error
/// (5e-9) on [0, 12.5]. With the rounding of floats value and slope are within 1e-6, relative to 1 and to themselves.
/// </summary>
internal readonly struct SimdGelu : ISimdActivation
{
    public const float Limit = 12.5f;

    /// <summary>P(a) = 1/2 + P1 a + ... + P4 a^4.</summary>
    public const float P1 = 0.433733523f;
    public const float P2 = 0.179871455f;
    public const float P3 = 0.0395031907f;
    public const float P4 = 0.00394947501f;

    /// <summary>Q(a) = 1 + Q1 a + ... + Q5 a^5.</summary>
    public const float Q1 = 1.66535199f;
    public const float Q2 = 1.18849778f;
    public const float Q3 = 0.460592896f;
    public const float Q4 = 0.099027954f;
    public const float Q5 = 0.00989970285f;

    /// <summary>1/sqrt(2 pi).</summary>
    public const float Density = 0.398942280f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At<TSimd, V>(V z, out V slope)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        V x = TSimd.Clamp(z, Limit);
        V isPositive = TSimd.Step(x);
        V one = TSimd.Create(1f);
        V a = TSimd.Multiply(x, TSimd.Subtract(TSimd.Add(isPositive, isPositive), one));
        V exp = SimdExp.Evaluate<TSimd, V>(TSimd.Multiply(TSimd.Multiply(x, x), TSimd.Create(-0.5f)));
        V p = TSimd.MultiplyAdd(a, TSimd.Create(P4), TSimd.Create(P3));
        p = TSimd.MultiplyAdd(a, p, TSimd.Create(P2));
        p = TSimd.MultiplyAdd(a, p, TSimd.Create(P1));
        p = TSimd.MultiplyAdd(a, p, TSimd.Create(0.5f));
        V q = TSimd.MultiplyAdd(a, TSimd.Create(Q5), TSimd.Create(Q4));
        q = TSimd.MultiplyAdd(a, q, TSimd.Create(Q3));
        q = TSimd.MultiplyAdd(a, q, TSimd.Create(Q2));
        q = TSimd.MultiplyAdd(a, q, TSimd.Create(Q1));
        q = TSimd.MultiplyAdd(a, q, one);
        V tail = TSimd.Divide(TSimd.Multiply(exp, p), q);

        // Phi is the tail below 0, and one less it above.
        V phi = TSimd.MultiplyAdd(isPositive, TSimd.Subtract(one, TSimd.Add(tail, tail)), tail);
        slope = TSimd.MultiplyAdd(x, TSimd.Multiply(exp, TSimd.Create(Density)), phi);

        // z itself above the limit; below it Phi is not quite 0, and x makes it vanish.
        return TSimd.Multiply(TSimd.Add(x, TSimd.Rectify(TSimd.Subtract(z, x))), phi);
    }
}

/// <summary>The logistic function, 1/(1 + exp(-z)), through a real exponential.</summary>
internal readonly struct SimdSigmoid : ISimdActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At<TSimd, V>(V z, out V slope)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        V one = TSimd.Create(1f);
        V value = TSimd.Divide(one, TSimd.Add(one, SimdExp.Evaluate<TSimd, V>(TSimd.Subtract(TSimd.Create(0f), z))));
        slope = TSimd.Multiply(value, TSimd.Subtract(one, value));
        return value;
    }
}

/// <summary>The sine of z.</summary>
internal readonly struct SimdSine : ISimdActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At<TSimd, V>(V z, out V slope)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        (V sine, slope) = SimdSinCos.Evaluate<TSimd, V>(z);
        return sine;
    }
}

/// <summary>Its argument itself.</summary>
internal readonly struct SimdIdentity : ISimdActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At<TSimd, V>(V z, out V slope)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        slope = TSimd.Create(1f);
        return z;
    }
}
