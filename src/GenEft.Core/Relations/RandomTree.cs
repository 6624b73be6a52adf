using GenEft.Numerics;

namespace GenEft.Relations;

/// <summary>Random labelled trees, both directions of each edge.</summary>
internal static class RandomTree
{
    /// <summary>Each of the n^(n-2) labelled trees is equally likely: decoded from a random Pruefer sequence.</summary>
    public static void FillUniform(BitMatrix matrix, ref CounterRandom random)
    {
        int n = matrix.Count;
        if (n < 2)
        {
            return;
        }

        int[] sequence = new int[n - 2];
        int[] degree = new int[n];
        Array.Fill(degree, 1);
        for (int i = 0; i < sequence.Length; i++)
        {
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
            matrix.SetBoth(leaf, parent);
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

        matrix.SetBoth(leaf, n - 1);
    }

    /// <summary>Each element but the first joins one before it, all of them equally likely: a random recursive tree, of depth about
    /// e log n.</summary>
    public static void FillRecursive(BitMatrix matrix, ref CounterRandom random)
    {
        for (int i = 1; i < matrix.Count; i++)
        {
            matrix.SetBoth(i, random.NextInt(i));
        }
    }
}
