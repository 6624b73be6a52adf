using System.Numerics;

namespace GenEft;

/// <summary>
/// Total orders that agree with a partial one (its linear extensions), all equally likely: the probability that one element comes
/// before another, exactly. An extension is a path through the down-sets, which it fills element by element; counts of paths go
/// up and down through them.
/// </summary>
internal static class DownSetPosterior
{
    /// <summary>The most elements a part can have.</summary>
    public const int MaximumCount = 64;

    /// <summary>[c, c] the probability that one element comes before another; null where there are too many down-sets.</summary>
    /// <param name="before">[c] bits: the elements that are known to come before each.</param>
    /// <param name="budget">The most steps between down-sets to look at.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public static double[,]? Compute(ulong[] before, long budget, CancellationToken cancelToken)
    {
        int c = before.Length;
        List<LongList<Step>> layers = [];
        LongList<ulong> sets = [0];
        List<double[]> up = [[1]];
        long work = 0;
        for (int size = 0; size < c; size++)
        {
            cancelToken.ThrowIfCancellationRequested();
            StateTable<ulong> next = new();
            LongList<Step> steps = [];
            for (int from = 0; from < sets.Count; from++)
            {
                cancelToken.ThrowIfCancellationRequested();
                for (int i = 0; i < c; i++)
                {
                    if ((sets[from] >> i & 1) == 0 && (before[i] & ~sets[from]) == 0)
                    {
                        steps.Add(new Step(from, next.Number(sets[from] | (1UL << i)), i));
                    }
                }

                if (work + steps.Count > budget)
                {
                    return null;
                }
            }

            work += steps.Count;
            double[] weights = new double[next.States.Count];
            foreach (Step step in steps)
            {
                weights[step.To] += up[^1][step.From];
            }

            // Only ratios within a layer matter.
            up.Add(Scaled(weights));
            layers.Add(steps);
            sets = next.States;
        }

        return ReadDown(c, layers, up, cancelToken);
    }

    private static double[,] ReadDown(int c, List<LongList<Step>> layers, List<double[]> up, CancellationToken cancelToken)
    {
        double[,] first = new double[c, c];
        ulong[] sets = [(c == MaximumCount ? 0UL : 1UL << c) - 1];
        double[] down = [1];
        for (int size = c - 1; size >= 0; size--)
        {
            cancelToken.ThrowIfCancellationRequested();
            double[] below = new double[up[size].Length];
            ulong[] smaller = new ulong[below.Length];
            double all = 0;
            foreach (Step step in layers[size])
            {
                cancelToken.ThrowIfCancellationRequested();
                below[step.From] += down[step.To];
                smaller[step.From] = sets[step.To] & ~(1UL << step.Element);
                all += up[size][step.From] * down[step.To];
            }

            // Whatever is in the set that an element joins comes before it.
            foreach (Step step in layers[size])
            {
                cancelToken.ThrowIfCancellationRequested();
                double weight = up[size][step.From] * down[step.To] / all;
                for (ulong left = smaller[step.From]; left != 0; left &= left - 1)
                {
                    first[BitOperations.TrailingZeroCount(left), step.Element] += weight;
                }
            }

            (down, sets) = (Scaled(below), smaller);
        }

        return first;
    }

    private static double[] Scaled(double[] weights)
    {
        double scale = weights.Max();
        return Array.ConvertAll(weights, weight => weight / scale);
    }

    private readonly record struct Step(int From, int To, int Element);
}
