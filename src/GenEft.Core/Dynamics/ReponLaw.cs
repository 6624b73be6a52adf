using GenEft.Libraries;

namespace GenEft.Dynamics;

/// <summary>
/// The probability that repons collide when the entries of A0: [p, d] are iid N(0, sigma_a^2) and those of r0: [d]
/// iid N(0, sigma_c^2), and its inverse. Everything depends on h = (eta_x/(kappa eta_A)) (sigma_a/sigma_c)^2 alone.
/// </summary>
public sealed class ReponLaw
{
    private readonly double _kappa;

    /// <summary>Fixes all but the learning rates.</summary>
    /// <param name="embeddingDimension">d, at least 1.</param>
    /// <param name="outputDimension">p, at least 1; with p below d the repons never collide.</param>
    /// <param name="decoderSigma">sigma_a, greater than 0.</param>
    /// <param name="separationSigma">sigma_c, greater than 0.</param>
    /// <param name="clusterSize">N of Eq. 13, at least 1.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public ReponLaw(
        int embeddingDimension = 1, int outputDimension = 1, double decoderSigma = 1, double separationSigma = 1, int clusterSize = 1)
    {
        Guard.Range("EmbeddingDimension", embeddingDimension, 1, int.MaxValue);
        Guard.Range("OutputDimension", outputDimension, 1, int.MaxValue);
        Guard.Positive("DecoderSigma", decoderSigma);
        Guard.Positive("SeparationSigma", separationSigma);
        EmbeddingDimension = embeddingDimension;
        OutputDimension = outputDimension;
        DecoderSigma = decoderSigma;
        SeparationSigma = separationSigma;
        ClusterSize = clusterSize;
        _kappa = ReponSystem.Kappa(clusterSize);
    }

    /// <summary>The dimension d of the embeddings.</summary>
    public int EmbeddingDimension { get; }

    /// <summary>The number p of the decoder's outputs.</summary>
    public int OutputDimension { get; }

    /// <summary>Standard deviation sigma_a of the entries of A at the start.</summary>
    public double DecoderSigma { get; }

    /// <summary>Standard deviation sigma_c of the entries of r at the start.</summary>
    public double SeparationSigma { get; }

    /// <summary>The number N of repons in the cluster that one repon meets (Eq. 13).</summary>
    public int ClusterSize { get; }

    /// <summary>Eq. 12 (N = 1) and Eq. 13: (2/pi) arctan( (sigma_a/sigma_c) sqrt(eta_x/(kappa eta_A)) ).</summary>
    /// <param name="learningRateRatio">eta_A/eta_x, greater than 0.</param>
    public double ScalarProbability(double learningRateRatio) =>
        2 / Math.PI * Math.Atan(Math.Sqrt(Strength(learningRateRatio)));

    /// <summary>about_GenEft_Theory 5(v): Hotelling's T^2, F_{d, p-d+1}( (p-d+1)/d h ), as an incomplete beta function of h/(1+h).</summary>
    /// <param name="learningRateRatio">eta_A/eta_x, greater than 0.</param>
    public double ExactProbability(double learningRateRatio) => Collide(Strength(learningRateRatio));

    /// <summary>The ratio eta_A/eta_x at which Eq. 12/13 equals a probability.</summary>
    /// <param name="probability">Strictly between 0 and 1.</param>
    public double ScalarRatio(double probability)
    {
        Guard.OpenUnit("Probability", probability);

        // Near 1 the cotangent of the complement keeps the digits.
        double tangent = probability <= 0.5
            ? Math.Tan(Math.PI / 2 * probability)
            : 1 / Math.Tan(Math.PI / 2 * (1 - probability));
        return Ratio(tangent * tangent);
    }

    /// <summary>The ratio eta_A/eta_x at which the exact law equals a probability; null where p is below d.</summary>
    /// <param name="probability">Strictly between 0 and 1.</param>
    public double? ExactRatio(double probability)
    {
        Guard.OpenUnit("Probability", probability);
        if (OutputDimension < EmbeddingDimension)
        {
            return null;
        }

        // In logarithms of h and of the smaller tail, so that a small probability, of colliding or of not, keeps its digits.
        bool isLower = probability <= 0.5;
        double target = Math.Log(isLower ? probability : 1 - probability);
        double Excess(double logH)
        {
            double excess = Math.Log(isLower ? Tail(Math.Exp(logH), collides: true) : Tail(Math.Exp(logH), collides: false)) - target;
            return Math.Max(isLower ? excess : -excess, -1e6);
        }

        // The excess grows with log h; widen until the root is bracketed. Beyond e^690 the ratio is no double.
        const double Widest = 690;
        double low = -1;
        while (Excess(low) > 0)
        {
            if (low < -Widest)
            {
                return double.PositiveInfinity;
            }

            low *= 2;
        }

        double high = 1;
        while (Excess(high) < 0)
        {
            if (high > Widest)
            {
                return 0;
            }

            high *= 2;
        }

        return Ratio(Math.Exp(RootFinder.Find(Excess, low, high, 1e-15)));
    }

    // The smaller tail is the accurate one.
    private double Collide(double h)
    {
        double collides = OutputDimension < EmbeddingDimension ? 0 : Tail(h, collides: true);
        return collides <= 0.5 ? collides : 1 - Tail(h, collides: false);
    }

    // The probability of colliding, or of not, each without cancellation.
    private double Tail(double h, bool collides)
    {
        double a = EmbeddingDimension / 2.0;
        double b = (OutputDimension - EmbeddingDimension + 1) / 2.0;
        return collides
            ? SpecialFunction.RegularizedBeta(a, b, h / (1 + h))
            : SpecialFunction.RegularizedBeta(b, a, 1 / (1 + h));
    }

    /// <summary>h at a ratio eta_A/eta_x.</summary>
    internal double Strength(double learningRateRatio)
    {
        Guard.Positive("LearningRateRatio", learningRateRatio);
        double strength = Ratio(learningRateRatio);
        return double.IsFinite(strength) && strength > 0 ? strength

            // Where the squares leave the range of double, in logarithms; at its ends the probability is 0 or 1 all the same.
            : Math.Clamp(Math.Exp((2 * (Math.Log(DecoderSigma) - Math.Log(SeparationSigma))) - Math.Log(_kappa) - Math.Log(learningRateRatio)), double.Epsilon, double.MaxValue / 4);
    }

    private double Ratio(double h)
    {
        double sigmas = DecoderSigma / SeparationSigma;
        return sigmas * sigmas / (_kappa * h);
    }
}
