namespace GenEft.Dynamics;

/// <summary>How two repons end, by about_GenEft_Theory 5(iv); one row per initial condition.</summary>
public sealed record ReponPhaseResult
{
    /// <summary>a_2 at t = 0 of the scalar model; null in higher dimension.</summary>
    public required double? DecoderScale { get; init; }

    /// <summary>c at t = 0 of the scalar model, or |r0|.</summary>
    public required double Separation { get; init; }

    /// <summary>The learning rate eta_enc of the repons, per unit of time.</summary>
    public required double EncoderLearningRate { get; init; }

    /// <summary>The learning rate eta_dec of the decoder, per unit of time.</summary>
    public required double DecoderLearningRate { get; init; }

    /// <summary>N of Eq. 13.</summary>
    public required int ClusterSize { get; init; }

    /// <summary>d, the length of the displacement.</summary>
    public required int EmbeddingDimension { get; init; }

    /// <summary>How the flow ends.</summary>
    public required ReponPhase Phase { get; init; }

    /// <summary>C of Eq. 11, or the trace of Q in higher dimension.</summary>
    public required double Charge { get; init; }

    /// <summary>The smallest eigenvalue of Q.</summary>
    public required double MinimumEigenvalue { get; init; }

    /// <summary>r^T (A^T A)^-1 r over eta_enc/(kappa eta_dec): below 1 the repons collide. Empty where it is beyond all numbers, as of a
    /// decoder that does not see a part of the displacement: such repons never collide.</summary>
    public required double? CollisionRatio { get; init; }

    /// <summary>c at the end (with the sign of c at t = 0), or |r|.</summary>
    public required double FinalSeparation { get; init; }

    /// <summary>a_2 at the end (with the sign of a_2 at t = 0), or the largest singular value of A.</summary>
    public required double FinalDecoderScale { get; init; }

    /// <summary>The scalar model: Eq. 9-11 with kappa = 4/(1 + 1/N).</summary>
    public static ReponPhaseResult FromScalars(
        double decoderScale, double separation, double encoderLearningRate, double decoderLearningRate, int clusterSize)
    {
        Guard.Finite("DecoderScale", decoderScale);
        Guard.Finite("Separation", separation);
        ReponSystem system = new(new[,] { { decoderScale } }, [separation], encoderLearningRate, decoderLearningRate, clusterSize);
        return FromSystem(system, separation, 1, encoderLearningRate, decoderLearningRate, clusterSize) with
        {
            DecoderScale = decoderScale,
            FinalSeparation = Math.Sign(separation) * system.FinalSeparation,
            FinalDecoderScale = Math.Sign(decoderScale) * system.FinalDecoderScale,
        };
    }

    /// <summary>Any dimension. decoder: [p, d]; displacement: [d]. With p below d the decoder has a null space, and generic repons never
    /// collide.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange, ShapeMismatch, or SingularDecoder: p is at least d, and the columns are
    /// dependent.</exception>
    public static ReponPhaseResult FromMatrix(
        double[,] decoder, double[] displacement, double encoderLearningRate, double decoderLearningRate, int clusterSize)
    {
        ReponSystem system = new(decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize);
        system.RequireFullRank(decoder);
        double separation = Math.Sqrt(displacement.Sum(entry => entry * entry));
        return FromSystem(system, separation, displacement.Length, encoderLearningRate, decoderLearningRate, clusterSize);
    }

    private static ReponPhaseResult FromSystem(
        ReponSystem system, double separation, int dimension, double etaX, double etaA, int clusterSize) => new()
        {
            DecoderScale = null,
            Separation = separation,
            EncoderLearningRate = etaX,
            DecoderLearningRate = etaA,
            ClusterSize = clusterSize,
            EmbeddingDimension = dimension,
            Phase = system.Phase,
            Charge = Enumerable.Range(0, dimension).Sum(i => system.Charge[i, i]),
            MinimumEigenvalue = system.MinimumEigenvalue,
            CollisionRatio = double.IsFinite(system.CollisionRatio) ? system.CollisionRatio : null,
            FinalSeparation = system.FinalSeparation,
            FinalDecoderScale = system.FinalDecoderScale,
        };
}
