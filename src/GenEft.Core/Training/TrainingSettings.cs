using System.Globalization;
using System.Text;

namespace GenEft.Training;

/// <summary>
/// Everything one training run depends on besides its relation. Defaults are the paper's Table III. This is the one place where a setting is
/// declared: Invoke-Training's parameters and their help, grids, tables of settings, the checks, the identity of a run in a checkpoint and its
/// description all come from the properties here and their attributes (<see cref="TrainingSetting"/>).
/// </summary>
public record TrainingSettings
{
    /// <summary>The fraction p of the n^2 pairs that is trained on, greater than 0 and at most 1.</summary>
    [Setting(Identity.Always, Range = NumberRange.Fraction)]
    public double TrainingFraction { get; init; } = 0.75;

    /// <summary>The dimension d of the embeddings, from 1 to 4096.</summary>
    [Setting(Identity.Always, Minimum = 1, Maximum = 4096)]
    public int EmbeddingDimension { get; init; } = 2;

    /// <summary>The number of affine layers of the decoder, from 1 to 9: hidden layers plus one.</summary>
    [Setting(Identity.Always, Minimum = 1, Maximum = 9)]
    public int DecoderDepth { get; init; } = 3;

    /// <summary>The width w of each hidden layer, from 1 to 65536.</summary>
    [Setting(Identity.Always, Minimum = 1, Maximum = 65_536)]
    public int DecoderWidth { get; init; } = 50;

    /// <summary>How the two embeddings become the decoder's input: [E_i, E_j], E_i - E_j, or (E_i - E_j)^2 by element.</summary>
    [Setting(Identity.Always)]
    public Combination Combination { get; init; }

    /// <summary>The function of the hidden layers: Tanh, the paper's; ReLU, GELU (by the error function), Sigmoid, Sine, or Identity, as PyTorch
    /// defines them.</summary>
    [Setting(Identity.Always)]
    public Activation Activation { get; init; }

    /// <summary>The learning rate eta_enc of the embeddings, per step, greater than 0.</summary>
    [Setting(Identity.Always, Range = NumberRange.Positive, VariesFastest = true)]
    public double EncoderLearningRate { get; init; } = 1e-3;

    /// <summary>The learning rate eta_dec of the decoder, per step, greater than 0.</summary>
    [Setting(Identity.Always, Range = NumberRange.Positive, VariesFastest = true)]
    public double DecoderLearningRate { get; init; } = 1e-3;

    /// <summary>AdamW (decoupled weight decay), Adam (decay added to the gradient) or GradientDescent; constants are PyTorch's.</summary>
    [Setting(Identity.Always)]
    public Optimizer Optimizer { get; init; }

    /// <summary>Pairs per step, of related ones with NegativeRatio; 0 is the full batch. Mini-batches go through a fresh random order each
    /// epoch.</summary>
    [Setting(Identity.Always, Minimum = 0)]
    public int BatchSize { get; init; }

    /// <summary>Unrelated training pairs that are drawn anew with each related one, from 1 on; 0 trains on all. An epoch is then every related
    /// training pair once, in mini-batches of BatchSize related pairs; the loss is the mean over a batch's pairs, without weights, so that the
    /// probabilities learnt are those among one related and so many unrelated pairs. Embeddings move only with the batches that hold their
    /// element. For large sparse relations.</summary>
    [Setting(Identity.Always, Minimum = 0)]
    public int NegativeRatio { get; init; }

    /// <summary>The standard deviation of the initial embeddings, at least 0.</summary>
    [Setting(Identity.Always, Range = NumberRange.NotNegative)]
    public double EncoderScale { get; init; } = 1;

    /// <summary>The scale s of the decoder's initial weights and biases, at least 0.</summary>
    [Setting(Identity.Always, Range = NumberRange.NotNegative)]
    public double DecoderScale { get; init; } = 1;

    /// <summary>The law of the decoder's initial weights and biases: uniform in +-s/sqrt(fan-in), normal with deviation s, or normal with
    /// deviation s/sqrt(fan-in).</summary>
    [Setting(Identity.Always)]
    public DecoderInitialization DecoderInitialization { get; init; }

    /// <summary>The weight decay of the embeddings, at least 0.</summary>
    [Setting(Identity.Always, Range = NumberRange.NotNegative)]
    public double EncoderWeightDecay { get; init; }

    /// <summary>The weight decay of the decoder's weights and biases, at least 0.</summary>
    [Setting(Identity.Always, Range = NumberRange.NotNegative)]
    public double DecoderWeightDecay { get; init; }

    /// <summary>Determines the split, the initial parameters and the order of mini-batches.</summary>
    [Setting(Identity.Always, VariesFastest = true)]
    public long Seed { get; init; }

    /// <summary>The largest number of optimizer steps, at least 1.</summary>
    [Setting(Identity.WithExactCrossing, Minimum = 1)]
    public int MaxSteps { get; init; } = 100_000;

