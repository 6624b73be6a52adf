namespace GenEft.Training.Scheduling;

/// <summary>
/// Trains many runs: on all cores of the processor, and where an accelerator is given, there. The costliest are begun first, since what takes
/// longest must not be what is begun last; in order, only what the reader waits for goes before them. Runs wait for memory where too many at
/// once would not fit. A run that fails answers for itself alone. Disposal stops what is left and joins the threads.
/// </summary>
public sealed class TrainingScheduler : IDisposable
{
    private readonly CpuBackend _cpu = new();
    private readonly ITrainingBackend? _accelerator;
    private readonly CheckpointFile? _checkpoint;
    private readonly WorkerPool _workers;
    private readonly RunQueue _cpuQueue;
    private readonly RunQueue? _acceleratorQueue;
    private readonly int _threadLimit;
    private long _steps;

    /// <summary>Starts without a run.</summary>
    /// <param name="threadLimit">The most runs at once on the processor, at least 1.</param>
    /// <param name="accelerator">Where runs go that it can hold; the caller disposes it. Null for the processor alone.</param>
    /// <param name="checkpoint">Where to resume from and to keep the state of runs; the caller disposes it. Null for neither.</param>
    /// <param name="inOrder">Whether the reader takes the results in the order in which the runs were submitted.</param>
    /// <param name="cancelToken">Stops the runs; the checkpoint then holds where they were.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public TrainingScheduler(
        int threadLimit, ITrainingBackend? accelerator = null, CheckpointFile? checkpoint = null, bool inOrder = false, CancellationToken cancelToken = default)
    {
        Guard.Range("ThrottleLimit", threadLimit, 1, 1024);
        _accelerator = accelerator;
        _threadLimit = threadLimit;
        _checkpoint = checkpoint;
        _workers = new WorkerPool(threadLimit + 1, cancelToken);   // one drives the accelerator
        SubmissionOrder order = new(inOrder);
        _cpuQueue = new RunQueue(order, _cpu, _workers, threadLimit);
        _acceleratorQueue = accelerator is null ? null : new RunQueue(order, accelerator, _workers, workerLimit: 1);
    }

    /// <summary>The device's name, or the processor's instruction set.</summary>
    public string Name => _accelerator?.Name ?? _cpu.Name;

    /// <summary>Runs submitted, runs ended, and what is done of those under way.</summary>
    public WorkProgress Progress { get; } = new();

    /// <summary>Optimizer steps taken so far.</summary>
    public long StepCount => Interlocked.Read(ref _steps);

    /// <summary>How many runs to submit ahead of the results: enough to keep every worker busy behind a slow first run, few enough to stay small
    /// in memory. An accelerator holds thousands at once.</summary>
    public int Capacity => _accelerator is null ? 4096 : 65_536;

    /// <summary>How many runs may train at the same time: on the processor one a thread, on an accelerator thousands.</summary>
    internal int Breadth => _accelerator is null ? _threadLimit : Capacity / 16;

    /// <summary>Why a run is trained on the processor though there is an accelerator; null where it is not.</summary>
    /// <param name="run">The run.</param>
    public string? ReasonAgainstAccelerator(TrainingRun run) => _accelerator?.ReasonAgainst(run);

    /// <summary>Trains a run.</summary>
    /// <param name="run">The run.</param>
    /// <returns>What comes of it; cancelled where the scheduler was stopped before.</returns>
    public Task<TrainingOutcome> Submit(TrainingRun run) => Submit(run, outcome => outcome);

    /// <summary>Trains a run and keeps a part of what comes of it: finished networks need not pile up behind a slow first run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="keep">What to keep, called on the thread that trained it.</param>
    public Task<T> Submit<T>(TrainingRun run, Func<TrainingOutcome, T> keep)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(keep);
        Submission<T> submission = new(run, keep, _checkpoint, Progress.Add(), steps => Interlocked.Add(ref _steps, steps));
        (_acceleratorQueue is null || ReasonAgainstAccelerator(run) is not null ? _cpuQueue : _acceleratorQueue).Add(submission);
        return submission.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Workers look up from their runs by the token, and from the queues because these close.
        _cpuQueue.Close();
        _acceleratorQueue?.Close();
        _workers.Dispose();
        _cpuQueue.CancelAll();
        _acceleratorQueue?.CancelAll();
        _cpu.Dispose();
    }
}
