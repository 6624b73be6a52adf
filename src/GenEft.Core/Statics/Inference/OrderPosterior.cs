using GenEft.Numerics;

namespace GenEft.Statics.Inference;

/// <summary>
/// The bound for a total order: every order that agrees with the sample is equally likely. Where one stretch of elements is known to
/// come wholly before another, the two are independent; a stretch's orders are counted over its down-sets, or drawn.
/// </summary>
internal sealed class OrderPosterior(OrderKnowledge known, PosteriorSettings settings)
{
    /// <summary>Appendix D: probabilities from 1000 random orders, here uniform ones.</summary>
    /// <param name="seed">Of the draws.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public PosteriorBound PaperBound(long seed, CancellationToken cancelToken)
    {
        bool isExact = true;
        double sum = known.InferableCount;
        int part = 0;
        foreach (int[] stretch in Stretches())
        {
            PairCounts counts = Draw(stretch, seed, part++, cancelToken);
            isExact = false;
            sum += Sum(stretch, counts.PlugIn);
        }

        return Bound(sum, isExact);
    }

    /// <summary>The posterior itself.</summary>
    /// <param name="seed">Of the draws.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ExactOverBudget where draws are not allowed.</exception>
    public PosteriorBound ExactBound(long seed, CancellationToken cancelToken)
    {
        bool isExact = true;
        double sum = known.InferableCount;
        int part = 0;
        foreach (int[] stretch in Stretches())
        {
            if (Count(stretch, cancelToken) is { } first)
            {
                sum += Sum(stretch, (a, b) => Math.Max(first[a, b], first[b, a]));
            }
            else if (settings.AllowSampling)
            {
                isExact = false;
                sum += Sum(stretch, Draw(stretch, seed, part, cancelToken).Split);
            }
            else
            {
                throw settings.OverBudget(stretch.Length);
            }

            part++;
        }

        return Bound(sum, isExact);
    }

    /// <summary>[n, n] the exact probability that one element comes before another.</summary>
    /// <exception cref="GenEftException">ExactOverBudget.</exception>
    public double[,] Probabilities(CancellationToken cancelToken)
    {
        double[,] before = new double[known.Count, known.Count];
        for (int i = 0; i < known.Count; i++)
        {
            for (int j = 0; j < known.Count; j++)
            {
                before[i, j] = known.IsBefore(i, j) ? 1 : 0;
            }
        }

        foreach (int[] stretch in Stretches())
        {
            double[,] first = Count(stretch, cancelToken) ?? throw settings.OverBudget(stretch.Length);
            for (int a = 0; a < stretch.Length; a++)
            {
                for (int b = 0; b < stretch.Length; b++)
                {
                    // What is known is so, to the last bit.
                    bool isKnown = known.IsBefore(stretch[a], stretch[b]) || known.IsBefore(stretch[b], stretch[a]);
                    before[stretch[a], stretch[b]] = isKnown ? before[stretch[a], stretch[b]] : first[a, b];
                }
            }
        }

        return before;
    }

    // Of at least two elements, in an order that agrees with what is known: cut where all before is known to come before all
    // after. Until the last place of an element not known to come after one of those so far, no cut can fall.
    private List<int[]> Stretches()
    {
        int[] order = known.Order;
        List<int[]> stretches = [];
        int start = 0;
        int end = 0;
        for (int place = 0; place < order.Length; place++)
        {
            for (int other = order.Length - 1; other > Math.Max(end, place); other--)
            {
                if (!known.IsBefore(order[place], order[other]))
                {
                    end = other;
                    break;
                }
            }

            if (end <= place)
            {
                if (place > start)
                {
                    stretches.Add(order[start..(place + 1)]);
                }

                start = end = place + 1;
            }
        }

        return stretches;
    }

    // Elements stand by how many are known before and after them, which keeps those apart that are known in order.
    private double[,]? Count(int[] stretch, CancellationToken cancelToken)
    {
        int c = stretch.Length;
        int[] height = new int[c];
        for (int a = 0; a < c; a++)
        {
            cancelToken.ThrowIfCancellationRequested();
            for (int b = 0; b < c; b++)
            {
                height[a] += known.IsBefore(stretch[b], stretch[a]) ? 1 : known.IsBefore(stretch[a], stretch[b]) ? -1 : 0;
            }
        }

        int[] order = [.. Enumerable.Range(0, c).OrderBy(a => height[a])];
        bool[,] isBefore = new bool[c, c];
        for (int a = 0; a < c; a++)
        {
            cancelToken.ThrowIfCancellationRequested();
            for (int b = 0; b < c; b++)
            {
                isBefore[a, b] = known.IsBefore(stretch[order[a]], stretch[order[b]]);
            }
        }

        if (DownSetPosterior.Compute(isBefore, settings.Budget, cancelToken) is not { } placed)
        {
            return null;
        }

        double[,] first = new double[c, c];
        for (int a = 0; a < c; a++)
        {
            for (int b = 0; b < c; b++)
            {
                first[order[a], order[b]] = placed[a, b];
            }
        }

        return first;
    }

    private PairCounts Draw(int[] stretch, long seed, int part, CancellationToken cancelToken)
    {
        int c = stretch.Length;
        bool[] isBefore = new bool[c * c];
        for (int a = 0; a < c; a++)
        {
            for (int b = 0; b < c; b++)
            {
                isBefore[(a * c) + b] = known.IsBefore(stretch[a], stretch[b]);
            }
        }

        LinearExtensionSampler sampler = new(c, isBefore, [.. Enumerable.Range(0, c)]);
        CounterRandom seeds = new(seed, RandomPurpose.Extension, -1 - part);
        PairCounts counts = new(c, settings.DrawCount);
        for (int draw = 0; draw < settings.DrawCount; draw++)
        {
            // The two halves, which are held against each other, start anew.
            ReadOnlySpan<int> order = draw == 0 || draw == settings.DrawCount / 2
                ? sampler.Draw((long)seeds.NextBits(), cancelToken) : sampler.DrawNext(cancelToken);
            int[] of = counts.Of(draw);
            for (int place = 0; place < c; place++)
            {
                Span<int> row = of.AsSpan(order[place] * c, c);
                foreach (int later in order[(place + 1)..])
                {
                    row[later]++;
                }
            }
        }

        return counts;
    }

    private double Sum(int[] stretch, Func<int, int, double> best)
    {
        double sum = 0;
        for (int a = 0; a < stretch.Length; a++)
        {
            for (int b = a + 1; b < stretch.Length; b++)
            {
                if (!known.IsBefore(stretch[a], stretch[b]))
                {
                    sum += 2 * best(a, b);
                }
            }
        }

        return sum;
    }

    private PosteriorBound Bound(double sum, bool isExact)
    {
        double pairs = (double)known.Count * known.Count;
        return new PosteriorBound(known.InferableCount / pairs, sum / pairs, isExact);
    }
}