    /// <summary>The accuracy, or other PhaseMetric, whose first crossing counts, strictly between 0 and 1.</summary>
    [Setting(Identity.Always, Range = NumberRange.OpenUnit)]
    public double AccuracyThreshold { get; init; } = 0.9;

    /// <summary>What must exceed the threshold: Accuracy, the paper's; BalancedAccuracy, the mean over related and unrelated pairs; Matthews,
    /// their correlation; F1 of the related pairs. For sparse relations, of which the answer "never" is nearly always right, one of the
    /// latter.</summary>
    [Setting(Identity.Always)]
    public PhaseMetric PhaseMetric { get; init; }

    /// <summary>Steps between the train and the test crossing from which on a run counts as grokking, at least 1.</summary>
    [Setting(Identity.Never, Minimum = 1)]
    public int GrokkingDelay { get; init; } = 1000;

    /// <summary>Steps between evaluations, at least 1; crossings are known to this resolution, or exactly if asked for.</summary>
    [Setting(Identity.Always, Minimum = 1)]
    public int EvaluationInterval { get; init; } = 10;

    /// <summary>Unrelated pairs of each side that are evaluated, drawn once, beside all related ones; 0 evaluates all. Accuracies, losses and the
    /// other measures are then estimates, with the accuracies' standard error on the row (about_GenEft_Training 1).</summary>
    [Setting(Identity.Always, Minimum = 0)]
    public int EvaluationCount { get; init; }

    /// <summary>How finely TrainStep and TestStep are known: Evaluated is the first evaluated step; Exact goes back to the last evaluation and
    /// finds the first step since.</summary>
    [Setting(Identity.Always)]
    public Crossing Crossing { get; init; }

    /// <summary>PhaseKnown ends a run as soon as its phase can no longer change; MaxSteps trains to the end; Plateau also ends one that has stopped
    /// getting better (Patience), whose phase is then the one it is in: what would have grokked later counts as Memorization, and what
    /// would have learnt its training pairs later as Confusion. StopReason says which it was.</summary>
    [Setting(Identity.Always)]
    public StopCondition StopWhen { get; init; }

    /// <summary>With StopWhen Plateau, the steps, at least 1, after which a run ends if neither its training nor its test pairs were answered better than
    /// ever before, by PhaseMetric at an evaluation.</summary>
    [Setting(Identity.Always, Minimum = 1)]
    public int Patience { get; init; } = 10_000;

    /// <summary>Steps between the rows of the history that each result then carries; 0 keeps none.</summary>
    [Setting(Identity.Always, Minimum = 0, Sweeps = false)]
    public int HistoryInterval { get; init; }

    /// <summary>The history also tells the charge (about_GenEft_Theory 5(vi)): with U and V the blocks of the first layer's weights that act on
    /// the two elements, the trace of Q = (U^T U + V^T V)/eta_dec - sum_i E_i E_i^T/eta_enc, and how far Q has moved from the start. Gradient
    /// flow conserves Q; gradient descent does up to its step size, other optimizers do not. Not for SquaredDifference. Measured on the
    /// processor.</summary>
    [Setting(Identity.Always, Sweeps = false)]
    public bool IncludeCharge { get; init; }

    /// <summary>n_h: the number of hidden layers.</summary>
    public int HiddenLayerCount => DecoderDepth - 1;

    /// <summary>Checks that all settings lie in their ranges and go together.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange, naming the setting, the value and the range; ParameterNotApplicable.</exception>
    public void Validate()
    {
        foreach (TrainingSetting setting in TrainingSetting.All)
        {
            setting.Check(this);
        }

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

    /// <summary>The settings that differ from the defaults, but for the fraction and the seed: what several runs of one experiment share, as
    /// text.</summary>
    internal string Describe() => string.Join("; ", TrainingSetting.All
        .Where(setting => setting.Name is not (nameof(TrainingFraction) or nameof(Seed)) && !Equals(setting.Get(this), setting.Default))
        .OrderBy(setting => setting.Name, StringComparer.Ordinal)
        .Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Name}={setting.Get(this)}")));

    /// <summary>The settings that determine a run but for its length, by name: two runs that share these share every step, and a longer one can
    /// go on from a shorter one. With exact crossings the length belongs to it: the last steps of a shorter run were not evaluated one by
    /// one.</summary>
    internal string TrajectoryKey()
    {
        StringBuilder key = new();
        foreach (TrainingSetting setting in TrainingSetting.All)
        {
            if (setting.Identity == Identity.Always || (setting.Identity == Identity.WithExactCrossing && Crossing == Crossing.Exact))
            {
                key.Append(CultureInfo.InvariantCulture, $"{setting.Name}={setting.Get(this)}\n");
            }
        }

        return key.ToString();
    }
}
