using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Commands;

/// <summary>Trains networks on a relation and tells the phase each ends in: generalization, grokking, memorization or
/// confusion.</summary>
/// <remarks>
/// <para>Every element gets an embedding; an MLP decoder, of tanh layers unless Activation says otherwise, takes two embeddings to the probability that they
/// are related. Training minimises binary cross-entropy on a random part of all pairs. Defaults are the paper's Table III;
/// phases are Table IV's, from the first evaluated steps at which train and test accuracy exceed the threshold.</para>
/// <para>Parameters with several values make every combination. The order is that of the parameters in the syntax, from
/// TrainingFraction to Seed, the last varying fastest; relations from the pipeline come outermost. Runs use all cores and
/// come back in order, as they finish. A run's random choices depend on its settings alone: the same seed gives the same
/// bits on one machine, whatever the number of threads or the place in a sweep.</para>
/// <para>With an NVIDIA GPU, thousands of runs train on it at once; Get-Accelerator tells what can be used. A GPU starts from the
/// same weights and pairs as the processor and agrees with it to float accuracy: phases differ at most near a boundary.
/// Mini-batches, exact crossings, plateaus, histories with the charge and networks too wide for the GPU are trained on the processor.</para>
/// <para>The environment variable GENEFT_SIMD forces the vector instructions of the processor: Avx512, Avx2 or Portable.
/// GENEFT_GPU=Emulated lets ILGPU's own emulation stand in for a CUDA device, slowly, to test scripts.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo | Invoke-Training -Seed (1..3) -MaxSteps 2000</code>
/// <para>Three seeds at the paper's default settings.</para>
/// </example>
/// <example>
/// <code>$rates = Get-LogRange -From 1e-4 -To 1e-2 -Count 3
/// New-Relation Modulo -Count 12 | Invoke-Training -EncoderLearningRate $rates -DecoderLearningRate $rates -DecoderWidth 10 -MaxSteps 500 |
///     Export-Csv phases.csv</code>
/// <para>A small phase diagram as a file.</para>
/// </example>
/// <example>
/// <code>$run = New-Relation GreaterThan -Count 10 | Invoke-Training -MaxSteps 200 -HistoryInterval 50 -IncludeEmbedding
/// $run | Get-TrainingHistory
/// $run | Get-Embedding</code>
/// <para>The learning curve and the embeddings of one run.</para>
/// </example>
/// <seealso>Measure-PhaseProbability</seealso>
/// <seealso>Get-TrainingHistory</seealso>
/// <seealso>Get-Embedding</seealso>
/// <seealso>about_GenEft_Training</seealso>
/// <seealso>about_GenEft_Pipelines</seealso>
[Cmdlet(VerbsLifecycle.Invoke, "Training", SupportsShouldProcess = true)]
[OutputType(typeof(TrainingResult))]
public sealed partial class InvokeTrainingCommand : TrainingGridCmdlet
{
    private TrainingSession? _session;
    private TaskWriter<RunOutput>? _writer;
    private readonly HashSet<string> _toldBaselines = new(StringComparer.Ordinal);

    /// <summary>What is to be learnt.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [RelationValue(AllowsRow = true)]
    public Relation[] Relation { get; set; } = [];

    /// <summary>Each result carries its trained embeddings, for Get-Embedding.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeEmbedding { get; set; }

    /// <summary>Each result carries its trained network as Model, for Measure-LinkPrediction, Measure-EmbeddingStructure and scripts: its methods Predict(i, j) (a probability),
    /// GetEmbedding() ([elements, dimensions]), GetWeight(layer) ([outputs, inputs], from layer 0), GetBias(layer) and GetLabel(i).</summary>
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
    [EnumName(typeof(AcceleratorKind))]
    public AcceleratorKind Accelerator { get; set; }

    /// <summary>The most runs at once on the processor, from 1 to 1024. The default is one on each core.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>Return results as they finish instead of in the order of the input.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter Unordered { get; set; }

    /// <inheritdoc/>
    private protected override PSObject? Row => InputObject?.BaseObject is Relation ? null : InputObject;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        _session = new TrainingSession(this, Accelerator, Checkpoint, ThrottleLimit, inOrder: !Unordered);
        TrainingScheduler scheduler = _session.Scheduler;
        _writer = new TaskWriter<RunOutput>(
            this, "Training", scheduler.Capacity, Write, () => scheduler.Progress.Fraction,
            elapsed => ProgressWriter.Describe(
                $"{scheduler.Progress.Finished} of {scheduler.Progress.Added} runs, {scheduler.StepCount / elapsed.TotalSeconds:#,0} steps/s"),
            inOrder: !Unordered);
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        // All of a record's grid is checked before any of it runs.
        List<TrainingRun> runs = [];
        foreach (Relation relation in Relation)
        {
            foreach (TrainingSettings settings in Grids(Values()).SelectMany(grid => TrainingSetting.Grid(new TrainingSettings(), grid)))
            {
                CancelToken.ThrowIfCancellationRequested();
                TrainingRun run = new(relation, settings);
                _session!.Check(run);
                runs.Add(run);
            }
        }

        Array.ForEach(Relation, relation => TellBaseline(relation, runs.Where(run => run.Relation == relation)));
        if (ShouldProcess(string.Join(", ", Relation.Select(relation => relation.Name)), ProgressWriter.Describe($"Train {runs.Count} network(s)")))
        {
            runs.ForEach(run => _writer!.Add(_session!.Submit(run, Keep)));
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        _writer!.Finish();
        _session!.TellFailure();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _session?.Dispose();
        base.Dispose(disposing);
    }

    // Once a relation: a threshold that a constant answer exceeds tells no phase.
    private void TellBaseline(Relation relation, IEnumerable<TrainingRun> runs)
    {
        if (runs.FirstOrDefault(run => run.Settings.PhaseMetric == Training.PhaseMetric.Accuracy && run.Settings.AccuracyThreshold < relation.BaselineAccuracy) is { } run
            && _toldBaselines.Add(relation.Name))
        {
            WriteWarning(FormattableString.Invariant(
                $"The answer \"{(relation.Density < 0.5 ? "never" : "always")}\" is right for {100 * relation.BaselineAccuracy:0.##} % of the pairs of '{relation.Name}', more than the threshold of {run.Settings.AccuracyThreshold}: phases by accuracy say nothing. Use -PhaseMetric F1, Matthews or BalancedAccuracy."));
        }
    }

    // Only what was asked for waits to be written.
    private RunOutput Keep(TrainingOutcome outcome) => new(
        outcome.Result,
        outcome.Result.HistoryInterval > 0 ? outcome.History : null,
        IncludeEmbedding ? new EmbeddingTable(outcome.Model) : null,
        IncludeModel ? outcome.Model : null);

    private void Write(RunOutput run)
    {
        WriteObject(ToOutput(run));
        _session!.TellFailure();
    }

    private static PSObject ToOutput(RunOutput run)
    {
        PSObject output = PSObject.AsPSObject(run.Result);
        foreach ((string name, object? value) in new (string, object?)[]
        {
            (nameof(run.History), run.History), (nameof(run.Embedding), run.Embedding), (nameof(run.Model), run.Model),
        })
        {
            if (value is not null)
            {
                output.Properties.Add(new PSNoteProperty(name, value));
            }
        }

        return output;
    }

    /// <summary>A result with the extra data that was asked for.</summary>
    private sealed record RunOutput(TrainingResult Result, TrainingHistory? History, EmbeddingTable? Embedding, NetworkModel? Model);
}
