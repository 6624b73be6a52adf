namespace GenEft.Statics;

/// <summary>One element, and the orbit that it lies in.</summary>
public sealed record OrbitRow
{
    /// <summary>The relation's name.</summary>
    public required string? Relation { get; init; }

    /// <summary>The element's number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The element's label.</summary>
    public required string Element { get; init; }

    /// <summary>The number of the first element of its orbit.</summary>
    public required int Orbit { get; init; }

    /// <summary>How many elements the orbit has.</summary>
    public required int OrbitSize { get; init; }
}
