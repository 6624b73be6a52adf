namespace GenEft.Training.Scheduling;

/// <summary>A run that was submitted, in the hands of a queue or of a backend.</summary>
internal abstract class Submission(TrainingRun run, CheckpointFile? checkpoint, WorkProgress.Piece piece, Action<int> addSteps) : IQueuedRun, IProgress<int>
{
    private RunQueue? _queue;
    private int _steps;

    /// <inheritdoc/>
    public TrainingRun Run => run;

    /// <inheritdoc/>
    public IProgress<int> Progress => this;

    /// <inheritdoc/>
    public CheckpointFile? Checkpoint => checkpoint;

    /// <summary>Its number among all submitted runs.</summary>
    public long Index { get; private set; }

    /// <summary>The costliest first; of two alike the older.</summary>
    public static int ByCost(Submission left, Submission right) => left.Run.MegaFlops != right.Run.MegaFlops
        ? right.Run.MegaFlops.CompareTo(left.Run.MegaFlops)
        : left.Index.CompareTo(right.Index);

    /// <summary>Tells where it waits.</summary>
    public void Enter(RunQueue queue, long index) => (_queue, Index) = (queue, index);

    /// <inheritdoc/>
    public void Report(int value)
    {
        addSteps(value - _steps);
        _steps = value;
        piece.Report((double)value / run.MaxSteps);
    }

    /// <inheritdoc/>
    public void Complete(TrainingOutcome outcome) => Answer(() => SetResult(outcome));

    /// <inheritdoc/>
    public void Fail(Exception reason) => Answer(() => SetException(reason));

    /// <summary>It will not be trained.</summary>
    public void Cancel() => Answer(SetCanceled);

    private protected abstract void SetResult(TrainingOutcome outcome);

    private protected abstract void SetException(Exception reason);

    private protected abstract void SetCanceled();

    // Only the first answer counts: a backend that fails as a whole answers what it had answered already.
    private void Answer(Action answer)
    {
        if (_queue!.Release(this))
        {
            piece.Finish();
            answer();
        }
    }
}

/// <inheritdoc/>
internal sealed class Submission<T>(
    TrainingRun run, Func<TrainingOutcome, T> keep, CheckpointFile? checkpoint, WorkProgress.Piece piece, Action<int> addSteps)
    : Submission(run, checkpoint, piece, addSteps)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _completion.Task;

    private protected override void SetResult(TrainingOutcome outcome)
    {
        try
        {
            _completion.SetResult(keep(outcome));
        }
#pragma warning disable CA1031 // The reader's to see, like any failure of the run.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _completion.SetException(exception);
        }
    }

    private protected override void SetException(Exception reason)
    {
        if (reason is OperationCanceledException)
        {
            SetCanceled();
        }
        else
        {
            _completion.SetException(reason);
        }
    }

    private protected override void SetCanceled() => _completion.SetCanceled(CancellationToken.None);
}
