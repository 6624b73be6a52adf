using ILGPU;

namespace GenEft.Gpu;

/// <summary>
/// The matrix products of one chunk by one thread group: each thread holds a tile of sums in registers, 5 rows by 4 samples
/// or 5 by 5 weights, so that a load from shared memory serves several multiply-adds. Rows beyond the last are computed twice
/// and not written.
/// </summary>
internal static class GroupProduct<TActivation>
    where TActivation : struct, IDeviceActivation
{
    /// <summary>y[rows][size] = h(bias[rows] + w[rows][depth] x[depth][size]), and the slopes likewise where they are kept.</summary>
    public static void Forward(
        ArrayView<float> w, ArrayView<float> bias, ArrayView<float> x, ArrayView<float> y, ArrayView<float> slopes, int rows, int depth, int size)
    {
        int columns = size / 4;
        for (int tile = Group.IdxX; tile < (rows + 4) / 5 * columns; tile += Group.DimX)
        {
            int r = tile / columns * 5;
            int s = tile % columns;
            int last = rows - 1;
            int r1 = Least(r + 1, last), r2 = Least(r + 2, last), r3 = Least(r + 3, last), r4 = Least(r + 4, last);
            Sums sums = new(bias[r], bias[r1], bias[r2], bias[r3], bias[r4]);
            for (int k = 0; k < depth; k++)
            {
                sums.Add(
                    w[(r * depth) + k], w[(r1 * depth) + k], w[(r2 * depth) + k], w[(r3 * depth) + k], w[(r4 * depth) + k],
                    x[(k * size) + s], x[(k * size) + s + columns], x[(k * size) + s + (2 * columns)], x[(k * size) + s + (3 * columns)]);
            }

            Activate(y, slopes, (r * size) + s, columns, sums.S00, sums.S01, sums.S02, sums.S03);
            Activate(y, slopes, (r1 * size) + s, columns, sums.S10, sums.S11, sums.S12, sums.S13);
            Activate(y, slopes, (r2 * size) + s, columns, sums.S20, sums.S21, sums.S22, sums.S23);
            Activate(y, slopes, (r3 * size) + s, columns, sums.S30, sums.S31, sums.S32, sums.S33);
            Activate(y, slopes, (r4 * size) + s, columns, sums.S40, sums.S41, sums.S42, sums.S43);
        }
    }

    /// <summary>h[rows][size] becomes (w^T delta) times the slope there, with w[depth][rows] and delta[depth][size].</summary>
    public static void Backward(
        ArrayView<float> w, ArrayView<float> delta, ArrayView<float> h, ArrayView<float> slopes, int depth, int rows, int size)
    {
        int columns = size / 4;
        for (int tile = Group.IdxX; tile < (rows + 4) / 5 * columns; tile += Group.DimX)
        {
            int r = tile / columns * 5;
            int s = tile % columns;
            int last = rows - 1;
            int r1 = Least(r + 1, last), r2 = Least(r + 2, last), r3 = Least(r + 3, last), r4 = Least(r + 4, last);
            Sums sums = new(0, 0, 0, 0, 0);
            for (int k = 0; k < depth; k++)
            {
                int row = k * rows;
                sums.Add(
                    w[row + r], w[row + r1], w[row + r2], w[row + r3], w[row + r4],
                    delta[(k * size) + s], delta[(k * size) + s + columns], delta[(k * size) + s + (2 * columns)],
                    delta[(k * size) + s + (3 * columns)]);
            }

            MultiplySlope(h, slopes, (r * size) + s, columns, true, sums.S00, sums.S01, sums.S02, sums.S03);
            MultiplySlope(h, slopes, (r1 * size) + s, columns, r + 1 <= last, sums.S10, sums.S11, sums.S12, sums.S13);
            MultiplySlope(h, slopes, (r2 * size) + s, columns, r + 2 <= last, sums.S20, sums.S21, sums.S22, sums.S23);
            MultiplySlope(h, slopes, (r3 * size) + s, columns, r + 3 <= last, sums.S30, sums.S31, sums.S32, sums.S33);
            MultiplySlope(h, slopes, (r4 * size) + s, columns, r + 4 <= last, sums.S40, sums.S41, sums.S42, sums.S43);
        }
    }

    /// <summary>dw[outputs][inputs] += delta[outputs][size] x[inputs][size]^T, and db likewise; set where isFirst. A thread
    /// begins at a sample of its own, for the sake of shared memory's banks.</summary>
    public static void AddGradient(
        ArrayView<float> dw, ArrayView<float> db, ArrayView<float> delta, ArrayView<float> x, int outputs, int inputs, int size, bool isFirst)
    {
        int columns = (inputs + 4) / 5;
        int tiles = (outputs + 4) / 5 * columns;
        for (int tile = Group.IdxX; tile < tiles; tile += Group.DimX)
        {
            int o = tile / columns * 5;
            int i = tile % columns * 5;
            int lastO = outputs - 1;
            int lastI = inputs - 1;
            int o1 = Least(o + 1, lastO), o2 = Least(o + 2, lastO), o3 = Least(o + 3, lastO), o4 = Least(o + 4, lastO);
            int i1 = Least(i + 1, lastI), i2 = Least(i + 2, lastI), i3 = Least(i + 3, lastI), i4 = Least(i + 4, lastI);
            Sums sums = new(0, 0, 0, 0, 0);
            float s04 = 0, s14 = 0, s24 = 0, s34 = 0, s44 = 0;
            for (int step = 0; step < size; step++)
            {
                int s = (step + Group.IdxX) & (size - 1);
                float d0 = delta[(o * size) + s], d1 = delta[(o1 * size) + s], d2 = delta[(o2 * size) + s];
                float d3 = delta[(o3 * size) + s], d4 = delta[(o4 * size) + s];
                float x4 = x[(i4 * size) + s];
                sums.Add(d0, d1, d2, d3, d4, x[(i * size) + s], x[(i1 * size) + s], x[(i2 * size) + s], x[(i3 * size) + s]);
                s04 += d0 * x4;
                s14 += d1 * x4;
                s24 += d2 * x4;
                s34 += d3 * x4;
                s44 += d4 * x4;
            }

            int count = Least(inputs - i, 5);
            Add(dw, (o * inputs) + i, count, isFirst, sums.S00, sums.S01, sums.S02, sums.S03, s04);
            Add(dw, (o1 * inputs) + i, o + 1 <= lastO ? count : 0, isFirst, sums.S10, sums.S11, sums.S12, sums.S13, s14);
            Add(dw, (o2 * inputs) + i, o + 2 <= lastO ? count : 0, isFirst, sums.S20, sums.S21, sums.S22, sums.S23, s24);
            Add(dw, (o3 * inputs) + i, o + 3 <= lastO ? count : 0, isFirst, sums.S30, sums.S31, sums.S32, sums.S33, s34);
            Add(dw, (o4 * inputs) + i, o + 4 <= lastO ? count : 0, isFirst, sums.S40, sums.S41, sums.S42, sums.S43, s44);
        }

        for (int o = Group.IdxX; o < outputs; o += Group.DimX)
        {
            float sum = 0;
            for (int step = 0; step < size; step++)
            {
                sum += delta[(o * size) + ((step + Group.IdxX) & (size - 1))];
            }

            db[o] = isFirst ? sum : db[o] + sum;
        }
    }

    private static int Least(int left, int right) => left < right ? left : right;

    private static void Activate(ArrayView<float> y, ArrayView<float> slopes, int at, int columns, float s0, float s1, float s2, float s3)
    {
        Activate(y, slopes, at, s0);
        Activate(y, slopes, at + columns, s1);
        Activate(y, slopes, at + (2 * columns), s2);
        Activate(y, slopes, at + (3 * columns), s3);
    }

    private static void Activate(ArrayView<float> y, ArrayView<float> slopes, int at, float z)
    {
        TActivation activation = default;
        y[at] = activation.Value(z);
        if (activation.KeepsSlope)
        {
            slopes[at] = activation.Slope(z);
        }
    }

    private static void MultiplySlope(
        ArrayView<float> h, ArrayView<float> slopes, int at, int columns, bool isRow, float s0, float s1, float s2, float s3)
    {
        if (isRow)
        {
            h[at] = s0 * Slope(h, slopes, at);
            h[at + columns] = s1 * Slope(h, slopes, at + columns);
            h[at + (2 * columns)] = s2 * Slope(h, slopes, at + (2 * columns));
            h[at + (3 * columns)] = s3 * Slope(h, slopes, at + (3 * columns));
        }
    }

    private static float Slope(ArrayView<float> h, ArrayView<float> slopes, int at)
    {
        TActivation activation = default;
        return activation.KeepsSlope ? slopes[at] : activation.Slope(h[at]);
    }

    private static void Add(ArrayView<float> dw, int at, int count, bool isFirst, float s0, float s1, float s2, float s3, float s4)
    {
        Add(dw, at, count > 0, isFirst, s0);
        Add(dw, at + 1, count > 1, isFirst, s1);
        Add(dw, at + 2, count > 2, isFirst, s2);
        Add(dw, at + 3, count > 3, isFirst, s3);
        Add(dw, at + 4, count > 4, isFirst, s4);
    }

    private static void Add(ArrayView<float> dw, int at, bool isEntry, bool isFirst, float sum)
    {
        if (isEntry)
        {
            dw[at] = isFirst ? sum : dw[at] + sum;
        }
    }

    /// <summary>Twenty sums in registers.</summary>
    private struct Sums(float b0, float b1, float b2, float b3, float b4)
    {
        public float S00 = b0, S01 = b0, S02 = b0, S03 = b0;
        public float S10 = b1, S11 = b1, S12 = b1, S13 = b1;
        public float S20 = b2, S21 = b2, S22 = b2, S23 = b2;
        public float S30 = b3, S31 = b3, S32 = b3, S33 = b3;
        public float S40 = b4, S41 = b4, S42 = b4, S43 = b4;

        public void Add(
            float a0, float a1, float a2, float a3, float a4, float x0, float x1, float x2, float x3)
        {
            S00 += a0 * x0;
            S01 += a0 * x1;
            S02 += a0 * x2;
            S03 += a0 * x3;
            S10 += a1 * x0;
            S11 += a1 * x1;
            S12 += a1 * x2;
            S13 += a1 * x3;
            S20 += a2 * x0;
            S21 += a2 * x1;
            S22 += a2 * x2;
            S23 += a2 * x3;
            S30 += a3 * x0;
            S31 += a3 * x1;
            S32 += a3 * x2;
            S33 += a3 * x3;
            S40 += a4 * x0;
            S41 += a4 * x1;
            S42 += a4 * x2;
            S43 += a4 * x3;
        }
    }
}
