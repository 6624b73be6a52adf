using GenEft.Libraries;
using GenEft.Numerics;

namespace GenEft.Relations;

/// <summary>Partitions of n elements into classes, all equally likely.</summary>
internal static class RandomPartition
{
    /// <summary>Draws one: [n] the class of each element.</summary>
    /// <param name="count">n, at least 1.</param>
    /// <param name="classCount">k, from 1 to n; null for partitions into any number of classes.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public static int[] Draw(int count, int? classCount, ref CounterRandom random, CancellationToken cancelToken)
    {
        if (classCount is not int k)
        {
            // Stam (1983): k boxes with probability k^n / (k! e B_n), every element into one of them; empty ones are forgotten.
            int boxes = DrawIndex([.. Enumerable.Range(0, (2 * count) + 50).Select(i =>
                (count * Math.Log(i + 1)) - SpecialFunction.LogGamma(i + 2))], ref random) + 1;
            int[] boxOf = new int[count];
            foreach (ref int box in boxOf.AsSpan())
            {
                box = random.NextInt(boxes);
            }

            return boxOf;
        }

        int[] classOf = new int[count];
        int next = 0;
        int[] sizes = DrawSizes(count, k, ref random, cancelToken);
        for (int c = 0; c < k; c++)
        {
            classOf.AsSpan(next, sizes[c]).Fill(c);
            next += sizes[c];
        }

        random.Shuffle(classOf.AsSpan(), cancelToken);
        return classOf;
    }

    /// <summary>An index with probability proportional to exp(weight).</summary>
    public static int DrawIndex(double[] logWeights, ref CounterRandom random)
    {
        double top = logWeights.Max();
        double[] cumulative = new double[logWeights.Length];
        double sum = 0;
        for (int i = 0; i < cumulative.Length; i++)
        {
            cumulative[i] = sum += Math.Exp(logWeights[i] - top);
        }

        return Find(cumulative, random.NextDouble() * sum);
    }

    // Sizes of k labelled classes, none empty, with probability proportional to 1 / (s_1! ... s_k!): Poisson numbers without zero,
    // drawn again until they add up to n (Duchon et al. 2004). Any mean does; with n/k few tries are needed.
    private static int[] DrawSizes(int count, int k, ref CounterRandom random, CancellationToken cancelToken)
    {
        int[] sizes = new int[k];
        if (k == 1 || k == count)
        {
            Array.Fill(sizes, count / k);
            return sizes;
        }

        // x / (1 - exp(-x)) = n/k, by Newton's iteration on a convex function from the right.
        double mean = (double)count / k;
        double rate = mean;
        for (int i = 0; i < 100; i++)
        {
            double e = Math.Exp(-rate);
            rate -= ((rate / (1 - e)) - mean) / ((1 - e - (rate * e)) / ((1 - e) * (1 - e)));
        }

        int largest = Math.Min(count - k + 1, (int)(rate + (12 * Math.Sqrt(rate)) + 40));   // beyond it is below 1e-17
        double[] cumulative = new double[largest];
        double sum = 0;
        for (int s = 1; s <= largest; s++)
        {
            cumulative[s - 1] = sum += Math.Exp((s * Math.Log(rate)) - rate - SpecialFunction.LogGamma(s + 1));
        }

        while (true)
        {
            cancelToken.ThrowIfCancellationRequested();
            int left = count;
            for (int c = 0; c < k && left >= 0; c++)
            {
                left -= sizes[c] = Find(cumulative, random.NextDouble() * sum) + 1;
            }

            if (left == 0)
            {
                return sizes;
            }
        }
    }

    // The first entry above a value.
    private static int Find(double[] cumulative, double value)
    {
        int place = Array.BinarySearch(cumulative, value);
        return Math.Min(place >= 0 ? place + 1 : ~place, cumulative.Length - 1);
    }
}
