using System.Globalization;
using GenEft.Numerics;

namespace GenEft.Relations;

/// <summary>
/// A binary relation on n elements: the directed graph with loops whose n x n matrix R holds 1 where the relation
/// holds, row = first argument (about_GenEft_Theory 1). Immutable. Kept as bits when small or dense, as sorted
/// adjacency lists otherwise.
/// </summary>
public sealed class Relation
{
    // Up to here bits cost at most 512 KiB and every question is fastest on them.
    private const int AlwaysDenseCount = 2048;

    private readonly BitMatrix? _bits;    // bit j of row i is R(i, j)
    private readonly long[]? _offsets;    // [Count + 1], row i is _targets[_offsets[i].._offsets[i + 1]]
    private readonly int[]? _targets;     // [EdgeCount], ascending within a row
    private readonly string[]? _labels;   // [Count], or null where elements are numbered
    private readonly RelationColours? _colours;   // beside _targets, where several relations are joined

    private Relation(string name, string kind, int count, BitMatrix bits, string[]? labels, long? seed)
        : this(name, kind, count, labels, seed)
    {
        _bits = bits;
        EdgeCount = bits.BitCount;
    }

    private Relation(
        string name, string kind, int count, long[] offsets, int[] targets, string[]? labels, long? seed, RelationColours? colours = null)
        : this(name, kind, count, labels, seed)
    {
        _offsets = offsets;
        _targets = targets;
        _colours = colours;
        EdgeCount = targets.Length;
    }

    private Relation(string name, string kind, int count, string[]? labels, long? seed)
    {
        Name = name;
        Kind = kind;
        Count = count;
        _labels = labels;
        RelationSeed = seed;
    }

    /// <summary>The name shown in results.</summary>
    public string Name { get; }

    /// <summary>The kind it was made as, by New-Relation's names, or Imported.</summary>
    public string Kind { get; }

    /// <summary>The number of elements n.</summary>
    public int Count { get; }

    /// <summary>The number of ordered pairs n^2, the diagonal included.</summary>
    public long PairCount => (long)Count * Count;

    /// <summary>The number of ordered pairs for which the relation holds.</summary>
    public long EdgeCount { get; }

    /// <summary>EdgeCount / PairCount.</summary>
    public double Density => (double)EdgeCount / PairCount;

    /// <summary>What the better constant answer, "always" or "never", scores on all pairs.</summary>
    internal double BaselineAccuracy => Math.Max(Density, 1 - Density);

    /// <summary>The seed of a random relation; null for one that is not random.</summary>
    /// <remarks>Not called Seed: a relation piped into a training must not set the training's seed.</remarks>
    public long? RelationSeed { get; }

    /// <summary>The relations that were joined to this one, with "; " between; empty where it is one.</summary>
    public string RelationValue => RelationColours.Text(Joined);

    /// <summary>The relations that were joined to this one; none where it is one.</summary>
    internal IReadOnlyList<string> Joined => _colours?.Names ?? [];

    /// <summary>The number of colours of related pairs: 1, or where several relations are joined the sets of them that occur.</summary>
    internal int ColourCount => _colours?.Count ?? 1;

