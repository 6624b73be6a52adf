namespace GenEft;

/// <summary>The random relations, each with its sampling law.</summary>
internal static class RandomRelations
{
    /// <summary>Makes a relation of kind IncompleteBipartite, Tree or Random from resolved settings.</summary>
    public static Relation Create(RelationSettings s, string name, CancellationToken cancelToken)
    {
        int n = s.Count!.Value;
        Matrix matrix = new(n);
        CounterRandom random = new(s.Seed, RandomPurpose.Relation);
        switch (s.Kind)
        {
            case RelationKinds.IncompleteBipartite:
                FillBipartite(matrix, s.PartSize!.Value, s.Density!.Value, ref random, cancelToken);
                break;
            case RelationKinds.Tree:
                FillTree(matrix, ref random);
                break;
            default:
                FillRandom(matrix, s.Density!.Value, [.. s.Property ?? []], ref random, cancelToken);
                break;
        }

        return Relation.FromBits(name, s.Kind, n, matrix.Bits, s.Seed);
    }

    // Each pair {x, y} with x in S and y outside is related, both ways, with probability density.
    private static void FillBipartite(
        Matrix matrix, int partSize, double density, ref CounterRandom random, CancellationToken cancelToken)
    {
        for (int i = 0; i < partSize; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
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

    // A uniformly random labelled tree (each of the n^(n-2) equally likely), decoded from a random Pruefer sequence.
    private static void FillTree(Matrix matrix, ref CounterRandom random)
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

    // Every free pair with probability density; a symmetric or antisymmetric relation draws once per unordered pair
    // (antisymmetric: then a fair direction). The diagonal is drawn alike unless fixed. Transitive: the closure of that
    // draw; where the closure must stay antisymmetric or irreflexive, arcs follow a uniformly random order.
    private static void FillRandom(
        Matrix matrix, double density, HashSet<RelationProperty> properties, ref CounterRandom random, CancellationToken cancelToken)
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

        for (int i = 0; i < n; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
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
            matrix.CloseTransitively(cancelToken);
        }
    }

    /// <summary>A bit matrix under construction.</summary>
    private sealed class Matrix(int count)
    {
        private readonly int _wordsPerRow = Relation.WordsPerRow(count);

        public int Count => count;

        public ulong[] Bits { get; } = Relation.AllocateBits(count);

        public void Set(int i, int j) => Row(i)[j >> 6] |= 1UL << (j & 63);

        public void SetBoth(int i, int j)
        {
            Set(i, j);
            Set(j, i);
        }

        // Warshall, a row of bits at a time.
        public void CloseTransitively(CancellationToken cancelToken)
        {
            for (int k = 0; k < count; k++)
            {
                cancelToken.ThrowIfCancellationRequested();
                Span<ulong> via = Row(k);
                for (int i = 0; i < count; i++)
                {
                    Span<ulong> row = Row(i);
                    if ((row[k >> 6] >> (k & 63) & 1) != 0)
                    {
                        for (int word = 0; word < row.Length; word++)
                        {
                            row[word] |= via[word];
                        }
                    }
                }
            }
        }

        private Span<ulong> Row(int i) => Bits.AsSpan(i * _wordsPerRow, _wordsPerRow);
    }
}
