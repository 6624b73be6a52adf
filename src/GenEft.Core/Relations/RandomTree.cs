using GenEft.Numerics;

namespace GenEft.Relations;

/// <summary>Random labelled trees, by their n - 1 edges.</summary>
internal static class RandomTree
{
    /// <summary>Each of the n^(n-2) labelled trees is equally likely: decoded from a random Pruefer sequence.</summary>
    public static List<(int, int)> Uniform(int n, ref CounterRandom random, CancellationToken cancelToken)
    {
        List<(int, int)> edges = new(Math.Max(0, n - 1));
        if (n < 2)
        {
            return edges;
        }

        int[] sequence = new int[n - 2];
        int[] degree = new int[n];
        Array.Fill(degree, 1);
        for (int i = 0; i < sequence.Length; i++)
        {
            ThrowIfCancelled(i, cancelToken);
            sequence[i] = random.NextInt(n);
            degree[sequence[i]]++;
        }

        // The smallest leaf joins the next entry; a vertex that thereby becomes a smaller leaf is next.
        int scan = 0;
        while (degree[scan] != 1)
        {
            scan++;
        }

        int leaf = scan;
        foreach (int parent in sequence)
        {
            ThrowIfCancelled(edges.Count, cancelToken);
            edges.Add((leaf, parent));
            if (--degree[parent] == 1 && parent < scan)
            {
                leaf = parent;
            }
            else
            {
                do
                {
                    scan++;
                }
                while (degree[scan] != 1);
                leaf = scan;
            }
        }

        edges.Add((leaf, n - 1));
        return edges;
    }

    /// <summary>Each element but the first joins one before it, all of them equally likely: a random recursive tree, of depth about
    /// e log n.</summary>
    public static List<(int, int)> Recursive(int n, ref CounterRandom random, CancellationToken cancelToken)
    {
        List<(int, int)> edges = new(n - 1);
        for (int i = 1; i < n; i++)
        {
            ThrowIfCancelled(i, cancelToken);
            edges.Add((i, random.NextInt(i)));
        }

        return edges;
    }

    private static void ThrowIfCancelled(int i, CancellationToken cancelToken)
    {
        if (i % 65_536 == 0)
        {
            cancelToken.ThrowIfCancellationRequested();
        }
    }
}
