namespace GenEft.Numerics;

/// <summary>
/// The eigenvalues and eigenvectors of diag(g) - u u^T with g of at least 0, each to its own last digits, however much smaller it is than
/// the others: roots of the secular equation sum u_i^2/(g_i - lambda) = 1, found as distances from 0 or from the nearest pole, so
/// that no term is a difference of large numbers.
/// </summary>
internal sealed class RankOneSpectrum
{
    private readonly double[] _poles;      // of g, ascending, different, with a weight: [P]
    private readonly double[] _weights;    // u by pole: [P], greater than 0

    /// <param name="g">[d] the diagonal, ascending.</param>
    /// <param name="u">[d].</param>
    public RankOneSpectrum(double[] g, double[] u)
    {
        // In units of the largest there is, so that squares stay in the range of numbers.
        double unit = Math.Max(Math.Sqrt(g[^1]), u.Max(Math.Abs));
        unit = unit > 0 ? unit : 1;
        double[] diagonal = Array.ConvertAll(g, value => value / unit / unit);
        List<(double Value, double Projection, double[] Vector)> found = [];
        List<double> poles = [];
        List<double> weights = [];
        List<double[]> directions = [];
        for (int start = 0; start < g.Length;)
        {
            int end = start + 1;
            while (end < g.Length && diagonal[end] == diagonal[start])
            {
                end++;
            }

            // Of equal entries one direction has all of u, and the others none of it.
            double[][] frame = Frame(u, start, end, unit, out double weight);
            int first = weight * weight > 0 ? 1 : 0;
            if (first > 0)
            {
                poles.Add(diagonal[start]);
                weights.Add(weight);
                directions.Add(frame[0]);
            }

            double value = g[start];
            found.AddRange(frame[first..].Select(direction => (value, 0.0, direction)));
            start = end;
        }

        (_poles, _weights) = ([.. poles], [.. weights]);
        (double Value, double[] Gaps)[] roots = [.. Enumerable.Range(0, _poles.Length).Select(Solve)];
        double[] matching = MatchingWeights(roots);
        for (int root = 0; root < _poles.Length; root++)
        {
            (double value, double[] gaps) = roots[root];
            if (root == 0)
            {
                Excess = _poles.Select((pole, j) => _weights[j] * pole / gaps[j] * _weights[j]).Sum() * unit * unit;
            }

            double[] entries = [.. gaps.Select((gap, j) => matching[j] / gap)];
            double largest = entries.Max(Math.Abs);
            double norm = Math.Sqrt(entries.Sum(entry => entry / largest * (entry / largest)));
            double[] vector = new double[g.Length];
            for (int j = 0; j < entries.Length; j++)
            {
                for (int k = 0; k < vector.Length; k++)
                {
                    vector[k] += entries[j] / largest / norm * directions[j][k];
                }
            }

            // u^T (u_j/gap_j) is 1 at a root.
            found.Add((value * unit * unit, unit / largest / norm, vector));
        }

        found.Sort((a, b) => a.Value.CompareTo(b.Value));
        Values = [.. found.Select(pair => pair.Value)];
        Projection = [.. found.Select(pair => pair.Projection)];
        Vectors = new double[g.Length, g.Length];
        for (int i = 0; i < g.Length; i++)
        {
            for (int k = 0; k < g.Length; k++)
            {
                Vectors[k, i] = found[i].Vector[k];
            }
        }
    }

    /// <summary>The eigenvalues, ascending: [d].</summary>
    public double[] Values { get; }

    /// <summary>u^T u plus the smallest eigenvalue, which may be nearly its opposite: the sum of u_i^2 g_i/(g_i - lambda).</summary>
    public double Excess { get; }

    /// <summary>What the eigenvectors have of u: [d].</summary>
    public double[] Projection { get; }

    /// <summary>The eigenvectors: [d, d], columns.</summary>
    public double[,] Vectors { get; }

