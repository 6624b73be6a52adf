namespace GenEft.Dynamics.Simulation;

/// <summary>One repon at one time. Its coordinates follow as X1, X2 and so on, one column a dimension.</summary>
public sealed record ReponStateRow
{
    /// <summary>Which trajectory, from 0.</summary>
    public required long? Index { get; init; }

    /// <summary>The equations.</summary>
    public required ReponModelKind? Model { get; init; }

    /// <summary>The time.</summary>
    public required double? Time { get; init; }

    /// <summary>What happened then.</summary>
    public required ReponEvent? Event { get; init; }

    /// <summary>Which repon, from 0.</summary>
    public required int Repon { get; init; }

    /// <summary>The number of its target, in the order in which targets first occur.</summary>
    public required int Class { get; init; }

    /// <summary>How many repons stand at this place, as in a cluster.</summary>
    public required int Count { get; init; }
}
