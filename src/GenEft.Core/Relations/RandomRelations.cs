using GenEft.Numerics;

namespace GenEft.Relations;

/// <summary>The random relations, each with its sampling law.</summary>
internal static class RandomRelations
{
    /// <summary>Makes a relation of a random kind, or an Equivalence without class sizes, from resolved settings.</summary>
    public static Relation Create(RelationSettings s, string name, IProgress<double>? progress, CancellationToken cancelToken)
    {
        int n = s.Count!.Value;
        CounterRandom random = new(s.Seed, RandomPurpose.Relation);
        HashSet<RelationProperty> properties = [.. s.Property ?? []];
        switch (s.Kind)
        {
            case RelationKinds.Equivalence:
                return Relation.FromClasses(
                    name, s.Kind, RandomPartition.Draw(n, s.ClassCount, ref random, cancelToken), s.Seed, progress, cancelToken);
            case RelationKinds.Tree:
                return FromEdges(s.Law == RelationLaw.Recursive
                    ? RandomTree.Recursive(n, ref random, cancelToken)
                    : RandomTree.Uniform(n, ref random, cancelToken), isUndirected: true);
            case RelationKinds.IncompleteBipartite when IsSparse(2.0 * s.PartSize!.Value * (n - s.PartSize.Value)):
                return FromEdges(SparsePairs.Bipartite(
                    n, s.PartSize.Value, s.Density!.Value, ref random, progress, cancelToken), isUndirected: true);
            case RelationKinds.Random when s.Law != RelationLaw.Uniform && !properties.Contains(RelationProperty.Transitive)
                && IsSparse((double)n * n):
                return FromEdges(
                    SparsePairs.Free(n, s.Density!.Value, properties, ref random, progress, cancelToken),
                    properties.Contains(RelationProperty.Symmetric));
        }

        BitMatrix matrix = Relation.AllocateBits(n);
        switch (s.Kind)
        {
            case RelationKinds.IncompleteBipartite:
                FillBipartite(matrix, s.PartSize!.Value, s.Density!.Value, ref random, progress, cancelToken);
                break;
            case RelationKinds.Tournament:
                FillTournament(matrix, ref random, progress, cancelToken);
                break;
            case RelationKinds.Random when s.Law == RelationLaw.Uniform:
                UniformRelation.Fill(matrix, properties, ref random, progress, cancelToken);
                break;
            default:
                FillRandom(matrix, s.Density!.Value, properties, ref random, progress, cancelToken);
                break;
        }

        return Relation.FromBits(name, s.Kind, matrix, s.Seed);

        Relation FromEdges(List<(int, int)> edges, bool isUndirected) =>
            Relation.FromEdges(name, s.Kind, n, edges, null, isUndirected, s.Seed, cancelToken);

        bool IsSparse(double freePairs) => Relation.IsSparse(n, s.Density!.Value * freePairs);
    }

    /// <summary>Relates the elements of each class to one another; those of class -1 to nothing.</summary>
    public static void FillClasses(
        BitMatrix matrix, int[] classOf, IProgress<double>? progress, CancellationToken cancelToken)
    {
        int done = 0;
        foreach (IGrouping<int, int> members in Enumerable.Range(0, classOf.Length).GroupBy(i => classOf[i]).Where(group => group.Key >= 0))
        {
            int[] elements = [.. members];
            foreach (int i in elements)
            {
                cancelToken.ThrowIfCancellationRequested();
                progress?.Report((double)done++ / classOf.Length);
                foreach (int j in elements)
                {
                    matrix.Set(i, j);
                }
            }
        }
    }

    // Of every pair {x, y} exactly one direction, by a fair coin: each of the 2^(n(n-1)/2) tournaments is equally likely.
    private static void FillTournament(
        BitMatrix matrix, ref CounterRandom random, IProgress<double>? progress, CancellationToken cancelToken)
    {
        for (int i = 0; i < matrix.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report((double)i / matrix.Count);
            for (int j = i + 1; j < matrix.Count; j++)
            {
                (int from, int to) = random.NextDouble() < 0.5 ? (i, j) : (j, i);
                matrix.Set(from, to);
            }
        }
    }

    // Each pair {x, y} with x in S and y outside is related, both ways, with probability density.
    private static void FillBipartite(
        BitMatrix matrix, int partSize, double density, ref CounterRandom random,
        IProgress<double>? progress, CancellationToken cancelToken)
    {
        for (int i = 0; i < partSize; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report((double)i / partSize);
            for (int j = partSize; j < matrix.Count; j++)
            {
                if (random.NextDouble() < density)
                {
                    matrix.Set(i, j);
                    matrix.Set(j, i);
                }
            }
        }
    }

    // Every free pair with probability density; a symmetric or antisymmetric relation draws once per unordered pair
    // (antisymmetric: then a fair direction). The diagonal is drawn alike unless fixed. Transitive: the closure of that
    // draw; where the closure must stay antisymmetric or irreflexive, arcs follow a uniformly random order.
    private static void FillRandom(
        BitMatrix matrix, double density, HashSet<RelationProperty> properties, ref CounterRandom random,
        IProgress<double>? progress, CancellationToken cancelToken)
    {
        int n = matrix.Count;
        bool symmetric = properties.Contains(RelationProperty.Symmetric);
        bool antisymmetric = properties.Contains(RelationProperty.Antisymmetric);
        bool reflexive = properties.Contains(RelationProperty.Reflexive);
        bool irreflexive = properties.Contains(RelationProperty.Irreflexive);
        bool transitive = properties.Contains(RelationProperty.Transitive);
        bool ordered = transitive && !symmetric && (antisymmetric || irreflexive);

        int[] rank = [.. Enumerable.Range(0, n)];
        if (ordered)
        {
            random.Shuffle(rank.AsSpan(), cancelToken);
        }

        double share = transitive ? 0.5 : 1;   // of the drawing; the closure follows
        for (int i = 0; i < n; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report(share * i / n);
            if (reflexive || (!irreflexive && random.NextDouble() < density))
            {
                matrix.Set(i, i);
            }

            for (int j = i + 1; j < n; j++)
            {
                bool first = random.NextDouble() < density;
                if (symmetric || antisymmetric || ordered)
                {
                    if (!first)
                    {
                        continue;
                    }

                    bool forward = ordered ? rank[i] < rank[j] : !antisymmetric || random.NextDouble() < 0.5;
                    if (forward || symmetric)
                    {
                        matrix.Set(i, j);
                    }

                    if (!forward || symmetric)
                    {
                        matrix.Set(j, i);
                    }

                    continue;
                }

                if (first)
                {
                    matrix.Set(i, j);
                }

                if (random.NextDouble() < density)
                {
                    matrix.Set(j, i);
                }
            }
        }

        if (transitive)
        {
            matrix.CloseTransitively(k => progress?.Report(0.5 + (0.5 * k / n)), cancelToken);
        }
    }
}
