namespace GenEft.Relations.Formats;

/// <summary>What was read of a file.</summary>
/// <param name="Relation">The relation.</param>
/// <param name="Notes">What the file holds that was not read, or was read in a way that should be known.</param>
public sealed record RelationContent(Relation Relation, IReadOnlyList<string> Notes)
{
    /// <summary>What was most likely meant otherwise than it was read; null for nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>Malformed lines that were skipped.</summary>
    public long SkippedCount { get; init; }

    /// <summary>What was wrong with the first few of them, each with its line.</summary>
    public IReadOnlyList<string> SkippedReasons { get; init; } = [];
}

/// <summary>How far the reading of a file is.</summary>
/// <param name="Fraction">The share read, from 0 to 1; 0 where the file's length is not known.</param>
/// <param name="Count">How many units were read.</param>
/// <param name="Unit">Lines, or what else is counted.</param>
public readonly record struct ReadProgress(double Fraction, long Count, string Unit = "lines");
