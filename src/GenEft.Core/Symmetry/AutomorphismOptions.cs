namespace GenEft.Symmetry;

/// <summary>How far a search for automorphisms may go.</summary>
public sealed record AutomorphismOptions
{
    /// <summary>The most time to take; past it the answer is an interval. Null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The most search nodes to visit; past it the answer is an interval. Null for no limit.</summary>
    public long? NodeLimit { get; init; }

    /// <summary>Told now and then what is being done; on the thread that searches.</summary>
    public IProgress<AutomorphismProgress>? Progress { get; init; }
}

/// <summary>How far a search for automorphisms has come.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Vertices">The vertices of the part at hand.</param>
/// <param name="SearchNodes">Search nodes visited so far.</param>
/// <param name="Elapsed">The time since the start.</param>
public readonly record struct AutomorphismProgress(string Stage, int Vertices, long SearchNodes, TimeSpan Elapsed);
