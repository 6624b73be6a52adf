using System.Numerics;
using GenEft.Relations;

namespace GenEft.Statics.Inference;

/// <summary>What known pairs of a total order tell without guessing: of two elements one comes first (antisymmetry), and before
/// and before is before (transitivity). Rows of bits.</summary>
internal sealed class OrderKnowledge
{
    private readonly ulong[] _after;   // [n, words] bit j of row i: j is known to come after i

    private OrderKnowledge(int count, int words, ulong[] after, int[] order)
    {
        Count = count;
        Words = words;
        _after = after;
        Order = order;
        foreach (ulong word in after)
        {
            KnownCount += BitOperations.PopCount(word);
        }
    }

    /// <summary>The number of elements n.</summary>
    public int Count { get; }

    /// <summary>The number of 64-bit words of a row.</summary>
    public int Words { get; }

    /// <summary>Unordered pairs of which it is known which element comes first.</summary>
    public long KnownCount { get; }

    /// <summary>The number of ordered pairs, diagonal included, that are known or follow.</summary>
    public long InferableCount => Count + (2 * KnownCount);

    /// <summary>One order of the elements that agrees with what is known.</summary>
    public int[] Order { get; }

    /// <summary>Whether i is known to come before j.</summary>
    public bool IsBefore(int i, int j) => (_after[(i * Words) + (j >> 6)] >> (j & 63) & 1) != 0;

    /// <summary>Draws the conclusions.</summary>
    /// <param name="known">Known pairs: related means that the first comes before the second; the diagonal says nothing.</param>
    /// <param name="count">n.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ContradictingSample.</exception>
    public static OrderKnowledge From(PairSet known, int count, CancellationToken cancelToken = default)
    {
        int words = (count + 63) / 64;
        ulong[] after = new ulong[count * words];
        for (int pair = 0; pair < known.Count; pair++)
        {
            (int i, int j) = known.Related[pair]
                ? (known.First[pair], known.Second[pair]) : (known.Second[pair], known.First[pair]);
            if (i != j)
            {
                after[(i * words) + (j >> 6)] |= 1UL << (j & 63);
            }
        }

        int[] order = Sort(after, count, words, known.Labels);
        foreach (int i in order.Reverse())
        {
            // What comes directly after i is complete already.
            cancelToken.ThrowIfCancellationRequested();
            Span<ulong> row = after.AsSpan(i * words, words);
            for (int word = 0; word < words; word++)
            {
                for (ulong left = row[word]; left != 0; left &= left - 1)
                {
                    int j = (word * 64) + BitOperations.TrailingZeroCount(left);
                    ReadOnlySpan<ulong> beyond = after.AsSpan(j * words, words);
                    for (int w = 0; w < words; w++)
                    {
                        row[w] |= beyond[w];
                    }

                    left &= ~beyond[word] | (1UL << (j & 63));
                }
            }
        }

        return new OrderKnowledge(count, words, after, order);
    }

    // Kahn's algorithm; what it cannot place holds a circle.
    private static int[] Sort(ulong[] after, int count, int words, IReadOnlyList<string>? labels)
    {
        int[] before = new int[count];
        for (int i = 0; i < count; i++)
        {
            foreach (int j in Successors(after, i, words))
            {
                before[j]++;
            }
        }

        List<int> order = [.. Enumerable.Range(0, count).Where(i => before[i] == 0)];
        for (int head = 0; head < order.Count; head++)
        {
            foreach (int j in Successors(after, order[head], words))
            {
                if (--before[j] == 0)
                {
                    order.Add(j);
                }
            }
        }

        return order.Count == count ? [.. order] : throw Circle(after, before, words, labels);
    }

    private static IEnumerable<int> Successors(ulong[] after, int i, int words)
    {
        for (int word = 0; word < words; word++)
        {
            for (ulong left = after[(i * words) + word]; left != 0; left &= left - 1)
            {
                yield return (word * 64) + BitOperations.TrailingZeroCount(left);
            }
        }
    }

    // Every element left over has one before it that is left over too: going back, one is met again.
    private static GenEftException Circle(ulong[] after, int[] before, int words, IReadOnlyList<string>? labels)
    {
        int[] left = [.. Enumerable.Range(0, before.Length).Where(i => before[i] > 0)];
        List<int> way = [left[0]];
        while (true)
        {
            int from = left.First(i => (after[(i * words) + (way[^1] >> 6)] >> (way[^1] & 63) & 1) != 0);
            int met = way.IndexOf(from);
            way.Add(from);
            if (met >= 0)
            {
                way.RemoveRange(0, met);
                break;
            }
        }

        way.Reverse();
        return new GenEftException(
            ErrorIds.ContradictingSample,
            $"The sample goes round in a circle, which no order does: {string.Join(" before ", way.Select(i => Contradiction.Name(labels, i)))}.",
            way[0]);
    }
}
