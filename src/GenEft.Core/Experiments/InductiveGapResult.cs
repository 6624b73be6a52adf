using GenEft.Training;

namespace GenEft.Experiments;

/// <summary>How much more data trained networks need than what they learn allows (Figure 3).</summary>
public sealed record InductiveGapResult
{
    /// <summary>The relation's name.</summary>
    public required string Relation { get; init; }

    /// <summary>The number of elements n.</summary>
    public required int Count { get; init; }

    /// <summary>How the networks combine two embeddings.</summary>
    public required Combination Combination { get; init; }

    /// <summary>The dimension d of the embeddings.</summary>
    public required int EmbeddingDimension { get; init; }

    /// <summary>The number of affine layers of the decoder.</summary>
    public required int DecoderDepth { get; init; }

    /// <summary>n_h = DecoderDepth - 1.</summary>
    public int HiddenLayerCount => DecoderDepth - 1;

    /// <summary>The width w of each hidden layer.</summary>
    public required int DecoderWidth { get; init; }

    /// <summary>Every setting of the training that is not Invoke-Training's default, as text.</summary>
    public required string Training { get; init; }

    /// <summary>The accuracy over the whole data set that is to be reached.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The fraction at which the networks reach it, the mean over seeds; empty where some network does not.</summary>
    public required double? NetworkFraction { get; init; }

    /// <summary>How the bound was found. Analytic is Eq. 4 where it comes from Measure-CriticalFraction, which guesses nothing, and Eq. 5 where it comes from curves of
    /// Measure-AccuracyBound, which guesses what it does not know: Eq. 4's fraction is the larger, and its gap the smaller.</summary>
    public required string BoundMethod { get; init; }

    /// <summary>The fraction at which the bound reaches it, or Eq. 4's critical fraction; empty where it does not.</summary>
    public required double? BoundFraction { get; init; }

    /// <summary>NetworkFraction - BoundFraction.</summary>
    public required double? InductiveGap { get; init; }

    /// <summary>The lower end of the gap's 95 % confidence interval; empty for a single seed.</summary>
    public required double? Low { get; init; }

    /// <summary>The upper end.</summary>
    public required double? High { get; init; }

    /// <summary>The seed that the networks' critical fraction has; empty for curves.</summary>
    public required long? Seed { get; init; }

    /// <summary>The number of networks.</summary>
    public required int SeedCount { get; init; }

    /// <summary>How many of them reach the accuracy.</summary>
    public required int ReachedCount { get; init; }
}
