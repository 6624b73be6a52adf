using System.Runtime.CompilerServices;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Infrastructure;

/// <summary>What a cmdlet trains with: accelerator, checkpoint and scheduler, opened together and freed together.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly GenEftCmdlet _cmdlet;
    private readonly AcceleratorKind _kind;
    private readonly ITrainingBackend? _accelerator;
    private readonly CheckpointFile? _checkpoint;

    /// <param name="cmdlet">Who trains.</param>
    /// <param name="kind">Where.</param>
    /// <param name="checkpoint">The path of the file that keeps the state of runs; null for none.</param>
    /// <param name="throttleLimit">The most runs at once on the processor.</param>
    /// <param name="inOrder">Whether results are taken in the order in which runs are submitted.</param>
    /// <exception cref="GenEftException">AcceleratorUnavailable, FileNotWritable, InvalidCheckpoint or ValueOutOfRange.</exception>
    public TrainingSession(GenEftCmdlet cmdlet, AcceleratorKind kind, string? checkpoint, int throttleLimit, bool inOrder)
        : this(cmdlet, kind, OpenCheckpoint(cmdlet, checkpoint, throttleLimit), throttleLimit, inOrder, cmdlet.CancelToken)
    {
    }

    /// <param name="cmdlet">Who trains.</param>
    /// <param name="kind">Where.</param>
    /// <param name="checkpoint">What keeps the state of runs, which is closed with the session; null for nothing.</param>
    /// <param name="throttleLimit">The most runs at once on the processor.</param>
    /// <param name="inOrder">Whether results are taken in the order in which runs are submitted.</param>
    /// <param name="cancelToken">Stops the runs.</param>
    /// <exception cref="GenEftException">AcceleratorUnavailable or ValueOutOfRange.</exception>
    public TrainingSession(
        GenEftCmdlet cmdlet, AcceleratorKind kind, CheckpointFile? checkpoint, int throttleLimit, bool inOrder, CancellationToken cancelToken)
    {
        (_cmdlet, _kind, _checkpoint) = (cmdlet, kind, checkpoint);
        try
        {
            Guard.Range("ThrottleLimit", throttleLimit, 1, 1024);
            _accelerator = kind == AcceleratorKind.Cpu ? null : OpenAccelerator();
            Scheduler = new TrainingScheduler(throttleLimit, _accelerator, _checkpoint, inOrder, cancelToken);
            cmdlet.WriteVerbose(_accelerator is null
                ? $"Training on the processor ({Scheduler.Name}), {throttleLimit} run(s) at once."
                : $"Training on {Scheduler.Name}.");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Who trains the runs.</summary>
    public TrainingScheduler Scheduler { get; } = null!;

    /// <summary>Checks that a device asked for by name can train a run.</summary>
    /// <exception cref="GenEftException">AcceleratorUnavailable.</exception>
    public void Check(TrainingRun run)
    {
        if (_kind is AcceleratorKind.Cuda or AcceleratorKind.OpenCL && _accelerator!.ReasonAgainst(run) is { } reason)
        {
            throw new GenEftException(
                ErrorIds.AcceleratorUnavailable,
                $"Accelerator is {_kind}; '{_accelerator.Name}' cannot train this: {reason}. Use Auto or Cpu.",
                _kind);
        }
    }

    /// <summary>Trains a run; where it goes to the processor though there is an accelerator, verbose says why.</summary>
    public Task<T> Submit<T>(TrainingRun run, Func<TrainingOutcome, T> keep)
    {
        TellWhere(run);
        return Scheduler.Submit(run, keep);
    }

    /// <summary>Writes the error of a checkpoint that could not be written, once: results come all the same.</summary>
    public void TellFailure()
    {
        if (_checkpoint?.TakeFailure() is { } failure)
        {
            _cmdlet.WriteFailure(failure);
        }
    }

    /// <summary>Where a run goes to the processor though there is an accelerator, verbose says why.</summary>
    public void TellWhere(TrainingRun run)
    {
        if (Scheduler.ReasonAgainstAccelerator(run) is { } reason)
        {
            _cmdlet.WriteVerbose($"Not on '{_accelerator!.Name}': {reason}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Scheduler?.Dispose();
        _checkpoint?.Dispose();
        _accelerator?.Dispose();
    }

    private static CheckpointFile? OpenCheckpoint(GenEftCmdlet cmdlet, string? checkpoint, int throttleLimit)
    {
        Guard.Range("ThrottleLimit", throttleLimit, 1, 1024);   // before a file is made
        if (checkpoint is null || PathResolver.ResolveNew(cmdlet, checkpoint, "Checkpoint") is var path && !cmdlet.ShouldProcess(path, "Keep the state of runs"))
        {
            return null;
        }

        CheckpointFile file = CheckpointFile.Open(path);
        if (file.Note is { } note)
        {
            cmdlet.WriteWarning(note);
        }

        return file;
    }

    // Auto takes a GPU where there is one, and says why not where it cannot; a kind that was asked for must be there. In a
    // method of its own: ILGPU is not loaded unless this is called, and without an NVIDIA driver Auto does not get that far.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ITrainingBackend? OpenAccelerator()
    {
        if (_kind != AcceleratorKind.Auto)
        {
            return Gpu.GpuDevices.Open(_kind);
        }

        try
        {
            return Gpu.GpuDevices.HasCudaDriver ? Gpu.GpuDevices.Open(AcceleratorKind.Cuda) : null;
        }
        catch (GenEftException exception)
        {
            _cmdlet.WriteVerbose(exception.Message);
            return null;
        }
    }
}
