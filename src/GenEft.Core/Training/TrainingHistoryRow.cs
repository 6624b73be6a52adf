namespace GenEft.Training;

/// <summary>One recorded step of a run, with the settings that most often tell runs apart.</summary>
public sealed record TrainingHistoryRow
{
    /// <summary>The relation's name.</summary>
    public required string? Relation { get; init; }

    /// <summary>The fraction p of the n^2 pairs that is trained on.</summary>
    public required double? TrainingFraction { get; init; }

    /// <summary>The number of affine layers of the decoder.</summary>
    public required int? DecoderDepth { get; init; }

    /// <summary>The width w of each hidden layer.</summary>
    public required int? DecoderWidth { get; init; }

    /// <summary>How parameters follow the gradient.</summary>
    public required Optimizer? Optimizer { get; init; }

    /// <summary>The learning rate eta_enc of the embeddings, per step.</summary>
    public required double? EncoderLearningRate { get; init; }

    /// <summary>The learning rate eta_dec of the decoder, per step.</summary>
    public required double? DecoderLearningRate { get; init; }

    /// <summary>The run's seed.</summary>
    public required long? Seed { get; init; }

    /// <summary>Optimizer steps taken.</summary>
    public required int Step { get; init; }

    /// <summary>Mean binary cross-entropy of the training pairs, nats.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Mean binary cross-entropy of the other pairs, nats; empty where there are none.</summary>
    public required double? TestLoss { get; init; }

    /// <summary>Accuracy on the training pairs.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>Accuracy on the other pairs; empty where there are none.</summary>
    public required double? TestAccuracy { get; init; }

    /// <summary>The trace of the first layer's charge (about_GenEft_Theory 5(vi)); empty where it was not asked for.</summary>
    public required double? Charge { get; init; }

    /// <summary>How far that matrix is from step 0's, |Q - Q_0| relative to the size of its two terms then; empty likewise.</summary>
    public required double? ChargeDrift { get; init; }
}
