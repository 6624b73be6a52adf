namespace GenEft.Statics;

/// <summary>One generator of a relation's automorphism group.</summary>
public sealed record GeneratorRow
{
    /// <summary>The relation's name.</summary>
    public required string? Relation { get; init; }

    /// <summary>The generator's number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>How many elements it moves.</summary>
    public required int Support { get; init; }

    /// <summary>What it does, by labels, as in (a b)(c d e).</summary>
    public required string Cycles { get; init; }
}
