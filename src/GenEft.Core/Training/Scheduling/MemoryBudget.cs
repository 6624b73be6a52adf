namespace GenEft.Training.Scheduling;

/// <summary>Lets concurrent runs wait for memory instead of overcommitting it.</summary>
/// <param name="bytes">What may be held at once. A single larger request is let through when nothing else is held.</param>
internal sealed class MemoryBudget(long bytes)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    /// <summary>The budget that all runs of the process share: four fifths of the memory that .NET may use.</summary>
    public static MemoryBudget OfProcess { get; } = new((long)(0.8 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    private readonly object _gate = new();
    private long _held;

    /// <summary>Waits until the bytes fit.</summary>
    /// <param name="request">Bytes wanted.</param>
    /// <param name="cancelToken">Stops the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was stopped.</exception>
    public void Acquire(long request, CancellationToken cancelToken)
    {
        lock (_gate)
        {
            while (_held != 0 && _held + request > bytes)
            {
                cancelToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate, s_patience);
            }

            _held += request;
        }
    }

    /// <summary>Gives the bytes back.</summary>
    public void Release(long request)
    {
        lock (_gate)
        {
            _held -= request;
            Monitor.PulseAll(_gate);
        }
    }
}
