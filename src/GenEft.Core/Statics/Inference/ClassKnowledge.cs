using GenEft.Relations;

namespace GenEft.Statics.Inference;

/// <summary>
/// What known pairs of an equivalence tell without guessing: elements joined by known ones fall into groups (symmetry,
/// reflexivity, transitivity), and a known zero sets two whole groups apart.
/// </summary>
internal sealed class ClassKnowledge
{
    private readonly PairSet _known;
    private readonly bool _isFlipped;

    private ClassKnowledge(int[] groupOf, int[] groupSize, int[][] apart, PairSet known, bool isFlipped)
    {
        _known = known;
        _isFlipped = isFlipped;
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
                throw Contradiction(known, pair, isFlipped);
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

        return new ClassKnowledge(groupOf, [.. sizes], Array.ConvertAll(apart, groups => groups.ToArray()), known, isFlipped);

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

    /// <summary>The error of a sample that sets groups apart which so many classes cannot hold, naming the pairs that do.</summary>
    /// <param name="groups">Groups none of which could be left out.</param>
    /// <param name="classCount">k.</param>
    public GenEftException TooManyApart(IReadOnlyCollection<int> groups, int classCount)
    {
        // One pair between every two, and what joins the ends of such pairs within a group.
        HashSet<(int, int)> met = [];
        List<int> pairs = [];
        Dictionary<int, HashSet<int>> ends = groups.ToDictionary(g => g, _ => new HashSet<int>());
        for (int pair = 0; pair < _known.Count; pair++)
        {
            (int i, int j) = (_known.First[pair], _known.Second[pair]);
            (int g, int h) = (Math.Min(GroupOf[i], GroupOf[j]), Math.Max(GroupOf[i], GroupOf[j]));
            if (g != h && ends.ContainsKey(g) && ends.ContainsKey(h) && met.Add((g, h)))
            {
                pairs.Add(pair);
                ends[GroupOf[i]].Add(i);
                ends[GroupOf[j]].Add(j);
            }
        }

        PairChains joined = Joined(_known, _isFlipped);
        pairs.AddRange(ends.Values.SelectMany(group => group.Skip(1).SelectMany(end => joined.Shortest(group.First(), end)!)));
        string kind = _isFlipped ? "two sides" : FormattableString.Invariant($"{classCount} classes");
        return new GenEftException(
            ErrorIds.ContradictingSample,
            $"The sample has {string.Join(", ", pairs.Distinct().Select(pair => Text(_known, pair)))}; {kind} cannot hold all of these pairs.",
            classCount);
    }

    // Names the shortest way on which the known pairs lead from one element to the other.
    private static GenEftException Contradiction(PairSet known, int pair, bool isFlipped)
    {
        (int i, int j) = (known.First[pair], known.Second[pair]);
        string[] way = i == j ? [] : [.. Joined(known, isFlipped).Shortest(i, j)!.Select(step => Text(known, step))];
        return new GenEftException(
            ErrorIds.ContradictingSample,
            $"The sample has {Text(known, pair)}; but {(way.Length == 0 ? "an element is of its own class" : $"with {string.Join(", ", way)} both are of one class")}.",
            (i, j));
    }

    private static string Text(PairSet known, int pair)
    {
        string first = Inference.Contradiction.Name(known.Labels, known.First[pair]);
        string second = Inference.Contradiction.Name(known.Labels, known.Second[pair]);
        return $"({first}, {second}) {(known.Related[pair] ? "related" : "unrelated")}";
    }

    // Pairs of elements of one class, by element.
    private static PairChains Joined(PairSet known, bool isFlipped)
    {
        PairChains joined = new();
        for (int pair = 0; pair < known.Count; pair++)
        {
            if (known.Related[pair] != isFlipped)
            {
                joined.Add(known.First[pair], known.Second[pair], pair);
                joined.Add(known.Second[pair], known.First[pair], pair);
            }
        }

        return joined;
    }
}
