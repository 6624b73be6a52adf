using System.Collections;
using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Commands;

/// <summary>Finds the boundary between generalization and memorization over the two learning rates, training only where it is.</summary>
/// <remarks>
/// <para>At each encoder rate the turn of each seed is looked for among the decoder rates by halving, from where the seed before it turned; where seeds
/// turn at different rates, all of them are run at all rates between. The middle one of the encoder rates comes first, and the others are searched from where its
/// ratio is theirs. What comes of the runs is what Measure-PhaseBoundary makes of them; a row
/// for each relation and each combination of -Training comes when it is known. RunCount tells how many runs it took, GridRunCount how many
/// the whole grid would. Each setting that -Training changes is a column, so that Export-Figure draws ratios against it. Relation, Count and TrainingFraction stand before
/// the columns of Measure-PhaseBoundary, GridRunCount and Training (the settings that are not the default, as text) after them.</para>
/// <para>The decoder rates are those to choose from: their spacing is how finely the boundary is sought. -IncludeRun keeps the runs on the row, as
/// Runs, for Export-Figure and Measure-PhaseBoundary -ByEncoderRate. With -Checkpoint a search that was stopped goes on from the runs it had.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 15 | Find-PhaseBoundary -EncoderLearningRate 1e-2 -DecoderLearningRate (Get-LogRange 1e-3 1 7) -Training @{ MaxSteps = 500 }</code>
/// <para>One encoder rate, half a decade finely.</para>
/// </example>
/// <example>
/// <code>$found = New-Relation Modulo -Count 15 | Find-PhaseBoundary -EncoderLearningRate 3e-3, 1e-2 -DecoderLearningRate (Get-LogRange 1e-3 1 7) -Seed 1, 2 -IncludeRun `
///     -Training @{ MaxSteps = 500; DecoderWidth = 10, 20 }
/// $found[0].Runs | Export-Figure boundary.svg</code>
/// <para>Two widths, and a figure of the runs of one.</para>
/// </example>
/// <seealso>Measure-PhaseBoundary</seealso>
/// <seealso>Invoke-Training</seealso>
/// <seealso>Export-Figure</seealso>
[Cmdlet(VerbsCommon.Find, "PhaseBoundary", SupportsShouldProcess = true)]
[OutputType(typeof(PhaseBoundaryResult))]
public sealed class FindPhaseBoundaryCommand : GenEftCmdlet
{
    private static readonly string[] s_ownSettings =
        [nameof(TrainingSettings.EncoderLearningRate), nameof(TrainingSettings.DecoderLearningRate), nameof(TrainingSettings.Seed)];

