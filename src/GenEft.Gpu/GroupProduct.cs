using ILGPU;

namespace GenEft.Gpu;

/// <summary>
/// The matrix products of one chunk by one thread group. Each thread holds a tile of sums in registers (forward 7 rows by 4 samples, backward 8 by 4,
/// gradient 5 by 8 weights) and loads four numbers at once, so that a load from shared memory serves many multiply-adds. A tile that goes beyond the last row
/// computes that one again. Where a row of samples begins <see cref="CohortShape.RowPlace"/> says.
/// </summary>
internal static class GroupProduct
{
    private const int Height = 7;
    private const int GradientHeight = 5;
    private const int FewTiles = 32;

    /// <summary>Tiles of a product with a number of rows.</summary>
    public static int Tiles(int rows, int chunkSize) => (rows + Height - 1) / Height * (chunkSize / 4);

    /// <summary>y[rows] = bias[rows] + w[rows][depth] x[depth], with depth in fours.</summary>
    public static void Forward(
        ArrayView<Float4> w, ArrayView<float> bias, ArrayView<Float4> x, ArrayView<Float4> y, int rows, int depth, int rowLength)
    {
        int columns = rowLength - 1;
        for (int tile = FirstTile(Group.IdxX, Group.DimX, columns); tile < (rows + Height - 1) / Height * columns; tile += Group.DimX)
        {
            int r = tile / columns * Height;
            int s = tile % columns;
            int last = rows - 1;
            int r1 = Least(r + 1, last), r2 = Least(r + 2, last), r3 = Least(r + 3, last);
            int r4 = Least(r + 4, last), r5 = Least(r + 5, last), r6 = Least(r + 6, last);
            Float4 s0 = new(bias[r]), s1 = new(bias[r1]), s2 = new(bias[r2]), s3 = new(bias[r3]);
            Float4 s4 = new(bias[r4]), s5 = new(bias[r5]), s6 = new(bias[r6]);
            for (int k = 0; k < depth; k++)
            {
                int at = CohortShape.RowPlace(4 * k, rowLength) + s;
                Float4 a0 = x[at];
                Float4 a1 = x[at + rowLength];
                Float4 a2 = x[at + (2 * rowLength)];
                Float4 a3 = x[at + (3 * rowLength)];
                s0.Add(w[(r * depth) + k], a0, a1, a2, a3);
                s1.Add(w[(r1 * depth) + k], a0, a1, a2, a3);
                s2.Add(w[(r2 * depth) + k], a0, a1, a2, a3);
                s3.Add(w[(r3 * depth) + k], a0, a1, a2, a3);
                s4.Add(w[(r4 * depth) + k], a0, a1, a2, a3);
                s5.Add(w[(r5 * depth) + k], a0, a1, a2, a3);
                s6.Add(w[(r6 * depth) + k], a0, a1, a2, a3);
            }

            y[CohortShape.RowPlace(r, rowLength) + s] = s0;
            y[CohortShape.RowPlace(r1, rowLength) + s] = s1;
            y[CohortShape.RowPlace(r2, rowLength) + s] = s2;
            y[CohortShape.RowPlace(r3, rowLength) + s] = s3;
            y[CohortShape.RowPlace(r4, rowLength) + s] = s4;
            y[CohortShape.RowPlace(r5, rowLength) + s] = s5;
            y[CohortShape.RowPlace(r6, rowLength) + s] = s6;
        }
    }

