using System.Management.Automation;
using GenEft.Sweeps;
using GenEft.Sweeps.Engines;

namespace GenEft.Infrastructure;

/// <summary>A cmdlet that takes sweeps by their folders.</summary>
public abstract class SweepCmdlet : GenEftCmdlet
{
    private const int MostTold = 10;

    /// <summary>The sweep's folder.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected sealed override void OnRecord() => ForEach(Path, path => ProcessFolder(PathResolver.ResolveNew(this, path)));

    /// <summary>For each folder; by default for the sweep whose plan is read from it.</summary>
    private protected virtual void ProcessFolder(string folder) => Process(SweepPlan.Open(folder));

    /// <summary>For each sweep.</summary>
    private protected abstract void Process(SweepPlan plan);

    /// <summary>Writes what is done of a sweep, and tells what is damaged, and what became of tasks.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="index">What its journals say.</param>
    /// <param name="queue">What engines say of its tasks; null where they are not to be asked.</param>
    private protected void WriteStatus(SweepPlan plan, SweepJournalIndex index, SweepQueue? queue = null)
    {
        SweepStatus status = SweepStatus.Of(plan, index, queue, CancelToken);
        WriteObject(status);
        TellDamage(plan, index);
        if (queue?.Unknown is { } job)
        {
            WriteWarning($"Slurm cannot be asked for job {job} of the sweep '{plan.Folder}': tasks in its queue are not counted.");
        }

        if (status.State != SweepState.Done && queue?.DescribeHeld() is { } held)
        {
            WriteWarning($"Of the sweep '{plan.Folder}' {held}.");
        }

        if (status.State != SweepState.Done && queue?.DescribeFailed() is { } failed)
        {
            WriteWarning($"Of the sweep '{plan.Folder}' {failed}. Submit-Sweep submits what is missing.");
        }
    }

    /// <summary>Tells which lines of its journals do not count.</summary>
    private protected void TellDamage(SweepPlan plan, SweepJournalIndex index)
    {
        if (index.Damage.Count > 0)
        {
            string lines = string.Join(", ", index.Damage.Take(MostTold).Select(damage => FormattableString.Invariant($"{damage.Journal} line {damage.Line}")));
            WriteWarning(FormattableString.Invariant(
                $"The sweep '{plan.Folder}' has {index.Damage.Count} line(s) that do not count, damaged or of another plan: {lines}{(index.Damage.Count > MostTold ? " and others" : "")}. {(index.DoneCount < plan.CellCount ? "Invoke-Sweep trains what they held again." : "What they held has been trained again.")}"));
        }
    }
}
