namespace GenEft.Training;

/// <summary>
/// What came of one run, with every setting it depended on: the row reproduces itself. Accuracies and losses are those of
/// the last step; losses are mean binary cross-entropy in nats.
/// </summary>
public sealed record TrainingResult : TrainingSettings
{
    internal TrainingResult(TrainingSettings settings)
        : base(settings)
    {
    }

    /// <summary>The relation's name.</summary>
    public required string Relation { get; init; }

    /// <summary>The seed of a random relation; null for one that is not random.</summary>
    public required long? RelationSeed { get; init; }

    /// <summary>The number of elements n.</summary>
    public required int Count { get; init; }

    /// <summary>The number of training pairs m.</summary>
    public required long SampleCount { get; init; }

    /// <summary>Table IV, by PhaseMetric; null where the training pairs are fitted and there is no test pair to judge by, or, by another measure than accuracy, training or test
    /// pairs are all of one kind.</summary>
    public required Phase? Phase { get; init; }

    /// <summary>eta_dec/eta_enc; empty where that is larger than any number.</summary>
    public double? LearningRateRatio => EncoderLearningRate > 0 && DecoderLearningRate / EncoderLearningRate is var ratio && double.IsFinite(ratio) ? ratio : null;

    /// <summary>First evaluated step with train accuracy, or PhaseMetric, above the threshold; null if there was none.</summary>
    public required int? TrainStep { get; init; }

    /// <summary>The same on the other pairs.</summary>
    public required int? TestStep { get; init; }

    /// <summary>Optimizer steps taken.</summary>
    public required int StepCount { get; init; }

    /// <summary>Why it took no more: PhaseKnown, MaxSteps, Plateau or Diverged.</summary>
    public StopReason StopReason =>
        IsDiverged ? StopReason.Diverged
        : StopWhen != StopCondition.MaxSteps && TrainStep is not null && (TestStep is not null || Phase is null) ? StopReason.PhaseKnown
        : StepCount < MaxSteps ? StopReason.Plateau
        : StopReason.MaxSteps;

    /// <summary>Accuracy on the training pairs.</summary>
    public double TrainAccuracy => Train.Accuracy!.Value;

    /// <summary>Accuracy on the other pairs; null where there are none.</summary>
    public double? TestAccuracy => Test.Accuracy;

    /// <summary>Accuracy on all n^2 pairs (as in Figure 3).</summary>
    public double Accuracy => (Train + Test).Accuracy!.Value;

    /// <summary>Standard error of TrainAccuracy, from the sample of EvaluationCount; empty where all pairs were evaluated.</summary>
    public required double? TrainStandardError { get; init; }

    /// <summary>The same of TestAccuracy.</summary>
    public required double? TestStandardError { get; init; }

    /// <summary>The same of Accuracy.</summary>
    public required double? StandardError { get; init; }

    /// <summary>Mean loss of the training pairs, nats.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Mean loss of the other pairs, nats; null where there are none.</summary>
    public required double? TestLoss { get; init; }

    /// <summary>What the better constant answer scores on all n^2 pairs: a threshold below it tells nothing.</summary>
    public required double BaselineAccuracy { get; init; }

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

    /// <summary>The area under precision against recall on the training pairs; empty where none is related.</summary>
    public required double? TrainAveragePrecision { get; init; }

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

    /// <summary>The area under precision against recall on the other pairs; empty where none is related.</summary>
    public required double? TestAveragePrecision { get; init; }

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

    /// <summary>The area under precision against recall on all pairs; empty where none is related.</summary>
    public required double? AveragePrecision { get; init; }

    /// <summary>Whether the loss stopped being finite, which ended the run; answers that are no number count as wrong in its measures.</summary>
    public required bool IsDiverged { get; init; }

    /// <summary>Where it was computed.</summary>
    public required AcceleratorKind Accelerator { get; init; }

    /// <summary>The vector instructions it was computed with, or the GPU's name.</summary>
    public required string InstructionSet { get; init; }

    /// <summary>Time spent on the run, a resumed run's earlier parts included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Which answers on training pairs are right.</summary>
    internal ClassificationCounts Train { get; init; }

    /// <summary>The same of the other pairs.</summary>
    internal ClassificationCounts Test { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Relation}: {Phase}";
}

/// <summary>One evaluation along a run.</summary>
/// <param name="Step">Optimizer steps taken.</param>
/// <param name="TrainLoss">Mean loss of the training pairs, nats.</param>
/// <param name="TestLoss">Mean loss of the other pairs, nats; null where there are none.</param>
/// <param name="Train">Which answers on training pairs are right.</param>
/// <param name="Test">The same of the other pairs.</param>
/// <param name="Charge">The trace of the first layer's charge (about_GenEft_Theory 5(vi)); null where it was not asked for.</param>
/// <param name="ChargeDrift">How far that matrix is from step 0's, |Q - Q_0| relative to the size of its two terms then; null likewise.</param>
public sealed record HistoryPoint(
    int Step, double TrainLoss, double? TestLoss, ClassificationCounts Train, ClassificationCounts Test, double? Charge = null, double? ChargeDrift = null)
{
    /// <summary>Accuracy on the training pairs.</summary>
    public double TrainAccuracy => Train.Accuracy!.Value;

    /// <summary>Accuracy on the other pairs; null where there are none.</summary>
    public double? TestAccuracy => Test.Accuracy;
}

/// <summary>A run's result with what was kept of it beside the row.</summary>
/// <param name="Result">The row.</param>
/// <param name="History">Evaluations every HistoryInterval steps; empty where that is 0.</param>
/// <param name="Model">The trained network.</param>
public sealed record TrainingOutcome(TrainingResult Result, TrainingHistory History, NetworkModel Model);

/// <summary>The evaluations along a run, in order of steps.</summary>
/// <param name="points">The evaluations.</param>
public sealed class TrainingHistory(IReadOnlyList<HistoryPoint> points)
{
    /// <summary>The evaluations.</summary>
    public IReadOnlyList<HistoryPoint> Points => points;

    /// <inheritdoc/>
    public override string ToString() => $"{points.Count} evaluations";
}