    /// <summary>h[rows] becomes (w^T delta) times the slope there, with w[depth][fours of rows] and delta[depth].</summary>
    public static void Backward<TActivation>(
        ArrayView<Float4> w, ArrayView<Float4> delta, ArrayView<Float4> h, ArrayView<Float4> slopes, int depth, int rows, int rowLength)
        where TActivation : struct, IDeviceActivation
    {
        int columns = rowLength - 1;
        int fours = Float4.Count(rows);
        for (int tile = FirstTile(Group.IdxX, Group.DimX, columns); tile < (fours + 1) / 2 * columns; tile += Group.DimX)
        {
            int four = tile / columns * 2;
            int next = Least(four + 1, fours - 1);
            int s = tile % columns;
            Float4 s0 = new(0), s1 = new(0), s2 = new(0), s3 = new(0), s4 = new(0), s5 = new(0), s6 = new(0), s7 = new(0);
            int row = 0;
            int at;
            int k = 0;
            for (; k + 1 < depth; k += 2)
            {
                at = CohortShape.RowPlace(k, rowLength) + s;

                // Two rows, so that one's loads hide behind the other's sums.
                Float4 left = w[row + four], right = w[row + next], a = delta[at];
                Float4 left1 = w[row + fours + four], right1 = w[row + fours + next];
                Float4 a1 = delta[at + rowLength];
                AddRows(ref s0, ref s1, ref s2, ref s3, left, a);
                AddRows(ref s4, ref s5, ref s6, ref s7, right, a);
                AddRows(ref s0, ref s1, ref s2, ref s3, left1, a1);
                AddRows(ref s4, ref s5, ref s6, ref s7, right1, a1);
                row += 2 * fours;
            }

            if (k < depth)
            {
                at = CohortShape.RowPlace(k, rowLength) + s;
                Float4 a = delta[at];
                AddRows(ref s0, ref s1, ref s2, ref s3, w[row + four], a);
                AddRows(ref s4, ref s5, ref s6, ref s7, w[row + next], a);
            }

            int r = 4 * four;
            at = CohortShape.RowPlace(r, rowLength) + s;
            MultiplySlope<TActivation>(h, slopes, at, r < rows, s0);
            MultiplySlope<TActivation>(h, slopes, at + rowLength, r + 1 < rows, s1);
            MultiplySlope<TActivation>(h, slopes, at + (2 * rowLength), r + 2 < rows, s2);
            MultiplySlope<TActivation>(h, slopes, at + (3 * rowLength), r + 3 < rows, s3);
            MultiplySlope<TActivation>(h, slopes, at + (4 * rowLength), r + 4 < rows, s4);
            MultiplySlope<TActivation>(h, slopes, at + (5 * rowLength), r + 5 < rows, s5);
            MultiplySlope<TActivation>(h, slopes, at + (6 * rowLength), r + 6 < rows, s6);
            MultiplySlope<TActivation>(h, slopes, at + (7 * rowLength), r + 7 < rows, s7);
        }
    }

