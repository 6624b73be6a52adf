using System.Globalization;

namespace GenEft.Training;

/// <summary>How two embeddings become the decoder's input (paper, section III; theory.md section 3).</summary>
public enum Combination
{
    /// <summary>[E_i, E_j]: 2d inputs.</summary>
    Concatenation,

    /// <summary>E_i - E_j: d inputs.</summary>
    Difference,

    /// <summary>(E_i - E_j)^2, elementwise: d inputs.</summary>
    SquaredDifference,
}

/// <summary>The nonlinearity of the hidden layers.</summary>
public enum Activation
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
}

/// <summary>How parameters follow the gradient; conventions and constants are PyTorch's.</summary>
public enum Optimizer
{
    /// <summary>Adam with decoupled weight decay: betas 0.9 and 0.999, epsilon 1e-8.</summary>
    AdamW,

    /// <summary>Adam, weight decay added to the gradient: betas 0.9 and 0.999, epsilon 1e-8.</summary>
    Adam,

    /// <summary>Plain gradient descent, weight decay added to the gradient.</summary>
    GradientDescent,
}

/// <summary>The law of the decoder's initial weights and biases; s is DecoderScale.</summary>
public enum DecoderInitialization
{
    /// <summary>Uniform in +-s/sqrt(fan-in).</summary>
    Uniform,

    /// <summary>Normal with standard deviation s.</summary>
    Normal,

    /// <summary>Normal with standard deviation s/sqrt(fan-in).</summary>
    NormalFanIn,
}

/// <summary>When a run ends.</summary>
public enum StopCondition
{
    /// <summary>As soon as the phase can no longer change, at the latest after MaxSteps.</summary>
    PhaseKnown,

    /// <summary>After MaxSteps.</summary>
    MaxSteps,
}

/// <summary>How finely a run knows the step at which an accuracy first exceeds the threshold.</summary>
public enum Crossing
{
    /// <summary>The first evaluated step.</summary>
    Evaluated,

    /// <summary>The first step since the last evaluation, found by going back there and evaluating every step.</summary>
    Exact,
}

/// <summary>Where a run is computed.</summary>
public enum AcceleratorKind
{
    /// <summary>A CUDA device if one is usable, else the processor.</summary>
    Auto,

    /// <summary>The processor's vector units.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,

    /// <summary>A GPU through OpenCL.</summary>
    OpenCL,
}

/// <summary>Everything one training run depends on besides its relation. Defaults are the paper's Table III.</summary>
public record TrainingSettings
{
    /// <summary>p: the fraction of the n^2 pairs trained on, in (0, 1].</summary>
    public double TrainingFraction { get; init; } = 0.75;

    /// <summary>d.</summary>
    public int EmbeddingDimension { get; init; } = 2;

    /// <summary>The number of affine layers of the decoder, hidden layers plus one.</summary>
    public int DecoderDepth { get; init; } = 3;

    /// <summary>w: the width of each hidden layer.</summary>
    public int DecoderWidth { get; init; } = 50;

    /// <summary>How two embeddings become the decoder's input.</summary>
    public Combination Combination { get; init; }

    /// <summary>The nonlinearity of the hidden layers.</summary>
    public Activation Activation { get; init; }

    /// <summary>eta_enc, per step.</summary>
    public double EncoderLearningRate { get; init; } = 1e-3;

    /// <summary>eta_dec, per step.</summary>
    public double DecoderLearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay of the embeddings.</summary>
    public double EncoderWeightDecay { get; init; }

    /// <summary>Weight decay of the decoder's weights and biases.</summary>
    public double DecoderWeightDecay { get; init; }

    /// <summary>How parameters follow the gradient.</summary>
    public Optimizer Optimizer { get; init; }

    /// <summary>Pairs per step; 0 is the full batch.</summary>
    public int BatchSize { get; init; }

    /// <summary>Standard deviation of the initial embeddings.</summary>
    public double EncoderScale { get; init; } = 1;

    /// <summary>Scale s of the decoder's initial weights and biases.</summary>
    public double DecoderScale { get; init; } = 1;

    /// <summary>The law of the decoder's initial weights and biases.</summary>
    public DecoderInitialization DecoderInitialization { get; init; }

    /// <summary>Determines the split, the initial parameters and the order of mini-batches.</summary>
    public long Seed { get; init; }

    /// <summary>The largest number of optimizer steps.</summary>
    public int MaxSteps { get; init; } = 100_000;

    /// <summary>The accuracy whose first crossing is recorded, in (0, 1).</summary>
    public double AccuracyThreshold { get; init; } = 0.9;

