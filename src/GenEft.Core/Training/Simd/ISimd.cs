using System.Runtime.Intrinsics;

namespace GenEft.Training.Simd;

/// <summary>
/// The vector operations the trainer needs, once per instruction set. V is a vector of floats; the JIT compiles the
/// trainer anew for each implementation, so nothing here costs a call.
/// </summary>
internal unsafe interface ISimd<V>
    where V : struct
{
    /// <summary>The name shown in results and taken by the environment variable.</summary>
    static abstract string Name { get; }

    /// <summary>Whether this machine has it.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Floats in a vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>Whether there are registers for 25 sums (32 registers), or for 10 (16 registers).</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract V Load(float* source);

    static abstract void Store(float* destination, V value);

    static abstract V Create(float value);

    static abstract V Add(V left, V right);

    static abstract V Subtract(V left, V right);

    static abstract V Multiply(V left, V right);

    static abstract V Divide(V left, V right);

    /// <summary>left * right + addend, rounded once where the machine can.</summary>
    static abstract V MultiplyAdd(V left, V right, V addend);

    /// <summary>addend - left * right, likewise.</summary>
    static abstract V MultiplyAddNegated(V left, V right, V addend);

    static abstract V Sqrt(V value);

    /// <summary>value within +-limit; NaN stays NaN.</summary>
    static abstract V Clamp(V value, float limit);

    /// <summary>max(value, 0); NaN stays NaN.</summary>
    static abstract V Rectify(V value);

    /// <summary>0 where value is at most 0, else 1.</summary>
    static abstract V Step(V value);

    /// <summary>0 where value lies within +-least; NaN stays NaN.</summary>
    static abstract V Flush(V value, float least);

    /// <summary>1 / value to float accuracy, for normal values.</summary>
    static abstract V Reciprocal(V value);

    /// <summary>value 2^n, for normal numbers; power is <see cref="SimdExp.Rounder"/> + n.</summary>
    static abstract V Scale(V value, V power);

    /// <summary>Sine and cosine after as many quarter turns as power, <see cref="SimdExp.Rounder"/> + n, says.</summary>
    static abstract (V Sine, V Cosine) Turn(V sine, V cosine, V power);

    /// <summary>Those given, and where value lies beyond +-limit the framework's.</summary>
    static abstract (V Sine, V Cosine) SinCosBeyond(float limit, V value, V sine, V cosine);

    /// <summary>The sum of the lanes.</summary>
    static abstract float Sum(V value);

    /// <summary>The sums of the lanes of four vectors.</summary>
    static abstract Vector128<float> Sum(V a, V b, V c, V d);
}
