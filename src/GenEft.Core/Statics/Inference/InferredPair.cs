namespace GenEft.Statics.Inference;

/// <summary>What is assumed of a relation, beside properties.</summary>
public enum RelationStructure
{
    /// <summary>An equivalence, with a known number of classes or any.</summary>
    Equivalence,

    /// <summary>A total order; whether an element is before itself is not asked.</summary>
    TotalOrder,

    /// <summary>All pairs between two sides and no other.</summary>
    CompleteBipartite,
}

/// <summary>How a pair is known.</summary>
public enum PairOrigin
{
    /// <summary>It is in the sample.</summary>
    Sample,

    /// <summary>It is the same in every relation that agrees with the sample.</summary>
    Inferred,

    /// <summary>It is not.</summary>
    Open,
}

/// <summary>An ordered pair of elements and what a sample tells of it.</summary>
public sealed record InferredPair
{
    /// <summary>The first element.</summary>
    public required string Source { get; init; }

    /// <summary>The second element.</summary>
    public required string Target { get; init; }

    /// <summary>Whether they are related; empty where that is open.</summary>
    public required bool? Related { get; init; }

    /// <summary>How that is known.</summary>
    public required PairOrigin Origin { get; init; }

    /// <summary>The probability that they are related, all relations that agree with the sample being equally likely; empty for an open
    /// pair where these were not counted.</summary>
    public required double? Probability { get; init; }
}
