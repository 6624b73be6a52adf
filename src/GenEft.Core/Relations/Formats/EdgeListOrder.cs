namespace GenEft.Relations.Formats;

/// <summary>The order of an edge list that keeps the order of the elements: a reader numbers them as they first appear.</summary>
internal static class EdgeListOrder
{
    /// <summary>Edges by the later of their two elements, so that elements appear one after the other; an element that no edge would
    /// bring in its turn has a row of its own, without a target.</summary>
    public static IEnumerable<(int Source, int? Target)> Rows(
        Relation relation, IProgress<double>? progress, CancellationToken cancelToken)
    {
        int n = relation.Count;
        (long[] offsets, int[] sources) = EarlierSources(relation, cancelToken);
        int[] buffer = new int[n];
        bool isIntroduced = false;   // whether the element comes with the first edge of the next
        for (int k = 0; k < n; k++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report((double)k / n);
            int[] targets = relation.GetRow(k, buffer).ToArray();
            int earlier = targets.AsSpan().BinarySearch(k) is var found && found >= 0 ? found + 1 : ~found;
            bool isFirstWritten = isIntroduced;
            if (isFirstWritten)
            {
                yield return (k - 1, k);
            }

            bool hasRows = isFirstWritten || earlier > 0 || offsets[k + 1] > offsets[k];
            isIntroduced = !hasRows && k + 1 < n && targets.AsSpan().BinarySearch(k + 1) >= 0;
            if (!hasRows && !isIntroduced)
            {
                yield return (k, null);
            }

            for (long at = offsets[k]; at < offsets[k + 1]; at++)
            {
                if (!isFirstWritten || sources[at] != k - 1)
                {
                    yield return (sources[at], k);
                }
            }

            foreach (int target in targets.AsSpan(0, earlier).ToArray())
            {
                yield return (k, target);
            }
        }
    }

    // For each element the smaller ones that are related to it: [n + 1] offsets into [sources].
    private static (long[] Offsets, int[] Sources) EarlierSources(Relation relation, CancellationToken cancelToken)
    {
        int n = relation.Count;
        long[] offsets = new long[n + 1];
        int[] buffer = new int[n];
        ForEachForward((_, j) => offsets[j + 1]++);
        for (int j = 0; j < n; j++)
        {
            offsets[j + 1] += offsets[j];
        }

        int[] sources = new int[offsets[n]];
        long[] next = offsets[..n];
        ForEachForward((i, j) => sources[next[j]++] = i);
        return (offsets, sources);

        void ForEachForward(Action<int, int> take)
        {
            for (int i = 0; i < n; i++)
            {
                cancelToken.ThrowIfCancellationRequested();
                foreach (int j in relation.GetRow(i, buffer))
                {
                    if (j > i)
                    {
                        take(i, j);
                    }
                }
            }
        }
    }
}
