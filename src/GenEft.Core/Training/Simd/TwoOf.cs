using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GenEft.Training.Simd;

/// <summary>Two vectors, each a local of its own after inlining.</summary>
internal struct Pair<V>
    where V : struct
{
    public V A;
    public V B;
}

/// <summary>
/// Two vectors in step. The operations of a function wait for one another, and a processor looks ahead only so far for others to do meanwhile: where two
/// vectors take each step together they lie side by side. Of pairs it makes fours, as far as there are registers.
/// </summary>
internal unsafe struct TwoOf<TSimd, V> : ISimd<Pair<V>>
    where TSimd : struct, ISimd<V>
    where V : struct
{
    public static string Name => TSimd.Name;

    public static bool IsSupported => TSimd.IsSupported;

    public static int Lanes => 2 * TSimd.Lanes;

    public static bool HasManyRegisters => TSimd.HasManyRegisters;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Load(float* source) => new() { A = TSimd.Load(source), B = TSimd.Load(source + TSimd.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Pair<V> value)
    {
        TSimd.Store(destination, value.A);
        TSimd.Store(destination + TSimd.Lanes, value.B);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Create(float value) => new() { A = TSimd.Create(value), B = TSimd.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Add(Pair<V> left, Pair<V> right) => new() { A = TSimd.Add(left.A, right.A), B = TSimd.Add(left.B, right.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Subtract(Pair<V> left, Pair<V> right) => new() { A = TSimd.Subtract(left.A, right.A), B = TSimd.Subtract(left.B, right.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Multiply(Pair<V> left, Pair<V> right) => new() { A = TSimd.Multiply(left.A, right.A), B = TSimd.Multiply(left.B, right.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Divide(Pair<V> left, Pair<V> right) => new() { A = TSimd.Divide(left.A, right.A), B = TSimd.Divide(left.B, right.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> MultiplyAdd(Pair<V> left, Pair<V> right, Pair<V> addend) => new() { A = TSimd.MultiplyAdd(left.A, right.A, addend.A), B = TSimd.MultiplyAdd(left.B, right.B, addend.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> MultiplyAddNegated(Pair<V> left, Pair<V> right, Pair<V> addend) => new() { A = TSimd.MultiplyAddNegated(left.A, right.A, addend.A), B = TSimd.MultiplyAddNegated(left.B, right.B, addend.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Sqrt(Pair<V> value) => new() { A = TSimd.Sqrt(value.A), B = TSimd.Sqrt(value.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Clamp(Pair<V> value, float limit) => new() { A = TSimd.Clamp(value.A, limit), B = TSimd.Clamp(value.B, limit) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Rectify(Pair<V> value) => new() { A = TSimd.Rectify(value.A), B = TSimd.Rectify(value.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Step(Pair<V> value) => new() { A = TSimd.Step(value.A), B = TSimd.Step(value.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Flush(Pair<V> value, float least) => new() { A = TSimd.Flush(value.A, least), B = TSimd.Flush(value.B, least) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Reciprocal(Pair<V> value) => new() { A = TSimd.Reciprocal(value.A), B = TSimd.Reciprocal(value.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Scale(Pair<V> value, Pair<V> power) => new() { A = TSimd.Scale(value.A, power.A), B = TSimd.Scale(value.B, power.B) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Pair<V> Sine, Pair<V> Cosine) Turn(Pair<V> sine, Pair<V> cosine, Pair<V> power)
    {
        (V sineA, V cosineA) = TSimd.Turn(sine.A, cosine.A, power.A);
        (V sineB, V cosineB) = TSimd.Turn(sine.B, cosine.B, power.B);
        return (new() { A = sineA, B = sineB }, new() { A = cosineA, B = cosineB });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Pair<V> Sine, Pair<V> Cosine) SinCosBeyond(float limit, Pair<V> value, Pair<V> sine, Pair<V> cosine)
    {
        (V sineA, V cosineA) = TSimd.SinCosBeyond(limit, value.A, sine.A, cosine.A);
        (V sineB, V cosineB) = TSimd.SinCosBeyond(limit, value.B, sine.B, cosine.B);
        return (new() { A = sineA, B = sineB }, new() { A = cosineA, B = cosineB });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Pair<V> value) => TSimd.Sum(TSimd.Add(value.A, value.B));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Pair<V> a, Pair<V> b, Pair<V> c, Pair<V> d) => Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d));
}
