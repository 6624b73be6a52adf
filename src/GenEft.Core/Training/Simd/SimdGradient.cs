using System.Diagnostics;
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
        if (!TSimd.HasManyRegisters)
        {
            for (int sixes = TileRows.InSixes(q.Outputs); o < sixes; o += 6)
            {
                SumRows<Six>(q, o, cancelToken);
            }
        }

        for (; o + 5 <= q.Outputs; o += 5)
        {
            SumRows<Five>(q, o, cancelToken);
        }

        for (; o + 2 <= q.Outputs; o += 2)
        {
            cancelToken.ThrowIfCancellationRequested();
            int i = 0;
            for (; i + 4 <= q.Inputs; i += 4)
            {
                SumTile<Tile<Two, Four>>(q, o, i);
            }

            for (; i < q.Inputs; i++)
            {
                SumTile<Tile<Two, One>>(q, o, i);
            }
        }

        if (o < q.Outputs)
        {
            cancelToken.ThrowIfCancellationRequested();
            int i = 0;
            for (; i + 5 <= q.Inputs; i += 5)
            {
                SumTile<Tile<One, Five>>(q, o, i);
            }

            for (; i < q.Inputs; i++)
            {
                SumTile<Tile<One, One>>(q, o, i);
            }
        }
    }

    // Five or six outputs; 25 sums where there are registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows<TRows>(in Operands q, int o, CancellationToken cancelToken)
        where TRows : struct, ILength
    {
        cancelToken.ThrowIfCancellationRequested();
        int i = 0;
        if (TSimd.HasManyRegisters)
        {
            for (; i + 5 <= q.Inputs; i += 5)
            {
                SumTile<Tile<TRows, Five>>(q, o, i);
            }

            for (; i + 4 <= q.Inputs; i += 4)
            {
                SumTile<Tile<TRows, Four>>(q, o, i);
            }
        }

        for (; i + 2 <= q.Inputs; i += 2)
        {
            SumTile<Tile<TRows, Two>>(q, o, i);
        }

        if (i < q.Inputs)
        {
            SumTile<Tile<TRows, One>>(q, o, i);
        }
    }

    // Sums of T.Rows outputs and T.Columns inputs, lane by lane in registers over all chunks.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumTile<T>(in Operands q, int o, int i)
        where T : struct, ITile
    {
        Debug.Assert(T.Columns is 1 or 2 or 4 or 5 && (T.Columns < 4 || T.Rows < 6) && o >= 0 && o + T.Rows <= q.Outputs && i >= 0 && i + T.Columns <= q.Inputs, "A tile lies outside its gradient.");
        Debug.Assert(q.Delta is not null && q.X is not null && q.Weights is not null && q.LastVectors * TSimd.Lanes <= Chunk.Size, "An operand is missing, or too long.");
        nint lanes = TSimd.Lanes;
        V s00 = default, s01 = default, s02 = default, s03 = default, s04 = default;
        V s10 = default, s11 = default, s12 = default, s13 = default, s14 = default;
        V s20 = default, s21 = default, s22 = default, s23 = default, s24 = default;
        V s30 = default, s31 = default, s32 = default, s33 = default, s34 = default;
        V s40 = default, s41 = default, s42 = default, s43 = default, s44 = default;
        V s50 = default, s51 = default, s52 = default, s53 = default, s54 = default;
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
                V x1 = T.Columns > 1 ? TSimd.Load(x + Chunk.Size) : default;
                V x2 = T.Columns > 2 ? TSimd.Load(x + (2 * Chunk.Size)) : default;
                V x3 = T.Columns > 3 ? TSimd.Load(x + (3 * Chunk.Size)) : default;
                V x4 = T.Columns > 4 ? TSimd.Load(x + (4 * Chunk.Size)) : default;
                AddRow<T>(TSimd.Load(delta), x0, x1, x2, x3, x4, ref s00, ref s01, ref s02, ref s03, ref s04);
                if (T.Rows > 1)
                {
                    AddRow<T>(TSimd.Load(delta + Chunk.Size), x0, x1, x2, x3, x4, ref s10, ref s11, ref s12, ref s13, ref s14);
                }

                if (T.Rows > 2)
                {
                    AddRow<T>(TSimd.Load(delta + (2 * Chunk.Size)), x0, x1, x2, x3, x4, ref s20, ref s21, ref s22, ref s23, ref s24);
                }

                if (T.Rows > 3)
                {
                    AddRow<T>(TSimd.Load(delta + (3 * Chunk.Size)), x0, x1, x2, x3, x4, ref s30, ref s31, ref s32, ref s33, ref s34);
                }

                if (T.Rows > 4)
                {
                    AddRow<T>(TSimd.Load(delta + (4 * Chunk.Size)), x0, x1, x2, x3, x4, ref s40, ref s41, ref s42, ref s43, ref s44);
                }

                if (T.Rows > 5)
                {
                    AddRow<T>(TSimd.Load(delta + (5 * Chunk.Size)), x0, x1, x2, x3, x4, ref s50, ref s51, ref s52, ref s53, ref s54);
                }

                delta += lanes;
                x += lanes;
            }

            delta = nextDelta;
            x = nextX;
        }

        float* g = q.Weights + ((nint)o * q.Inputs) + i;
        if (T.Columns == 2)
        {
            nint row = q.Inputs;
            PutPair(q, g, g + row, s00, s01, s10, s11);
            if (T.Rows > 2)
            {
                PutPair(q, g + (2 * row), g + (3 * row), s20, s21, s30, s31);
            }

            if (T.Rows == 5)
            {
                PutPair(q, g + (4 * row), g + (4 * row), s40, s41, s40, s41);
            }

            if (T.Rows == 6)
            {
                PutPair(q, g + (4 * row), g + (5 * row), s40, s41, s50, s51);
            }

            return;
        }

        PutRow<T>(q, g, s00, s01, s02, s03);
        if (T.Rows > 1)
        {
            PutRow<T>(q, g + (1 * (nint)q.Inputs), s10, s11, s12, s13);
        }

        if (T.Rows > 2)
        {
            PutRow<T>(q, g + (2 * (nint)q.Inputs), s20, s21, s22, s23);
        }

        if (T.Rows > 3)
        {
            PutRow<T>(q, g + (3 * (nint)q.Inputs), s30, s31, s32, s33);
        }

        if (T.Rows > 4)
        {
            PutRow<T>(q, g + (4 * (nint)q.Inputs), s40, s41, s42, s43);
        }

        if (T.Rows > 5)
        {
            PutRow<T>(q, g + (5 * (nint)q.Inputs), s50, s51, s52, s53);
        }

        if (T.Columns > 4 && T.Rows > 4)
        {
            Vector128<float> fifth = TSimd.Sum(s04, s14, s24, s34);
            Put(q, g + 4, fifth.GetElement(0));
            Put(q, g + q.Inputs + 4, fifth.GetElement(1));
            Put(q, g + (2 * q.Inputs) + 4, fifth.GetElement(2));
            Put(q, g + (3 * q.Inputs) + 4, fifth.GetElement(3));
            Put(q, g + (4 * q.Inputs) + 4, TSimd.Sum(s44));
        }
        else if (T.Columns > 4)
        {
            Put(q, g + 4, TSimd.Sum(s04));
        }
    }

    // The deltas of one output times the vectors of x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<T>(V d, V x0, V x1, V x2, V x3, V x4, ref V s0, ref V s1, ref V s2, ref V s3, ref V s4)
        where T : struct, ITile
    {
        s0 = TSimd.MultiplyAdd(d, x0, s0);
        if (T.Columns > 1)
        {
            s1 = TSimd.MultiplyAdd(d, x1, s1);
        }

        if (T.Columns > 2)
        {
            s2 = TSimd.MultiplyAdd(d, x2, s2);
            s3 = TSimd.MultiplyAdd(d, x3, s3);
        }

        if (T.Columns > 4)
        {
            s4 = TSimd.MultiplyAdd(d, x4, s4);
        }
    }

    // Two columns of two rows, summed over lanes; two floats are moved as a double.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutPair(in Operands q, float* upper, float* lower, V s00, V s01, V s10, V s11)
    {
        Vector128<float> sums = TSimd.Sum(s00, s01, s10, s11);
        if (q.Accumulates)
        {
            sums += Vector128.Create(*(double*)upper, *(double*)lower).AsSingle();
        }

        *(double*)upper = sums.AsDouble().ToScalar();
        *(double*)lower = sums.AsDouble().GetElement(1);
    }

    // The first four columns of one row, or its only one, summed over lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutRow<T>(in Operands q, float* g, V s0, V s1, V s2, V s3)
        where T : struct, ITile
    {
        if (T.Columns > 2)
        {
            Put(q, g, TSimd.Sum(s0, s1, s2, s3));
            return;
        }

        Put(q, g, TSimd.Sum(s0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(in Operands q, float* place, Vector128<float> sums) =>
        (q.Accumulates ? Vector128.Load(place) + sums : sums).Store(place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(in Operands q, float* place, float sum) => *place = q.Accumulates ? *place + sum : sum;
}
