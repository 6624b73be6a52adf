namespace GenEft.Training.Scheduling;

/// <summary>Trains on the processor, one run a thread: each thread calls Execute. Runs wait for memory where too many at once
/// would not fit.</summary>
internal sealed class CpuBackend : ITrainingBackend
{
    /// <inheritdoc/>
    public AcceleratorKind Kind => AcceleratorKind.Cpu;

    /// <inheritdoc/>
    public string Name => TrainerFactory.ChosenName;

    /// <inheritdoc/>
    public string? ReasonAgainst(TrainingRun run) => null;

    /// <inheritdoc/>
    public void Execute(IRunSource source, CancellationToken cancelToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        while (source.Take() is { } queued)
        {
            try
            {
                queued.Complete(Execute(queued, cancelToken));
            }
#pragma warning disable CA1031 // Carried over to whoever waits for the run, whole.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                queued.Fail(exception);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static TrainingOutcome Execute(IQueuedRun queued, CancellationToken cancelToken)
    {
        MemoryBudget.OfProcess.Acquire(queued.Run.MemoryBytes, cancelToken);
        try
        {
            return queued.Run.Execute(queued.Progress, queued.Checkpoint, cancelToken);
        }
        finally
        {
            MemoryBudget.OfProcess.Release(queued.Run.MemoryBytes);
        }
    }
}
