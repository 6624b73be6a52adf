using GenEft.Relations;
using GenEft.Symmetry;

namespace GenEft.Statics;

/// <summary>Generators of a relation's automorphism group, kept as they were found and written out as they are read.</summary>
/// <param name="relation">The relation.</param>
/// <param name="group">Its group.</param>
public sealed class GeneratorTable(Relation relation, AutomorphismGroup group)
{
    /// <summary>The number of generators.</summary>
    public long Count => group.GeneratorCount;

    /// <summary>The generators, by the elements they move.</summary>
    public IEnumerable<SparsePermutation> Generators => group.Generators();

    /// <summary>A generator in cycle notation, by labels: (a b)(c d e).</summary>
    public string ToCycles(SparsePermutation generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator.ToCycles(relation.GetLabel);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Count} generators";
}
