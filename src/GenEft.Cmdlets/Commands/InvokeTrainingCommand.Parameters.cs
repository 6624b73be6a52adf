using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Commands;

/// <content>The parameters, and the grid they make: each takes several values, the last listed varies fastest.</content>
public sealed partial class InvokeTrainingCommand
{
    /// <summary>What is to be learnt.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public Relation[] Relation { get; set; } = [];

    /// <summary>A row of settings; each property named like a parameter sets it, any other gives a warning.</summary>
    [Parameter(Mandatory = false, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The fraction p of the n^2 pairs that is trained on, greater than 0 and at most 1.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] TrainingFraction { get; set; } = [0.75];

    /// <summary>The dimension d of the embeddings.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true)]
    public int[] EmbeddingDimension { get; set; } = [2];

    /// <summary>The number of affine layers of the decoder, from 1 to 9: hidden layers plus one.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true)]
    public int[] DecoderDepth { get; set; } = [3];

    /// <summary>The width w of each hidden layer.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true)]
    public int[] DecoderWidth { get; set; } = [50];

    /// <summary>How the two embeddings become the decoder's input: [E_i, E_j], E_i - E_j, or (E_i - E_j)^2 by
    /// element.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(Combination))]
    public Combination[] Combination { get; set; } = [default];

    /// <summary>The nonlinearity of the hidden layers.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(Activation))]
    public Activation[] Activation { get; set; } = [default];

    /// <summary>AdamW (decoupled weight decay), Adam (decay added to the gradient) or GradientDescent;
    /// constants are PyTorch's.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(Optimizer))]
    public Optimizer[] Optimizer { get; set; } = [default];

    /// <summary>Pairs per step; 0 is the full batch. Mini-batches go through a fresh random order each epoch.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true)]
    public int[] BatchSize { get; set; } = [0];

    /// <summary>The standard deviation of the initial embeddings.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] EncoderScale { get; set; } = [1];

    /// <summary>The scale s of the decoder's initial weights and biases.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] DecoderScale { get; set; } = [1];

    /// <summary>The law of the decoder's initial weights and biases: uniform in +-s/sqrt(fan-in), normal with
    /// deviation s, or normal with deviation s/sqrt(fan-in).</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(DecoderInitialization))]
    public DecoderInitialization[] DecoderInitialization { get; set; } = [default];

    /// <summary>The weight decay of the embeddings.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] EncoderWeightDecay { get; set; } = [0];

    /// <summary>The weight decay of the decoder's weights and biases.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] DecoderWeightDecay { get; set; } = [0];

    /// <summary>The largest number of optimizer steps.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true)]
    public int[] MaxSteps { get; set; } = [100_000];

    /// <summary>The accuracy whose first crossing counts, strictly between 0 and 1.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] AccuracyThreshold { get; set; } = [0.9];

    /// <summary>Steps between the train and the test crossing from which on a run counts as grokking.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true)]
    public int[] GrokkingDelay { get; set; } = [1000];

    /// <summary>Steps between evaluations; crossings are known to this resolution.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true)]
    public int[] EvaluationInterval { get; set; } = [10];

    /// <summary>How finely TrainStep and TestStep are known: Evaluated is the first evaluated step; Exact goes back to the last
    /// evaluation and finds the first step since.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(Crossing))]
    public Crossing[] Crossing { get; set; } = [default];

    /// <summary>PhaseKnown ends a run as soon as its phase can no longer change; MaxSteps trains to the end.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(StopCondition))]
    public StopCondition[] StopWhen { get; set; } = [default];

    /// <summary>The learning rate eta_enc of the embeddings, per step.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] EncoderLearningRate { get; set; } = [1e-3];

    /// <summary>The learning rate eta_dec of the decoder, per step.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] DecoderLearningRate { get; set; } = [1e-3];

    /// <summary>Determines the split, the initial parameters and the order of mini-batches.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, IsLong = true)]
    public long[] Seed { get; set; } = [0];

    /// <summary>Steps between the rows of the history that each result then carries; 0 keeps none.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true)]
    public int HistoryInterval { get; set; }

    /// <summary>The history also tells the charge of theory.md 5(vi): with U and V the blocks of the first layer's weights that act on the two
    /// elements, the trace of Q = (U^T U + V^T V)/eta_dec - sum_i E_i E_i^T/eta_enc, and how far Q has moved from the start. Gradient flow
    /// conserves Q; gradient descent does up to its step size, other optimizers do not. Not for SquaredDifference. Measured on the
    /// processor.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [Truth(IsSwitch = true)]
    public SwitchParameter IncludeCharge { get; set; }

    /// <summary>Each result carries its trained embeddings, for Get-Embedding.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeEmbedding { get; set; }

    /// <summary>Each result carries its trained network.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeModel { get; set; }

    /// <summary>A file that keeps the state of every run: started again with the same settings, finished runs come back at
    /// once and the others go on from where they were, to the same bits.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary>Where to compute. Auto takes the first CUDA device that is usable, else the processor, and the processor for runs
    /// that the device cannot hold; any other fails rather than fall back.</summary>
    [Parameter(Mandatory = false)]
    public AcceleratorKind Accelerator { get; set; }

    /// <summary>The most runs at once on the processor, from 1 to 1024. The default is one on each core.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>Return results as they finish instead of in the order of the input.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter Unordered { get; set; }

    private IEnumerable<TrainingSettings> Cells() => new[] { new TrainingSettings { HistoryInterval = HistoryInterval, IncludeCharge = IncludeCharge } }
        .Sweep(TrainingFraction, (cell, value) => cell with { TrainingFraction = value })
        .Sweep(EmbeddingDimension, (cell, value) => cell with { EmbeddingDimension = value })
        .Sweep(DecoderDepth, (cell, value) => cell with { DecoderDepth = value })
        .Sweep(DecoderWidth, (cell, value) => cell with { DecoderWidth = value })
        .Sweep(Combination, (cell, value) => cell with { Combination = value })
        .Sweep(Activation, (cell, value) => cell with { Activation = value })
        .Sweep(Optimizer, (cell, value) => cell with { Optimizer = value })
        .Sweep(BatchSize, (cell, value) => cell with { BatchSize = value })
        .Sweep(EncoderScale, (cell, value) => cell with { EncoderScale = value })
        .Sweep(DecoderScale, (cell, value) => cell with { DecoderScale = value })
        .Sweep(DecoderInitialization, (cell, value) => cell with { DecoderInitialization = value })
        .Sweep(EncoderWeightDecay, (cell, value) => cell with { EncoderWeightDecay = value })
        .Sweep(DecoderWeightDecay, (cell, value) => cell with { DecoderWeightDecay = value })
        .Sweep(MaxSteps, (cell, value) => cell with { MaxSteps = value })
        .Sweep(AccuracyThreshold, (cell, value) => cell with { AccuracyThreshold = value })
        .Sweep(GrokkingDelay, (cell, value) => cell with { GrokkingDelay = value })
        .Sweep(EvaluationInterval, (cell, value) => cell with { EvaluationInterval = value })
        .Sweep(Crossing, (cell, value) => cell with { Crossing = value })
        .Sweep(StopWhen, (cell, value) => cell with { StopWhen = value })
        .Sweep(EncoderLearningRate, (cell, value) => cell with { EncoderLearningRate = value })
        .Sweep(DecoderLearningRate, (cell, value) => cell with { DecoderLearningRate = value })
        .Sweep(Seed, (cell, value) => cell with { Seed = value });
}