    private TrainingSettings[] _trainings = [];
    private TrainingSetting[] _changed = [];
    private BoundarySearch? _search;
    private TrainingSession? _session;

    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RelationValue]
    public Relation[] Relation { get; set; } = [];

    /// <summary>eta_enc, the rates at which the boundary is sought, greater than 0. The default is 1e-4, 3e-4, 1e-3, 3e-3 and 1e-2.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] EncoderLearningRate { get; set; } = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2];

    /// <summary>eta_dec, the rates to choose from, two at least, greater than 0. The default is 26 from 1e-5 to 1, a fifth of a decade apart.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] DecoderLearningRate { get; set; } = [.. Numerics.LogRange.Create(1e-5, 1, 26)];

    /// <summary>The seeds; an interval takes two at least.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, IsLong = true, AllowEmpty = true)]
    public long[] Seed { get; set; } = [0, 1, 2];

    /// <summary>How networks are trained: tables of Invoke-Training's parameters and their values. Several values, or several tables, give rows
    /// each.</summary>
    [Parameter(Mandatory = false)]
    [Table]
    public IDictionary[] Training { get; set; } = [];

    /// <summary>Count grokking as generalization.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeGrokking { get; set; }

    /// <summary>Keep the runs on the row, as Runs.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeRun { get; set; }

    /// <summary>Where networks are trained, as with Invoke-Training.</summary>
    [Parameter(Mandatory = false)]
    [EnumName(typeof(AcceleratorKind))]
    public AcceleratorKind Accelerator { get; set; }

    /// <summary>A file that keeps the state of every run, as with Invoke-Training: started again, the search goes on from where it was.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary>The most runs at once, from 1 to 1024. The default is one on each core.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    private long GridRunCount => (long)EncoderLearningRate.Distinct().Count() * DecoderLearningRate.Distinct().Count() * Seed.Distinct().Count();

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        Array.ForEach(EncoderLearningRate, rate => Guard.Positive(nameof(EncoderLearningRate), rate));
        _search = new BoundarySearch(DecoderLearningRate, Seed, IncludeGrokking);
        TrainingSettings start = new();
        _trainings = Training.Length == 0 ? [start] : [.. Training.SelectMany(table => SettingsTable.Cells(table, start, s_ownSettings))];
        foreach (TrainingSettings settings in _trainings)
        {
            settings.Validate();
            if (settings.TrainingFraction == 1)
            {
                throw new GenEftException(ErrorIds.ValueOutOfRange, "TrainingFraction is 1; it must be less, since phases are judged by pairs that are not trained on.", 1.0);
            }
        }

        _changed = [.. TrainingSetting.All.Where(setting => Array.Exists(_trainings, settings => !setting.Get(settings).Equals(setting.Default)))];
        _session = new TrainingSession(this, Accelerator, Checkpoint, ThrottleLimit, inOrder: false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _session?.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(Relation, relation =>
    {
        // All are checked before any is trained.
        foreach (TrainingSettings settings in _trainings)
        {
            TrainingRun run = new(relation, settings);
            _session!.Check(run);
            _session.TellWhere(run);
        }

        if (!ShouldProcess(relation.Name, $"Find the boundary of {_trainings.Length} architecture(s), with at most {GridRunCount} runs each"))
        {
            return;
        }

        TrainingScheduler scheduler = _session!.Scheduler;
        long before = scheduler.Progress.Finished;
        int done = 0;
        TaskWriter<(PSObject Row, PhaseBoundaryResult Result)> writer = new(
            this, $"Boundary of {relation.Name}", 1 + scheduler.Breadth, found => { done++; Write(found.Row, found.Result); }, () => (double)done / _trainings.Length,
            _ => ProgressWriter.Describe($"{scheduler.Progress.Finished - before} runs"));
        foreach (TrainingSettings settings in _trainings)
        {
            writer.Add(FindAsync(scheduler, relation, settings));
        }

        writer.Finish();
        _session.TellFailure();
    });

    private void Write(PSObject row, PhaseBoundaryResult result)
    {
        WriteObject(row);
        if (result.BoundaryPointCount == 0)
        {
            WriteWarning(MeasurePhaseBoundaryCommand.Uncrossed(result.Group));
        }
    }

    private async Task<(PSObject Row, PhaseBoundaryResult Result)> FindAsync(TrainingScheduler scheduler, Relation relation, TrainingSettings settings)
    {
        IReadOnlyList<TrainingResult> runs = await _search!.RunAsync(scheduler, relation, settings, EncoderLearningRate, CancelToken).ConfigureAwait(false);
        TrainingResult[] all = [.. runs.OrderBy(run => run.EncoderLearningRate).ThenBy(run => run.DecoderLearningRate).ThenBy(run => run.Seed)];
        PhaseBoundary boundary = new(IncludeGrokking);
        Array.ForEach(all, run => boundary.Add(run.Phase!.Value, run));
        string training = settings.Describe();
        string group = FormattableString.Invariant($"{relation.Name}, {relation.Count} elements, fraction {settings.TrainingFraction}") + (training.Length == 0 ? "" : $", {training}");
        PhaseBoundaryResult result = boundary.Measure(group, cancelToken: CancelToken);
        PSObject row = ResultData.Row(
            [("Relation", relation.Name), ("Count", relation.Count), ("TrainingFraction", settings.TrainingFraction)], result,
            [("GridRunCount", GridRunCount), ("Training", training), .. _changed.Select(setting => (setting.Name, (object?)setting.Get(settings))), .. IncludeRun ? [("Runs", all)] : Array.Empty<(string, object?)>()]);
        return (row, result);
    }
}
