using GenEft.Training;

namespace GenEft.Experiments;

/// <summary>Which end of an edge is asked for.</summary>
public enum LinkSide
{
    /// <summary>Both, each a query of its own.</summary>
    Both,

    /// <summary>The first element, given the second.</summary>
    Head,

    /// <summary>The second element, given the first.</summary>
    Tail,
}

/// <summary>How well a network finds the other end of edges it was not trained on, by the field's protocol (about_GenEft_Theory 3).</summary>
public sealed record LinkPredictionResult
{
    /// <summary>The relation's name.</summary>
    public required string Relation { get; init; }

    /// <summary>The number of elements n: what each query ranks.</summary>
    public required int Count { get; init; }

    /// <summary>The fraction of pairs trained on.</summary>
    public required double TrainingFraction { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Which end is asked for.</summary>
    public required LinkSide Side { get; init; }

    /// <summary>The number of test edges that were ranked.</summary>
    public required int EdgeCount { get; init; }

    /// <summary>How many of the test edges are among the training pairs the other way round, as edges: in a symmetric relation most. A network that
    /// takes both ways alike has seen these.</summary>
    public required int MirroredEdgeCount { get; init; }

    /// <summary>Whether these were left out, and are not in EdgeCount.</summary>
    public required bool ExcludesMirrored { get; init; }

    /// <summary>The mean of 1 over the rank of the right answer, other edges left out of the ranking (filtered).</summary>
    public required double MeanReciprocalRank { get; init; }

    /// <summary>The mean rank, likewise filtered. Chance has half of what stays in the list and a half more: with n elements of which k others stand where the right
    /// one does, (n - k + 1)/2.</summary>
    public required double MeanRank { get; init; }

    /// <summary>The share of right answers ranked first, filtered.</summary>
    public required double Hits1 { get; init; }

    /// <summary>The share ranked third or better, filtered.</summary>
    public required double Hits3 { get; init; }

    /// <summary>The share ranked tenth or better, filtered.</summary>
    public required double Hits10 { get; init; }

    /// <summary>MeanReciprocalRank among all elements (raw).</summary>
    public required double RawMeanReciprocalRank { get; init; }

    /// <summary>MeanRank, raw.</summary>
    public required double RawMeanRank { get; init; }

    /// <summary>Hits1, raw.</summary>
    public required double RawHits1 { get; init; }

    /// <summary>Hits3, raw.</summary>
    public required double RawHits3 { get; init; }

    /// <summary>Hits10, raw.</summary>
    public required double RawHits10 { get; init; }

    /// <summary>How two embeddings become the decoder's input.</summary>
    public required Combination Combination { get; init; }

    /// <summary>The dimension d of the embeddings.</summary>
    public required int EmbeddingDimension { get; init; }

    /// <summary>The number of affine layers of the decoder.</summary>
    public required int DecoderDepth { get; init; }

    /// <summary>The width w of each hidden layer.</summary>
    public required int DecoderWidth { get; init; }

    /// <summary>The function of the hidden layers.</summary>
    public required Activation Activation { get; init; }

    /// <summary>How parameters followed the gradient.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>The learning rate eta_enc of the embeddings, per step.</summary>
    public required double EncoderLearningRate { get; init; }

    /// <summary>The learning rate eta_dec of the decoder, per step.</summary>
    public required double DecoderLearningRate { get; init; }

    /// <summary>Optimizer steps taken.</summary>
    public required int StepCount { get; init; }
}
