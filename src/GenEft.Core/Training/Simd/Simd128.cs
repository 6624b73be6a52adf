using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GenEft.Training.Simd;

/// <summary>The portable path: 4 lanes through .NET's own vector types, on any processor .NET runs on.</summary>
internal unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static string Name => "Portable";

    public static bool IsSupported => true;

    public static int Lanes => 4;

    public static bool HasManyRegisters => !Sse.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector128<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Create(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAddNegated(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.MultiplyAddEstimate(-left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sqrt(Vector128<float> value) => Vector128.Sqrt(value);

    // Comparisons with NaN are false, so NaN passes through both selections.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Clamp(Vector128<float> value, float limit)
    {
        Vector128<float> high = Vector128.Create(limit);
        Vector128<float> below = Vector128.ConditionalSelect(Vector128.GreaterThan(value, high), high, value);
        return Vector128.ConditionalSelect(Vector128.LessThan(below, -high), -high, below);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Reciprocal(Vector128<float> value) => Vector128<float>.One / value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Rectify(Vector128<float> value) => Vector128.Max(value, Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Step(Vector128<float> value) =>
        Vector128.AndNot(Vector128<float>.One, Vector128.LessThanOrEqual(value, Vector128<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Flush(Vector128<float> value, float least) =>
        Vector128.AndNot(value, Vector128.LessThan(Vector128.Abs(value), Vector128.Create(least)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Scale(Vector128<float> value, Vector128<float> power) => (value.AsInt32() + (power.AsInt32() << 23)).AsSingle();

    // An odd number of quarters exchanges the two; the next bit changes the sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> Sine, Vector128<float> Cosine) Turn(Vector128<float> sine, Vector128<float> cosine, Vector128<float> power)
    {
        Vector128<int> quarters = power.AsInt32();
        Vector128<float> isOdd = ((quarters << 31) >> 31).AsSingle();
        Vector128<int> two = Vector128.Create(2);
        return (
            Vector128.ConditionalSelect(isOdd, cosine, sine) ^ ((quarters & two) << 30).AsSingle(),
            Vector128.ConditionalSelect(isOdd, sine, cosine) ^ (((quarters + Vector128<int>.One) & two) << 30).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> Sine, Vector128<float> Cosine) SinCosBeyond(float limit, Vector128<float> value, Vector128<float> sine, Vector128<float> cosine)
    {
        Vector128<float> isBeyond = Vector128.GreaterThan(Vector128.Abs(value), Vector128.Create(limit));
        if (isBeyond.AsInt32() == Vector128<int>.Zero)
        {
            return (sine, cosine);
        }

        (Vector128<float> farSine, Vector128<float> farCosine) = Vector128.SinCos(value);
        return (Vector128.ConditionalSelect(isBeyond, farSine, sine), Vector128.ConditionalSelect(isBeyond, farCosine, cosine));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> value) => Vector128.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (Sse3.IsSupported)
        {
            return Sse3.HorizontalAdd(Sse3.HorizontalAdd(a, b), Sse3.HorizontalAdd(c, d));
        }

        return Vector128.Create(Vector128.Sum(a), Vector128.Sum(b), Vector128.Sum(c), Vector128.Sum(d));
    }
}
