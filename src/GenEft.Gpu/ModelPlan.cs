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

/// <summary>The sizes that every model of a cohort shares.</summary>
internal struct CohortShape
{
    /// <summary>The number n of elements.</summary>
    public int ElementCount;

    /// <summary>The dimension d of the embeddings.</summary>
    public int EmbeddingDimension;

    /// <summary>Width of the decoder's input.</summary>
    public int InputWidth;

    /// <summary>Affine layers.</summary>
    public int LayerCount;

    /// <summary>The width w of each hidden layer.</summary>
    public int Width;

    public Combination Combination;

    /// <summary>Of the hidden layers; each has kernels of its own.</summary>
    public Activation Activation;

    /// <summary>Pairs of a model, training and test.</summary>
    public int PairCount;

    /// <summary>History points of a model between two launches.</summary>
    public int HistoryCapacity;

    /// <summary>S: samples that go through the network at once, a power of two and at least 16.</summary>
    public int ChunkSize;

    /// <summary>Length of the tables of Adam's corrections; from there on they are 1.</summary>
    public int CorrectionCount;

    /// <summary>n d: the embeddings come first.</summary>
    public readonly int EncoderLength => ElementCount * EmbeddingDimension;

    /// <summary>The embeddings and what fills their last four up, in floats.</summary>
    public readonly int EncoderRoom => 4 * Float4.Count(EncoderLength);

    /// <summary>Floats of a model's parameters. They have the order of <see cref="NetworkShape"/>; the embeddings, each row of weights and each
    /// layer's biases are filled up with zeros to whole fours, which stay zero.</summary>
    public readonly int ParameterCount => BiasOffset(LayerCount - 1) + 4;

    private readonly bool KeepsSlopes => Activation is Activation.GELU or Activation.Sine;

    /// <summary>Fours from one feature's row to the next: a chunk's samples, and one more, so that rows begin in different banks of shared memory.</summary>
    public readonly int RowLength => (ChunkSize / 4) + 1;

    /// <summary>Fours that a table of rows takes.</summary>
    private readonly int Room(int rows) => RowPlace(rows, RowLength) + 1;

    /// <summary>Where the rows begin that a layer takes in, filled up with rows of zeros to whole fours; RowsOf(LayerCount) is the logit's.</summary>
    public readonly int RowsOf(int layer) => layer == 0 ? 0 : Room(Depth(0)) + ((layer - 1) * Room(4 * Float4.Count(Width)));

    /// <summary>Where the slopes of what a layer takes in begin, for the activations that keep them.</summary>
    public readonly int SlopesOf(int layer) => RowsOf(LayerCount) + RowLength + ((layer - 1) * Room(Width));

    /// <summary>Fours of a chunk: the decoder's input, the hidden layers, the logit, and the slopes where they are kept.</summary>
    public readonly int ChunkLength => RowsOf(LayerCount) + RowLength + (KeepsSlopes ? (LayerCount - 1) * Room(Width) : 0);

    /// <summary>Where a row begins in its table: after eight rows one four is left out, as tiles begin every seven or eight rows, and not in the same
    /// bank of shared memory.</summary>
    public static int RowPlace(int row, int rowLength) => (row * rowLength) + (row >> 3);

    public readonly int GoalLength => PairCount + 2;

    public readonly int IncidenceLength => ElementCount + 1 + (2 * PairCount);

    public readonly int Inputs(int layer) => layer == 0 ? InputWidth : Width;

    public readonly int Outputs(int layer) => layer == LayerCount - 1 ? 1 : Width;

    /// <summary>A layer's inputs, filled up to whole fours.</summary>
    public readonly int Depth(int layer) => 4 * Float4.Count(Inputs(layer));

    /// <summary>Where a layer's weights [outputs][Depth] begin.</summary>
    public readonly int WeightOffset(int layer) =>
        EncoderRoom + (layer == 0 ? 0 : (Width * Depth(0)) + ((((layer - 1) * Width) + layer) * 4 * Float4.Count(Width)));

    public readonly int BiasOffset(int layer) => WeightOffset(layer) + (Outputs(layer) * Depth(layer));

    /// <summary>Where the rows that are filled up begin and how much of each is parameters, in the order of <see cref="NetworkShape"/>; for the host.</summary>
    public readonly IEnumerable<(int Offset, int Length)> ParameterRows()
    {
        CohortShape shape = this;
        return Enumerable.Range(0, LayerCount)
            .SelectMany(layer => Enumerable.Range(0, shape.Outputs(layer))
                .Select(output => (shape.WeightOffset(layer) + (output * shape.Depth(layer)), shape.Inputs(layer)))
                .Append((shape.BiasOffset(layer), shape.Outputs(layer))))
            .Prepend((0, EncoderLength));
    }

    /// <summary>Floats of shared memory beside the parameters: the rows of a chunk, and one a thread.</summary>
    public readonly int SharedFloats(int threads) => 4 * (ChunkLength + Float4.Count(threads));
}

/// <summary>The device memory of a cohort. A place holds one model; a slot is one thread group's working memory.</summary>
internal struct CohortMemory
{
    /// <summary>What each place trains: [place].</summary>
    public ILGPU.ArrayView<ModelPlan> Plans;

    /// <summary>How far each place's model is: [place].</summary>
    public ILGPU.ArrayView<ModelState> States;

    /// <summary>[place][3][ParameterCount / 4]: parameters, Adam's m and v.</summary>
    public ILGPU.ArrayView<Float4> Parameters;

    /// <summary>[place][2][PairCount]: first element; twice the second element, plus 1 if related.</summary>
    public ILGPU.ArrayView<int> Pairs;

    /// <summary>[place][ElementCount + 1 + 2 PairCount]: where each element's list ends (a leading 0 first), then the
    /// lists: twice the training pair, plus 1 where the element comes second.</summary>
    public ILGPU.ArrayView<int> Incidence;

    /// <summary>[place][PairCount + 2]: by the number of related training pairs that are right, the fewest unrelated ones that must be right
    /// for what decides the phase to exceed the threshold; behind them likewise of the test pairs. The device compares integers.</summary>
    public ILGPU.ArrayView<int> Goals;

    /// <summary>[place][HistoryCapacity].</summary>
    public ILGPU.ArrayView<DeviceEvaluation> History;

    /// <summary>[place]: places in the order they are to be begun; [QueueLength] is valid.</summary>
    public ILGPU.ArrayView<int> Queue;

    /// <summary>[1]: how many of the queue have been begun.</summary>
    public ILGPU.ArrayView<int> QueueHead;

    /// <summary>[slot]: the place a slot works on; -1 for none.</summary>
    public ILGPU.ArrayView<int> Slots;

    /// <summary>[slot][ParameterCount / 4]; zero at first, as what fills up stays.</summary>
    public ILGPU.ArrayView<Float4> Gradients;

    /// <summary>[slot][InputWidth][PairCount]: dL/d(decoder input).</summary>
    public ILGPU.ArrayView<float> InputDeltas;

    /// <summary>[2][CorrectionCount]: 1/(1 - beta1^t) and 1/sqrt(1 - beta2^t) for t = 1, 2, ...</summary>
    public ILGPU.ArrayView<float> Corrections;
}
