namespace GenEft;

/// <summary>Threads of its own for long work, started as work comes. Disposal cancels the work and joins the threads: none outlives its
/// owner.</summary>
internal sealed class WorkerPool : IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _cancel;
    private readonly Queue<(Action Work, Action Cancel)> _waiting = [];
    private readonly List<Thread> _threads = [];
    private readonly int _threadLimit;
    private readonly int _stackBytes;
    private int _idle;
    private bool _isClosed;

    /// <param name="threadLimit">The most threads, at least 1.</param>
    /// <param name="cancelToken">Cancels the work.</param>
    /// <param name="stackBytes">The stack of each; 0 for the usual one.</param>
    public WorkerPool(int threadLimit, CancellationToken cancelToken, int stackBytes = 0)
    {
        _threadLimit = threadLimit;
        _stackBytes = stackBytes;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancelToken);
    }

    /// <summary>What has been given to the pool, and how much of it is done.</summary>
    public WorkProgress Progress { get; } = new();

    /// <summary>Has a thread do a piece of work, first come, first served.</summary>
    /// <param name="work">The work; it may tell which share of it is done, and must heed the token.</param>
    public Task<T> Run<T>(Func<IProgress<double>, CancellationToken, T> work)
    {
        TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        WorkProgress.Piece piece = Progress.Add();
        lock (_gate)
        {
            if (!_isClosed)
            {
                _waiting.Enqueue((Execute, Cancel));
                if (_idle < _waiting.Count && _threads.Count < _threadLimit)
                {
                    Thread thread = new(Work, _stackBytes) { IsBackground = true, Name = $"GenEft {_threads.Count}" };
                    thread.Start();
                    _threads.Add(thread);
                }

                Monitor.Pulse(_gate);
                return completion.Task;
            }
        }

        Cancel();
        return completion.Task;

        void Execute()
        {
            try
            {
                T result = work(piece, _cancel.Token);
                piece.Finish();
                completion.TrySetResult(result);
            }
            catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
            {
                Cancel();
            }
#pragma warning disable CA1031 // Carried over to whoever waits for it, whole.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                piece.Finish();
                completion.TrySetException(exception);
            }
        }

        void Cancel()
        {
            piece.Finish();
            completion.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (Action Work, Action Cancel)[] left;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            left = [.. _waiting];
            _waiting.Clear();
            Monitor.PulseAll(_gate);
        }

        _cancel.Cancel();
        Array.ForEach(left, piece => piece.Cancel());
        _threads.ForEach(thread => thread.Join());
        _cancel.Dispose();
    }

    private void Work()
    {
        while (Take() is { } work)
        {
            work();
        }
    }

    private Action? Take()
    {
        lock (_gate)
        {
            _idle++;
            while (_waiting.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_gate);
            }

            _idle--;
            return _isClosed ? null : _waiting.Dequeue().Work;
        }
    }
}
