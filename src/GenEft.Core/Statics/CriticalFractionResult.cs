namespace GenEft.Statics;

/// <summary>How a critical fraction is found.</summary>
public enum CriticalFractionMethod
{
    /// <summary>Eq. 4 from the description length.</summary>
    Analytic,

    /// <summary>Where the paper's Monte Carlo (Appendix D) reaches the accuracy.</summary>
    MonteCarlo,

    /// <summary>Where the exact posterior reaches the accuracy: no model that knows no more can do with less on average.</summary>
    Exact,

    /// <summary>Where trained networks reach the accuracy.</summary>
    Training,
}

/// <summary>The fraction of all pairs a model must see before it can reach an accuracy (Eq. 1-4).</summary>
public sealed record CriticalFractionResult
{
    /// <summary>The relation's name; empty where only bits were given.</summary>
    public required string Relation { get; init; }

    /// <summary>The number of elements n.</summary>
    public required int Count { get; init; }

    /// <summary>How the fraction was found.</summary>
    public required CriticalFractionMethod Method { get; init; }

    /// <summary>The target accuracy alpha.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The description length b, bits.</summary>
    public required double Bits { get; init; }

    /// <summary>p_c of Eq. 4 as it comes out: it may exceed 1. For sampled methods the mean over samplings, each growing pair by
    /// pair, of the fraction at which the bound, or the network trained on it, first reaches the accuracy. Empty where some network does
    /// not even when trained on all pairs.</summary>
    public required double? CriticalFraction { get; init; }

    /// <summary>The smallest number of samples m with f(m) of at least the accuracy (Eq. 3); for sampled methods their mean
    /// number, rounded up.</summary>
    public required double? CriticalSampleCount { get; init; }

    /// <summary>b / n^2, the scale of the transition (the vertical lines of Figure 3).</summary>
    public required double ScaleFraction { get; init; }

    /// <summary>h, the most bits that a random pair tells of the relation up to its labels (about_GenEft_Theory 2); empty where only bits were
    /// given.</summary>
    public double? InformationPerPair { get; init; }

    /// <summary>p_info = b/(n^2 h): from a smaller share of random pairs the relation cannot be identified, on average, by a learner that knows
    /// it up to its labels. It bounds identification, not accuracy; empty likewise.</summary>
    public double? IdentificationFraction { get; init; }

    /// <summary>The same by unordered pairs, where each pair determines its mirror: a little more. Empty where it does not.</summary>
    public double? MirroredIdentificationFraction { get; init; }

    /// <summary>What the better constant answer scores on all pairs: an accuracy below it is reached without any. Empty where only bits were
    /// given.</summary>
    public double? BaselineAccuracy { get; init; }

    /// <summary>Whether the critical fraction is at most 1; for networks, whether every one of them reaches the accuracy.</summary>
    public required bool IsReachable { get; init; }

    /// <summary>The least the critical fraction can be, where the search for the description length was cut short; for sampled
    /// methods the lower end of its 95 % confidence interval over samplings, as it comes out. Empty where it is exact.</summary>
    public required double? Low { get; init; }

    /// <summary>The most it can be, likewise.</summary>
    public required double? High { get; init; }

    /// <summary>The number of samplings; empty for the analytic fraction.</summary>
    public int? SamplingCount { get; init; }

    /// <summary>The seed of the samplings; empty for the analytic fraction. Networks have this seed and those that follow.</summary>
    public long? Seed { get; init; }

    /// <summary>Whether all probabilities were counted, none drawn; empty where there are none.</summary>
    public bool? IsExact { get; init; }

    /// <summary>How many of the networks reach the accuracy when trained on all pairs; empty for other methods.</summary>
    public int? ReachedCount { get; init; }

    /// <summary>The number of runs looked at, some of which other accuracies may share; empty for other methods.</summary>
    public int? RunCount { get; init; }

    /// <summary>How the networks combine two embeddings, by Invoke-Training's name for it; empty for other methods, like what follows.</summary>
    public string? Combination { get; init; }

    /// <summary>The dimension d of the embeddings.</summary>
    public int? EmbeddingDimension { get; init; }

    /// <summary>The number of affine layers of the decoder.</summary>
    public int? DecoderDepth { get; init; }

    /// <summary>n_h = DecoderDepth - 1.</summary>
    public int? HiddenLayerCount => DecoderDepth - 1;

    /// <summary>The width w of each hidden layer.</summary>
    public int? DecoderWidth { get; init; }

    /// <summary>Every setting of the training that is not Invoke-Training's default, as text.</summary>
    public string? Training { get; init; }

    /// <summary>The row with what pairs tell of its relation.</summary>
    internal CriticalFractionResult With(PairInformation information) => this with
    {
        InformationPerPair = information.InformationPerPair,
        IdentificationFraction = information.IdentificationFraction(Bits),
        MirroredIdentificationFraction = information.MirroredIdentificationFraction(Bits),
        BaselineAccuracy = information.BaselineAccuracy,
    };
}
