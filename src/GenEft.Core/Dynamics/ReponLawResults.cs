using GenEft.Numerics;

namespace GenEft.Dynamics;

/// <summary>The parameters of a law of collision, as columns.</summary>
public abstract record ReponLawRow
{
    private protected ReponLawRow(ReponLaw law)
    {
        DecoderSigma = law.DecoderSigma;
        SeparationSigma = law.SeparationSigma;
        EmbeddingDimension = law.EmbeddingDimension;
        OutputDimension = law.OutputDimension;
        ClusterSize = law.ClusterSize;
    }

    /// <summary>Standard deviation sigma_a of the entries of A at the start.</summary>
    public double DecoderSigma { get; }

    /// <summary>Standard deviation sigma_c of the entries of r at the start.</summary>
    public double SeparationSigma { get; }

    /// <summary>The dimension d of the embeddings.</summary>
    public int EmbeddingDimension { get; }

    /// <summary>The number p of the decoder's outputs.</summary>
    public int OutputDimension { get; }

    /// <summary>N of Eq. 13.</summary>
    public int ClusterSize { get; }
}

/// <summary>The probability of collision at one learning-rate ratio.</summary>
public sealed record ReponProbabilityResult : ReponLawRow
{
    private ReponProbabilityResult(ReponLaw law)
        : base(law)
    {
    }

    /// <summary>eta_dec/eta_enc.</summary>
    public required double LearningRateRatio { get; init; }

    /// <summary>Eq. 12/13.</summary>
    public required double ScalarProbability { get; init; }

    /// <summary>about_GenEft_Theory 5(v).</summary>
    public required double ExactProbability { get; init; }

    /// <summary>The share of drawn initial conditions that collide; empty where none were drawn.</summary>
    public double? SampledProbability { get; private init; }

    /// <summary>The lower end of its 95 % confidence interval (Wilson).</summary>
    public double? Low { get; private init; }

    /// <summary>The upper end.</summary>
    public double? High { get; private init; }

    /// <summary>The number of draws.</summary>
    public long? SampleCount { get; private init; }

    /// <summary>The seed of the draws.</summary>
    public long? Seed { get; private init; }

    /// <summary>The same row with what was drawn.</summary>
    /// <param name="collisions">How many of the draws collide.</param>
    /// <param name="sampleCount">How many were drawn, at least 1.</param>
    /// <param name="seed">Their seed.</param>
    public ReponProbabilityResult WithSample(long collisions, long sampleCount, long seed)
    {
        (double low, double high) = WilsonInterval.Of(collisions, sampleCount);
        return this with
        {
            SampledProbability = (double)collisions / sampleCount, Low = low, High = high, SampleCount = sampleCount, Seed = seed,
        };
    }

    /// <summary>Evaluates a law.</summary>
    /// <param name="law">The law.</param>
    /// <param name="learningRateRatio">eta_dec/eta_enc, greater than 0.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static ReponProbabilityResult FromLaw(ReponLaw law, double learningRateRatio)
    {
        ArgumentNullException.ThrowIfNull(law);
        return new ReponProbabilityResult(law)
        {
            LearningRateRatio = learningRateRatio,
            ScalarProbability = law.ScalarProbability(learningRateRatio),
            ExactProbability = law.ExactProbability(learningRateRatio),
        };
    }
}

/// <summary>The learning-rate ratio at which a probability of collision is reached.</summary>
public sealed record CriticalLearningRateResult : ReponLawRow
{
    private CriticalLearningRateResult(ReponLaw law)
        : base(law)
    {
    }

    /// <summary>The probability.</summary>
    public required double Probability { get; init; }

    /// <summary>eta_dec/eta_enc by Eq. 12/13.</summary>
    public required double ScalarRatio { get; init; }

    /// <summary>eta_dec/eta_enc by the exact law; null where p is below d, which never collides.</summary>
    public required double? CriticalRatio { get; init; }

    /// <summary>eta_enc: as given, or the one that makes the exact ratio with the given eta_dec.</summary>
    public required double? EncoderLearningRate { get; init; }

    /// <summary>eta_dec: as given, or the one that makes the exact ratio with the given eta_enc.</summary>
    public required double? DecoderLearningRate { get; init; }

    /// <summary>Inverts a law.</summary>
    /// <param name="law">The law.</param>
    /// <param name="probability">Strictly between 0 and 1.</param>
    /// <param name="encoderLearningRate">eta_enc to find a partner for, or null.</param>
    /// <param name="decoderLearningRate">eta_dec to find a partner for, or null.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static CriticalLearningRateResult FromLaw(
        ReponLaw law, double probability, double? encoderLearningRate, double? decoderLearningRate)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (encoderLearningRate is double eta_x)
        {
            Guard.Positive("EncoderLearningRate", eta_x);
        }

        if (decoderLearningRate is double eta_A)
        {
            Guard.Positive("DecoderLearningRate", eta_A);
        }

        double? ratio = law.ExactRatio(probability);
        CriticalLearningRateResult result = new(law)
        {
            Probability = probability,
            ScalarRatio = law.ScalarRatio(probability),
            CriticalRatio = ratio,
            EncoderLearningRate = encoderLearningRate ?? (decoderLearningRate / ratio),
            DecoderLearningRate = decoderLearningRate ?? (encoderLearningRate * ratio),
        };
        foreach ((string name, double? value) in new[]
        {
            (nameof(ScalarRatio), result.ScalarRatio), (nameof(CriticalRatio), ratio),
            (nameof(EncoderLearningRate), result.EncoderLearningRate), (nameof(DecoderLearningRate), result.DecoderLearningRate),
        })
        {
            if (value is 0 or double.PositiveInfinity)
            {
                throw new GenEftException(
                    ErrorIds.ValueOutOfRange,
                    FormattableString.Invariant($"Probability is {probability}, DecoderSigma {law.DecoderSigma} and SeparationSigma {law.SeparationSigma}; {name} there is beyond the numbers that can be told, 5e-324 to 1.8e308."),
                    probability);
            }
        }

        return result;
    }
}
