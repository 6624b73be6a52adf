using GenEft.Numerics;

namespace GenEft.Relations;

/// <summary>Random pairs where few are related: the gaps between them are drawn (geometric numbers) instead of each pair, by the
/// same law in time and memory of the related pairs alone.</summary>
internal static class SparsePairs
{
    /// <summary>Each pair of an element before partSize and one from it on, with probability density.</summary>
    public static List<(int, int)> Bipartite(
        int n, int partSize, double density, ref CounterRandom random, IProgress<double>? progress, CancellationToken cancelToken)
    {
        List<(int, int)> edges = [];
        long other = n - partSize;
        for (long slot = Next(-1, density, ref random); slot < partSize * other; slot = Next(slot, density, ref random))
        {
            Tell(edges.Count, (double)slot / (partSize * other), progress, cancelToken);
            edges.Add(((int)(slot / other), partSize + (int)(slot % other)));
        }

        return edges;
    }

    /// <summary>Each free pair with probability density; symmetric and antisymmetric as <see cref="RandomRelations"/> draws them, a
    /// symmetric pair once.</summary>
    public static List<(int, int)> Free(
        int n, double density, HashSet<RelationProperty> properties, ref CounterRandom random,
        IProgress<double>? progress, CancellationToken cancelToken)
    {
        List<(int, int)> edges = [];
        bool isSymmetric = properties.Contains(RelationProperty.Symmetric);
        bool isAntisymmetric = properties.Contains(RelationProperty.Antisymmetric);
        bool isReflexive = properties.Contains(RelationProperty.Reflexive);
        if (isReflexive || !properties.Contains(RelationProperty.Irreflexive))
        {
            for (long i = Loop(-1, ref random); i < n; i = Loop(i, ref random))
            {
                Tell(edges.Count, 0, progress, cancelToken);
                edges.Add(((int)i, (int)i));
            }
        }

        // Slots are the ordered pairs of different elements, row by row; of unordered ones those with the larger first.
        bool isUnordered = isSymmetric || isAntisymmetric;
        long row = isUnordered ? 1 : 0;
        long start = 0;   // the first slot of the row
        long slots = (long)n * (n - 1) / (isUnordered ? 2 : 1);
        for (long slot = Next(-1, density, ref random); slot < slots; slot = Next(slot, density, ref random))
        {
            Tell(edges.Count, (double)slot / slots, progress, cancelToken);
            while (slot >= start + Width(row))
            {
                start += Width(row);
                row++;
            }

            int i = (int)row;
            int j = (int)(slot - start);
            j += !isUnordered && j >= i ? 1 : 0;
            edges.Add(isAntisymmetric && random.NextDouble() < 0.5 ? (j, i) : (i, j));
        }

        return edges;

        long Width(long i) => isUnordered ? i : n - 1;

        long Loop(long i, ref CounterRandom source) => isReflexive ? i + 1 : Next(i, density, ref source);
    }

    // The next of slots that are each taken with a probability.
    private static long Next(long slot, double probability, ref CounterRandom random) => probability switch
    {
        0 => long.MaxValue,
        1 => slot + 1,
        _ => slot + 1 + (long)Math.Min(1L << 60, Math.Log(1 - random.NextDouble()) / double.LogP1(-probability)),
    };

    private static void Tell(int edges, double fraction, IProgress<double>? progress, CancellationToken cancelToken)
    {
        if (edges % 4096 == 0)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report(fraction);
        }
    }
}
