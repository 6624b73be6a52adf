using GenEft.Relations;
using GenEft.Symmetry;

namespace GenEft.Statics;

/// <summary>A description length that is known exactly, or to lie between two values.</summary>
/// <param name="Low">The least it can be, bits.</param>
/// <param name="High">The most it can be, bits; the same where it is known exactly.</param>
public readonly record struct BitRange(double Low, double High)
{
    /// <summary>Whether it is known exactly.</summary>
    public bool IsExact => Low == High;

    /// <summary>log2(n!/|Aut|) of a group. The quotient is a whole number, so nothing lies between 0 and 1 bit.</summary>
    public static BitRange Of(AutomorphismGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        (double low, double high) = group.LabellingBits();
        return new BitRange(low is > 0 and < 1 ? Math.Min(1, high) : low, high);
    }

    /// <summary>The description length of a relation: in closed form where its structure gives one, else from its
    /// automorphism group.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="options">How far to search for automorphisms; null for as far as it takes.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">RelationTooLarge.</exception>
    public static BitRange Measure(Relation relation, AutomorphismOptions? options = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(relation);

        // Where rows are bits the structure is read off in less time than a graph could be made.
        return relation.IsDense   // which joined relations never are
            && DescriptionLength.FromStructure(RelationProperties.Measure(relation, cancelToken: cancelToken)) is { Bits: double bits }
            ? new BitRange(bits, bits)
            : Of(RelationSymmetry.Find(relation, options, cancelToken));
    }
}