    /// <summary>Steps between the two crossings from which on a run counts as grokking.</summary>
    public int GrokkingDelay { get; init; } = 1000;

    /// <summary>Steps between evaluations; crossings are known to this resolution, or exactly if asked for.</summary>
    public int EvaluationInterval { get; init; } = 10;

    /// <summary>How finely crossings are known.</summary>
    public Crossing Crossing { get; init; }

    /// <summary>When a run ends.</summary>
    public StopCondition StopWhen { get; init; }

    /// <summary>Steps between the rows of the history; 0 keeps none.</summary>
    public int HistoryInterval { get; init; }

    /// <summary>Whether the history tells the charge of theory.md 5(vi), which gradient flow conserves.</summary>
    public bool IncludeCharge { get; init; }

    /// <summary>n_h: the number of hidden layers.</summary>
    public int HiddenLayerCount => DecoderDepth - 1;

    /// <summary>Refuses settings outside their ranges.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange, naming the setting, the value and the range; ParameterNotApplicable.</exception>
    public void Validate()
    {
        Guard.Fraction(nameof(TrainingFraction), TrainingFraction);
        Guard.Range(nameof(EmbeddingDimension), EmbeddingDimension, 1, 4096);
        Guard.Range(nameof(DecoderDepth), DecoderDepth, 1, 9);
        Guard.Range(nameof(DecoderWidth), DecoderWidth, 1, 65_536);
        Guard.Positive(nameof(EncoderLearningRate), EncoderLearningRate);
        Guard.Positive(nameof(DecoderLearningRate), DecoderLearningRate);
        Guard.NotNegative(nameof(EncoderWeightDecay), EncoderWeightDecay);
        Guard.NotNegative(nameof(DecoderWeightDecay), DecoderWeightDecay);
        Guard.Range(nameof(BatchSize), BatchSize, 0, int.MaxValue);
        Guard.NotNegative(nameof(EncoderScale), EncoderScale);
        Guard.NotNegative(nameof(DecoderScale), DecoderScale);
        Guard.Range(nameof(MaxSteps), MaxSteps, 1, int.MaxValue);
        Guard.OpenUnit(nameof(AccuracyThreshold), AccuracyThreshold);
        Guard.Range(nameof(GrokkingDelay), GrokkingDelay, 1, int.MaxValue);
        Guard.Range(nameof(EvaluationInterval), EvaluationInterval, 1, int.MaxValue);
        Guard.Range(nameof(HistoryInterval), HistoryInterval, 0, int.MaxValue);
        if (IncludeCharge && HistoryInterval == 0)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, "IncludeCharge is set and HistoryInterval is 0; the charge is told in the history, every HistoryInterval steps.", 0);
        }

        if (IncludeCharge && Combination == Combination.SquaredDifference)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable,
                "IncludeCharge is set and Combination is SquaredDifference; the first layer has a charge with Concatenation and Difference only.",
                Combination);
        }
    }

    /// <summary>The settings that differ from the defaults, but for the fraction and the seed: what several runs of one experiment
    /// share, as text.</summary>
    internal string Describe()
    {
        TrainingSettings standard = new();
        return string.Join("; ", typeof(TrainingSettings).GetProperties()
            .Where(property => property.CanWrite && property.Name is not (nameof(TrainingFraction) or nameof(Seed)))
            .Select(property => (property.Name, Value: property.GetValue(this), Standard: property.GetValue(standard)))
            .Where(setting => !Equals(setting.Value, setting.Standard))
            .OrderBy(setting => setting.Name, StringComparer.Ordinal)
            .Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Name}={setting.Value}")));
    }

    /// <summary>The settings that determine a run but for its length: two runs that share these share every step, and a longer
    /// one can go on from a shorter one. With exact crossings the length belongs to it: the last steps of a shorter run were
    /// not evaluated one by one.</summary>
    internal string TrajectoryKey() => string.Create(
        CultureInfo.InvariantCulture,
        $"{TrainingFraction:R}|{EmbeddingDimension}|{DecoderDepth}|{DecoderWidth}|{Combination}|{Activation}|{EncoderLearningRate:R}|{DecoderLearningRate:R}|{EncoderWeightDecay:R}|{DecoderWeightDecay:R}|{Optimizer}|{BatchSize}|{EncoderScale:R}|{DecoderScale:R}|{DecoderInitialization}|{Seed}|{AccuracyThreshold:R}|{EvaluationInterval}|{HistoryInterval}|{StopWhen}")
        + (Crossing == Crossing.Exact ? $"|{MaxSteps}" : "")
        + (IncludeCharge ? "|Charge" : "");
}