    /// <summary>dw[outputs][depth] += delta[outputs] x[inputs]^T, with depth in fours, and db likewise; set where isFirst.</summary>
    public static void AddGradient(
        ArrayView<Float4> dw, ArrayView<float> db, ArrayView<Float4> delta, ArrayView<Float4> x, int outputs, int depth, int rowLength, bool isFirst)
    {
        int samples = rowLength - 1;
        int columns = (depth + 1) / 2;
        int tiles = (outputs + GradientHeight - 1) / GradientHeight * columns;
        if (tiles >= FewTiles)
        {
            // Rows of tiles as long as eight columns, where that takes no more warps.
            int padded = (columns + 7) / 8 * 8;
            int rows = tiles / columns;
            int length = ((rows * padded) + 31) / 32 == (tiles + 31) / 32 ? padded : columns;
            for (int tile = FirstTile(Group.IdxX, Group.DimX, length); tile < rows * length; tile += Group.DimX)
            {
                int row = tile / length;
                int column = tile - (row * length);
                if (column < columns)
                {
                    AddTile(dw, delta, x, row * GradientHeight, column * 2, outputs - 1, depth, rowLength, isFirst);
                }
            }
        }
        else
        {
            // Too few tiles for the threads: four weights of one output each.
            for (int i = Group.IdxX; i < outputs * depth; i += Group.DimX)
            {
                int output = i / depth;
                int at = CohortShape.RowPlace(4 * (i - (output * depth)), rowLength);
                int row = CohortShape.RowPlace(output, rowLength);
                Float4 sum = default;
                Float4 other = default;
                for (int s = 0; s < samples; s += 2)
                {
                    Float4 d = delta[row + s], e = delta[row + s + 1];
                    Float4 x0 = x[at + s], x1 = x[at + rowLength + s], x2 = x[at + (2 * rowLength) + s], x3 = x[at + (3 * rowLength) + s];
                    Float4 y0 = x[at + s + 1], y1 = x[at + rowLength + s + 1], y2 = x[at + (2 * rowLength) + s + 1], y3 = x[at + (3 * rowLength) + s + 1];
                    sum.Add(1, new(d.Dot(x0), d.Dot(x1), d.Dot(x2), d.Dot(x3)));
                    other.Add(1, new(e.Dot(y0), e.Dot(y1), e.Dot(y2), e.Dot(y3)));
                }

                sum.Add(1, other);
                if (!isFirst)
                {
                    sum.Add(1, dw[i]);
                }

                dw[i] = sum;
            }
        }

        // By the last threads, which have the least to do.
        for (int o = Group.DimX - 1 - Group.IdxX; o < outputs; o += Group.DimX)
        {
            float sum = 0;
            int row = CohortShape.RowPlace(o, rowLength);
            for (int s = 0; s < samples; s++)
            {
                sum += delta[row + s].Sum();
            }

            db[o] = isFirst ? sum : db[o] + sum;
        }
    }

    private static void AddTile(
        ArrayView<Float4> dw, ArrayView<Float4> delta, ArrayView<Float4> x, int o, int i, int lastO, int depth, int rowLength, bool isFirst)
    {
        int o1 = Least(o + 1, lastO), o2 = Least(o + 2, lastO), o3 = Least(o + 3, lastO), o4 = Least(o + 4, lastO);
        int d0 = CohortShape.RowPlace(o, rowLength), d1 = CohortShape.RowPlace(o1, rowLength), d2 = CohortShape.RowPlace(o2, rowLength);
        int d3 = CohortShape.RowPlace(o3, rowLength), d4 = CohortShape.RowPlace(o4, rowLength);
        int next = Least(i + 1, depth - 1);
        int left = CohortShape.RowPlace(4 * i, rowLength);
        int right = CohortShape.RowPlace(4 * next, rowLength);
        Weights s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
        for (int s = 0; s < rowLength - 1; s++)
        {
            Float4 x0 = x[left + s], x1 = x[left + rowLength + s], x2 = x[left + (2 * rowLength) + s], x3 = x[left + (3 * rowLength) + s];
            Float4 x4 = x[right + s], x5 = x[right + rowLength + s], x6 = x[right + (2 * rowLength) + s], x7 = x[right + (3 * rowLength) + s];
            s0.Add(delta[d0 + s], x0, x1, x2, x3, x4, x5, x6, x7);
            s1.Add(delta[d1 + s], x0, x1, x2, x3, x4, x5, x6, x7);
            s2.Add(delta[d2 + s], x0, x1, x2, x3, x4, x5, x6, x7);
            s3.Add(delta[d3 + s], x0, x1, x2, x3, x4, x5, x6, x7);
            s4.Add(delta[d4 + s], x0, x1, x2, x3, x4, x5, x6, x7);
        }

        int at = o * depth, at1 = o1 * depth, at2 = o2 * depth, at3 = o3 * depth, at4 = o4 * depth;
        if (!isFirst)
        {
            // All loads are on their way before the first store.
            s0.AddFrom(dw, at + i, at + next);
            s1.AddFrom(dw, at1 + i, at1 + next);
            s2.AddFrom(dw, at2 + i, at2 + next);
            s3.AddFrom(dw, at3 + i, at3 + next);
            s4.AddFrom(dw, at4 + i, at4 + next);
        }

        s0.Store(dw, at + i, true, next > i);
        s1.Store(dw, at1 + i, o + 1 <= lastO, next > i);
        s2.Store(dw, at2 + i, o + 2 <= lastO, next > i);
        s3.Store(dw, at3 + i, o + 3 <= lastO, next > i);
        s4.Store(dw, at4 + i, o + 4 <= lastO, next > i);
    }

