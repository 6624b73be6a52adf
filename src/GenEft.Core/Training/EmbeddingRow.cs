namespace GenEft.Training;

/// <summary>One element of a trained run. Its coordinates follow as E1, E2 and so on, one column a dimension.</summary>
public sealed record EmbeddingRow
{
    /// <summary>The relation's name.</summary>
    public required string? Relation { get; init; }

    /// <summary>The run's phase.</summary>
    public required Phase? Phase { get; init; }

    /// <summary>The run's seed.</summary>
    public required long? Seed { get; init; }

    /// <summary>The element's number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The element's label.</summary>
    public required string Element { get; init; }
}
