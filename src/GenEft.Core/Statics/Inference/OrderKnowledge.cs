using System.Numerics;
using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Statics.Inference;

/// <summary>What known pairs of a total order tell without guessing: of two elements one comes first (antisymmetry), and before
/// and before is before (transitivity). Rows of bits.</summary>
internal sealed class OrderKnowledge
{
    private readonly BitMatrix _after;   // bit j of row i: j is known to come after i

    private OrderKnowledge(BitMatrix after, int[] order, bool isReflexive)
    {
        _after = after;
        Order = order;
        IsReflexive = isReflexive;
        KnownCount = after.BitCount;
    }

    /// <summary>The number of elements n.</summary>
    public int Count => _after.Count;

    /// <summary>The number of 64-bit words of a row.</summary>
    public int Words => _after.WordsPerRow;

    /// <summary>Unordered pairs of which it is known which element comes first.</summary>
    public long KnownCount { get; }

    /// <summary>The number of ordered pairs, diagonal included, that are known or follow.</summary>
    public long InferableCount => Count + (2 * KnownCount);

    /// <summary>One order of the elements that agrees with what is known.</summary>
    public int[] Order { get; }

    /// <summary>Whether every element is related to itself: as a known pair of the diagonal says, and otherwise not, as in
    /// greater-than.</summary>
    public bool IsReflexive { get; }

    /// <summary>Whether i is known to come before j.</summary>
    public bool IsBefore(int i, int j) => _after[i, j];

    /// <summary>Draws the conclusions.</summary>
    /// <param name="known">Known pairs: related means that the first comes before the second. One of the diagonal tells the rest of
    /// it.</param>
    /// <param name="count">n.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ContradictingSample.</exception>
    public static OrderKnowledge From(PairSet known, int count, CancellationToken cancelToken = default)
    {
        BitMatrix after = new(count);
        for (int pair = 0; pair < known.Count; pair++)
        {
            (int i, int j) = known.Related[pair]
                ? (known.First[pair], known.Second[pair]) : (known.Second[pair], known.First[pair]);
            if (i != j)
            {
                after.Set(i, j);
            }
        }

        bool isReflexive = IsReflexiveBy(known);
        int[] order = Sort(after, known.Labels);
        foreach (int i in order.Reverse())
        {
            // What comes directly after i is complete already.
            cancelToken.ThrowIfCancellationRequested();
            Span<ulong> row = after.Row(i);
            for (int word = 0; word < row.Length; word++)
            {
                for (ulong left = row[word]; left != 0; left &= left - 1)
                {
                    int j = (word * 64) + BitOperations.TrailingZeroCount(left);
                    BitRow.UnionWith(row, after.Row(j));
                    left &= ~after.Row(j)[word] | (1UL << (j & 63));   // theirs are there already
                }
            }
        }

        return new OrderKnowledge(after, order, isReflexive);
    }

    private static bool IsReflexiveBy(PairSet known)
    {
        int[] loops = [.. Enumerable.Range(0, known.Count).Where(pair => known.First[pair] == known.Second[pair])];
        int other = Array.FindIndex(loops, pair => known.Related[pair] != known.Related[loops[0]]);
        return other < 0 ? loops.Length > 0 && known.Related[loops[0]] : throw new GenEftException(
            ErrorIds.ContradictingSample,
            $"An order relates every element to itself or none; the sample has {Name(loops[0])} {Says(loops[0])} and {Name(loops[other])} {Says(loops[other])}.",
            known.First[loops[other]]);

        string Name(int pair) => $"({Contradiction.Name(known.Labels, known.First[pair])}, {Contradiction.Name(known.Labels, known.First[pair])})";

        string Says(int pair) => known.Related[pair] ? "related" : "unrelated";
    }

    // Kahn's algorithm; what it cannot place holds a circle.
    private static int[] Sort(BitMatrix after, IReadOnlyList<string>? labels)
    {
        int[] before = new int[after.Count];
        for (int i = 0; i < before.Length; i++)
        {
            foreach (int j in BitRow.MembersOf(after.Row(i)))
            {
                before[j]++;
            }
        }

        List<int> order = [.. Enumerable.Range(0, before.Length).Where(i => before[i] == 0)];
        for (int head = 0; head < order.Count; head++)
        {
            foreach (int j in BitRow.MembersOf(after.Row(order[head])))
            {
                if (--before[j] == 0)
                {
                    order.Add(j);
                }
            }
        }

        return order.Count == before.Length ? [.. order] : throw Circle(after, before, labels);
    }

    // Every element left over has one before it that is left over too: going back, one is met again.
    private static GenEftException Circle(BitMatrix after, int[] before, IReadOnlyList<string>? labels)
    {
        int[] left = [.. Enumerable.Range(0, before.Length).Where(i => before[i] > 0)];
        List<int> way = [left[0]];
        while (true)
        {
            int from = left.First(i => after[i, way[^1]]);
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
