using GenEft.Relations;
using GenEft.Symmetry;

namespace GenEft.Statics;

/// <summary>The orbits of a relation's elements under its automorphisms: those in one orbit play the same part.</summary>
public sealed class OrbitTable
{
    private readonly Relation _relation;
    private readonly int[] _orbits;
    private readonly int[] _sizes;

    /// <summary>Takes them from a group.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="group">Its group.</param>
    public OrbitTable(Relation relation, AutomorphismGroup group)
    {
        ArgumentNullException.ThrowIfNull(relation);
        ArgumentNullException.ThrowIfNull(group);
        _relation = relation;
        _orbits = group.Orbits();
        _sizes = new int[_orbits.Length];
        foreach (int orbit in _orbits)
        {
            OrbitCount += _sizes[orbit]++ == 0 ? 1 : 0;
        }
    }

    /// <summary>The number of elements.</summary>
    public int Count => _orbits.Length;

    /// <summary>The number of orbits.</summary>
    public int OrbitCount { get; }

    /// <summary>The label of an element.</summary>
    public string GetLabel(int element) => _relation.GetLabel(element);

    /// <summary>The orbit of an element, named by its first element, 0-based.</summary>
    public int GetOrbit(int element) => _orbits[element];

    /// <summary>The number of elements in an element's orbit.</summary>
    public int GetOrbitSize(int element) => _sizes[_orbits[element]];

    /// <inheritdoc/>
    public override string ToString() => $"{OrbitCount} orbits of {Count} elements";
}
