using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <summary>
/// y[rows][64] = bias[rows] + W[rows][depth] x[depth][64] for one chunk of samples. Strides let one routine serve the
/// forward pass (W as it lies) and the backward pass (its transpose), so nothing is ever transposed in memory.
/// Tiles hold rows x vectors of sums in registers: 20 multiply-adds for 9 loads in the largest. A backward product
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

        /// <summary>[Depth][64].</summary>
        public required float* X { get; init; }

        /// <summary>[Rows][64].</summary>
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
        for (; r + 5 <= q.Rows; r += 5)
        {
            int v = 0;
            if (TSimd.HasManyRegisters)
            {
                for (; v + 4 <= q.Vectors; v += 4)
                {
                    Tile5x4(q, r, v);
                }
            }

            for (; v + 2 <= q.Vectors; v += 2)
            {
                Tile5x2(q, r, v);
            }

            if (v < q.Vectors)
            {
                Tile5x1(q, r, v);
            }
        }

        if (TSimd.HasManyRegisters && q.Rows - r == 4 && q.Vectors % 4 == 0)
        {
            // The decoder's input at two dimensions, widths like 64.
            for (int v = 0; v < q.Vectors; v += 4)
            {
                Tile4x4(q, r, v);
            }

            return;
        }

        for (; r < q.Rows; r++)
        {
            int v = 0;
            for (; v + 4 <= q.Vectors; v += 4)
            {
                Tile1x4(q, r, v);
            }

            for (; v < q.Vectors; v++)
            {
                Tile1x1(q, r, v);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile5x4(in Operands q, int r, int v)
    {
        nint lanes = TSimd.Lanes;
        nint rowStride = q.RowStride;
        nint columnStride = q.ColumnStride;
        float* w = q.W + (r * rowStride);
        float* bias = q.Bias is null ? null : q.Bias + r;
        float* x = q.X + (v * lanes);
        V b0 = TSimd.Create(bias is null ? 0f : bias[0]);
        V s00 = b0, s01 = b0, s02 = b0, s03 = b0;
        V b1 = TSimd.Create(bias is null ? 0f : bias[1]);
        V s10 = b1, s11 = b1, s12 = b1, s13 = b1;
        V b2 = TSimd.Create(bias is null ? 0f : bias[2]);
        V s20 = b2, s21 = b2, s22 = b2, s23 = b2;
        V b3 = TSimd.Create(bias is null ? 0f : bias[3]);
        V s30 = b3, s31 = b3, s32 = b3, s33 = b3;
        V b4 = TSimd.Create(bias is null ? 0f : bias[4]);
        V s40 = b4, s41 = b4, s42 = b4, s43 = b4;
        float* w0 = w, w1 = w0 + rowStride, w2 = w1 + rowStride, w3 = w2 + rowStride, w4 = w3 + rowStride;
        for (int k = 0; k < q.Depth; k++)
        {
            V x0 = TSimd.Load(x);
            V x1 = TSimd.Load(x + lanes);
            V x2 = TSimd.Load(x + (2 * lanes));
            V x3 = TSimd.Load(x + (3 * lanes));
            V a0 = TSimd.Create(*w0);
            s00 = TSimd.MultiplyAdd(a0, x0, s00);
            s01 = TSimd.MultiplyAdd(a0, x1, s01);
            s02 = TSimd.MultiplyAdd(a0, x2, s02);
            s03 = TSimd.MultiplyAdd(a0, x3, s03);
            V a1 = TSimd.Create(*w1);
            s10 = TSimd.MultiplyAdd(a1, x0, s10);
            s11 = TSimd.MultiplyAdd(a1, x1, s11);
            s12 = TSimd.MultiplyAdd(a1, x2, s12);
            s13 = TSimd.MultiplyAdd(a1, x3, s13);
            V a2 = TSimd.Create(*w2);
            s20 = TSimd.MultiplyAdd(a2, x0, s20);
            s21 = TSimd.MultiplyAdd(a2, x1, s21);
            s22 = TSimd.MultiplyAdd(a2, x2, s22);
            s23 = TSimd.MultiplyAdd(a2, x3, s23);
            V a3 = TSimd.Create(*w3);
            s30 = TSimd.MultiplyAdd(a3, x0, s30);
            s31 = TSimd.MultiplyAdd(a3, x1, s31);
            s32 = TSimd.MultiplyAdd(a3, x2, s32);
            s33 = TSimd.MultiplyAdd(a3, x3, s33);
            V a4 = TSimd.Create(*w4);
            s40 = TSimd.MultiplyAdd(a4, x0, s40);
            s41 = TSimd.MultiplyAdd(a4, x1, s41);
            s42 = TSimd.MultiplyAdd(a4, x2, s42);
            s43 = TSimd.MultiplyAdd(a4, x3, s43);
            w0 += columnStride;
            w1 += columnStride;
            w2 += columnStride;
            w3 += columnStride;
            w4 += columnStride;
            x += Chunk.Size;
        }

        Finish(q, r, v, s00, s01, s02, s03);
        Finish(q, r + 1, v, s10, s11, s12, s13);
        Finish(q, r + 2, v, s20, s21, s22, s23);
        Finish(q, r + 3, v, s30, s31, s32, s33);
        Finish(q, r + 4, v, s40, s41, s42, s43);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x4(in Operands q, int r, int v)
    {
        nint lanes = TSimd.Lanes;
        nint rowStride = q.RowStride;
        nint columnStride = q.ColumnStride;
        float* w = q.W + (r * rowStride);
        float* bias = q.Bias is null ? null : q.Bias + r;
        float* x = q.X + (v * lanes);
        V b0 = TSimd.Create(bias is null ? 0f : bias[0]);
        V s00 = b0, s01 = b0, s02 = b0, s03 = b0;
        V b1 = TSimd.Create(bias is null ? 0f : bias[1]);
        V s10 = b1, s11 = b1, s12 = b1, s13 = b1;
        V b2 = TSimd.Create(bias is null ? 0f : bias[2]);
        V s20 = b2, s21 = b2, s22 = b2, s23 = b2;
        V b3 = TSimd.Create(bias is null ? 0f : bias[3]);
        V s30 = b3, s31 = b3, s32 = b3, s33 = b3;
        float* w0 = w, w1 = w0 + rowStride, w2 = w1 + rowStride, w3 = w2 + rowStride;
        for (int k = 0; k < q.Depth; k++)
        {
            V x0 = TSimd.Load(x);
            V x1 = TSimd.Load(x + lanes);
            V x2 = TSimd.Load(x + (2 * lanes));
            V x3 = TSimd.Load(x + (3 * lanes));
            V a0 = TSimd.Create(*w0);
            s00 = TSimd.MultiplyAdd(a0, x0, s00);
            s01 = TSimd.MultiplyAdd(a0, x1, s01);
            s02 = TSimd.MultiplyAdd(a0, x2, s02);
            s03 = TSimd.MultiplyAdd(a0, x3, s03);
            V a1 = TSimd.Create(*w1);
            s10 = TSimd.MultiplyAdd(a1, x0, s10);
            s11 = TSimd.MultiplyAdd(a1, x1, s11);
            s12 = TSimd.MultiplyAdd(a1, x2, s12);
            s13 = TSimd.MultiplyAdd(a1, x3, s13);
            V a2 = TSimd.Create(*w2);
            s20 = TSimd.MultiplyAdd(a2, x0, s20);
            s21 = TSimd.MultiplyAdd(a2, x1, s21);
            s22 = TSimd.MultiplyAdd(a2, x2, s22);
            s23 = TSimd.MultiplyAdd(a2, x3, s23);
            V a3 = TSimd.Create(*w3);
            s30 = TSimd.MultiplyAdd(a3, x0, s30);
            s31 = TSimd.MultiplyAdd(a3, x1, s31);
            s32 = TSimd.MultiplyAdd(a3, x2, s32);
            s33 = TSimd.MultiplyAdd(a3, x3, s33);
            w0 += columnStride;
            w1 += columnStride;
            w2 += columnStride;
            w3 += columnStride;
            x += Chunk.Size;
        }

        Finish(q, r, v, s00, s01, s02, s03);
        Finish(q, r + 1, v, s10, s11, s12, s13);
        Finish(q, r + 2, v, s20, s21, s22, s23);
        Finish(q, r + 3, v, s30, s31, s32, s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile5x2(in Operands q, int r, int v)
    {
        nint lanes = TSimd.Lanes;
        nint rowStride = q.RowStride;
        nint columnStride = q.ColumnStride;
        float* w = q.W + (r * rowStride);
        float* bias = q.Bias is null ? null : q.Bias + r;
        float* x = q.X + (v * lanes);
        V b0 = TSimd.Create(bias is null ? 0f : bias[0]);
        V s00 = b0, s01 = b0;
        V b1 = TSimd.Create(bias is null ? 0f : bias[1]);
        V s10 = b1, s11 = b1;
        V b2 = TSimd.Create(bias is null ? 0f : bias[2]);
        V s20 = b2, s21 = b2;
        V b3 = TSimd.Create(bias is null ? 0f : bias[3]);
        V s30 = b3, s31 = b3;
        V b4 = TSimd.Create(bias is null ? 0f : bias[4]);
        V s40 = b4, s41 = b4;
        float* w0 = w, w1 = w0 + rowStride, w2 = w1 + rowStride, w3 = w2 + rowStride, w4 = w3 + rowStride;
        for (int k = 0; k < q.Depth; k++)
        {
            V x0 = TSimd.Load(x);
            V x1 = TSimd.Load(x + lanes);
            V a0 = TSimd.Create(*w0);
            s00 = TSimd.MultiplyAdd(a0, x0, s00);
            s01 = TSimd.MultiplyAdd(a0, x1, s01);
            V a1 = TSimd.Create(*w1);
            s10 = TSimd.MultiplyAdd(a1, x0, s10);
            s11 = TSimd.MultiplyAdd(a1, x1, s11);
            V a2 = TSimd.Create(*w2);
            s20 = TSimd.MultiplyAdd(a2, x0, s20);
            s21 = TSimd.MultiplyAdd(a2, x1, s21);
            V a3 = TSimd.Create(*w3);
            s30 = TSimd.MultiplyAdd(a3, x0, s30);
            s31 = TSimd.MultiplyAdd(a3, x1, s31);
            V a4 = TSimd.Create(*w4);
            s40 = TSimd.MultiplyAdd(a4, x0, s40);
            s41 = TSimd.MultiplyAdd(a4, x1, s41);
            w0 += columnStride;
            w1 += columnStride;
            w2 += columnStride;
            w3 += columnStride;
            w4 += columnStride;
            x += Chunk.Size;
        }

        Finish(q, r, v, s00, s01);
        Finish(q, r + 1, v, s10, s11);
        Finish(q, r + 2, v, s20, s21);
        Finish(q, r + 3, v, s30, s31);
        Finish(q, r + 4, v, s40, s41);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile5x1(in Operands q, int r, int v)
    {
        nint lanes = TSimd.Lanes;
        nint rowStride = q.RowStride;
        nint columnStride = q.ColumnStride;
        float* w = q.W + (r * rowStride);
        float* bias = q.Bias is null ? null : q.Bias + r;
        float* x = q.X + (v * lanes);
        V b0 = TSimd.Create(bias is null ? 0f : bias[0]);
        V s00 = b0;
        V b1 = TSimd.Create(bias is null ? 0f : bias[1]);
        V s10 = b1;
        V b2 = TSimd.Create(bias is null ? 0f : bias[2]);
        V s20 = b2;
        V b3 = TSimd.Create(bias is null ? 0f : bias[3]);
        V s30 = b3;
        V b4 = TSimd.Create(bias is null ? 0f : bias[4]);
        V s40 = b4;
        float* w0 = w, w1 = w0 + rowStride, w2 = w1 + rowStride, w3 = w2 + rowStride, w4 = w3 + rowStride;
        for (int k = 0; k < q.Depth; k++)
        {
            V x0 = TSimd.Load(x);
            V a0 = TSimd.Create(*w0);
            s00 = TSimd.MultiplyAdd(a0, x0, s00);
            V a1 = TSimd.Create(*w1);
            s10 = TSimd.MultiplyAdd(a1, x0, s10);
            V a2 = TSimd.Create(*w2);
            s20 = TSimd.MultiplyAdd(a2, x0, s20);
            V a3 = TSimd.Create(*w3);
            s30 = TSimd.MultiplyAdd(a3, x0, s30);
            V a4 = TSimd.Create(*w4);
            s40 = TSimd.MultiplyAdd(a4, x0, s40);
            w0 += columnStride;
            w1 += columnStride;
            w2 += columnStride;
            w3 += columnStride;
            w4 += columnStride;
            x += Chunk.Size;
        }

        Finish(q, r, v, s00);
        Finish(q, r + 1, v, s10);
        Finish(q, r + 2, v, s20);
        Finish(q, r + 3, v, s30);
        Finish(q, r + 4, v, s40);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x4(in Operands q, int r, int v)
    {
        nint lanes = TSimd.Lanes;
        nint columnStride = q.ColumnStride;
        float* w = q.W + (r * q.RowStride);
        float* bias = q.Bias is null ? null : q.Bias + r;
        float* x = q.X + (v * lanes);
        V b0 = TSimd.Create(bias is null ? 0f : bias[0]);
        V s00 = b0, s01 = b0, s02 = b0, s03 = b0;
        float* w0 = w;
        for (int k = 0; k < q.Depth; k++)
        {
            V x0 = TSimd.Load(x);
            V x1 = TSimd.Load(x + lanes);
            V x2 = TSimd.Load(x + (2 * lanes));
            V x3 = TSimd.Load(x + (3 * lanes));
            V a0 = TSimd.Create(*w0);
            s00 = TSimd.MultiplyAdd(a0, x0, s00);
            s01 = TSimd.MultiplyAdd(a0, x1, s01);
            s02 = TSimd.MultiplyAdd(a0, x2, s02);
            s03 = TSimd.MultiplyAdd(a0, x3, s03);
            w0 += columnStride;
            x += Chunk.Size;
        }

        Finish(q, r, v, s00, s01, s02, s03);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x1(in Operands q, int r, int v)
    {
        nint lanes = TSimd.Lanes;
        nint columnStride = q.ColumnStride;
        float* w = q.W + (r * q.RowStride);
        float* bias = q.Bias is null ? null : q.Bias + r;
        float* x = q.X + (v * lanes);
        V b0 = TSimd.Create(bias is null ? 0f : bias[0]);
        V s00 = b0;
        float* w0 = w;
        for (int k = 0; k < q.Depth; k++)
        {
            V x0 = TSimd.Load(x);
            V a0 = TSimd.Create(*w0);
            s00 = TSimd.MultiplyAdd(a0, x0, s00);
            w0 += columnStride;
            x += Chunk.Size;
        }

        Finish(q, r, v, s00);
    }

    // One row of a finished tile.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in Operands q, int row, int v, V s0, V s1, V s2, V s3)
    {
        nint lanes = TSimd.Lanes;
        nint place = ((nint)row * Chunk.Size) + (v * lanes);
        if (q.Activations is not null)
        {
            s0 = MultiplySlope(s0, q.Activations + place);
            s1 = MultiplySlope(s1, q.Activations + place + lanes);
            s2 = MultiplySlope(s2, q.Activations + place + (2 * lanes));
            s3 = MultiplySlope(s3, q.Activations + place + (3 * lanes));
            AddToLanes(q, row, TSimd.Add(TSimd.Add(s0, s1), TSimd.Add(s2, s3)));
        }

        TSimd.Store(q.Y + place, s0);
        TSimd.Store(q.Y + place + lanes, s1);
        TSimd.Store(q.Y + place + (2 * lanes), s2);
        TSimd.Store(q.Y + place + (3 * lanes), s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in Operands q, int row, int v, V s0, V s1)
    {
        nint lanes = TSimd.Lanes;
        nint place = ((nint)row * Chunk.Size) + (v * lanes);
        if (q.Activations is not null)
        {
            s0 = MultiplySlope(s0, q.Activations + place);
            s1 = MultiplySlope(s1, q.Activations + place + lanes);
            AddToLanes(q, row, TSimd.Add(s0, s1));
        }

        TSimd.Store(q.Y + place, s0);
        TSimd.Store(q.Y + place + lanes, s1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(in Operands q, int row, int v, V s0)
    {
        nint place = ((nint)row * Chunk.Size) + ((nint)v * TSimd.Lanes);
        if (q.Activations is not null)
        {
            s0 = MultiplySlope(s0, q.Activations + place);
            AddToLanes(q, row, s0);
        }

        TSimd.Store(q.Y + place, s0);
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
