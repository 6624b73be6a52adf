using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GenEft.Training.Simd;

/// <summary>AVX2 with FMA: 8 lanes, 16 registers.</summary>
internal unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static string Name => "Avx2";

    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public static int Lanes => 8;

    // Where AVX-512 would lend 32, too: forced there, this is what machines without it run, to the last bit.
    public static bool HasManyRegisters => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector256<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Create(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Fma.MultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAddNegated(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Fma.MultiplyAddNegated(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sqrt(Vector256<float> value) => Vector256.Sqrt(value);

    // The x86 minimum returns its second operand where one is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clamp(Vector256<float> value, float limit) =>
        Avx.Max(Vector256.Create(-limit), Avx.Min(Vector256.Create(limit), value));

    // 12 bits, doubled by one Newton step.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Reciprocal(Vector256<float> value)
    {
        Vector256<float> estimate = Avx.Reciprocal(value);
        return estimate * Fma.MultiplyAddNegated(value, estimate, Vector256.Create(2f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Rectify(Vector256<float> value) => Vector256.Max(value, Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Step(Vector256<float> value) =>
        Vector256.AndNot(Vector256<float>.One, Vector256.LessThanOrEqual(value, Vector256<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Flush(Vector256<float> value, float least) =>
        Vector256.AndNot(value, Vector256.LessThan(Vector256.Abs(value), Vector256.Create(least)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Scale(Vector256<float> value, Vector256<float> power) => (value.AsInt32() + (power.AsInt32() << 23)).AsSingle();

    // An odd number of quarters exchanges the two; the next bit changes the sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Sine, Vector256<float> Cosine) Turn(Vector256<float> sine, Vector256<float> cosine, Vector256<float> power)
    {
        Vector256<int> quarters = power.AsInt32();
        Vector256<float> isOdd = ((quarters << 31) >> 31).AsSingle();
        Vector256<int> two = Vector256.Create(2);
        return (
            Vector256.ConditionalSelect(isOdd, cosine, sine) ^ ((quarters & two) << 30).AsSingle(),
            Vector256.ConditionalSelect(isOdd, sine, cosine) ^ (((quarters + Vector256<int>.One) & two) << 30).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Sine, Vector256<float> Cosine) SinCosBeyond(float limit, Vector256<float> value, Vector256<float> sine, Vector256<float> cosine)
    {
        Vector256<float> isBeyond = Vector256.GreaterThan(Vector256.Abs(value), Vector256.Create(limit));
        if (isBeyond.AsInt32() == Vector256<int>.Zero)
        {
            return (sine, cosine);
        }

        (Vector256<float> farSine, Vector256<float> farCosine) = Vector256.SinCos(value);
        return (Vector256.ConditionalSelect(isBeyond, farSine, sine), Vector256.ConditionalSelect(isBeyond, farCosine, cosine));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> value) => Simd128.Sum(value.GetLower() + value.GetUpper());

    // Interleaved, the four vectors' lanes come to stand side by side: fewer instructions than one reduction each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<double> ab = (Avx.UnpackLow(a, b) + Avx.UnpackHigh(a, b)).AsDouble();
        Vector256<double> cd = (Avx.UnpackLow(c, d) + Avx.UnpackHigh(c, d)).AsDouble();
        Vector256<float> abcd = Avx.UnpackLow(ab, cd).AsSingle() + Avx.UnpackHigh(ab, cd).AsSingle();
        return abcd.GetLower() + abcd.GetUpper();
    }
}
