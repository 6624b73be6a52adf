namespace GenEft.Training.Scheduling;

/// <summary>The runs that wait for one backend, and those it works on. Its workers are started as runs come.</summary>
internal sealed class RunQueue : IRunSource
{
    private readonly SubmissionOrder _order;
    private readonly ITrainingBackend _backend;
    private readonly WorkerPool _workers;
    private readonly int _workerLimit;
    private readonly SortedSet<Submission> _waiting = new(Comparer<Submission>.Create(Submission.ByCost));
    private readonly Dictionary<long, Submission> _waitingByIndex = [];
    private readonly HashSet<Submission> _held = [];   // in the backend's hands
    private Exception? _failure;
    private int _workerCount;
    private int _idle;
    private bool _isClosed;

    public RunQueue(SubmissionOrder order, ITrainingBackend backend, WorkerPool workers, int workerLimit)
    {
        _order = order;
        _backend = backend;
        _workers = workers;
        _workerLimit = workerLimit;
    }

    /// <summary>Adds a run.</summary>
    public void Add(Submission submission)
    {
        Exception? failure;
        lock (_order)
        {
            submission.Enter(this, _order.Begin());
            failure = _isClosed ? new OperationCanceledException() : _failure;
            if (failure is null)
            {
                _waiting.Add(submission);
                _waitingByIndex.Add(submission.Index, submission);
                if (_idle < _waiting.Count && _workerCount < _workerLimit)
                {
                    _workerCount++;
                    _ = _workers.Run(Work);
                }

                Monitor.PulseAll(_order);
            }
            else
            {
                _held.Add(submission);
            }
        }

        if (failure is not null)
        {
            submission.Fail(failure);
        }
    }

    /// <inheritdoc/>
    public IQueuedRun? Take()
    {
        lock (_order)
        {
            _idle++;
            while (_waiting.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_order);
            }

            _idle--;
            return _isClosed ? null
                : _order.Awaited is long index && _waitingByIndex.TryGetValue(index, out Submission? next) ? Hold(next)
                : Hold(_waiting.Min!);
        }
    }

    /// <inheritdoc/>
    public IQueuedRun? TryTake(Func<TrainingRun, bool> suits)
    {
        lock (_order)
        {
            Submission? found = _isClosed ? null : _waiting.FirstOrDefault(waiting => suits(waiting.Run));
            return found is null ? null : Hold(found);
        }
    }

    /// <summary>Hands out no more runs.</summary>
    public void Close()
    {
        lock (_order)
        {
            _isClosed = true;
            Monitor.PulseAll(_order);
        }
    }

    /// <summary>Cancels what waits or was left unanswered; nobody works on it any more.</summary>
    public void CancelAll() => AnswerAll(submission => submission.Cancel());

    /// <summary>Whether a run was still to be answered; it is not any more.</summary>
    public bool Release(Submission submission)
    {
        lock (_order)
        {
            if (!_held.Remove(submission))
            {
                return false;
            }

            _order.End(submission.Index);
            return true;
        }
    }

    private Submission Hold(Submission submission)
    {
        _waiting.Remove(submission);
        _waitingByIndex.Remove(submission.Index);
        _held.Add(submission);
        return submission;
    }

    private bool Work(IProgress<double> progress, CancellationToken cancelToken)
    {
        try
        {
            _backend.Execute(this, cancelToken);
        }
#pragma warning disable CA1031 // The reader's to see; a worker that died silently would hang it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The worker is gone: what its queue holds and what will still come fails with its reason.
            lock (_order)
            {
                _failure = exception;
            }

            AnswerAll(submission => submission.Fail(exception));
        }

        return true;
    }

    private void AnswerAll(Action<Submission> answer)
    {
        Submission[] left;
        lock (_order)
        {
            while (_waiting.Count > 0)
            {
                Hold(_waiting.Min!);
            }

            left = [.. _held];
        }

        Array.ForEach(left, answer);
    }
}

/// <summary>The order in which runs were submitted, shared by the queues of a scheduler and locked by them.</summary>
/// <param name="isKept">Whether the reader takes results in this order.</param>
internal sealed class SubmissionOrder(bool isKept)
{
    private readonly SortedSet<long> _open = [];
    private long _next;

    /// <summary>The oldest run without an answer, where the reader waits for it.</summary>
    public long? Awaited => isKept && _open.Count > 0 ? _open.Min : null;

    /// <summary>A run is submitted; its number.</summary>
    public long Begin()
    {
        _open.Add(_next);
        return _next++;
    }

    /// <summary>A run is answered.</summary>
    public void End(long index) => _open.Remove(index);
}
