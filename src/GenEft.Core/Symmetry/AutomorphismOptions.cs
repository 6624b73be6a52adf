namespace GenEft.Symmetry;

/// <summary>How far a search for automorphisms may go.</summary>
public sealed record AutomorphismOptions
{
    /// <summary>The most time to take; past it the answer is an interval. Null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The most search nodes to visit; past it the answer is an interval. Null for no limit.</summary>
    public long? NodeLimit { get; init; }
}
