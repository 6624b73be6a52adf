using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <summary>
/// y[rows][64] = bias[rows] + W[rows][depth] x[depth][64] for one chunk of samples. Strides let one routine serve the
/// forward pass (W as it lies) and the backward pass (its transpose), so nothing is ever transposed in memory.
/// Tiles hold rows x vectors of sums in registers: 20 multiply-adds for 9 loads in the largest, 12 for 8 where there are 16 registers. A backward product
/// multiplies by the slope of tanh and sums the bias gradient before its tile leaves the registers.
/// </summary>
internal static unsafe class SimdProduct<TSimd, V>
    where TSimd : struct, ISimd<V>
    where V : struct
{
    /// <summary>What the tiles of one product share.</summary>
    public readonly struct Operands
    {
        /// <summary>W; entry (r, k) lies at r RowStride + k ColumnStride.</summary>
        public required float* W { get; init; }

        public required nint RowStride { get; init; }

        public required nint ColumnStride { get; init; }

        /// <summary>Rows of W and y.</summary>
        public required int Rows { get; init; }

        /// <summary>Columns of W, rows of x.</summary>
        public required int Depth { get; init; }

        /// <summary>[Rows], or null for 0.</summary>
        public float* Bias { get; init; }

        /// <summary>x: [Depth][64].</summary>
        public required float* X { get; init; }

        /// <summary>y: [Rows][64].</summary>
        public required float* Y { get; init; }

        /// <summary>Vectors of the chunk that hold samples.</summary>
        public required int Vectors { get; init; }

        /// <summary>h[Rows][64]: y is multiplied by tanh' = 1 - h^2; null for no factor.</summary>
        public float* Activations { get; init; }

        /// <summary>[Rows][lanes]: y is added here, the chunk's vectors lane by lane. Goes with Activations.</summary>
        public float* LaneSums { get; init; }
    }

    /// <summary>Multiplies one chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in Operands q)
    {
        int r = 0;
        if (!TSimd.HasManyRegisters)
        {
            for (int sixes = TileRows.InSixes(q.Rows); r < sixes; r += 6)
            {
                MultiplyRows<Six>(q, r);
            }
        }

        for (; r + 5 <= q.Rows; r += 5)
        {
            MultiplyRows<Five>(q, r);
        }

        if (TSimd.HasManyRegisters && q.Rows - r == 4 && q.Vectors % 4 == 0)
        {
            // The decoder's input at two dimensions, widths like 64.
            for (int v = 0; v < q.Vectors; v += 4)
            {
                SumTile<Tile<Four, Four>>(q, r, v);
            }

            return;
        }

        for (; r + 2 <= q.Rows; r += 2)
        {
            int v = 0;
            for (; v + 4 <= q.Vectors; v += 4)
            {
                SumTile<Tile<Two, Four>>(q, r, v);
            }

            for (; v < q.Vectors; v++)
            {
                SumTile<Tile<Two, One>>(q, r, v);
            }
        }

        if (r < q.Rows)
        {
            int v = 0;
            for (; v + 4 <= q.Vectors; v += 4)
            {
                SumTile<Tile<One, Four>>(q, r, v);
            }

            for (; v < q.Vectors; v++)
            {
                SumTile<Tile<One, One>>(q, r, v);
            }
        }
    }

    // Five or six rows of one chunk.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyRows<TRows>(in Operands q, int r)
        where TRows : struct, ILength
    {
        int v = 0;
        if (TSimd.HasManyRegisters)
        {
            for (; v + 4 <= q.Vectors; v += 4)
            {
                SumTile<Tile<TRows, Four>>(q, r, v);
            }

            if (q.Vectors - v == 3)
            {
                SumTile<Tile<TRows, Three>>(q, r, v);
                return;
            }
        }

        for (; v + 2 <= q.Vectors; v += 2)
        {
            SumTile<Tile<TRows, Two>>(q, r, v);
        }

        if (v < q.Vectors)
        {
            SumTile<Tile<TRows, One>>(q, r, v);
        }
    }

    // Sums of T.Rows rows and T.Columns vectors, in registers over the whole depth.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumTile<T>(in Operands q, int r, int v)
        where T : struct, ITile
    {
        Debug.Assert(T.Columns is >= 1 and <= 4 && r >= 0 && r + T.Rows <= q.Rows && v >= 0 && v + T.Columns <= q.Vectors && q.Vectors * TSimd.Lanes <= Chunk.Size, "A tile lies outside its product.");
        Debug.Assert(q.W is not null && q.X is not null && q.Y is not null && (q.Activations is null) == (q.LaneSums is null), "An operand is missing.");
        nint lanes = TSimd.Lanes;
        nint rowStride = q.RowStride;
        nint columnStride = q.ColumnStride;
        float* x = q.X + (v * lanes);
        float* w0 = q.W + (r * rowStride), w1 = w0 + rowStride, w2 = w1 + rowStride, w3 = w2 + rowStride, w4 = w3 + rowStride, w5 = w4 + rowStride;
        V s00 = Bias(q, r), s01 = s00, s02 = s00, s03 = s00;
        V s10 = T.Rows > 1 ? Bias(q, r + 1) : default, s11 = s10, s12 = s10, s13 = s10;
        V s20 = T.Rows > 2 ? Bias(q, r + 2) : default, s21 = s20, s22 = s20, s23 = s20;
        V s30 = T.Rows > 3 ? Bias(q, r + 3) : default, s31 = s30, s32 = s30, s33 = s30;
        V s40 = T.Rows > 4 ? Bias(q, r + 4) : default, s41 = s40, s42 = s40, s43 = s40;
        V s50 = T.Rows > 5 ? Bias(q, r + 5) : default, s51 = s50, s52 = s50, s53 = s50;
        int k = 0;
        if (T.Columns == 1 && q.Bias is null)
        {
            // One sum a row would wait for itself: backward the odd k have sums of their own, which lie where a second column's would. Forward all tiles sum
            // in one order, so that equal pairs have equal logits wherever they stand.
            s01 = s11 = s21 = s31 = s41 = s51 = default;
            for (; k + 2 <= q.Depth; k += 2)
            {
                AddTwo(w0, columnStride, x, ref s00, ref s01);
                w0 += 2 * columnStride;
                if (T.Rows > 1)
                {
                    AddTwo(w1, columnStride, x, ref s10, ref s11);
                    w1 += 2 * columnStride;
                }

                if (T.Rows > 2)
                {
                    AddTwo(w2, columnStride, x, ref s20, ref s21);
                    w2 += 2 * columnStride;
                }

                if (T.Rows > 3)
                {
                    AddTwo(w3, columnStride, x, ref s30, ref s31);
                    w3 += 2 * columnStride;
                }

                if (T.Rows > 4)
                {
                    AddTwo(w4, columnStride, x, ref s40, ref s41);
                    w4 += 2 * columnStride;
                }

                if (T.Rows > 5)
                {
                    AddTwo(w5, columnStride, x, ref s50, ref s51);
                    w5 += 2 * columnStride;
                }

                x += 2 * Chunk.Size;
            }

            s00 = TSimd.Add(s00, s01);
            s10 = TSimd.Add(s10, s11);
            s20 = TSimd.Add(s20, s21);
            s30 = TSimd.Add(s30, s31);
            s40 = TSimd.Add(s40, s41);
            s50 = TSimd.Add(s50, s51);
        }

        for (; k < q.Depth; k++)
        {
            V x0 = TSimd.Load(x);
            V x1 = T.Columns > 1 ? TSimd.Load(x + lanes) : default;
            V x2 = T.Columns > 2 ? TSimd.Load(x + (2 * lanes)) : default;
            V x3 = T.Columns > 3 ? TSimd.Load(x + (3 * lanes)) : default;
            AddRow<T>(TSimd.Create(*w0), x0, x1, x2, x3, ref s00, ref s01, ref s02, ref s03);
            w0 += columnStride;

            if (T.Rows > 1)
            {
                AddRow<T>(TSimd.Create(*w1), x0, x1, x2, x3, ref s10, ref s11, ref s12, ref s13);
                w1 += columnStride;
            }

            if (T.Rows > 2)
            {
                AddRow<T>(TSimd.Create(*w2), x0, x1, x2, x3, ref s20, ref s21, ref s22, ref s23);
                w2 += columnStride;
            }

            if (T.Rows > 3)
            {
                AddRow<T>(TSimd.Create(*w3), x0, x1, x2, x3, ref s30, ref s31, ref s32, ref s33);
                w3 += columnStride;
            }

            if (T.Rows > 4)
            {
                AddRow<T>(TSimd.Create(*w4), x0, x1, x2, x3, ref s40, ref s41, ref s42, ref s43);
                w4 += columnStride;
            }

            if (T.Rows > 5)
            {
                AddRow<T>(TSimd.Create(*w5), x0, x1, x2, x3, ref s50, ref s51, ref s52, ref s53);
                w5 += columnStride;
            }

            x += Chunk.Size;
        }

        Finish<T>(q, r, v, s00, s01, s02, s03);
        if (T.Rows > 1)
        {
            Finish<T>(q, r + 1, v, s10, s11, s12, s13);
        }

        if (T.Rows > 2)
        {
            Finish<T>(q, r + 2, v, s20, s21, s22, s23);
        }

        if (T.Rows > 3)
        {
            Finish<T>(q, r + 3, v, s30, s31, s32, s33);
        }

        if (T.Rows > 4)
        {
            Finish<T>(q, r + 4, v, s40, s41, s42, s43);
        }

        if (T.Rows > 5)
        {
            Finish<T>(q, r + 5, v, s50, s51, s52, s53);
        }
    }

    // Two weights of a row times the vectors of x that they belong to.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTwo(float* w, nint columnStride, float* x, ref V even, ref V odd)
    {
        even = TSimd.MultiplyAdd(TSimd.Create(*w), TSimd.Load(x), even);
        odd = TSimd.MultiplyAdd(TSimd.Create(w[columnStride]), TSimd.Load(x + Chunk.Size), odd);
    }

    // One weight of a row times the vectors of x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<T>(V weight, V x0, V x1, V x2, V x3, ref V s0, ref V s1, ref V s2, ref V s3)
        where T : struct, ITile
    {
        s0 = TSimd.MultiplyAdd(weight, x0, s0);
        if (T.Columns > 1)
        {
            s1 = TSimd.MultiplyAdd(weight, x1, s1);
        }

        if (T.Columns > 2)
        {
            s2 = TSimd.MultiplyAdd(weight, x2, s2);
        }

        if (T.Columns > 3)
        {
            s3 = TSimd.MultiplyAdd(weight, x3, s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bias(in Operands q, int row) => TSimd.Create(q.Bias is null ? 0f : q.Bias[row]);

    // One row of a finished tile.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<T>(in Operands q, int row, int v, V s0, V s1, V s2, V s3)
        where T : struct, ITile
    {
        nint lanes = TSimd.Lanes;
        nint place = ((nint)row * Chunk.Size) + (v * lanes);
        if (q.Activations is not null)
        {
            float* h = q.Activations + place;
            s0 = MultiplySlope(s0, h);
            V sum = s0;
            if (T.Columns > 1)
            {
                s1 = MultiplySlope(s1, h + lanes);
                sum = TSimd.Add(s0, s1);
            }

            if (T.Columns > 2)
            {
                s2 = MultiplySlope(s2, h + (2 * lanes));
                sum = T.Columns > 3 ? sum : TSimd.Add(sum, s2);
            }

            if (T.Columns > 3)
            {
                s3 = MultiplySlope(s3, h + (3 * lanes));
                sum = TSimd.Add(sum, TSimd.Add(s2, s3));
            }

            AddToLanes(q, row, sum);
        }

        float* y = q.Y + place;
        TSimd.Store(y, s0);
        if (T.Columns > 1)
        {
            TSimd.Store(y + lanes, s1);
        }

        if (T.Columns > 2)
        {
            TSimd.Store(y + (2 * lanes), s2);
        }

        if (T.Columns > 3)
        {
            TSimd.Store(y + (3 * lanes), s3);
        }
    }

    // tanh' = 1 - tanh^2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V MultiplySlope(V value, float* activation)
    {
        V h = TSimd.Load(activation);
        return TSimd.Multiply(value, TSimd.Subtract(TSimd.Create(1f), TSimd.Multiply(h, h)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddToLanes(in Operands q, int row, V value)
    {
        float* sums = q.LaneSums + ((nint)row * TSimd.Lanes);
        TSimd.Store(sums, TSimd.Add(TSimd.Load(sums), value));
    }
}
