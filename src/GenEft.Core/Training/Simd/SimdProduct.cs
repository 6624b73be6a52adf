using System.Runtime.CompilerServices;

namespace GenEft;

/// <summary>
/// y[rows][64] = bias[rows] + W[rows][depth] x[depth][64] for one chunk of samples. Strides let one routine serve the
/// forward pass (W as it lies) and the backward pass (its transpose), so nothing is ever transposed in memory.
/// Tiles hold rows x vectors of sums in registers: 20 multiply-adds for 9 loads in the largest.
/// </summary>
internal static unsafe class SimdProduct<TSimd, V>
    where TSimd : struct, ISimd<V>
    where V : struct
{
    /// <summary>Multiplies one chunk.</summary>
    /// <param name="w">W; entry (r, k) lies at r rowStride + k columnStride.</param>
    /// <param name="rowStride">Floats from row to row.</param>
    /// <param name="columnStride">Floats from column to column.</param>
    /// <param name="rows">Rows of W and y.</param>
    /// <param name="depth">Columns of W, rows of x.</param>
    /// <param name="bias">[rows], or null for 0.</param>
    /// <param name="x">[depth][64].</param>
    /// <param name="y">[rows][64].</param>
    /// <param name="vectors">Vectors of the chunk that hold samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        float* w, nint rowStride, nint columnStride, int rows, int depth, float* bias, float* x, float* y, int vectors)
    {
        int r = 0;
        for (; r + 5 <= rows; r += 5)
        {
            float* tileW = w + (r * rowStride);
            float* tileY = y + (r * Chunk.Size);
            float* tileBias = bias is null ? null : bias + r;
            int v = 0;
            if (TSimd.HasManyRegisters)
            {
                for (; v + 4 <= vectors; v += 4)
                {
                    Tile5x4(tileW, rowStride, columnStride, depth, tileBias, x + (v * TSimd.Lanes), tileY + (v * TSimd.Lanes));
                }
            }

            for (; v + 2 <= vectors; v += 2)
            {
                Tile5x2(tileW, rowStride, columnStride, depth, tileBias, x + (v * TSimd.Lanes), tileY + (v * TSimd.Lanes));
            }

            if (v < vectors)
            {
                Tile5x1(tileW, rowStride, columnStride, depth, tileBias, x + (v * TSimd.Lanes), tileY + (v * TSimd.Lanes));
            }
        }

        for (; r < rows; r++)
        {
            float* tileW = w + (r * rowStride);
            float* tileY = y + (r * Chunk.Size);
            float* tileBias = bias is null ? null : bias + r;
            int v = 0;
            for (; v + 4 <= vectors; v += 4)
            {
                Tile1x4(tileW, columnStride, depth, tileBias, x + (v * TSimd.Lanes), tileY + (v * TSimd.Lanes));
            }

            for (; v < vectors; v++)
            {
                Tile1x1(tileW, columnStride, depth, tileBias, x + (v * TSimd.Lanes), tileY + (v * TSimd.Lanes));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile5x4(float* w, nint rowStride, nint columnStride, int depth, float* bias, float* x, float* y)
    {
        nint lanes = TSimd.Lanes;
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
        for (int k = 0; k < depth; k++)
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

        TSimd.Store(y, s00);
        TSimd.Store(y + lanes, s01);
        TSimd.Store(y + (2 * lanes), s02);
        TSimd.Store(y + (3 * lanes), s03);
        TSimd.Store(y + Chunk.Size, s10);
        TSimd.Store(y + Chunk.Size + lanes, s11);
        TSimd.Store(y + Chunk.Size + (2 * lanes), s12);
        TSimd.Store(y + Chunk.Size + (3 * lanes), s13);
        TSimd.Store(y + (2 * Chunk.Size), s20);
        TSimd.Store(y + (2 * Chunk.Size) + lanes, s21);
        TSimd.Store(y + (2 * Chunk.Size) + (2 * lanes), s22);
        TSimd.Store(y + (2 * Chunk.Size) + (3 * lanes), s23);
        TSimd.Store(y + (3 * Chunk.Size), s30);
        TSimd.Store(y + (3 * Chunk.Size) + lanes, s31);
        TSimd.Store(y + (3 * Chunk.Size) + (2 * lanes), s32);
        TSimd.Store(y + (3 * Chunk.Size) + (3 * lanes), s33);
        TSimd.Store(y + (4 * Chunk.Size), s40);
        TSimd.Store(y + (4 * Chunk.Size) + lanes, s41);
        TSimd.Store(y + (4 * Chunk.Size) + (2 * lanes), s42);
        TSimd.Store(y + (4 * Chunk.Size) + (3 * lanes), s43);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile5x2(float* w, nint rowStride, nint columnStride, int depth, float* bias, float* x, float* y)
    {
        nint lanes = TSimd.Lanes;
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
        for (int k = 0; k < depth; k++)
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

        TSimd.Store(y, s00);
        TSimd.Store(y + lanes, s01);
        TSimd.Store(y + Chunk.Size, s10);
        TSimd.Store(y + Chunk.Size + lanes, s11);
        TSimd.Store(y + (2 * Chunk.Size), s20);
        TSimd.Store(y + (2 * Chunk.Size) + lanes, s21);
        TSimd.Store(y + (3 * Chunk.Size), s30);
        TSimd.Store(y + (3 * Chunk.Size) + lanes, s31);
        TSimd.Store(y + (4 * Chunk.Size), s40);
        TSimd.Store(y + (4 * Chunk.Size) + lanes, s41);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile5x1(float* w, nint rowStride, nint columnStride, int depth, float* bias, float* x, float* y)
    {
        nint lanes = TSimd.Lanes;
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
        for (int k = 0; k < depth; k++)
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

        TSimd.Store(y, s00);
        TSimd.Store(y + Chunk.Size, s10);
        TSimd.Store(y + (2 * Chunk.Size), s20);
        TSimd.Store(y + (3 * Chunk.Size), s30);
        TSimd.Store(y + (4 * Chunk.Size), s40);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x4(float* w, nint columnStride, int depth, float* bias, float* x, float* y)
    {
        nint lanes = TSimd.Lanes;
        V b0 = TSimd.Create(bias is null ? 0f : bias[0]);
        V s00 = b0, s01 = b0, s02 = b0, s03 = b0;
        float* w0 = w;
        for (int k = 0; k < depth; k++)
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

        TSimd.Store(y, s00);
        TSimd.Store(y + lanes, s01);
        TSimd.Store(y + (2 * lanes), s02);
        TSimd.Store(y + (3 * lanes), s03);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x1(float* w, nint columnStride, int depth, float* bias, float* x, float* y)
    {
        nint lanes = TSimd.Lanes;
        V b0 = TSimd.Create(bias is null ? 0f : bias[0]);
        V s00 = b0;
        float* w0 = w;
        for (int k = 0; k < depth; k++)
        {
            V x0 = TSimd.Load(x);
            V a0 = TSimd.Create(*w0);
            s00 = TSimd.MultiplyAdd(a0, x0, s00);
            w0 += columnStride;
            x += Chunk.Size;
        }

        TSimd.Store(y, s00);
    }
}
