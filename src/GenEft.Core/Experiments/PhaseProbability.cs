namespace GenEft.Experiments;

/// <summary>How often the runs of a group generalized, beside what the theory says. The properties that made the group stand before these
/// columns.</summary>
public sealed record PhaseProbability
{
    /// <summary>The values that tell the group from the others, as text; the relation where there are no others.</summary>
    public required string Group { get; init; }

    /// <summary>The number of runs.</summary>
    public required long RunCount { get; init; }

    /// <summary>How many of them ended in generalization; with -IncludeGrokking also in grokking.</summary>
    public required long GeneralizationCount { get; init; }

    /// <summary>How many of them ended in confusion with a finite loss: they had too few steps, or too little patience, to tell, and are left out of the
    /// probability.</summary>
    public required long UndecidedCount { get; init; }

    /// <summary>The share that generalized of the runs that were decided; empty where none was.</summary>
    public required double? Probability { get; init; }

    /// <summary>The lower end of its 95 % Wilson interval.</summary>
    public required double? Low { get; init; }

    /// <summary>The upper end of its 95 % Wilson interval.</summary>
    public required double? High { get; init; }

    /// <summary>eta_dec/eta_enc; empty where the runs have several, or rows lack the rates.</summary>
    public required double? LearningRateRatio { get; init; }

    /// <summary>The dimension d of the law; empty, as all that follows, where the runs have several laws or none is known.</summary>
    public required int? EmbeddingDimension { get; init; }

    /// <summary>The number p of outputs of the law, twice the width of the first layer.</summary>
    public required int? OutputDimension { get; init; }

    /// <summary>Standard deviation of the first layer's initial weights.</summary>
    public required double? DecoderSigma { get; init; }

    /// <summary>Standard deviation of half the initial distance of two embeddings, by coordinate.</summary>
    public required double? SeparationSigma { get; init; }

    /// <summary>N of Eq. 13.</summary>
    public required int ClusterSize { get; init; }

    /// <summary>The probability by Eq. 12 (Eq. 13 for clusters), mean over the runs.</summary>
    public required double? ScalarProbability { get; init; }

    /// <summary>The probability by the exact law (about_GenEft_Theory 5(v)), mean over the runs.</summary>
    public required double? ExactProbability { get; init; }
}
