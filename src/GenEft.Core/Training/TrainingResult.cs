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
    public required int SampleCount { get; init; }

    /// <summary>Table IV; null where there is no test pair to judge by.</summary>
    public required Phase? Phase { get; init; }

    /// <summary>First evaluated step with train accuracy above the threshold; null if there was none.</summary>
    public required int? TrainStep { get; init; }

    /// <summary>First evaluated step with test accuracy above the threshold; null if there was none.</summary>
    public required int? TestStep { get; init; }

    /// <summary>Optimizer steps taken.</summary>
    public required int StepCount { get; init; }

    /// <summary>Accuracy on the training pairs.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>Accuracy on the other pairs; null where there are none.</summary>
    public required double? TestAccuracy { get; init; }

    /// <summary>Accuracy on all n^2 pairs (as in Figure 3).</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean loss of the training pairs, nats.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Mean loss of the other pairs, nats; null where there are none.</summary>
    public required double? TestLoss { get; init; }

    /// <summary>Whether the loss stopped being finite, which ended the run.</summary>
    public required bool IsDiverged { get; init; }

    /// <summary>Where it was computed.</summary>
    public required AcceleratorKind Accelerator { get; init; }

    /// <summary>The vector instructions it was computed with, or the GPU's name.</summary>
    public required string InstructionSet { get; init; }

    /// <summary>Time spent on the run, a resumed run's earlier parts included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Relation}: {Phase}";
}

/// <summary>One evaluation along a run.</summary>
/// <param name="Step">Optimizer steps taken.</param>
/// <param name="TrainLoss">Mean loss of the training pairs, nats.</param>
/// <param name="TestLoss">Mean loss of the other pairs, nats; null where there are none.</param>
/// <param name="TrainAccuracy">Accuracy on the training pairs.</param>
/// <param name="TestAccuracy">Accuracy on the other pairs; null where there are none.</param>
/// <param name="Charge">The trace of the first layer's charge (about_GenEft_Theory 5(vi)); null where it was not asked for.</param>
/// <param name="ChargeDrift">How far that matrix is from step 0's, |Q - Q_0| relative to the size of its two terms then; null likewise.</param>
public sealed record HistoryPoint(
    int Step, double TrainLoss, double? TestLoss, double TrainAccuracy, double? TestAccuracy, double? Charge = null, double? ChargeDrift = null);

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
