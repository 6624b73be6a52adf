using GenEft.Training;

namespace GenEft.Gpu;

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

    /// <summary>Chunks that a number of pairs makes.</summary>
    public readonly int Chunks(int pairs) => (pairs + ChunkSize - 1) / ChunkSize;

    /// <summary>Chunks of a model at most: those of its training pairs and those of its test pairs.</summary>
    public readonly int ChunksOfModel => Chunks(PairCount) + 1;

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
