using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GenEft.Training.Simd;

/// <summary>Four vectors, each a local of its own after inlining.</summary>
internal struct Quad<V>
    where V : struct
{
    public V A;
    public V B;
    public V C;
    public V D;
}

/// <summary>
/// Four vectors in step. A function's operations wait for one another; the processor looks ahead only so far, and finds others to do meanwhile where four
/// vectors take each step together.
/// </summary>
internal unsafe struct FourOf<TSimd, V> : ISimd<Quad<V>>
    where TSimd : struct, ISimd<V>
    where V : struct
{
    public static string Name => TSimd.Name;

    public static bool IsSupported => TSimd.IsSupported;

    public static int Lanes => 4 * TSimd.Lanes;

    public static bool HasManyRegisters => TSimd.HasManyRegisters;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Load(float* source) => new()
    {
        A = TSimd.Load(source), B = TSimd.Load(source + TSimd.Lanes), C = TSimd.Load(source + (2 * TSimd.Lanes)), D = TSimd.Load(source + (3 * TSimd.Lanes)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Quad<V> value)
    {
        TSimd.Store(destination, value.A);
        TSimd.Store(destination + TSimd.Lanes, value.B);
        TSimd.Store(destination + (2 * TSimd.Lanes), value.C);
        TSimd.Store(destination + (3 * TSimd.Lanes), value.D);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Create(float value) => new() { A = TSimd.Create(value), B = TSimd.Create(value), C = TSimd.Create(value), D = TSimd.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Add(Quad<V> left, Quad<V> right) => new() { A = TSimd.Add(left.A, right.A), B = TSimd.Add(left.B, right.B), C = TSimd.Add(left.C, right.C), D = TSimd.Add(left.D, right.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Subtract(Quad<V> left, Quad<V> right) => new() { A = TSimd.Subtract(left.A, right.A), B = TSimd.Subtract(left.B, right.B), C = TSimd.Subtract(left.C, right.C), D = TSimd.Subtract(left.D, right.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Multiply(Quad<V> left, Quad<V> right) => new() { A = TSimd.Multiply(left.A, right.A), B = TSimd.Multiply(left.B, right.B), C = TSimd.Multiply(left.C, right.C), D = TSimd.Multiply(left.D, right.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Divide(Quad<V> left, Quad<V> right) => new() { A = TSimd.Divide(left.A, right.A), B = TSimd.Divide(left.B, right.B), C = TSimd.Divide(left.C, right.C), D = TSimd.Divide(left.D, right.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> MultiplyAdd(Quad<V> left, Quad<V> right, Quad<V> addend) => new() { A = TSimd.MultiplyAdd(left.A, right.A, addend.A), B = TSimd.MultiplyAdd(left.B, right.B, addend.B), C = TSimd.MultiplyAdd(left.C, right.C, addend.C), D = TSimd.MultiplyAdd(left.D, right.D, addend.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> MultiplyAddNegated(Quad<V> left, Quad<V> right, Quad<V> addend) => new() { A = TSimd.MultiplyAddNegated(left.A, right.A, addend.A), B = TSimd.MultiplyAddNegated(left.B, right.B, addend.B), C = TSimd.MultiplyAddNegated(left.C, right.C, addend.C), D = TSimd.MultiplyAddNegated(left.D, right.D, addend.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Sqrt(Quad<V> value) => new() { A = TSimd.Sqrt(value.A), B = TSimd.Sqrt(value.B), C = TSimd.Sqrt(value.C), D = TSimd.Sqrt(value.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Clamp(Quad<V> value, float limit) => new() { A = TSimd.Clamp(value.A, limit), B = TSimd.Clamp(value.B, limit), C = TSimd.Clamp(value.C, limit), D = TSimd.Clamp(value.D, limit) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Rectify(Quad<V> value) => new() { A = TSimd.Rectify(value.A), B = TSimd.Rectify(value.B), C = TSimd.Rectify(value.C), D = TSimd.Rectify(value.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Step(Quad<V> value) => new() { A = TSimd.Step(value.A), B = TSimd.Step(value.B), C = TSimd.Step(value.C), D = TSimd.Step(value.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Flush(Quad<V> value, float least) => new() { A = TSimd.Flush(value.A, least), B = TSimd.Flush(value.B, least), C = TSimd.Flush(value.C, least), D = TSimd.Flush(value.D, least) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Reciprocal(Quad<V> value) => new() { A = TSimd.Reciprocal(value.A), B = TSimd.Reciprocal(value.B), C = TSimd.Reciprocal(value.C), D = TSimd.Reciprocal(value.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quad<V> Scale(Quad<V> value, Quad<V> power) => new() { A = TSimd.Scale(value.A, power.A), B = TSimd.Scale(value.B, power.B), C = TSimd.Scale(value.C, power.C), D = TSimd.Scale(value.D, power.D) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Quad<V> Sine, Quad<V> Cosine) SinCos(Quad<V> value)
    {
        (V sineA, V cosineA) = TSimd.SinCos(value.A);
        (V sineB, V cosineB) = TSimd.SinCos(value.B);
        (V sineC, V cosineC) = TSimd.SinCos(value.C);
        (V sineD, V cosineD) = TSimd.SinCos(value.D);
        return (new() { A = sineA, B = sineB, C = sineC, D = sineD }, new() { A = cosineA, B = cosineB, C = cosineC, D = cosineD });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Quad<V> value) => TSimd.Sum(TSimd.Add(TSimd.Add(value.A, value.B), TSimd.Add(value.C, value.D)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Quad<V> a, Quad<V> b, Quad<V> c, Quad<V> d) => Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d));
}
