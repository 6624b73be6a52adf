using GenEft.Training;

namespace GenEft.Gpu;

/// <summary>What the kernel must know of one model: scalars only, the same for every thread. The network's own sizes are
/// those of its cohort.</summary>
internal struct ModelPlan
{
    /// <summary>Training pairs; they come first among the model's pairs.</summary>
    public int TrainCount;

    /// <summary>Test pairs.</summary>
    public int TestCount;

    /// <summary>Related ones among the training pairs.</summary>
    public int TrainRelated;

    /// <summary>Whether the test pairs can tell a phase.</summary>
    public int JudgesTest;

    public int MaxSteps;

    public int EvaluationInterval;

    /// <summary>0 for no history.</summary>
    public int HistoryInterval;

    /// <summary>Whether to stop as soon as the phase is known.</summary>
    public int StopsWhenKnown;

    public Optimizer Optimizer;

    public float EncoderRate;

    public float DecoderRate;

    public float EncoderDecay;

    public float DecoderDecay;

    /// <summary>Whether the answers before a step decide the phase.</summary>
    public readonly bool IsEvaluation(int step) => step % EvaluationInterval == 0;

    /// <summary>Whether they are a point of the history.</summary>
    public readonly bool IsHistory(int step) => HistoryInterval > 0 && step % HistoryInterval == 0;

    /// <summary>Whether they are looked at, the test pairs' too.</summary>
    public readonly bool IsJudged(int step) => step == MaxSteps || IsEvaluation(step) || IsHistory(step);
}

/// <summary>How far one model has come.</summary>
internal struct ModelState
{
    /// <summary>A <see cref="ModelStatus"/>.</summary>
    public int Status;

    /// <summary>Optimizer steps taken.</summary>
    public int Step;

    /// <summary>First crossings; -1 for none yet.</summary>
    public int TrainStep;

    public int TestStep;

    /// <summary>Points in the history that the host has not fetched.</summary>
    public int HistoryCount;

    /// <summary>The last evaluation, with loss; filled in when the model is done.</summary>
    public DeviceEvaluation Last;
}

/// <summary>One evaluation of one model.</summary>
internal struct DeviceEvaluation
{
    public int Step;

    public int TrainCorrect;

    /// <summary>Related pairs among the correct ones.</summary>
    public int TrainHits;

    public int TestCorrect;

    public int TestHits;

    /// <summary>Whether the training loss is finite.</summary>
    public int IsLossFinite;

    /// <summary>Mean losses, nats.</summary>
    public float TrainLoss;

    public float TestLoss;
}

internal static class ModelStatus
{
    public const int Running = 0;
    public const int Done = 1;
}
