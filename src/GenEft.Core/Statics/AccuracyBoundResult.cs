namespace GenEft;

/// <summary>How an accuracy bound is found.</summary>
public enum AccuracyBoundMethod
{
    /// <summary>Eq. 5 from the description length.</summary>
    Analytic,
}

/// <summary>The largest accuracy that a number of training samples allows (Eq. 5).</summary>
public sealed record AccuracyBoundResult
{
    /// <summary>The relation's name.</summary>
    public required string Relation { get; init; }

    /// <summary>The training fraction p asked for.</summary>
    public required double TrainingFraction { get; init; }

    /// <summary>The number of training samples m = p n^2, rounded.</summary>
    public required long SampleCount { get; init; }

    /// <summary>f(m) of Eq. 3.</summary>
    public required double InferableFraction { get; init; }

    /// <summary>p_*, the chance that a pair that cannot be inferred is related.</summary>
    public required double GuessProbability { get; init; }

    /// <summary>f_UB(m) of Eq. 5, over the whole data set.</summary>
    public required double AccuracyBound { get; init; }

    /// <summary>Standard error over samplings; null for the analytic bound, which draws none.</summary>
    public required double? StandardError { get; init; }

    /// <summary>How the bound was found.</summary>
    public required AccuracyBoundMethod Method { get; init; }
}
