namespace GenEft.Commands;

/// <summary>
/// Runs work on worker threads and hands the results to the pipeline thread, which alone may write. Results come in the
/// order the work was added, or as they finish. Disposal cancels and joins the workers: none outlives its cmdlet.
/// </summary>
/// <typeparam name="TResult">What the work yields.</typeparam>
internal sealed class PipelinePump<TResult> : IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _cancel;
    private readonly List<Thread> _workers = [];
    private readonly Queue<(long Index, Func<CancellationToken, TResult> Work)> _waiting = new();
    private readonly SortedDictionary<long, Completion> _finished = [];
    private readonly int _workerLimit;
    private readonly bool _inOrder;
    private long _added;
    private long _taken;
    private int _idle;
    private bool _isClosed;

    /// <summary>Starts with no thread; they are made as work comes.</summary>
    /// <param name="workerLimit">The most threads to use.</param>
    /// <param name="inOrder">Whether results come in the order the work was added.</param>
    /// <param name="cancelToken">Cancels the work.</param>
    public PipelinePump(int workerLimit, bool inOrder, CancellationToken cancelToken)
    {
        _workerLimit = workerLimit;
        _inOrder = inOrder;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancelToken);
    }

    /// <summary>Work added and not yet taken.</summary>
    public long Pending => _added - _taken;

    /// <summary>Work added.</summary>
    public long Added => _added;

    /// <summary>Work whose result was taken.</summary>
    public long Taken => _taken;

    /// <summary>Adds work. Pipeline thread only.</summary>
    public void Add(Func<CancellationToken, TResult> work)
    {
        lock (_gate)
        {
            _waiting.Enqueue((_added++, work));
            if (_idle < _waiting.Count && _workers.Count < _workerLimit)
            {
                Thread worker = new(Work) { IsBackground = true, Name = $"GenEft {_workers.Count}" };
                _workers.Add(worker);
                worker.Start();
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes the next result if there is one; waits for one up to the given time. Pipeline thread only.</summary>
    public bool TryTake(TimeSpan patience, out Completion completion)
    {
        lock (_gate)
        {
            if (!IsReady())
            {
                Monitor.Wait(_gate, patience);
                _cancel.Token.ThrowIfCancellationRequested();
            }

            if (!IsReady())
            {
                completion = default;
                return false;
            }

            (long index, completion) = _finished.First();
            _finished.Remove(index);
            _taken++;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancel.Cancel();
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread worker in _workers)
        {
            worker.Join();
        }

        _cancel.Dispose();
    }

    private bool IsReady() => _finished.Count > 0 && (!_inOrder || _finished.First().Key == _taken);

    private void Work()
    {
        while (true)
        {
            (long index, Func<CancellationToken, TResult> work) = (0, null!);
            lock (_gate)
            {
                _idle++;
                while (_waiting.Count == 0 && !_isClosed)
                {
                    Monitor.Wait(_gate);
                }

                _idle--;
                if (_isClosed)
                {
                    return;
                }

                (index, work) = _waiting.Dequeue();
            }

            Completion completion = Complete(work);
            lock (_gate)
            {
                _finished.Add(index, completion);
                Monitor.PulseAll(_gate);
            }
        }
    }

    // Whatever the work throws is the pipeline thread's to report; a worker that died silently would hang it.
    private Completion Complete(Func<CancellationToken, TResult> work)
    {
        try
        {
            return new Completion(work(_cancel.Token), null);
        }
#pragma warning disable CA1031 // Carried over to the pipeline thread, whole.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new Completion(default!, exception);
        }
    }

    /// <summary>A result, or what was thrown instead.</summary>
    /// <param name="Result">The result.</param>
    /// <param name="Exception">What was thrown; null for success.</param>
    public readonly record struct Completion(TResult Result, Exception? Exception);
}
