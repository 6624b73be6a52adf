using System.Numerics;
using GenEft.Numerics;

namespace GenEft.Relations;

/// <summary>Strict partial orders of a few labelled elements, all equally likely.</summary>
internal static class RandomPartialOrder
{
    /// <summary>The most elements: ten take a second, and each further one fifty times as long.</summary>
    public const int MaximumCount = 10;

    /// <summary>Draws one: [k] bits of the elements before each.</summary>
    /// <remarks>
    /// Elements in a random order choose which of those placed so far come before them, by fair coins, until a choice is not closed
    /// downward: then all is drawn anew. An order that comes out has as many chances as it has linear extensions, and is kept with one
    /// over that number.
    /// </remarks>
    /// <param name="count">k, at most MaximumCount.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public static int[] Draw(int count, ref CounterRandom random, CancellationToken cancelToken)
    {
        Span<int> before = stackalloc int[MaximumCount];   // by place
        for (long trial = 0; ; trial++)
        {
            if (trial % 65_536 == 0)
            {
                cancelToken.ThrowIfCancellationRequested();
            }

            ulong bits = random.NextBits();   // 45 are enough for ten elements
            int place = 0;
            for (; place < count; place++)
            {
                int chosen = (int)bits & ((1 << place) - 1);
                bits >>= place;
                int implied = chosen;
                for (int left = chosen; left != 0; left &= left - 1)
                {
                    implied |= before[BitOperations.TrailingZeroCount(left)];
                }

                if (implied != chosen)
                {
                    break;
                }

                before[place] = chosen;
            }

            if (place == count && random.NextInt(CountExtensions(before[..count])) == 0)
            {
                return Relabel(before[..count], ref random);
            }
        }
    }

    // Paths from nothing to all, over the sets closed downward.
    private static int CountExtensions(ReadOnlySpan<int> before)
    {
        int[] paths = new int[1 << before.Length];
        paths[0] = 1;
        for (int set = 0; set < paths.Length; set++)
        {
            for (int next = 0; next < before.Length && paths[set] != 0; next++)
            {
                if ((set >> next & 1) == 0 && (before[next] & ~set) == 0)
                {
                    paths[set | (1 << next)] += paths[set];
                }
            }
        }

        return paths[^1];
    }

    private static int[] Relabel(ReadOnlySpan<int> before, ref CounterRandom random)
    {
        int[] label = [.. Enumerable.Range(0, before.Length)];
        random.Shuffle(label.AsSpan());
        int[] relabelled = new int[before.Length];
        for (int place = 0; place < before.Length; place++)
        {
            for (int left = before[place]; left != 0; left &= left - 1)
            {
                relabelled[label[place]] |= 1 << label[BitOperations.TrailingZeroCount(left)];
            }
        }

        return relabelled;
    }
}
