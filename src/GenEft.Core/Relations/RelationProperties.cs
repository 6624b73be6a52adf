namespace GenEft.Relations;

/// <summary>The properties a relation has, and the structure they imply.</summary>
public sealed record RelationProperties
{
    /// <summary>The relation's name.</summary>
    public required string Relation { get; init; }

    /// <summary>The number of elements n.</summary>
    public required int Count { get; init; }

    /// <summary>R(x, x) = 1 for all x.</summary>
    public required bool Reflexive { get; init; }

    /// <summary>R(x, x) = 0 for all x.</summary>
    public required bool Irreflexive { get; init; }

    /// <summary>R(x, y) = R(y, x).</summary>
    public required bool Symmetric { get; init; }

    /// <summary>Never both R(x, y) and R(y, x) for x other than y.</summary>
    public required bool Antisymmetric { get; init; }

    /// <summary>R(x, y) and R(y, z) imply R(x, z).</summary>
    public required bool Transitive { get; init; }

    /// <summary>R(x, y) and R(y, z) imply that R(x, z) does not hold.</summary>
    public required bool AntiTransitive { get; init; }

    /// <summary>Reflexive, symmetric and transitive.</summary>
    public bool IsEquivalence => Reflexive && Symmetric && Transitive;

    /// <summary>The number of classes of an equivalence; null otherwise.</summary>
    public int? ClassCount => ClassSizes?.Count;

    /// <summary>A strict or a reflexive total order.</summary>
    public required bool IsTotalOrder { get; init; }

    /// <summary>Without loops, and its elements fall into two parts with no edge inside either, directions ignored.</summary>
    public required bool IsBipartite { get; init; }

    /// <summary>Holds exactly between the two elements of every pair with one in each of two parts.</summary>
    public bool IsCompleteBipartite => PartSize is not null;

    /// <summary>The number of ordered pairs for which the relation holds.</summary>
    public required long EdgeCount { get; init; }

    /// <summary>EdgeCount / n^2.</summary>
    public required double Density { get; init; }

    /// <summary>The class sizes of an equivalence; null otherwise.</summary>
    internal IReadOnlyList<int>? ClassSizes { get; init; }

    /// <summary>The size of one part of a complete bipartite relation; null otherwise.</summary>
    internal int? PartSize { get; init; }

    /// <summary>Examines a relation.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancelToken">Stops the work; asked once per row.</param>
    public static RelationProperties Measure(
        Relation relation, IProgress<double>? progress = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(relation);
        int n = relation.Count;
        int[] buffer = new int[n];
        long loops = 0;
        long mutual = 0;   // off-diagonal pairs (i, j) with both directions
        for (int i = 0; i < n; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report(0.5 * i / n);
            foreach (int j in relation.GetRow(i, buffer))
            {
                if (j == i)
                {
                    loops++;
                }
                else if (relation[j, i])
                {
                    mutual++;
                }
            }
        }

        long offDiagonal = relation.EdgeCount - loops;
        bool reflexive = loops == n;
        bool symmetric = mutual == offDiagonal;
        bool antisymmetric = mutual == 0;
        (bool transitive, bool antiTransitive) = MeasureTransitivity(relation, progress, cancelToken);
        return new RelationProperties
        {
            Relation = relation.Name,
            Count = n,
            Reflexive = reflexive,
            Irreflexive = loops == 0,
            Symmetric = symmetric,
            Antisymmetric = antisymmetric,
            Transitive = transitive,
            AntiTransitive = antiTransitive,
            IsTotalOrder = antisymmetric && transitive && (loops == 0 || reflexive) && offDiagonal == (long)n * (n - 1) / 2,
            IsBipartite = loops == 0 && IsTwoColourable(relation, cancelToken),
            EdgeCount = relation.EdgeCount,
            Density = relation.Density,
            ClassSizes = reflexive && symmetric && transitive ? MeasureClasses(relation) : null,
            PartSize = symmetric && loops == 0 ? FindPartSize(relation) : null,
        };
    }

