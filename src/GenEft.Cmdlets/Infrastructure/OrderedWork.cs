using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Works on items on several threads and writes what comes of them in the order of the items, with progress.</summary>
/// <typeparam name="TItem">What is worked on.</typeparam>
/// <typeparam name="TResult">What comes of it.</typeparam>
internal sealed class OrderedWork<TItem, TResult> : IDisposable
{
    private const int PendingLimit = 4096;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly PipelinePump<TItem, TResult> _pump;
    private readonly PipelinePump<TItem, TResult>.Lane _lane;
    private readonly ProgressWriter _progress;
    private readonly string _noun;
    private readonly Func<TItem, Action<double>, CancellationToken, TResult> _work;
    private readonly Action<TResult> _write;
    private readonly Action<Exception> _fail;
    private long _partialMillionths;   // of items under way, or done and not yet written

    /// <param name="cmdlet">Who writes.</param>
    /// <param name="activity">What the progress bar says is going on.</param>
    /// <param name="noun">What it counts, in the plural.</param>
    /// <param name="threadCount">The most threads.</param>
    /// <param name="work">Works on an item, on any thread; may tell which fraction of it is done.</param>
    /// <param name="write">Writes what came of an item, on the pipeline thread.</param>
    /// <param name="fail">Writes what was thrown instead.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public OrderedWork(
        Cmdlet cmdlet, string activity, string noun, int threadCount, Func<TItem, Action<double>, CancellationToken, TResult> work,
        Action<TResult> write, Action<Exception> fail, CancellationToken cancelToken)
    {
        (_noun, _work, _write, _fail) = (noun, work, write, fail);
        _pump = new PipelinePump<TItem, TResult>(inOrder: true, cancelToken);
        _lane = _pump.AddLane(threadCount, Execute);
        _progress = new ProgressWriter(cmdlet, activity);
    }

    /// <summary>Adds an item, and writes what is done meanwhile. Pipeline thread only.</summary>
    public void Add(TItem item)
    {
        _lane.Add(item, 1);
        while (Emit(_pump.Pending >= PendingLimit ? s_patience : TimeSpan.Zero) || _pump.Pending >= PendingLimit)
        {
        }
    }

    /// <summary>Waits for all items and writes what came of them. Pipeline thread only.</summary>
    public void Finish()
    {
        while (_pump.Pending > 0)
        {
            Emit(s_patience);
        }

        _progress.Complete();
    }

    /// <inheritdoc/>
    public void Dispose() => _pump.Dispose();

    private void Execute(PipelinePump<TItem, TResult>.Lane lane, CancellationToken cancelToken)
    {
        while (lane.Take() is { } entry)
        {
            long share = 0;
            void Move(double fraction)
            {
                long millionths = (long)(1e6 * Math.Clamp(fraction, 0, 1));
                Interlocked.Add(ref _partialMillionths, millionths - share);
                share = millionths;
            }

            try
            {
                TResult result = _work(entry.Item, Move, cancelToken);
                Move(1);   // until it is written
                entry.Complete(result);
            }
#pragma warning disable CA1031 // The pipeline thread's to report.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Move(1);
                entry.Fail(exception);
            }
        }
    }

    private bool Emit(TimeSpan patience)
    {
        bool isTaken = _pump.TryTake(patience, out PipelinePump<TItem, TResult>.Completion completion);
        if (isTaken)
        {
            Interlocked.Add(ref _partialMillionths, -1_000_000);
        }

        if (isTaken && completion.Exception is not null)
        {
            _fail(completion.Exception);
        }
        else if (isTaken)
        {
            _write(completion.Result);
        }

        double done = _pump.Taken + (Interlocked.Read(ref _partialMillionths) / 1e6);
        _progress.Report(done / Math.Max(1, _pump.Added), _ => ProgressWriter.Describe($"{_pump.Taken} of {_pump.Added} {_noun}"));
        return isTaken;
    }
}
