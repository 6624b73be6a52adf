namespace GenEft.Dynamics.Simulation;

/// <summary>What the reduced theory says of two repons, beside how the full equations end (about_GenEft_Theory 4).</summary>
public sealed record ReponComparison
{
    /// <summary>a_2 at the start; empty in more dimensions.</summary>
    public required double? DecoderScale { get; init; }

    /// <summary>c at the start, or |r|.</summary>
    public required double Separation { get; init; }

    /// <summary>The mean of all repons, or its length.</summary>
    public required double Center { get; init; }

    /// <summary>b - y, or its length.</summary>
    public required double Offset { get; init; }

    /// <summary>The dimension d of the embeddings.</summary>
    public required int EmbeddingDimension { get; init; }

    /// <summary>The number p of the decoder's outputs.</summary>
    public required int OutputDimension { get; init; }

    /// <summary>The learning rate eta_enc of the repons, per unit of time.</summary>
    public required double EncoderLearningRate { get; init; }

    /// <summary>The learning rate eta_dec of the decoder, per unit of time.</summary>
    public required double DecoderLearningRate { get; init; }

    /// <summary>The number N of repons in the cluster that one repon meets; 1 for two repons.</summary>
    public required int ClusterSize { get; init; }

    /// <summary>How the reduced flow ends, exactly (about_GenEft_Theory 5(iv)).</summary>
    public required ReponPhase ReducedPhase { get; init; }

    /// <summary>How the full flow ends; empty where it was not followed to its end, or its repons came as close as the reduced flow's end without
    /// one being told from the other.</summary>
    public required ReponPhase? FullPhase { get; init; }

    /// <summary>Whether the two differ; empty where that is not known, or on the reduced boundary.</summary>
    public bool? IsDifferent => FullPhase is null || ReducedPhase == ReponPhase.Critical ? null : FullPhase != ReducedPhase;

    /// <summary>|r| at the end of the reduced flow.</summary>
    public required double ReducedSeparation { get; init; }

    /// <summary>Half the distance of the two at the end of the full flow, 0 where they collide; where FullPhase is empty, when the integration
    /// ended.</summary>
    public required double FullSeparation { get; init; }

    /// <summary>FullSeparation - ReducedSeparation; empty where FullPhase is.</summary>
    public double? Difference => FullPhase is null ? null : FullSeparation - ReducedSeparation;

    /// <summary>The time at which the full flow had collided or stood still, or the integration ended.</summary>
    public required double Time { get; init; }

    /// <summary>How far the full flow's conserved matrix drifted, relative to its terms at the start.</summary>
    public required double ChargeDrift { get; init; }

    /// <summary>Why the integration ended.</summary>
    public required SimulationEnd End { get; init; }
}
