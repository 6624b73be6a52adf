namespace GenEft.Training;

/// <summary>One element of a trained run, with the settings that most often tell runs apart. Its coordinates follow as E1, E2 and so on, one column a dimension.</summary>
public sealed record EmbeddingRow
{
    /// <summary>The relation's name.</summary>
    public required string? Relation { get; init; }

    /// <summary>The run's phase.</summary>
    public required Phase? Phase { get; init; }

    /// <summary>The fraction p of the n^2 pairs that was trained on.</summary>
    public required double? TrainingFraction { get; init; }

    /// <summary>How two embeddings become the decoder's input.</summary>
    public required Combination? Combination { get; init; }

    /// <summary>The dimension d of the embeddings: how many columns of coordinates the row has.</summary>
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

    /// <summary>The element's number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The element's label.</summary>
    public required string Element { get; init; }

    /// <summary>The number of its class, from 0 in the order of their first elements: of an equivalence, or the side of a complete bipartite relation; empty for
    /// others.</summary>
    public required int? Class { get; init; }

    /// <summary>How many elements stand before it in a total order; empty for what is none.</summary>
    public required int? Place { get; init; }
}
