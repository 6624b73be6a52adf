using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Sweeps;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Plans trainings that outgrow a session: writes them to a folder, for Invoke-Sweep to train.</summary>
/// <remarks>
/// <para>Parameters and rows are those of Invoke-Training, and so is the order of the trainings. The plan is a JSON file in the folder, the relations lie beside it, and
/// neither is changed any more. Nothing is trained yet.</para>
/// </remarks>
/// <example>
/// <code>$rates = Get-LogRange -From 1e-3 -To 1e-1 -Count 3
/// New-Relation Modulo -Count 9 | New-Sweep phases -EncoderLearningRate $rates -DecoderLearningRate $rates -Seed 1, 2 -MaxSteps 300
/// Invoke-Sweep phases
/// Receive-Sweep phases | Export-Csv phases.csv</code>
/// <para>A small phase diagram: planned, trained and received.</para>
/// </example>
/// <example>
/// <code>[pscustomobject]@{ DecoderWidth = 5; Seed = 1 }, [pscustomobject]@{ DecoderWidth = 10; Seed = 2 } | New-Sweep widths -Relation (New-Relation Tree -Count 8) -MaxSteps 50</code>
/// <para>Rows of settings, as those of a file.</para>
/// </example>
/// <seealso>Invoke-Sweep</seealso>
/// <seealso>Get-Sweep</seealso>
/// <seealso>Receive-Sweep</seealso>
/// <seealso>Invoke-Training</seealso>
/// <seealso>about_GenEft_Sweeps</seealso>
[Cmdlet(VerbsCommon.New, "Sweep", SupportsShouldProcess = true)]
[OutputType(typeof(SweepStatus))]
public sealed partial class NewSweepCommand : TrainingGridCmdlet
{
    private const int MostHistoryPoints = 100_000;

    private readonly List<(Relation, IReadOnlyDictionary<string, IReadOnlyList<object>>)> _grids = [];
    private string _folder = "";
    private long _count;

    /// <summary>The sweep's folder: new, or empty.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>What is to be learnt.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [RelationValue(AllowsRow = true)]
    public Relation[] Relation { get; set; } = [];

    /// <inheritdoc/>
    private protected override PSObject? Row => InputObject?.BaseObject is Relation ? null : InputObject;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        _folder = PathResolver.ResolveNew(this, Path);
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        // All of a record's grid is checked before any of it is planned.
        IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<object>>> grids = Grids(Values());
        long all = Relation.Length * grids.Sum(SweepPlan.CountOf);
        Guard.Range("The number of trainings", _count + all, 0, SweepPlan.MaximumCellCount);
        long before = _count;
        ProgressWriter writer = new(this, "Checking trainings");
        foreach (Relation relation in Relation)
        {
            foreach (TrainingSettings settings in grids.SelectMany(grid => TrainingSetting.Grid(new TrainingSettings(), grid)))
            {
                CancelToken.ThrowIfCancellationRequested();
                _ = new TrainingRun(relation, settings);
                RequireShortHistory(settings);
                _count++;
                writer.Report((double)(_count - before) / all, _ => ProgressWriter.Describe($"{_count - before} of {all}"));
            }
        }

        writer.Complete();
        _grids.AddRange(Relation.SelectMany(relation => grids.Select(grid => (relation, grid))));
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (_grids.Count > 0 && ShouldProcess(_folder, ProgressWriter.Describe($"Plan {_count} training(s)")))
        {
            SweepPlan plan = SweepPlan.Create(_folder, _grids, CancelToken);
            WriteObject(SweepStatus.Of(plan, new SweepJournalIndex(plan), cancelToken: CancelToken));
        }
    }

    // A line of a journal is read whole.
    private static void RequireShortHistory(TrainingSettings settings)
    {
        if (settings.HistoryInterval > 0 && settings.MaxSteps / settings.HistoryInterval > MostHistoryPoints)
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                FormattableString.Invariant($"HistoryInterval is {settings.HistoryInterval}; a sweep keeps at most {MostHistoryPoints} points of a training, so with {settings.MaxSteps} steps it must be 0 or at least {(settings.MaxSteps / MostHistoryPoints) + 1}."),
                settings.HistoryInterval);
        }
    }
}
