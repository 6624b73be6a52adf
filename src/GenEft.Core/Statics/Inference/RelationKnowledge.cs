using GenEft.Numerics;
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
    private readonly HashSet<RelationProperty> _properties;
    private readonly BitMatrix _related;         // and what stands before each element
    private readonly BitMatrix _relatedBefore;
    private readonly BitMatrix _unrelated;
    private readonly BitMatrix _unrelatedBefore;
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
        _properties = [.. properties];
        _related = new BitMatrix(count);
        _relatedBefore = new BitMatrix(count);
        _unrelated = new BitMatrix(count);
        _unrelatedBefore = new BitMatrix(count);
        _one = new ulong[_related.WordsPerRow];
        _other = new ulong[_related.WordsPerRow];
        for (int i = 0; i < count; i++)
        {
            if (Is(RelationProperty.Reflexive))
            {
                _related.Set(i, i);
                _relatedBefore.Set(i, i);
            }
            else if (Is(RelationProperty.Irreflexive))
            {
                _unrelated.Set(i, i);
                _unrelatedBefore.Set(i, i);
            }
        }
    }

    /// <summary>Whether a pair is related; null where it is not known.</summary>
    public bool? this[int i, int j] => _related[i, j] ? true : _unrelated[i, j] ? false : null;

    /// <summary>The number of ordered pairs, diagonal included, that are known or follow.</summary>
    public long InferableCount => _related.BitCount + _unrelated.BitCount;

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
        if (_related[i, j])
        {
            return;
        }

        ReadOnlySpan<ulong> sources = With(i, _relatedBefore, _one);
        ReadOnlySpan<ulong> targets = With(j, _related, _other);
        Fill(_related, sources, targets, _unrelated);
        Fill(_relatedBefore, targets, sources, null);
        if (Is(RelationProperty.Transitive))
        {
            ReadOnlySpan<ulong> beyond = _unrelated.Row(i).ToArray();
            Fill(_unrelated, targets, beyond, _related);
            Fill(_unrelatedBefore, beyond, targets, null);
            beyond = _unrelatedBefore.Row(j).ToArray();
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
        if (_unrelated[i, j])
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
            BitRow.Add(set, i);
        }

        return set;
    }

    // An element and, in a transitive relation, those of its row.
    private ReadOnlySpan<ulong> With(int element, BitMatrix rows, ulong[] set)
    {
        if (Is(RelationProperty.Transitive))
        {
            rows.Row(element).CopyTo(set);
        }
        else
        {
            Array.Clear(set);
        }

        BitRow.Add(set, element);
        return set;
    }

    private void Fill(BitMatrix matrix, ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> columns, BitMatrix? against)
    {
        bool isContradiction = false;
        foreach (int i in BitRow.MembersOf(rows))
        {
            BitRow.UnionWith(matrix.Row(i), columns);
            isContradiction |= against is not null && BitRow.CountCommon(against.Row(i), columns) > 0;
        }

        if (isContradiction)
        {
            throw new GenEftException(ErrorIds.ContradictingSample, Contradiction.Describe(_sample, _properties, _labels), _sample[^1]);
        }
    }
}