    /// <summary>Where a function that rises through 0 between 0 and a bound does so, to the last digits of the root.</summary>
    public static double Root(Func<double, double> rising, double bound)
    {
        (double low, double high) = (0, bound);
        while (high > double.Epsilon)
        {
            // In factors while the ends are apart, and then in steps.
            double middle = low == 0 ? high * 1e-8 : high > 2 * low ? Math.Sqrt(low) * Math.Sqrt(high) : low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            if (rising(middle) < 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    // The first lies below the first pole, each other between two. Gaps are g_j - lambda.
    private (double Value, double[] Gaps) Solve(int root)
    {
        double pole = _poles[root];
        double[] fromPole = Array.ConvertAll(_poles, other => other - pole);
        if (root > 0)
        {
            double before = _poles[root - 1];
            double half = (pole - before) / 2;
            double[] fromBefore = Array.ConvertAll(_poles, other => other - before);
            return Sum(fromBefore, -half) > 1 ? Above(before, fromBefore, half) : Below(fromPole, half);
        }

        // At 0 the sum tells the sign of the first.
        double atZero = Sum(_poles, 0);
        if (atZero > 1)
        {
            double down = Root(x => 1 - Sum(_poles, x), _weights.Sum(weight => weight * weight));
            return (-down, Array.ConvertAll(_poles, other => other + down));
        }

        return atZero == 1 ? (0, _poles)
            : Sum(_poles, -pole / 2) > 1 ? Above(0, _poles, pole / 2)
            : Below(fromPole, pole / 2);

        (double, double[]) Above(double origin, double[] distances, double bound)
        {
            double up = Root(x => Sum(distances, -x) - 1, bound);
            return (origin + up, Array.ConvertAll(distances, distance => distance - up));
        }

        (double, double[]) Below(double[] distances, double bound)
        {
            double down = Root(x => 1 - Sum(distances, x), bound);
            return (pole - down, Array.ConvertAll(distances, distance => distance + down));
        }
    }

    // The weights of which the roots found are the roots exactly (Gu and Eisenstat 1994): with them vectors of roots that lie close
    // together stand at right angles.
    private double[] MatchingWeights((double Value, double[] Gaps)[] roots)
    {
        double[] weights = new double[_poles.Length];
        for (int j = 0; j < weights.Length; j++)
        {
            // Root by root: the product itself may lie below the range of numbers.
            weights[j] = Math.Sqrt(Math.Abs(roots[j].Gaps[j]));
            for (int i = 0; i < weights.Length; i++)
            {
                weights[j] *= i == j ? 1 : Math.Sqrt(Math.Abs(roots[i].Gaps[j] / (_poles[i] - _poles[j])));
            }
        }

        return weights;
    }

    private double Sum(double[] distances, double shift)
    {
        double sum = 0;
        for (int j = 0; j < distances.Length; j++)
        {
            sum += _weights[j] / (distances[j] + shift) * _weights[j];
        }

        return sum;
    }

    // Orthonormal directions of some axes, the first along u: Householder's reflection of the first axis.
    private static double[][] Frame(double[] u, int start, int end, double unit, out double weight)
    {
        double[] part = [.. u[start..end].Select(entry => entry / unit)];
        double norm = Math.Sqrt(part.Sum(entry => entry * entry));
        weight = norm;
        double[] mirror = [.. part.Select(entry => norm > 0 ? entry / norm : 0)];
        int sign = mirror[0] > 0 ? -1 : 1;
        mirror[0] -= sign;
        double square = mirror.Sum(entry => entry * entry);
        double[][] frame = new double[end - start][];
        for (int column = 0; column < frame.Length; column++)
        {
            frame[column] = new double[u.Length];
            for (int row = 0; row < frame.Length; row++)
            {
                double reflected = (row == column ? 1 : 0) - (norm > 0 ? 2 * mirror[row] * mirror[column] / square : 0);
                frame[column][start + row] = column == 0 && norm > 0 ? sign * reflected : reflected;
            }
        }

        return frame;
    }
}
