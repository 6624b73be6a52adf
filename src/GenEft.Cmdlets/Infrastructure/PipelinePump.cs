namespace GenEft.Infrastructure;

/// <summary>
/// Runs work on worker threads and hands the results to the pipeline thread, which alone may write. Work waits in lanes, one
/// for each kind of worker, the costliest first: what takes longest must not be what is begun last. Only what the pipeline
/// waits for goes before it. Results come in the order the work was added, or as they finish. Disposal cancels and joins the
/// workers: none outlives its cmdlet.
/// </summary>
/// <typeparam name="TItem">What is worked on.</typeparam>
/// <typeparam name="TResult">What the work yields.</typeparam>
internal sealed class PipelinePump<TItem, TResult> : IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _cancel;
    private readonly List<Lane> _lanes = [];
    private readonly SortedDictionary<long, Completion> _finished = [];
    private readonly bool _inOrder;
    private long _added;
    private long _taken;
    private bool _isClosed;

    /// <summary>Starts with no lane.</summary>
    /// <param name="inOrder">Whether results come in the order the work was added.</param>
    /// <param name="cancelToken">Cancels the work.</param>
    public PipelinePump(bool inOrder, CancellationToken cancelToken)
    {
        _inOrder = inOrder;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancelToken);
    }

    /// <summary>Work added and not yet taken.</summary>
    public long Pending => _added - _taken;

    /// <summary>Work added.</summary>
    public long Added => _added;

    /// <summary>Work whose result was taken.</summary>
    public long Taken => _taken;

    /// <summary>Makes a lane. Threads are started as work comes.</summary>
    /// <param name="workerLimit">The most threads to use.</param>
    /// <param name="work">What each thread does: takes entries from the lane and answers them, until there is none.</param>
    public Lane AddLane(int workerLimit, Action<Lane, CancellationToken> work)
    {
        Lane lane = new(this, workerLimit, work);
        _lanes.Add(lane);
        return lane;
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

        _lanes.ForEach(lane => lane.Join());
        _cancel.Dispose();
    }

    private bool IsReady() => _finished.Count > 0 && (!_inOrder || _finished.First().Key == _taken);

    private void Finish(long index, Completion completion)
    {
        lock (_gate)
        {
            _finished.Add(index, completion);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A result, or what was thrown instead.</summary>
    /// <param name="Result">The result.</param>
    /// <param name="Exception">What was thrown; null for success.</param>
    public readonly record struct Completion(TResult Result, Exception? Exception);

    /// <summary>Work that waits for one kind of worker.</summary>
    public sealed class Lane
    {
        private readonly PipelinePump<TItem, TResult> _pump;
        private readonly int _workerLimit;
        private readonly Action<Lane, CancellationToken> _work;
        private readonly List<Thread> _workers = [];
        private readonly SortedSet<Entry> _waiting = new(Comparer<Entry>.Create(Entry.Compare));   // costliest first
        private readonly Dictionary<long, Entry> _waitingByIndex = [];
        private readonly HashSet<Entry> _held = [];
        private Exception? _failure;
        private int _idle;

        internal Lane(PipelinePump<TItem, TResult> pump, int workerLimit, Action<Lane, CancellationToken> work)
        {
            _pump = pump;
            _workerLimit = workerLimit;
            _work = work;
        }

        /// <summary>Adds work. Pipeline thread only.</summary>
        /// <param name="item">What is to be worked on.</param>
        /// <param name="cost">How long it will take, in any unit that the lane's work shares.</param>
        public void Add(TItem item, double cost)
        {
            lock (_pump._gate)
            {
                Entry entry = new(this, _pump._added++, item, cost);
                if (_failure is not null)
                {
                    _pump.Finish(entry.Index, new Completion(default!, _failure));
                    return;
                }

                _waiting.Add(entry);
                _waitingByIndex.Add(entry.Index, entry);
                if (_idle < _waiting.Count && _workers.Count < _workerLimit)
                {
                    Thread worker = new(Work) { IsBackground = true, Name = $"GenEft {_workers.Count}" };
                    _workers.Add(worker);
                    worker.Start();
                }

                Monitor.PulseAll(_pump._gate);
            }
        }

        /// <summary>The next entry, waited for, which must be answered; null if none will come. Worker threads only.</summary>
        public Entry? Take()
        {
            lock (_pump._gate)
            {
                _idle++;
                while (_waiting.Count == 0 && !_pump._isClosed)
                {
                    Monitor.Wait(_pump._gate);
                }

                _idle--;
                return _pump._isClosed ? null
                    : _pump._inOrder && _waitingByIndex.TryGetValue(_pump._taken, out Entry? next) ? Hold(next)
                    : Hold(_waiting.Min!);
            }
        }

        /// <summary>The costliest entry that suits, if one waits; it must be answered. Worker threads only.</summary>
        /// <param name="suits">Whether the worker has use for it now.</param>
        public Entry? TryTake(Func<TItem, bool> suits)
        {
            lock (_pump._gate)
            {
                Entry? entry = _pump._isClosed ? null : _waiting.FirstOrDefault(waiting => suits(waiting.Item));
                return entry is null ? null : Hold(entry);
            }
        }

        internal void Join() => _workers.ForEach(worker => worker.Join());

        internal void Answer(Entry entry, Completion completion)
        {
            lock (_pump._gate)
            {
                if (_held.Remove(entry))
                {
                    _pump.Finish(entry.Index, completion);
                }
            }
        }

        private Entry Hold(Entry entry)
        {
            _waiting.Remove(entry);
            _waitingByIndex.Remove(entry.Index);
            _held.Add(entry);
            return entry;
        }

        private void Work()
        {
            try
            {
                _work(this, _pump._cancel.Token);
            }
#pragma warning disable CA1031 // The pipeline thread's to report; a worker that died silently would hang it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Fail(exception);
            }
        }

        // The worker is gone: what the lane holds and what will still come fails with its reason.
        private void Fail(Exception reason)
        {
            lock (_pump._gate)
            {
                _failure = reason;
                while (_waiting.Count > 0)
                {
                    Hold(_waiting.Min!);
                }

                foreach (Entry entry in _held.ToList())
                {
                    Answer(entry, new Completion(default!, reason));
                }
            }
        }
    }

    /// <summary>One piece of work in a worker's hands.</summary>
    public sealed class Entry
    {
        private readonly Lane _lane;
        private readonly double _cost;

        internal Entry(Lane lane, long index, TItem item, double cost)
        {
            _lane = lane;
            _cost = cost;
            Index = index;
            Item = item;
        }

        /// <summary>What is to be worked on.</summary>
        public TItem Item { get; }

        internal long Index { get; }

        internal static int Compare(Entry left, Entry right) =>
            left._cost != right._cost ? right._cost.CompareTo(left._cost) : left.Index.CompareTo(right.Index);

        /// <summary>The work is done.</summary>
        /// <param name="result">The result.</param>
        public void Complete(TResult result) => _lane.Answer(this, new Completion(result, null));

        /// <summary>The work cannot be done.</summary>
        /// <param name="reason">Why.</param>
        public void Fail(Exception reason) => _lane.Answer(this, new Completion(default!, reason));
    }
}
