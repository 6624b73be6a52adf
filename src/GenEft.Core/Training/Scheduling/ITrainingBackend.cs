namespace GenEft.Training.Scheduling;

/// <summary>Where runs are computed: takes them from a source and completes each.</summary>
public interface ITrainingBackend : IDisposable
{
    /// <summary>What kind of device it is.</summary>
    AcceleratorKind Kind { get; }

    /// <summary>The device's name.</summary>
    string Name { get; }

    /// <summary>Why a run cannot be computed here; null if it can.</summary>
    /// <param name="run">The run.</param>
    string? ReasonAgainst(TrainingRun run);

    /// <summary>Computes runs until the source has no more. Every run taken is completed or failed.</summary>
    /// <param name="source">Where runs come from.</param>
    /// <param name="cancelToken">Stops the runs; their checkpoints then hold where they were.</param>
    internal void Execute(IRunSource source, CancellationToken cancelToken);
}

/// <summary>Runs that wait to be computed.</summary>
internal interface IRunSource
{
    /// <summary>The next run, waited for; null if none will come.</summary>
    IQueuedRun? Take();

    /// <summary>The next run that suits, if one waits.</summary>
    /// <param name="suits">Whether the backend has use for a run now; any other stays where it is.</param>
    IQueuedRun? TryTake(Func<TrainingRun, bool> suits);
}

/// <summary>A run taken from a source, to be answered once.</summary>
internal interface IQueuedRun
{
    /// <summary>The run.</summary>
    TrainingRun Run { get; }

    /// <summary>Told the number of steps taken, from time to time.</summary>
    IProgress<int> Progress { get; }

    /// <summary>Where to resume from and to keep the state; null for neither.</summary>
    CheckpointFile? Checkpoint { get; }

    /// <summary>The run is done.</summary>
    /// <param name="outcome">What came of it.</param>
    void Complete(TrainingOutcome outcome);

    /// <summary>The run cannot be done.</summary>
    /// <param name="reason">Why.</param>
    void Fail(Exception reason);
}