    private static void AddRows(ref Float4 s0, ref Float4 s1, ref Float4 s2, ref Float4 s3, Float4 w, Float4 a)
    {
        s0.Add(w.X, a);
        s1.Add(w.Y, a);
        s2.Add(w.Z, a);
        s3.Add(w.W, a);
    }

    /// <summary>The first tile of a thread, in an order by which neighbours share what they load: a lane and its neighbour have the same column of tiles,
    /// and the next but one has the same row. Measured on an H200, a load of fours takes half the time then.</summary>
    public static int FirstTile(int thread, int threads, int columns)
    {
        int lane = thread & 31;
        int pair = lane >> 1;
        bool isOrdered = (threads & 31) == 0 && 16 % columns == 0;
        return isOrdered ? thread - lane + (((lane & 1) + (pair / columns * 2)) * columns) + (pair % columns) : thread;
    }

    private static int Least(int left, int right) => left < right ? left : right;

    private static void MultiplySlope<TActivation>(
        ArrayView<Float4> h, ArrayView<Float4> slopes, int at, bool isRow, Float4 sum)
        where TActivation : struct, IDeviceActivation
    {
        if (isRow)
        {
            h[at] = TimesSlope<TActivation>(sum, h[at], slopes[at]);
        }
    }

    /// <summary>What arrives at activations h goes through the function: times its slope, which is kept or follows from h.</summary>
    public static Float4 TimesSlope<TActivation>(Float4 sum, Float4 h, Float4 slope)
        where TActivation : struct, IDeviceActivation
    {
        TActivation activation = default;
        return activation.KeepsSlope
            ? new(sum.X * slope.X, sum.Y * slope.Y, sum.Z * slope.Z, sum.W * slope.W)
            : new(sum.X * activation.Slope(h.X), sum.Y * activation.Slope(h.Y), sum.Z * activation.Slope(h.Z), sum.W * activation.Slope(h.W));
    }

    /// <summary>The sums of a row of a tile: eight weights.</summary>
    private struct Weights
    {
        public Float4 A;
        public Float4 B;

        public void Add(Float4 d, Float4 x0, Float4 x1, Float4 x2, Float4 x3, Float4 x4, Float4 x5, Float4 x6, Float4 x7)
        {
            Add(d.X, x0.X, x1.X, x2.X, x3.X, x4.X, x5.X, x6.X, x7.X);
            Add(d.Y, x0.Y, x1.Y, x2.Y, x3.Y, x4.Y, x5.Y, x6.Y, x7.Y);
            Add(d.Z, x0.Z, x1.Z, x2.Z, x3.Z, x4.Z, x5.Z, x6.Z, x7.Z);
            Add(d.W, x0.W, x1.W, x2.W, x3.W, x4.W, x5.W, x6.W, x7.W);
        }

        public void AddFrom(ArrayView<Float4> dw, int left, int right)
        {
            A.Add(1, dw[left]);
            B.Add(1, dw[right]);
        }

        public readonly void Store(ArrayView<Float4> dw, int at, bool isRow, bool hasNext)
        {
            if (isRow)
            {
                dw[at] = A;
                if (hasNext)
                {
                    dw[at + 1] = B;
                }
            }
        }

        private void Add(float d, float x0, float x1, float x2, float x3, float x4, float x5, float x6, float x7)
        {
            A.X += d * x0;
            A.Y += d * x1;
            A.Z += d * x2;
            A.W += d * x3;
            B.X += d * x4;
            B.Y += d * x5;
            B.Z += d * x6;
            B.W += d * x7;
        }
    }
}
