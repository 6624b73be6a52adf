using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GenEft.Training.Simd;

/// <summary>AVX-512: 16 lanes, 32 registers.</summary>
internal unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static string Name => "Avx512";

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    public static int Lanes => 16;

    public static bool HasManyRegisters => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector512<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Create(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAddNegated(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Avx512F.FusedMultiplyAddNegated(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sqrt(Vector512<float> value) => Vector512.Sqrt(value);

    // The x86 minimum returns its second operand where one is NaN. One minimum and the sign's bit: multiplication units
    // also do minima, and are what the hyperbolic tangent waits for.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Clamp(Vector512<float> value, float limit) => Vector512.ConditionalSelect(
        Vector512.Create(-0f), value, Avx512F.Min(Vector512.Create(limit), Vector512.Abs(value)));

    // 14 bits, doubled by one Newton step.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Reciprocal(Vector512<float> value)
    {
        Vector512<float> estimate = Avx512F.Reciprocal14(value);
        return estimate * Avx512F.FusedMultiplyAddNegated(value, estimate, Vector512.Create(2f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Rectify(Vector512<float> value) => Vector512.Max(value, Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Step(Vector512<float> value) =>
        Vector512.AndNot(Vector512<float>.One, Vector512.LessThanOrEqual(value, Vector512<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Flush(Vector512<float> value, float least) =>
        Vector512.AndNot(value, Vector512.LessThan(Vector512.Abs(value), Vector512.Create(least)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Scale(Vector512<float> value, Vector512<float> power) => (value.AsInt32() + (power.AsInt32() << 23)).AsSingle();

    // An odd number of quarters exchanges the two; the next bit changes the sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Sine, Vector512<float> Cosine) Turn(Vector512<float> sine, Vector512<float> cosine, Vector512<float> power)
    {
        Vector512<int> quarters = power.AsInt32();
        Vector512<float> isOdd = ((quarters << 31) >> 31).AsSingle();
        Vector512<int> two = Vector512.Create(2);
        return (
            Vector512.ConditionalSelect(isOdd, cosine, sine) ^ ((quarters & two) << 30).AsSingle(),
            Vector512.ConditionalSelect(isOdd, sine, cosine) ^ (((quarters + Vector512<int>.One) & two) << 30).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Sine, Vector512<float> Cosine) SinCosBeyond(float limit, Vector512<float> value, Vector512<float> sine, Vector512<float> cosine)
    {
        Vector512<float> isBeyond = Vector512.GreaterThan(Vector512.Abs(value), Vector512.Create(limit));
        if (isBeyond.AsInt32() == Vector512<int>.Zero)
        {
            return (sine, cosine);
        }

        (Vector512<float> farSine, Vector512<float> farCosine) = Vector512.SinCos(value);
        return (Vector512.ConditionalSelect(isBeyond, farSine, sine), Vector512.ConditionalSelect(isBeyond, farCosine, cosine));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> value) => Simd256.Sum(value.GetLower() + value.GetUpper());

    // Interleaved, the four vectors' lanes come to stand side by side: fewer instructions than one reduction each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        Vector512<double> ab = (Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b)).AsDouble();
        Vector512<double> cd = (Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d)).AsDouble();
        Vector512<float> abcd = Avx512F.UnpackLow(ab, cd).AsSingle() + Avx512F.UnpackHigh(ab, cd).AsSingle();
        Vector256<float> half = abcd.GetLower() + abcd.GetUpper();
        return half.GetLower() + half.GetUpper();
    }
}
