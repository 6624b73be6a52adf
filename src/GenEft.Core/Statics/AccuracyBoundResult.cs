namespace GenEft.Statics;

/// <summary>How an accuracy bound is found.</summary>
public enum AccuracyBoundMethod
{
    /// <summary>Eq. 5 from the description length: the paper's estimate, no strict bound.</summary>
    Analytic,

    /// <summary>The paper's Monte Carlo (Appendix D): closure of a sample, and independent guesses at what is left. Not an upper
    /// bound for classes: it errs both ways.</summary>
    Paper,

    /// <summary>The posterior over all relations of the kind that agree with a sample: what the best possible guesser reaches on
    /// average.</summary>
    Exact,
}

/// <summary>The largest accuracy that a number of training samples allows (Eq. 5).</summary>
public sealed record AccuracyBoundResult
{
    /// <summary>The relation's name.</summary>
    public required string Relation { get; init; }

    /// <summary>The number of elements n.</summary>
    public required int Count { get; init; }

    /// <summary>The training fraction p asked for.</summary>
    public required double TrainingFraction { get; init; }

    /// <summary>The number of training samples m = p n^2, rounded.</summary>
    public required long SampleCount { get; init; }

    /// <summary>f(m) of Eq. 3; for the other methods the fraction of pairs that are in the sample or follow from it by
    /// closure, averaged over samplings.</summary>
    public required double InferableFraction { get; init; }

    /// <summary>p_*, the chance that a pair that cannot be inferred is related; empty for the other methods, which have one for
    /// each pair.</summary>
    public required double? GuessProbability { get; init; }

    /// <summary>f_UB(m) of Eq. 5, or the mean over samplings; over the whole data set.</summary>
    public required double AccuracyBound { get; init; }

    /// <summary>What the better constant answer scores on all pairs: a bound near it says little.</summary>
    public double? BaselineAccuracy { get; init; }

    /// <summary>Standard error over samplings; null for the analytic bound, which draws none.</summary>
    public required double? StandardError { get; init; }

    /// <summary>How the bound was found.</summary>
    public required AccuracyBoundMethod Method { get; init; }

    /// <summary>The number of samplings averaged over; empty for the analytic bound.</summary>
    public int? SamplingCount { get; init; }

    /// <summary>Whether all probabilities were computed; false where some were drawn.</summary>
    public required bool IsExact { get; init; }

    /// <summary>The seed of the samplings; empty for the analytic bound.</summary>
    public long? Seed { get; init; }
}
