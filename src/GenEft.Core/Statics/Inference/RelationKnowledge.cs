using System.Numerics;
using GenEft.Relations;

namespace GenEft.Statics.Inference;

/// <summary>
/// What known pairs of a relation tell of others by its properties, kept up to date pair by pair: all that is the same in every relation
/// that has the properties and agrees with the pairs.
/// </summary>
/// <remarks>
/// Rows of bits. Related: mirrored by symmetry, chained by transitivity. Unrelated: mirrored by symmetry, the reverse of a related pair by
/// antisymmetry; by transitivity, where (a, b) is unrelated, so is every (x, y) with a before x and y before b.
/// </remarks>
internal sealed class RelationKnowledge
{
    private readonly int _count;
    private readonly int _words;
    private readonly HashSet<RelationProperty> _properties;
    private readonly ulong[] _related;         // [n][words], and what stands before each element
    private readonly ulong[] _relatedBefore;
    private readonly ulong[] _unrelated;
    private readonly ulong[] _unrelatedBefore;
    private readonly List<(int I, int J, bool Related)> _sample = [];
    private readonly Queue<(int I, int J, bool Related)> _implied = [];
    private readonly IReadOnlyList<string>? _labels;
    private readonly ulong[] _one;             // [words] sets at work
    private readonly ulong[] _other;

    /// <param name="count">n.</param>
    /// <param name="properties">What the relation is known to be.</param>
    /// <param name="labels">[n] names of the elements in errors; null for their numbers.</param>
    public RelationKnowledge(int count, IEnumerable<RelationProperty> properties, IReadOnlyList<string>? labels = null)
    {
        _labels = labels;
        _count = count;
        _words = (count + 63) / 64;
        _properties = [.. properties];
        _related = new ulong[count * _words];
        _relatedBefore = new ulong[count * _words];
        _unrelated = new ulong[count * _words];
        _unrelatedBefore = new ulong[count * _words];
        _one = new ulong[_words];
        _other = new ulong[_words];
        for (int i = 0; i < count; i++)
        {
            if (Is(RelationProperty.Reflexive))
            {
                Insert(_related, i, i);
                Insert(_relatedBefore, i, i);
            }
            else if (Is(RelationProperty.Irreflexive))
            {
                Insert(_unrelated, i, i);
                Insert(_unrelatedBefore, i, i);
            }
        }
    }

    /// <summary>Whether a pair is related; null where it is not known.</summary>
    public bool? this[int i, int j] => Has(_related, i, j) ? true : Has(_unrelated, i, j) ? false : null;

    /// <summary>The number of ordered pairs, diagonal included, that are known or follow.</summary>
    public long InferableCount => _related.Concat(_unrelated).Sum(word => (long)BitOperations.PopCount(word));

    /// <summary>Adds a known pair and all that follows.</summary>
    /// <exception cref="GenEftException">ContradictingSample, naming the pairs that contradict each other. Nothing more can be added
    /// then.</exception>
    public void Add(int i, int j, bool related)
    {
        _sample.Add((i, j, related));
        _implied.Enqueue((i, j, related));
        while (_implied.TryDequeue(out (int I, int J, bool Related) pair))
        {
            if (pair.Related)
            {
                Relate(pair.I, pair.J);
            }
            else
            {
                Part(pair.I, pair.J);
            }
        }
    }

    private bool Is(RelationProperty property) => _properties.Contains(property);

    // All up to i before all from j on. What is unrelated to i is so to all from j on, and to all up to i what is unrelated to j.
    private void Relate(int i, int j)
    {
        if (Has(_related, i, j))
        {
            return;
        }

        ReadOnlySpan<ulong> sources = With(i, _relatedBefore, _one);
        ReadOnlySpan<ulong> targets = With(j, _related, _other);
        Fill(_related, sources, targets, _unrelated);
        Fill(_relatedBefore, targets, sources, null);
        if (Is(RelationProperty.Transitive))
        {
            ReadOnlySpan<ulong> beyond = Row(_unrelated, i).ToArray();
            Fill(_unrelated, targets, beyond, _related);
            Fill(_unrelatedBefore, beyond, targets, null);
            beyond = Row(_unrelatedBefore, j).ToArray();
            Fill(_unrelated, beyond, sources, _related);
            Fill(_unrelatedBefore, sources, beyond, null);
        }

        // The reverse of the pair itself implies those of the others.
        if (Is(RelationProperty.Symmetric))
        {
            _implied.Enqueue((j, i, true));
        }
        else if (Is(RelationProperty.Antisymmetric) && i != j)
        {
            _implied.Enqueue((j, i, false));
        }
    }

    // If one from i on were related to one up to j, i would be to j.
    private void Part(int i, int j)
    {
        if (Has(_unrelated, i, j))
        {
            return;
        }

        // Symmetry would lead back to the element from any that it is related to.
        bool isAlone = i == j && Is(RelationProperty.Transitive) && Is(RelationProperty.Symmetric);
        ReadOnlySpan<ulong> sources = isAlone ? All(_one) : With(i, _related, _one);
        ReadOnlySpan<ulong> targets = With(j, _relatedBefore, _other);
        Fill(_unrelated, sources, targets, _related);
        Fill(_unrelatedBefore, targets, sources, null);
        if (isAlone)
        {
            Fill(_unrelated, targets, sources, _related);
            Fill(_unrelatedBefore, sources, targets, null);
        }
        else if (Is(RelationProperty.Symmetric))
        {
            _implied.Enqueue((j, i, false));
        }
    }

    private ReadOnlySpan<ulong> All(ulong[] set)
    {
        for (int i = 0; i < _count; i++)
        {
            set[i >> 6] |= 1UL << (i & 63);
        }

        return set;
    }

    // An element and, in a transitive relation, those of its row.
    private ReadOnlySpan<ulong> With(int element, ulong[] rows, ulong[] set)
    {
        if (Is(RelationProperty.Transitive))
        {
            Row(rows, element).CopyTo(set);
        }
        else
        {
            Array.Clear(set);
        }

        set[element >> 6] |= 1UL << (element & 63);
        return set;
    }

    private void Fill(ulong[] matrix, ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> columns, ulong[]? against)
    {
        ulong conflict = 0;
        for (int word = 0; word < rows.Length; word++)
        {
            for (ulong left = rows[word]; left != 0; left &= left - 1)
            {
                int i = (word << 6) + BitOperations.TrailingZeroCount(left);
                Span<ulong> row = Row(matrix, i);
                for (int w = 0; w < row.Length; w++)
                {
                    row[w] |= columns[w];
                }

                if (against is not null)
                {
                    ReadOnlySpan<ulong> other = Row(against, i);
                    for (int w = 0; w < other.Length; w++)
                    {
                        conflict |= other[w] & columns[w];
                    }
                }
            }
        }

        if (conflict != 0)
        {
            throw new GenEftException(ErrorIds.ContradictingSample, Contradiction.Describe(_sample, _properties, _labels), _sample[^1]);
        }
    }

    private Span<ulong> Row(ulong[] matrix, int i) => matrix.AsSpan(i * _words, _words);

    private bool Has(ulong[] matrix, int i, int j) => (matrix[(i * _words) + (j >> 6)] >> (j & 63) & 1) != 0;

    private void Insert(ulong[] matrix, int i, int j) => matrix[(i * _words) + (j >> 6)] |= 1UL << (j & 63);
}
