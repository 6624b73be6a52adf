namespace GenEft.Experiments;

/// <summary>The boundary of generalization over the learning rates: log10 eta_dec = Slope log10 eta_enc + Intercept. Intervals are of 95 %, by
/// drawing the seeds anew (the ratio) and leaving each out (the line); empty for one seed, where the boundary lies outside the rates that were
/// tried, and the line's also where leaving out a seed leaves fewer than two points. The properties that made the group
/// stand before these columns.</summary>
public sealed record PhaseBoundaryResult
{
    /// <summary>The values that tell the group from the others, as text; the relation where there are no others.</summary>
    public required string Group { get; init; }

    /// <summary>The number of runs.</summary>
    public required long RunCount { get; init; }

    /// <summary>How many of them ended in confusion and are left out: they had too few steps, or too little patience, or diverged.</summary>
    public required long ConfusionCount { get; init; }

    /// <summary>The number of seeds among the others.</summary>
    public required int SeedCount { get; init; }

    /// <summary>The number of encoder rates with runs that were decided.</summary>
    public required int EncoderRateCount { get; init; }

    /// <summary>At how many of them the boundary is crossed; the fit goes through these points.</summary>
    public required int BoundaryPointCount { get; init; }

    /// <summary>Decades of the decoder rate over a decade of the encoder rate, both taken as uncertain alike; 1 where a ratio decides.</summary>
    public required double? Slope { get; init; }

    /// <summary>The lower end of its interval.</summary>
    public required double? SlopeLow { get; init; }

    /// <summary>The upper end.</summary>
    public required double? SlopeHigh { get; init; }

    /// <summary>log10 of the decoder rate on the line at an encoder rate of 1.</summary>
    public required double? Intercept { get; init; }

    /// <summary>The lower end of its interval.</summary>
    public required double? InterceptLow { get; init; }

    /// <summary>The upper end.</summary>
    public required double? InterceptHigh { get; init; }

    /// <summary>The squared correlation of the points' logarithms.</summary>
    public required double? RSquared { get; init; }

    /// <summary>eta_dec/eta_enc at which half of the seeds generalize: the points' weighted mean in logarithms, as of a slope of 1.</summary>
    public required double? CriticalRatio { get; init; }

    /// <summary>The lower end of its interval.</summary>
    public required double? CriticalRatioLow { get; init; }

    /// <summary>The upper end.</summary>
    public required double? CriticalRatioHigh { get; init; }

    /// <summary>The ratio at which the exact law for the network's first layer and scales says one half (about_GenEft_Theory 5(v), 5(vii)); empty
    /// where the runs have several laws, or none is known.</summary>
    public required double? PredictedRatio { get; init; }

    /// <summary>The same by Eq. 12.</summary>
    public required double? ScalarRatio { get; init; }
}

/// <summary>Where the boundary is crossed at one encoder rate.</summary>
public sealed record PhaseBoundaryPoint
{
    /// <summary>The values that tell the group from the others, as text; the relation where there are no others.</summary>
    public required string Group { get; init; }

    /// <summary>The encoder's learning rate, eta_enc.</summary>
    public required double EncoderLearningRate { get; init; }

    /// <summary>The decoder's, eta_dec, at which half of the seeds generalize.</summary>
    public required double DecoderLearningRate { get; init; }

    /// <summary>Their ratio eta_dec/eta_enc.</summary>
    public required double LearningRateRatio { get; init; }

    /// <summary>Standard error of log10 of the ratio, by the logistic fit.</summary>
    public required double LogStandardError { get; init; }

    /// <summary>The number of runs at this rate, without those that ended in confusion.</summary>
    public required int RunCount { get; init; }

    /// <summary>How many of them generalized.</summary>
    public required int GeneralizationCount { get; init; }
}
