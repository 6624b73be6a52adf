using GenEft.Relations;

namespace GenEft.Training;

/// <summary>Mean loss and answers over a set of pairs. The answer is "related" where the logit is positive.</summary>
/// <param name="Loss">Mean binary cross-entropy, nats; NaN where it was not asked for.</param>
/// <param name="Counts">Which answers are right.</param>
/// <param name="IsLossFinite">Whether the loss, asked for or not, is a finite number.</param>
internal readonly record struct Evaluation(double Loss, ClassificationCounts Counts, bool IsLossFinite)
{
    /// <summary>The share of right answers; NaN for no pairs.</summary>
    public double Accuracy => Counts.Measure(PhaseMetric.Accuracy);
}

/// <summary>What a run must be given back to go on exactly where it was.</summary>
/// <param name="Parameters">[ParameterCount], in the order of <see cref="NetworkShape"/>.</param>
/// <param name="FirstMoment">Adam's m, likewise; empty for gradient descent.</param>
/// <param name="SecondMoment">Adam's v, likewise; empty for gradient descent.</param>
/// <param name="UpdateCount">Optimizer steps taken.</param>
internal sealed record TrainerState(double[] Parameters, double[] FirstMoment, double[] SecondMoment, int UpdateCount);

/// <summary>
/// The arithmetic of one network: the gradient over a batch, an optimizer step, an evaluation. A run drives it; what a
/// step means is decided there, so every implementation takes the same steps.
/// </summary>
internal interface ITrainer : IDisposable
{
    /// <summary>The name of the implementation, for results.</summary>
    string InstructionSet { get; }

    /// <summary>The pairs of the following steps; their number must not exceed the capacity.</summary>
    void SetBatch(PairSet batch);

    /// <summary>The logits of the batch and the gradient of its mean loss.</summary>
    void ComputeGradient(CancellationToken cancelToken);

    /// <summary>Accuracy of the batch, from the logits that ComputeGradient left, and its loss if asked for.</summary>
    Evaluation MeasureBatch(bool withLoss);

    /// <summary>The same of any pairs at the present parameters; leaves the batch as it is.</summary>
    Evaluation Evaluate(PairSet pairs, bool withLoss, CancellationToken cancelToken);

    /// <summary>The logits of any pairs at the present parameters; leaves the batch as it is.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="logits">[pairs].</param>
    /// <param name="cancelToken">Stops the work.</param>
    void GetLogits(PairSet pairs, Span<float> logits, CancellationToken cancelToken);

    /// <summary>One optimizer step along the gradient.</summary>
    void Update();

    /// <summary>The gradient that ComputeGradient left, in the order of <see cref="NetworkShape"/>.</summary>
    double[] GetGradient();

    /// <summary>A copy of the state.</summary>
    TrainerState Save();

    /// <summary>Takes a state over.</summary>
    void Load(TrainerState state);

    /// <summary>Keeps the present state for Rewind, for runs with exact crossings only.</summary>
    void Mark();

    /// <summary>Goes back to the state that Mark kept.</summary>
    void Rewind();
}