    /// <summary>Whether the relation holds between element i and element j (both 0-based).</summary>
    public bool this[int i, int j]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)Count);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)j, (uint)Count);
            return _bits is not null ? _bits[i, j] : Has(Targets(i), j);
        }
    }

    /// <summary>Which of many pairs, i n + j, are related: in stages, so that what is not in the caches is under way before it is needed.</summary>
    /// <param name="pairs">[pairs].</param>
    /// <param name="related">[pairs] whether each is.</param>
    internal void Find(ReadOnlySpan<long> pairs, Span<bool> related)
    {
        // An element's row is asked for, then what it lists, which may lie over two lines of a cache, and then both are there.
        const int Ahead = 64;
        const int LineLength = 64 / sizeof(int);
        Span<(int I, int J)> ends = stackalloc (int, int)[Ahead];
        for (int k = 0; k < pairs.Length + Ahead; k++)
        {
            if (k >= Ahead)
            {
                (int i, int j) = ends[k % Ahead];
                related[k - Ahead] = this[i, j];
            }

            if (k < pairs.Length)
            {
                (long i, long j) = Math.DivRem(pairs[k], Count);
                ends[k % Ahead] = ((int)i, (int)j);
                if (_bits is null)
                {
                    Prefetch.Read(ref _offsets![i]);
                }
            }

            if (_bits is null && k >= Ahead / 2 && k - (Ahead / 2) < pairs.Length)
            {
                long start = _offsets![ends[(k - (Ahead / 2)) % Ahead].I];
                Prefetch.Read(ref _targets![Math.Min(start, _targets.Length - 1)]);
                Prefetch.Read(ref _targets[Math.Min(start + LineLength - 1, _targets.Length - 1)]);
            }
        }
    }

    /// <summary>Which relations hold between i and j, as a number from 0 to ColourCount - 1; null where none does.</summary>
    internal int? ColourOf(int i, int j)
    {
        if (_colours is null)
        {
            return this[i, j] ? 0 : null;
        }

        int at = Targets(i).BinarySearch(j);
        return at < 0 ? null : _colours.At(_offsets![i] + at);
    }

    /// <summary>Those of the joined relations that hold between i and j.</summary>
    internal IEnumerable<string> RelationsOf(int i, int j) => _colours is not null && ColourOf(i, j) is int colour ? _colours.NamesOf(colour) : [];

    /// <summary>The relations that are joined, each on all elements; of one relation itself.</summary>
    /// <param name="cancelToken">Stops the work.</param>
    public IEnumerable<Relation> Apart(CancellationToken cancelToken = default) =>
        _colours is null ? [this] : Enumerable.Range(0, Joined.Count).Select(number => Only(number, cancelToken));

    private Relation Only(int number, CancellationToken cancelToken)
    {
        List<(int Source, int Target)> edges = [];
        for (int i = 0; i < Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            ReadOnlySpan<int> row = Targets(i);
            for (int k = 0; k < row.Length; k++)
            {
                if (_colours!.Has(_colours.At(_offsets![i] + k), number))
                {
                    edges.Add((i, row[k]));
                }
            }
        }

        return FromEdges($"{Name}:{Joined[number]}", Kind, Count, edges, _labels, cancelToken: cancelToken);
    }

    /// <summary>Refuses several relations that are joined, where nothing but related or not is asked.</summary>
    /// <exception cref="GenEftException">ParameterNotApplicable.</exception>
    internal void RequireOne()
    {
        if (_colours is not null)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable,
                $"Relation '{Name}' joins {Joined.Count} relations, and a pair is related or not here. Take one with Import-Relation -RelationValue, or leave out -RelationColumn to ask whether any of them holds.",
                Name);
        }
    }

    // Of a short row all entries are compared at once, which needs no branch that waits for memory.
    private static bool Has(ReadOnlySpan<int> row, int j) => row.Length <= 64 ? row.Contains(j) : row.BinarySearch(j) >= 0;

    /// <summary>Whether elements have labels other than their numbers.</summary>
    internal bool HasLabels => _labels is not null;

    /// <summary>The label of an element: as imported, or its 0-based number.</summary>
    public string GetLabel(int element) => _labels?[element] ?? element.ToString(CultureInfo.InvariantCulture);

    /// <summary>The elements j with R(i, j) = 1, ascending.</summary>
    /// <param name="i">The first argument, 0-based.</param>
    /// <param name="buffer">Room for Count elements; used where the row is kept as bits.</param>
    public ReadOnlySpan<int> GetRow(int i, int[] buffer)
    {
        if (_bits is null)
        {
            return Targets(i);
        }

        int length = 0;
        foreach (int j in BitRow.MembersOf(_bits.Row(i)))
        {
            buffer[length++] = j;
        }

        return buffer.AsSpan(0, length);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Whether rows are kept as bits, so that <see cref="Bits"/> can be asked.</summary>
    internal bool IsDense => _bits is not null;

    /// <summary>Row i as bits: [ceil(n / 64)] words.</summary>
    internal ReadOnlySpan<ulong> Bits(int i) => _bits!.Row(i);

    /// <summary>A relation given by a rule.</summary>
    internal static Relation FromRule(
        string name, string kind, int count, Func<int, int, bool> holds,
        IProgress<double>? progress = null, CancellationToken cancelToken = default)
    {
        BitMatrix bits = AllocateBits(count);
        for (int i = 0; i < count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report((double)i / count);
            Span<ulong> row = bits.Row(i);
            for (int j = 0; j < count; j++)
            {
                if (holds(i, j))
                {
                    BitRow.Add(row, j);
                }
            }
        }

        return new Relation(name, kind, count, bits, null, null);
    }

    /// <summary>An equivalence on the elements that have a class; those of class -1 are related to nothing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="classOf">[n] the class of each element.</param>
    /// <param name="seed">The seed of a random one.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancelToken">Stops the work.</param>
    internal static Relation FromClasses(
        string name, string kind, int[] classOf, long? seed = null, IProgress<double>? progress = null, CancellationToken cancelToken = default)
    {
        int count = classOf.Length;
        Dictionary<int, int[]> members = Enumerable.Range(0, count).Where(i => classOf[i] >= 0)
            .GroupBy(i => classOf[i]).ToDictionary(group => group.Key, group => group.ToArray());
        long edges = members.Values.Sum(group => (long)group.Length * group.Length);
        if (!IsSparse(count, edges))
        {
            BitMatrix bits = AllocateBits(count);
            RandomRelations.FillClasses(bits, classOf, progress, cancelToken);
            return new Relation(name, kind, count, bits, null, seed);
        }

        RequireRoom(name, edges);
        long[] offsets = new long[count + 1];
        int[] targets = new int[edges];
        for (int i = 0; i < count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report((double)i / count);
            int[] row = members.GetValueOrDefault(classOf[i]) ?? [];
            row.CopyTo(targets, offsets[i]);
            offsets[i + 1] = offsets[i] + row.Length;
        }

        return new Relation(name, kind, count, offsets, targets, null, seed);
    }

    /// <summary>A relation whose bits were drawn at random; the matrix is taken over.</summary>
    internal static Relation FromBits(string name, string kind, BitMatrix bits, long seed) =>
        new(name, kind, bits.Count, bits, null, seed);

    /// <summary>A relation given by its edges, in any order; repeated edges count once.</summary>
    internal static Relation FromEdges(
        string name, string kind, int count, IReadOnlyList<(int Source, int Target)> edges, string[]? labels,
        bool isUndirected = false, long? seed = null, CancellationToken cancelToken = default)
    {
        long total = edges.Count + (isUndirected ? edges.LongCount(edge => edge.Source != edge.Target) : 0);
        RequireRoom(name, total);

        // Counting sort by source, then each row sorted and its repeats dropped.
        long[] offsets = RowOffsets(count, edges, isUndirected);
        cancelToken.ThrowIfCancellationRequested();
        int[] targets = new int[total];
        long[] next = offsets[..count];
        foreach ((int source, int target) in edges)
        {
            targets[next[source]++] = target;
            if (isUndirected && source != target)
            {
                targets[next[target]++] = source;
            }
        }

        cancelToken.ThrowIfCancellationRequested();

        long kept = 0;
        for (int i = 0; i < count; i++)
        {
            Span<int> row = targets.AsSpan((int)offsets[i], (int)(offsets[i + 1] - offsets[i]));
            row.Sort();
            offsets[i] = kept;
            for (int k = 0; k < row.Length; k++)
            {
                if (k == 0 || row[k] != row[k - 1])
                {
                    targets[kept++] = row[k];
                }
            }
        }

        offsets[count] = kept;
        if (IsSparse(count, kept))
        {
            return new Relation(name, kind, count, offsets, kept == total ? targets : targets[..(int)kept], labels, seed);
        }

        BitMatrix bits = AllocateBits(count);
        for (int i = 0; i < count; i++)
        {
            for (long k = offsets[i]; k < offsets[i + 1]; k++)
            {
                bits.Set(i, targets[k]);
            }
        }

        return new Relation(name, kind, count, bits, labels, seed);
    }

    /// <summary>Several relations, each edge of one, in any order; repeated edges of one relation count once.</summary>
    internal static Relation FromTriples(
        string name, int count, IReadOnlyList<(int Source, int Target)> edges, IReadOnlyList<int> relations, string[] values, string[] labels,
        bool isUndirected, CancellationToken cancelToken = default)
    {
        long total = edges.Count + (isUndirected ? edges.LongCount(edge => edge.Source != edge.Target) : 0);
        RequireRoom(name, total);
        long[] offsets = RowOffsets(count, edges, isUndirected);
        cancelToken.ThrowIfCancellationRequested();
        long[] entries = new long[total];
        long[] next = offsets[..count];
        for (int k = 0; k < edges.Count; k++)
        {
            (int source, int target) = edges[k];
            entries[next[source]++] = ((long)target << 32) | (uint)relations[k];
            if (isUndirected && source != target)
            {
                entries[next[target]++] = ((long)source << 32) | (uint)relations[k];
            }
        }

        (int[] targets, RelationColours colours) = RelationColours.Join(values, offsets, entries, cancelToken);
        return new Relation(name, RelationKinds.Imported, count, offsets, targets, labels, null, colours);
    }

    // Where each element's row begins among all edges, repeated ones included: [count + 1].
    private static long[] RowOffsets(int count, IReadOnlyList<(int Source, int Target)> edges, bool isUndirected)
    {
        long[] offsets = new long[count + 1];
        foreach ((int source, int target) in edges)
        {
            offsets[source + 1]++;
            offsets[target + 1] += isUndirected && source != target ? 1 : 0;
        }

        for (int i = 0; i < count; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        return offsets;
    }

    /// <summary>Whether so many related pairs are kept as lists: more elements than <see cref="AlwaysDenseCount"/>, and bits would
    /// take more room.</summary>
    internal static bool IsSparse(int count, double edges) =>
        count > AlwaysDenseCount && 8.0 * count * BitRow.WordCount(count) > 4 * edges;

    /// <summary>Zeroed bits for count rows, refused with an estimate where they do not fit.</summary>
    internal static BitMatrix AllocateBits(int count)
    {
        long words = (long)count * BitRow.WordCount(count);
        long bytes = 8 * words;
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (words > Array.MaxLength || bytes > available / 2)
        {
            throw new GenEftException(
                ErrorIds.RelationTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"A relation of {count} elements held as bits needs {bytes / 1e9:0.0} GB; ") +
                string.Create(CultureInfo.InvariantCulture, $"at most {available / 2e9:0.0} GB may be used. Use a smaller Count, or an edge list where few pairs are related."),
                count);
        }

        return new BitMatrix(count);
    }

    private static void RequireRoom(string name, long edges)
    {
        if (edges > Array.MaxLength)
        {
            throw new GenEftException(
                ErrorIds.RelationTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"'{name}' has {edges} related pairs; at most {Array.MaxLength} can be held."),
                name);
        }
    }

    private ReadOnlySpan<int> Targets(int i) =>
        _targets.AsSpan((int)_offsets![i], (int)(_offsets[i + 1] - _offsets[i]));
}
