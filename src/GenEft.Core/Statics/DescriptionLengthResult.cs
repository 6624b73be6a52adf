using GenEft.Symmetry;

namespace GenEft.Statics;

/// <summary>The description length of a relation, b = log2(n!/|Aut|), from its automorphism group (about_GenEft_Theory 2).</summary>
public sealed record DescriptionLengthResult
{
    // What a cell of a spreadsheet holds; longer orders are written as prime powers.
    private const int MaximumDigits = 32_767;

    /// <summary>The relation's name.</summary>
    public required string Relation { get; init; }

    /// <summary>The number of elements n; those that are related to none count too.</summary>
    public required int Count { get; init; }

    /// <summary>b, bits. Of a search that was cut short the most it can be, BitsHigh.</summary>
    public required double Bits { get; init; }

    /// <summary>The least b can be, bits; b itself where IsExact.</summary>
    public required double BitsLow { get; init; }

    /// <summary>The most b can be, bits; b itself where IsExact.</summary>
    public required double BitsHigh { get; init; }

    /// <summary>log2 |Aut|, bits. Of a search that was cut short, of the part of the group that was found.</summary>
    public required double Log2GroupOrder { get; init; }

    /// <summary>|Aut|, exactly: its digits up to 32767 of them, beyond that its prime powers, as in 2^1023 * 3^4. Empty where
    /// not IsExact.</summary>
    public required string GroupOrder { get; init; }

    /// <summary>Whether the group was found completely; otherwise BitsLow and BitsHigh bound b.</summary>
    public required bool IsExact { get; init; }

    /// <summary>The number of generators found.</summary>
    public required long GeneratorCount { get; init; }

    /// <summary>The number of orbits: of elements that automorphisms do not take to each other.</summary>
    public required int OrbitCount { get; init; }

    /// <summary>Nodes of the search visited; 0 where the structure settled all.</summary>
    public required long SearchNodeCount { get; init; }

    /// <summary>The time taken.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The row of a group.</summary>
    /// <param name="relation">The relation's name.</param>
    /// <param name="group">Its group.</param>
    /// <param name="orbits">The group's orbits.</param>
    public static DescriptionLengthResult From(string relation, AutomorphismGroup group, OrbitTable orbits)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(orbits);
        BitRange bits = BitRange.Of(group);
        return new DescriptionLengthResult
        {
            Relation = relation,
            Count = group.VertexCount,
            Bits = bits.High,
            BitsLow = bits.Low,
            BitsHigh = bits.High,
            Log2GroupOrder = group.LowerOrder.Log2(),
            GroupOrder = group.IsExact ? group.LowerOrder.ToText(MaximumDigits) : "",
            IsExact = group.IsExact,
            GeneratorCount = group.GeneratorCount,
            OrbitCount = orbits.OrbitCount,
            SearchNodeCount = group.SearchNodeCount,
            Elapsed = group.Elapsed,
        };
    }
}
