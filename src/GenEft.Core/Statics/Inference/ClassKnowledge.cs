using System.Globalization;

namespace GenEft;

/// <summary>
/// What known pairs of an equivalence tell without guessing: elements joined by known ones fall into groups (symmetry,
/// reflexivity, transitivity), and a known zero sets two whole groups apart.
/// </summary>
internal sealed class ClassKnowledge
{
    private ClassKnowledge(int[] groupOf, int[] groupSize, int[][] apart)
    {
        GroupOf = groupOf;
        GroupSize = groupSize;
        Apart = apart;
        foreach (int size in groupSize)
        {
            InferableCount += (long)size * size;
        }

        for (int g = 0; g < apart.Length; g++)
        {
            foreach (int h in apart[g])
            {
                InferableCount += (long)groupSize[g] * groupSize[h];
            }
        }
    }

    /// <summary>[n] the group of an element; groups are numbered by their first elements.</summary>
    public int[] GroupOf { get; }

    /// <summary>[groups] elements of a group.</summary>
    public int[] GroupSize { get; }

    /// <summary>[groups] the groups known to be of another class, ascending.</summary>
    public int[][] Apart { get; }

    /// <summary>The number of ordered pairs, diagonal included, that are known or follow.</summary>
    public long InferableCount { get; }

    /// <summary>Draws the conclusions.</summary>
    /// <param name="known">Known pairs.</param>
    /// <param name="count">n.</param>
    /// <param name="isFlipped">Whether related means of different classes, as in a complete bipartite relation.</param>
    /// <exception cref="GenEftException">ContradictingSample.</exception>
    public static ClassKnowledge From(PairSet known, int count, bool isFlipped)
    {
        int[] parent = [.. Enumerable.Range(0, count)];
        for (int pair = 0; pair < known.Count; pair++)
        {
            if (known.Related[pair] != isFlipped)
            {
                int one = Find(known.First[pair]);
                int other = Find(known.Second[pair]);
                parent[Math.Max(one, other)] = Math.Min(one, other);
            }
        }

        int[] groupOf = new int[count];
        List<int> sizes = [];
        for (int i = 0; i < count; i++)
        {
            int root = Find(i);
            if (root == i)
            {
                groupOf[i] = sizes.Count;
                sizes.Add(0);
            }
            else
            {
                groupOf[i] = groupOf[root];
            }

            sizes[groupOf[i]]++;
        }

        HashSet<long> zeros = [];
        List<int>[] apart = [.. sizes.Select(_ => new List<int>())];
        for (int pair = 0; pair < known.Count; pair++)
        {
            (int i, int j) = (known.First[pair], known.Second[pair]);
            if (known.Related[pair] != isFlipped)
            {
                continue;
            }

            (int g, int h) = (groupOf[i], groupOf[j]);
            if (g == h)
            {
                throw Contradiction(known, i, j, isFlipped);
            }

            if (zeros.Add(((long)Math.Min(g, h) << 32) | (uint)Math.Max(g, h)))
            {
                apart[g].Add(h);
                apart[h].Add(g);
            }
        }

        foreach (List<int> groups in apart)
        {
            groups.Sort();
        }

        return new ClassKnowledge(groupOf, [.. sizes], Array.ConvertAll(apart, groups => groups.ToArray()));

        int Find(int i)
        {
            while (parent[i] != i)
            {
                parent[i] = parent[parent[i]];
                i = parent[i];
            }

            return i;
        }
    }

    // Names the shortest way on which the known pairs lead from one element to the other.
    private static GenEftException Contradiction(PairSet known, int i, int j, bool isFlipped)
    {
        Dictionary<int, List<int>> joined = [];
        for (int pair = 0; pair < known.Count; pair++)
        {
            if (known.Related[pair] != isFlipped)
            {
                Join(known.First[pair], known.Second[pair]);
                Join(known.Second[pair], known.First[pair]);
            }
        }

        Dictionary<int, int> before = new() { [i] = i };
        Queue<int> queue = new([i]);
        while (!before.ContainsKey(j) && queue.TryDequeue(out int v))
        {
            foreach (int w in joined.GetValueOrDefault(v) ?? [])
            {
                if (before.TryAdd(w, v))
                {
                    queue.Enqueue(w);
                }
            }
        }

        List<string> way = [];
        for (int v = j; v != i; v = before[v])
        {
            way.Insert(0, string.Create(CultureInfo.InvariantCulture, $"({before[v]}, {v})"));
        }

        (string apart, string alike) = isFlipped ? ("related", "unrelated") : ("unrelated", "related");
        return new GenEftException(
            ErrorIds.ContradictingSample,
            string.Create(CultureInfo.InvariantCulture,
                $"The sample has pair ({i}, {j}) {apart}; but {(way.Count == 0 ? "an element is of its own class" : $"with {string.Join(", ", way)} {alike} both are of one class")}."),
            (i, j));

        void Join(int from, int to)
        {
            if (!joined.TryGetValue(from, out List<int>? others))
            {
                joined.Add(from, others = []);
            }

            others.Add(to);
        }
    }
}
