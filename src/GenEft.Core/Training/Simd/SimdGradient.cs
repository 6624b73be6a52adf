using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GenEft.Training.Simd;

/// <summary>
/// The gradient of one layer over a group of chunks: dW[out][in] = sum_s delta[out][s] x[in][s]. Sums are kept lane by lane in
/// registers over the whole group and reduced once.
/// </summary>
internal static unsafe class SimdGradient<TSimd, V>
    where TSimd : struct, ISimd<V>
    where V : struct
{
    /// <summary>What the tiles of one layer share.</summary>
    public readonly struct Operands
    {
        /// <summary>[chunk][Outputs][64].</summary>
        public required float* Delta { get; init; }

        /// <summary>[chunk][Inputs][64].</summary>
        public required float* X { get; init; }

        /// <summary>dW: [Outputs][Inputs].</summary>
        public required float* Weights { get; init; }

        public required int Outputs { get; init; }

        public required int Inputs { get; init; }

        public required int Chunks { get; init; }

        /// <summary>Vectors of the last chunk that hold samples.</summary>
        public required int LastVectors { get; init; }

        /// <summary>Whether to add to dW what other groups left there.</summary>
        public required bool Accumulates { get; init; }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(in Operands q, CancellationToken cancelToken)
    {
        int o = 0;
        for (; o + 5 <= q.Outputs; o += 5)
        {
            cancelToken.ThrowIfCancellationRequested();
            int i = 0;
            if (TSimd.HasManyRegisters)
            {
                for (; i + 5 <= q.Inputs; i += 5)
                {
                    Tile5x5(q, o, i);
                }

                for (; i + 4 <= q.Inputs; i += 4)
                {
                    Tile5x4(q, o, i);
                }
            }

            for (; i + 2 <= q.Inputs; i += 2)
            {
                Tile5x2(q, o, i);
            }

            for (; i < q.Inputs; i++)
            {
                Tile5x1(q, o, i);
            }
        }

        for (; o < q.Outputs; o++)
        {
            cancelToken.ThrowIfCancellationRequested();
            int i = 0;
            for (; i + 5 <= q.Inputs; i += 5)
            {
                Tile1x5(q, o, i);
            }

            for (; i < q.Inputs; i++)
            {
                Tile1x1(q, o, i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile5x5(in Operands q, int o, int i)
    {
        nint lanes = TSimd.Lanes;
        V s00 = default, s01 = default, s02 = default, s03 = default, s04 = default;
        V s10 = default, s11 = default, s12 = default, s13 = default, s14 = default;
        V s20 = default, s21 = default, s22 = default, s23 = default, s24 = default;
        V s30 = default, s31 = default, s32 = default, s33 = default, s34 = default;
        V s40 = default, s41 = default, s42 = default, s43 = default, s44 = default;
        float* delta = q.Delta + ((nint)o * Chunk.Size);
        float* x = q.X + ((nint)i * Chunk.Size);
        for (int chunk = 0; chunk < q.Chunks; chunk++)
        {
            int vectors = chunk == q.Chunks - 1 ? q.LastVectors : Chunk.Size / TSimd.Lanes;
            float* nextDelta = delta + ((nint)q.Outputs * Chunk.Size);
            float* nextX = x + ((nint)q.Inputs * Chunk.Size);
            for (int v = 0; v < vectors; v++)
            {
                V x0 = TSimd.Load(x);
                V x1 = TSimd.Load(x + Chunk.Size);
                V x2 = TSimd.Load(x + (2 * Chunk.Size));
                V x3 = TSimd.Load(x + (3 * Chunk.Size));
                V x4 = TSimd.Load(x + (4 * Chunk.Size));
                V d0 = TSimd.Load(delta);
                s00 = TSimd.MultiplyAdd(d0, x0, s00);
                s01 = TSimd.MultiplyAdd(d0, x1, s01);
                s02 = TSimd.MultiplyAdd(d0, x2, s02);
                s03 = TSimd.MultiplyAdd(d0, x3, s03);
                s04 = TSimd.MultiplyAdd(d0, x4, s04);
                V d1 = TSimd.Load(delta + Chunk.Size);
                s10 = TSimd.MultiplyAdd(d1, x0, s10);
                s11 = TSimd.MultiplyAdd(d1, x1, s11);
                s12 = TSimd.MultiplyAdd(d1, x2, s12);
                s13 = TSimd.MultiplyAdd(d1, x3, s13);
                s14 = TSimd.MultiplyAdd(d1, x4, s14);
                V d2 = TSimd.Load(delta + (2 * Chunk.Size));
                s20 = TSimd.MultiplyAdd(d2, x0, s20);
                s21 = TSimd.MultiplyAdd(d2, x1, s21);
                s22 = TSimd.MultiplyAdd(d2, x2, s22);
                s23 = TSimd.MultiplyAdd(d2, x3, s23);
                s24 = TSimd.MultiplyAdd(d2, x4, s24);
                V d3 = TSimd.Load(delta + (3 * Chunk.Size));
                s30 = TSimd.MultiplyAdd(d3, x0, s30);
                s31 = TSimd.MultiplyAdd(d3, x1, s31);
                s32 = TSimd.MultiplyAdd(d3, x2, s32);
                s33 = TSimd.MultiplyAdd(d3, x3, s33);
                s34 = TSimd.MultiplyAdd(d3, x4, s34);
                V d4 = TSimd.Load(delta + (4 * Chunk.Size));
                s40 = TSimd.MultiplyAdd(d4, x0, s40);
                s41 = TSimd.MultiplyAdd(d4, x1, s41);
                s42 = TSimd.MultiplyAdd(d4, x2, s42);
                s43 = TSimd.MultiplyAdd(d4, x3, s43);
                s44 = TSimd.MultiplyAdd(d4, x4, s44);
                delta += lanes;
                x += lanes;
            }

            delta = nextDelta;
            x = nextX;
        }

        float* g = q.Weights + ((nint)o * q.Inputs) + i;
        Put(q, g, TSimd.Sum(s00, s01, s02, s03));
        Put(q, g + q.Inputs, TSimd.Sum(s10, s11, s12, s13));
        Put(q, g + (2 * q.Inputs), TSimd.Sum(s20, s21, s22, s23));
        Put(q, g + (3 * q.Inputs), TSimd.Sum(s30, s31, s32, s33));
        Put(q, g + (4 * q.Inputs), TSimd.Sum(s40, s41, s42, s43));
        Vector128<float> fifth = TSimd.Sum(s04, s14, s24, s34);
        Put(q, g + 4, fifth.GetElement(0));
        Put(q, g + q.Inputs + 4, fifth.GetElement(1));
        Put(q, g + (2 * q.Inputs) + 4, fifth.GetElement(2));
        Put(q, g + (3 * q.Inputs) + 4, fifth.GetElement(3));
        Put(q, g + (4 * q.Inputs) + 4, TSimd.Sum(s44));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile5x4(in Operands q, int o, int i)
    {
        nint lanes = TSimd.Lanes;
        V s00 = default, s01 = default, s02 = default, s03 = default;
        V s10 = default, s11 = default, s12 = default, s13 = default;
        V s20 = default, s21 = default, s22 = default, s23 = default;
        V s30 = default, s31 = default, s32 = default, s33 = default;
        V s40 = default, s41 = default, s42 = default, s43 = default;
        float* delta = q.Delta + ((nint)o * Chunk.Size);
        float* x = q.X + ((nint)i * Chunk.Size);
        for (int chunk = 0; chunk < q.Chunks; chunk++)
        {
            int vectors = chunk == q.Chunks - 1 ? q.LastVectors : Chunk.Size / TSimd.Lanes;
            float* nextDelta = delta + ((nint)q.Outputs * Chunk.Size);
            float* nextX = x + ((nint)q.Inputs * Chunk.Size);
            for (int v = 0; v < vectors; v++)
            {
                V x0 = TSimd.Load(x);
                V x1 = TSimd.Load(x + Chunk.Size);
                V x2 = TSimd.Load(x + (2 * Chunk.Size));
                V x3 = TSimd.Load(x + (3 * Chunk.Size));
                V d0 = TSimd.Load(delta);
                s00 = TSimd.MultiplyAdd(d0, x0, s00);
                s01 = TSimd.MultiplyAdd(d0, x1, s01);
                s02 = TSimd.MultiplyAdd(d0, x2, s02);
                s03 = TSimd.MultiplyAdd(d0, x3, s03);
                V d1 = TSimd.Load(delta + Chunk.Size);
                s10 = TSimd.MultiplyAdd(d1, x0, s10);
                s11 = TSimd.MultiplyAdd(d1, x1, s11);
                s12 = TSimd.MultiplyAdd(d1, x2, s12);
                s13 = TSimd.MultiplyAdd(d1, x3, s13);
                V d2 = TSimd.Load(delta + (2 * Chunk.Size));
                s20 = TSimd.MultiplyAdd(d2, x0, s20);
                s21 = TSimd.MultiplyAdd(d2, x1, s21);
                s22 = TSimd.MultiplyAdd(d2, x2, s22);
                s23 = TSimd.MultiplyAdd(d2, x3, s23);
                V d3 = TSimd.Load(delta + (3 * Chunk.Size));
                s30 = TSimd.MultiplyAdd(d3, x0, s30);
                s31 = TSimd.MultiplyAdd(d3, x1, s31);
                s32 = TSimd.MultiplyAdd(d3, x2, s32);
                s33 = TSimd.MultiplyAdd(d3, x3, s33);
                V d4 = TSimd.Load(delta + (4 * Chunk.Size));
                s40 = TSimd.MultiplyAdd(d4, x0, s40);
                s41 = TSimd.MultiplyAdd(d4, x1, s41);
                s42 = TSimd.MultiplyAdd(d4, x2, s42);
                s43 = TSimd.MultiplyAdd(d4, x3, s43);
                delta += lanes;
                x += lanes;
            }

            delta = nextDelta;
            x = nextX;
        }

        float* g = q.Weights + ((nint)o * q.Inputs) + i;
        Put(q, g, TSimd.Sum(s00, s01, s02, s03));
        Put(q, g + q.Inputs, TSimd.Sum(s10, s11, s12, s13));
        Put(q, g + (2 * q.Inputs), TSimd.Sum(s20, s21, s22, s23));
        Put(q, g + (3 * q.Inputs), TSimd.Sum(s30, s31, s32, s33));
        Put(q, g + (4 * q.Inputs), TSimd.Sum(s40, s41, s42, s43));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile5x2(in Operands q, int o, int i)
    {
        nint lanes = TSimd.Lanes;
        V s00 = default, s01 = default;
        V s10 = default, s11 = default;
        V s20 = default, s21 = default;
        V s30 = default, s31 = default;
        V s40 = default, s41 = default;
        float* delta = q.Delta + ((nint)o * Chunk.Size);
        float* x = q.X + ((nint)i * Chunk.Size);
        for (int chunk = 0; chunk < q.Chunks; chunk++)
        {
            int vectors = chunk == q.Chunks - 1 ? q.LastVectors : Chunk.Size / TSimd.Lanes;
            float* nextDelta = delta + ((nint)q.Outputs * Chunk.Size);
            float* nextX = x + ((nint)q.Inputs * Chunk.Size);
            for (int v = 0; v < vectors; v++)
            {
                V x0 = TSimd.Load(x);
                V x1 = TSimd.Load(x + Chunk.Size);
                V d0 = TSimd.Load(delta);
                s00 = TSimd.MultiplyAdd(d0, x0, s00);
                s01 = TSimd.MultiplyAdd(d0, x1, s01);
                V d1 = TSimd.Load(delta + Chunk.Size);
                s10 = TSimd.MultiplyAdd(d1, x0, s10);
                s11 = TSimd.MultiplyAdd(d1, x1, s11);
                V d2 = TSimd.Load(delta + (2 * Chunk.Size));
                s20 = TSimd.MultiplyAdd(d2, x0, s20);
                s21 = TSimd.MultiplyAdd(d2, x1, s21);
                V d3 = TSimd.Load(delta + (3 * Chunk.Size));
                s30 = TSimd.MultiplyAdd(d3, x0, s30);
                s31 = TSimd.MultiplyAdd(d3, x1, s31);
                V d4 = TSimd.Load(delta + (4 * Chunk.Size));
                s40 = TSimd.MultiplyAdd(d4, x0, s40);
                s41 = TSimd.MultiplyAdd(d4, x1, s41);
                delta += lanes;
                x += lanes;
            }

            delta = nextDelta;
            x = nextX;
        }

        float* g = q.Weights + ((nint)o * q.Inputs) + i;
        Put(q, g, TSimd.Sum(s00));
        Put(q, g + 1, TSimd.Sum(s01));
        Put(q, g + q.Inputs, TSimd.Sum(s10));
        Put(q, g + q.Inputs + 1, TSimd.Sum(s11));
        Put(q, g + (2 * q.Inputs), TSimd.Sum(s20));
        Put(q, g + (2 * q.Inputs) + 1, TSimd.Sum(s21));
        Put(q, g + (3 * q.Inputs), TSimd.Sum(s30));
        Put(q, g + (3 * q.Inputs) + 1, TSimd.Sum(s31));
        Put(q, g + (4 * q.Inputs), TSimd.Sum(s40));
        Put(q, g + (4 * q.Inputs) + 1, TSimd.Sum(s41));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile5x1(in Operands q, int o, int i)
    {
        nint lanes = TSimd.Lanes;
        V s00 = default;
        V s10 = default;
        V s20 = default;
        V s30 = default;
        V s40 = default;
        float* delta = q.Delta + ((nint)o * Chunk.Size);
        float* x = q.X + ((nint)i * Chunk.Size);
        for (int chunk = 0; chunk < q.Chunks; chunk++)
        {
            int vectors = chunk == q.Chunks - 1 ? q.LastVectors : Chunk.Size / TSimd.Lanes;
            float* nextDelta = delta + ((nint)q.Outputs * Chunk.Size);
            float* nextX = x + ((nint)q.Inputs * Chunk.Size);
            for (int v = 0; v < vectors; v++)
            {
                V x0 = TSimd.Load(x);
                V d0 = TSimd.Load(delta);
                s00 = TSimd.MultiplyAdd(d0, x0, s00);
                V d1 = TSimd.Load(delta + Chunk.Size);
                s10 = TSimd.MultiplyAdd(d1, x0, s10);
                V d2 = TSimd.Load(delta + (2 * Chunk.Size));
                s20 = TSimd.MultiplyAdd(d2, x0, s20);
                V d3 = TSimd.Load(delta + (3 * Chunk.Size));
                s30 = TSimd.MultiplyAdd(d3, x0, s30);
                V d4 = TSimd.Load(delta + (4 * Chunk.Size));
                s40 = TSimd.MultiplyAdd(d4, x0, s40);
                delta += lanes;
                x += lanes;
            }

            delta = nextDelta;
            x = nextX;
        }

        float* g = q.Weights + ((nint)o * q.Inputs) + i;
        Put(q, g, TSimd.Sum(s00));
        Put(q, g + q.Inputs, TSimd.Sum(s10));
        Put(q, g + (2 * q.Inputs), TSimd.Sum(s20));
        Put(q, g + (3 * q.Inputs), TSimd.Sum(s30));
        Put(q, g + (4 * q.Inputs), TSimd.Sum(s40));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x5(in Operands q, int o, int i)
    {
        nint lanes = TSimd.Lanes;
        V s00 = default, s01 = default, s02 = default, s03 = default, s04 = default;
        float* delta = q.Delta + ((nint)o * Chunk.Size);
        float* x = q.X + ((nint)i * Chunk.Size);
        for (int chunk = 0; chunk < q.Chunks; chunk++)
        {
            int vectors = chunk == q.Chunks - 1 ? q.LastVectors : Chunk.Size / TSimd.Lanes;
            float* nextDelta = delta + ((nint)q.Outputs * Chunk.Size);
            float* nextX = x + ((nint)q.Inputs * Chunk.Size);
            for (int v = 0; v < vectors; v++)
            {
                V x0 = TSimd.Load(x);
                V x1 = TSimd.Load(x + Chunk.Size);
                V x2 = TSimd.Load(x + (2 * Chunk.Size));
                V x3 = TSimd.Load(x + (3 * Chunk.Size));
                V x4 = TSimd.Load(x + (4 * Chunk.Size));
                V d0 = TSimd.Load(delta);
                s00 = TSimd.MultiplyAdd(d0, x0, s00);
                s01 = TSimd.MultiplyAdd(d0, x1, s01);
                s02 = TSimd.MultiplyAdd(d0, x2, s02);
                s03 = TSimd.MultiplyAdd(d0, x3, s03);
                s04 = TSimd.MultiplyAdd(d0, x4, s04);
                delta += lanes;
                x += lanes;
            }

            delta = nextDelta;
            x = nextX;
        }

        float* g = q.Weights + ((nint)o * q.Inputs) + i;
        Put(q, g, TSimd.Sum(s00, s01, s02, s03));
        Put(q, g + 4, TSimd.Sum(s04));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x1(in Operands q, int o, int i)
    {
        nint lanes = TSimd.Lanes;
        V s00 = default;
        float* delta = q.Delta + ((nint)o * Chunk.Size);
        float* x = q.X + ((nint)i * Chunk.Size);
        for (int chunk = 0; chunk < q.Chunks; chunk++)
        {
            int vectors = chunk == q.Chunks - 1 ? q.LastVectors : Chunk.Size / TSimd.Lanes;
            float* nextDelta = delta + ((nint)q.Outputs * Chunk.Size);
            float* nextX = x + ((nint)q.Inputs * Chunk.Size);
            for (int v = 0; v < vectors; v++)
            {
                V x0 = TSimd.Load(x);
                V d0 = TSimd.Load(delta);
                s00 = TSimd.MultiplyAdd(d0, x0, s00);
                delta += lanes;
                x += lanes;
            }

            delta = nextDelta;
            x = nextX;
        }

        float* g = q.Weights + ((nint)o * q.Inputs) + i;
        Put(q, g, TSimd.Sum(s00));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(in Operands q, float* place, Vector128<float> sums) =>
        (q.Accumulates ? Vector128.Load(place) + sums : sums).Store(place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(in Operands q, float* place, float sum) => *place = q.Accumulates ? *place + sum : sum;
}
