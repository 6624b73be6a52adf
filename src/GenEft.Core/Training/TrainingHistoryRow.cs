namespace GenEft.Training;

/// <summary>One recorded step of a run, with the settings that most often tell runs apart.</summary>
public sealed record TrainingHistoryRow
{
    /// <summary>The relation's name.</summary>
    public required string? Relation { get; init; }

    /// <summary>The fraction p of the n^2 pairs that is trained on.</summary>
    public required double? TrainingFraction { get; init; }

    /// <summary>How two embeddings become the decoder's input.</summary>
    public required Combination? Combination { get; init; }

    /// <summary>The dimension d of the embeddings.</summary>
    public required int? EmbeddingDimension { get; init; }

    /// <summary>The number of affine layers of the decoder.</summary>
    public required int? DecoderDepth { get; init; }

    /// <summary>The width w of each hidden layer.</summary>
    public required int? DecoderWidth { get; init; }

    /// <summary>The function of the hidden layers.</summary>
    public required Activation? Activation { get; init; }

    /// <summary>How parameters follow the gradient.</summary>
    public required Optimizer? Optimizer { get; init; }

    /// <summary>Training pairs a step; 0 for all.</summary>
    public required int? BatchSize { get; init; }

    /// <summary>The learning rate eta_enc of the embeddings, per step.</summary>
    public required double? EncoderLearningRate { get; init; }

    /// <summary>The learning rate eta_dec of the decoder, per step.</summary>
    public required double? DecoderLearningRate { get; init; }

    /// <summary>The weight decay of the embeddings.</summary>
    public required double? EncoderWeightDecay { get; init; }

    /// <summary>The weight decay of the decoder.</summary>
    public required double? DecoderWeightDecay { get; init; }

    /// <summary>The factor of the initial embeddings.</summary>
    public required double? EncoderScale { get; init; }

    /// <summary>The factor of the initial decoder.</summary>
    public required double? DecoderScale { get; init; }

    /// <summary>The run's seed.</summary>
    public required long? Seed { get; init; }

    /// <summary>Optimizer steps taken.</summary>
    public required int Step { get; init; }

    /// <summary>Mean binary cross-entropy of the training pairs, nats.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Mean binary cross-entropy of the other pairs, nats; empty where there are none.</summary>
    public required double? TestLoss { get; init; }

    /// <summary>Accuracy on the training pairs.</summary>
    public double TrainAccuracy => Train.Accuracy!.Value;

    /// <summary>Accuracy on the other pairs; empty where there are none.</summary>
    public double? TestAccuracy => Test.Accuracy;

    /// <summary>Accuracy on all n^2 pairs.</summary>
    public double Accuracy => (Train + Test).Accuracy!.Value;

    /// <summary>What the better constant answer scores on all n^2 pairs.</summary>
    public required double? BaselineAccuracy { get; init; }

    /// <summary>The mean of the shares of related and of unrelated pairs that are answered right, on the training pairs; empty where it has no value.</summary>
    public double? TrainBalancedAccuracy => Train.BalancedAccuracy;

    /// <summary>Matthews' correlation between answers and pairs, on the training pairs; empty where it has no value.</summary>
    public double? TrainMatthews => Train.Matthews;

    /// <summary>The share of pairs answered as related that are, on the training pairs; empty where it has no value.</summary>
    public double? TrainPrecision => Train.Precision;

    /// <summary>The share of related pairs that are answered so, on the training pairs; empty where it has no value.</summary>
    public double? TrainRecall => Train.Recall;

    /// <summary>The harmonic mean of precision and recall, on the training pairs; empty where it has no value.</summary>
    public double? TrainF1 => Train.F1;

    /// <summary>The mean of the shares of related and of unrelated pairs that are answered right, on the other pairs; empty where it has no value.</summary>
    public double? TestBalancedAccuracy => Test.BalancedAccuracy;

    /// <summary>Matthews' correlation between answers and pairs, on the other pairs; empty where it has no value.</summary>
    public double? TestMatthews => Test.Matthews;

    /// <summary>The share of pairs answered as related that are, on the other pairs; empty where it has no value.</summary>
    public double? TestPrecision => Test.Precision;

    /// <summary>The share of related pairs that are answered so, on the other pairs; empty where it has no value.</summary>
    public double? TestRecall => Test.Recall;

    /// <summary>The harmonic mean of precision and recall, on the other pairs; empty where it has no value.</summary>
    public double? TestF1 => Test.F1;

    /// <summary>The mean of the shares of related and of unrelated pairs that are answered right, on all pairs; empty where it has no value.</summary>
    public double? BalancedAccuracy => (Train + Test).BalancedAccuracy;

    /// <summary>Matthews' correlation between answers and pairs, on all pairs; empty where it has no value.</summary>
    public double? Matthews => (Train + Test).Matthews;

    /// <summary>The share of pairs answered as related that are, on all pairs; empty where it has no value.</summary>
    public double? Precision => (Train + Test).Precision;

    /// <summary>The share of related pairs that are answered so, on all pairs; empty where it has no value.</summary>
    public double? Recall => (Train + Test).Recall;

    /// <summary>The harmonic mean of precision and recall, on all pairs; empty where it has no value.</summary>
    public double? F1 => (Train + Test).F1;

    /// <summary>The trace of the first layer's charge (about_GenEft_Theory 5(vi)); empty where it was not asked for.</summary>
    public required double? Charge { get; init; }

    /// <summary>How far that matrix is from step 0's, |Q - Q_0| relative to the size of its two terms then; empty likewise.</summary>
    public required double? ChargeDrift { get; init; }

    /// <summary>Which answers on training pairs are right.</summary>
    internal ClassificationCounts Train { get; init; }

    /// <summary>The same of the other pairs.</summary>
    internal ClassificationCounts Test { get; init; }
}
