using GenEft.Sweeps.Engines;

namespace GenEft.Sweeps;

/// <summary>How far a sweep is.</summary>
public enum SweepState
{
    /// <summary>Nothing of it is trained yet.</summary>
    New,

    /// <summary>Tasks that were submitted wait in a queue, and not all for somebody to release them, or start; no process works on it yet.</summary>
    Queued,

    /// <summary>A process works on it.</summary>
    Running,

    /// <summary>Part of it is trained, and no process works on it.</summary>
    Unfinished,

    /// <summary>All of it is trained.</summary>
    Done,
}

/// <summary>What is done of a sweep.</summary>
public sealed record SweepStatus
{
    /// <summary>Its folder.</summary>
    public required string Path { get; init; }

    /// <summary>How far it is.</summary>
    public required SweepState State { get; init; }

    /// <summary>The number of trainings.</summary>
    public required int CellCount { get; init; }

    /// <summary>How many of them are finished.</summary>
    public required int DoneCount { get; init; }

    /// <summary>The number of processes that work on it; of other machines those with a heartbeat in the last minute by this machine's clock.</summary>
    public required int ProcessCount { get; init; }

    /// <summary>The number of submitted tasks that wait in a queue, or start.</summary>
    public required int QueuedTaskCount { get; init; }

    /// <summary>The number of submitted tasks that a cluster remembers as ended otherwise than they should: failed, preempted, out of time or memory; cancelled ones are not among them.</summary>
    public required int FailedTaskCount { get; init; }

    /// <summary>Lines of its journals that do not count, because they are damaged or of another plan.</summary>
    public required int DamagedLineCount { get; init; }

    /// <summary>The version of the module that made its plan.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>Looks at a sweep.</summary>
    /// <param name="plan">Its plan.</param>
    /// <param name="index">What its journals say, which is read on.</param>
    /// <param name="queue">What engines say of tasks that were submitted; null where it is not to be asked.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">FileUnreadable.</exception>
    public static SweepStatus Of(SweepPlan plan, SweepJournalIndex index, SweepQueue? queue = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(index);
        int processes = SweepOwner.ReadAlive(SweepClaims.OwnersOf(plan.Folder)).Count;   // before the journals: what ends meanwhile is in them
        index.Read(cancelToken);
        bool isDone = index.DoneCount == plan.CellCount;
        if (!isDone)
        {
            queue?.Ask(cancelToken);
        }

        int queued = isDone ? 0 : queue?.CountQueued(processes) ?? 0;
        return new SweepStatus
        {
            Path = plan.Folder,
            State = isDone ? SweepState.Done : processes > 0 ? SweepState.Running : queued > 0 && queue!.WillStart(processes) ? SweepState.Queued : index.DoneCount > 0 ? SweepState.Unfinished : SweepState.New,
            CellCount = plan.CellCount,
            DoneCount = index.DoneCount,
            ProcessCount = processes,
            QueuedTaskCount = queued,
            FailedTaskCount = queue?.FailedCount ?? 0,
            DamagedLineCount = index.Damage.Count,
            ModuleVersion = plan.Version,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{State}: {DoneCount} of {CellCount}");
}