    // One pass over all chains i -> j -> k: transitive if every such (i, k) is related, anti-transitive if none is.
    private static (bool Transitive, bool AntiTransitive) MeasureTransitivity(
        Relation relation, IProgress<double>? progress, CancellationToken cancelToken)
    {
        int n = relation.Count;
        int[] middle = new int[n];
        int[] end = new int[n];
        bool transitive = true;
        bool antiTransitive = true;
        for (int i = 0; i < n && (transitive || antiTransitive); i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report(0.5 + (0.5 * i / n));
            foreach (int j in relation.GetRow(i, middle))
            {
                if (!transitive && !antiTransitive)
                {
                    break;
                }

                if (relation.IsDense)
                {
                    ReadOnlySpan<ulong> from = relation.Bits(i);
                    ReadOnlySpan<ulong> via = relation.Bits(j);
                    ulong missing = 0;
                    ulong present = 0;
                    for (int word = 0; word < from.Length; word++)
                    {
                        missing |= via[word] & ~from[word];
                        present |= via[word] & from[word];
                    }

                    transitive &= missing == 0;
                    antiTransitive &= present == 0;
                }
                else
                {
                    // The shorter row is looked up in the longer one: a hub of many edges then costs no more than they.
                    ReadOnlySpan<int> from = relation.GetRow(i, middle);
                    ReadOnlySpan<int> via = relation.GetRow(j, end);
                    ReadOnlySpan<int> fewer = via.Length < from.Length ? via : from;
                    ReadOnlySpan<int> more = via.Length < from.Length ? from : via;

                    int shared = 0;
                    foreach (int k in fewer)
                    {
                        shared += more.BinarySearch(k) >= 0 ? 1 : 0;
                    }

                    transitive &= shared == via.Length;
                    antiTransitive &= shared == 0;
                }
            }
        }

        return (transitive, antiTransitive);
    }

    // The first member of a row stands for the class.
    private static List<int> MeasureClasses(Relation relation)
    {
        int[] buffer = new int[relation.Count];
        List<int> sizes = [];
        for (int i = 0; i < relation.Count; i++)
        {
            ReadOnlySpan<int> members = relation.GetRow(i, buffer);
            if (members[0] == i)
            {
                sizes.Add(members.Length);
            }
        }

        return sizes;
    }

    // The neighbours of element 0 are one part; then every row must be the other part's complement.
    private static int? FindPartSize(Relation relation)
    {
        int n = relation.Count;
        bool[] inPart = new bool[n];
        int[] buffer = new int[n];
        ReadOnlySpan<int> part = relation.GetRow(0, buffer);
        if (part.IsEmpty)
        {
            return null;
        }

        int partSize = part.Length;
        foreach (int j in part)
        {
            inPart[j] = true;
        }

        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<int> row = relation.GetRow(i, buffer);
            if (row.Length != (inPart[i] ? n - partSize : partSize))
            {
                return null;
            }

            foreach (int j in row)
            {
                if (inPart[j] == inPart[i])
                {
                    return null;
                }
            }
        }

        return partSize;
    }

    // Union-find with parity: an edge between elements of one component at even distance closes an odd cycle.
    private static bool IsTwoColourable(Relation relation, CancellationToken cancelToken)
    {
        int n = relation.Count;
        int[] buffer = new int[n];
        int[] parent = [.. Enumerable.Range(0, n)];
        bool[] parity = new bool[n];   // whether an element's colour differs from its parent's
        for (int i = 0; i < n; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            foreach (int j in relation.GetRow(i, buffer))
            {
                (int rootI, bool colourI) = Find(i);
                (int rootJ, bool colourJ) = Find(j);
                if (rootI != rootJ)
                {
                    parent[rootI] = rootJ;
                    parity[rootI] = colourI == colourJ;
                }
                else if (colourI == colourJ)
                {
                    return false;
                }
            }
        }

        return true;

        (int Root, bool Colour) Find(int element)
        {
            bool colour = false;
            while (parent[element] != element)
            {
                // Path halving keeps the trees flat; the skipped parent's parity is folded in.
                int up = parent[element];
                parity[element] ^= parity[up];
                parent[element] = parent[up];
                colour ^= parity[element];
                element = parent[element];
            }

            return (element, colour);
        }
    }
}
