using GenEft.Numerics;

namespace GenEft.Relations;

/// <summary>Relations with given properties, all equally likely.</summary>
internal static class UniformRelation
{
    /// <summary>The most elements of a transitive relation that is not symmetric.</summary>
    public const int MaximumOrderCount = RandomPartialOrder.MaximumCount;

    /// <summary>The most elements that a relation with these properties can have.</summary>
    public static int MaximumCount(HashSet<RelationProperty> properties) =>
        properties.Contains(RelationProperty.Transitive) && !properties.Contains(RelationProperty.Symmetric)
            ? MaximumOrderCount : RelationSettings.MaximumCount;

    /// <summary>Draws one.</summary>
    public static void Fill(
        BitMatrix matrix, HashSet<RelationProperty> properties, ref CounterRandom random,
        IProgress<double>? progress, CancellationToken cancelToken)
    {
        bool isSymmetric = properties.Contains(RelationProperty.Symmetric);
        if (!properties.Contains(RelationProperty.Transitive))
        {
            FillFree(matrix, properties, isSymmetric, ref random, progress, cancelToken);
        }
        else if (isSymmetric)
        {
            FillSymmetricTransitive(matrix, properties.Contains(RelationProperty.Reflexive), ref random, cancelToken);
        }
        else
        {
            FillTransitive(matrix, properties, ref random, cancelToken);
        }
    }

    // Pairs do not depend on one another: of each unordered pair's two, three or four states one, and each loop by a fair coin.
    private static void FillFree(
        BitMatrix matrix, HashSet<RelationProperty> properties, bool isSymmetric, ref CounterRandom random,
        IProgress<double>? progress, CancellationToken cancelToken)
    {
        bool isAntisymmetric = properties.Contains(RelationProperty.Antisymmetric);
        for (int i = 0; i < matrix.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report((double)i / matrix.Count);
            FillLoop(matrix, i, properties, ref random);
            for (int j = i + 1; j < matrix.Count; j++)
            {
                int state = isSymmetric ? 3 * random.NextInt(2) : random.NextInt(isAntisymmetric ? 3 : 4);
                if ((state & 1) != 0)
                {
                    matrix.Set(i, j);
                }

                if ((state & 2) != 0)
                {
                    matrix.Set(j, i);
                }
            }
        }
    }

    private static void FillLoop(BitMatrix matrix, int i, HashSet<RelationProperty> properties, ref CounterRandom random)
    {
        if (properties.Contains(RelationProperty.Reflexive)
            || (!properties.Contains(RelationProperty.Irreflexive) && random.NextInt(2) != 0))
        {
            matrix.Set(i, i);
        }
    }

    // An equivalence on some of the elements, the others related to nothing: a partition with one element more, whose class they are.
    private static void FillSymmetricTransitive(
        BitMatrix matrix, bool isReflexive, ref CounterRandom random, CancellationToken cancelToken)
    {
        int n = matrix.Count;
        int[] classOf = RandomPartition.Draw(isReflexive ? n : n + 1, null, ref random, cancelToken);
        if (!isReflexive)
        {
            int unrelated = classOf[n];
            classOf = [.. classOf.Take(n).Select(c => c == unrelated ? -1 : c)];
        }

        RandomRelations.FillClasses(matrix, classOf, null, cancelToken);
    }

    // A partial order of k components. Within a component all are related; a component of one may also lack its loop, s of them do:
    // C(n, s) S(n - s, k - s) ways for each order.
    private static void FillTransitive(
        BitMatrix matrix, HashSet<RelationProperty> properties, ref CounterRandom random, CancellationToken cancelToken)
    {
        int n = matrix.Count;
        int[] componentOf = [.. Enumerable.Range(0, n)];
        int k = n;
        bool isOrder = properties.Contains(RelationProperty.Antisymmetric) || properties.Contains(RelationProperty.Irreflexive);
        if (isOrder)
        {
            for (int i = 0; i < n; i++)
            {
                FillLoop(matrix, i, properties, ref random);
            }
        }
        else
        {
            int mostLoopless = properties.Contains(RelationProperty.Reflexive) ? 0 : n;
            (int Components, int Loopless)[] choices = [.. Enumerable.Range(1, n).SelectMany(components =>
                Enumerable.Range(0, Math.Min(components, mostLoopless) + 1).Select(loopless => (components, loopless)))];
            (k, int s) = choices[RandomPartition.DrawIndex(
                Array.ConvertAll(choices, choice => TransitiveCounts.LogWays(n, choice.Components, choice.Loopless)), ref random)];
            random.Shuffle(componentOf.AsSpan(), cancelToken);
            int[] classes = s == n ? [] : RandomPartition.Draw(n - s, k - s, ref random, cancelToken);
            int[] order = [.. componentOf];
            for (int place = 0; place < n; place++)
            {
                componentOf[order[place]] = place < s ? place : s + classes[place - s];
            }

            RandomRelations.FillClasses(matrix, Array.ConvertAll(componentOf, component => component >= s ? component : -1), null, cancelToken);
        }

        int[] before = RandomPartialOrder.Draw(k, ref random, cancelToken);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if ((before[componentOf[j]] >> componentOf[i] & 1) != 0)
                {
                    matrix.Set(i, j);
                }
            }
        }
    }
}
