using System.Management.Automation;
using System.Runtime.CompilerServices;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Trains networks on a relation and tells the phase each ends in: generalization, grokking, memorization or
/// confusion.</summary>
/// <remarks>
/// <para>Every element gets an embedding; an MLP decoder of tanh layers takes two embeddings to the probability that they
/// are related. Training minimises binary cross-entropy on a random part of all pairs. Defaults are the paper's Table III;
/// phases are Table IV's, from the first evaluated steps at which train and test accuracy exceed the threshold.</para>
/// <para>Parameters with several values make every combination. The order is that of the parameters in the syntax, from
/// TrainingFraction to Seed, the last varying fastest; relations from the pipeline come outermost. Runs use all cores and
/// come back in order, as they finish. A run's random choices depend on its settings alone: the same seed gives the same
/// bits on one machine, whatever the number of threads or the place in a sweep.</para>
/// <para>With an NVIDIA GPU, thousands of runs train on it at once; Get-Accelerator tells what can be used. A GPU starts from the
/// same weights and pairs as the processor and agrees with it to float accuracy: phases differ at most near a boundary.
/// Mini-batches, exact crossings, histories with the charge and networks too wide for the GPU are trained on the processor.</para>
/// <para>The environment variable GENEFT_SIMD forces the vector instructions of the processor: Avx512, Avx2 or Portable.
/// GENEFT_GPU=Emulated lets ILGPU's own emulation stand in for a CUDA device, slowly, to test scripts.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo | Invoke-Training -Seed (1..3) -MaxSteps 2000</code>
/// <para>Three seeds at the paper's default settings.</para>
/// </example>
/// <example>
/// <code>$rates = Get-LogRange -From 1e-4 -To 1e-2 -Count 3
/// New-Relation Modulo -Count 12 | Invoke-Training -EncoderLearningRate $rates -DecoderLearningRate $rates -DecoderWidth 10 -MaxSteps 500 |
///     Export-Csv phases.csv</code>
/// <para>A small phase diagram as a file.</para>
/// </example>
/// <example>
/// <code>$run = New-Relation GreaterThan -Count 10 | Invoke-Training -MaxSteps 200 -HistoryInterval 50 -IncludeEmbedding
/// $run | Get-TrainingHistory
/// $run | Get-Embedding</code>
/// <para>The learning curve and the embeddings of one run.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "Training", SupportsShouldProcess = true)]
[OutputType(typeof(TrainingResult))]
public sealed partial class InvokeTrainingCommand : GenEftCmdlet
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    // Runs prepared ahead: enough to keep every worker busy behind a slow first run, few enough to stay small. A GPU holds
    // thousands at once.
    private int PendingLimit => _gpu is null ? 4096 : 65_536;

    private readonly CpuBackend _cpu = new();
    private ITrainingBackend? _gpu;
    private PipelinePump<TrainingRun, RunOutput>? _pump;
    private PipelinePump<TrainingRun, RunOutput>.Lane? _cpuLane;
    private PipelinePump<TrainingRun, RunOutput>.Lane? _gpuLane;
    private CheckpointFile? _checkpoint;
    private ProgressWriter? _progress;
    private long _steps;
    private long _partialMillionths;   // of running runs

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        Guard.Range(nameof(ThrottleLimit), ThrottleLimit, 1, 1024);
        if (Checkpoint is not null)
        {
            string path = PathResolver.ResolveNew(this, Checkpoint);
            _checkpoint = ShouldProcess(path, "Keep the state of runs") ? CheckpointFile.Open(path) : null;
        }

        if (Accelerator != AcceleratorKind.Cpu)
        {
            OpenGpu();
        }

        _pump = new PipelinePump<TrainingRun, RunOutput>(inOrder: !Unordered, CancelToken);
        _cpuLane = _pump.AddLane(ThrottleLimit, (lane, cancelToken) => _cpu.Execute(new RunSource(this, lane), cancelToken));
        _gpuLane = _pump.AddLane(1, (lane, cancelToken) => _gpu!.Execute(new RunSource(this, lane), cancelToken));
        _progress = new ProgressWriter(this, "Training");
        WriteVerbose($"Training on {_gpu?.Name ?? $"the processor ({_cpu.Name}), {ThrottleLimit} run(s) at once"}.");
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        WarnOfUnknownColumns(InputObject, typeof(TrainingResult), typeof(RunOutput));

        // All of a record's grid is checked before any of it runs.
        foreach (Relation relation in Relation)
        {
            foreach (TrainingSettings settings in Cells())
            {
                CancelToken.ThrowIfCancellationRequested();
                TrainingRun run = new(relation, settings);
                if (Accelerator is AcceleratorKind.Cuda or AcceleratorKind.OpenCL && _gpu!.ReasonAgainst(run) is { } reason)
                {
                    throw new GenEftException(
                        ErrorIds.AcceleratorUnavailable,
                        $"Accelerator is {Accelerator}; '{_gpu.Name}' cannot train this: {reason}. Use Auto or Cpu.",
                        Accelerator);
                }
            }
        }

        foreach (Relation relation in Relation)
        {
            foreach (TrainingSettings settings in Cells())
            {
                Add(new TrainingRun(relation, settings));
                while (Emit(_pump!.Pending >= PendingLimit ? s_patience : TimeSpan.Zero) || _pump.Pending >= PendingLimit)
                {
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        while (_pump!.Pending > 0)
        {
            Emit(s_patience);
        }

        _progress!.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _pump?.Dispose();
        _checkpoint?.Dispose();
        _gpu?.Dispose();
        _cpu.Dispose();
        base.Dispose(disposing);
    }

    // Auto takes a GPU where there is one, and says why not where it cannot; a kind that was asked for must be there. In a
    // method of its own: ILGPU is not loaded unless this is called, and without an NVIDIA driver Auto does not get that far.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OpenGpu()
    {
        if (Accelerator != AcceleratorKind.Auto)
        {
            _gpu = Gpu.GpuDevices.Open(Accelerator);
            return;
        }

        try
        {
            _gpu = Gpu.GpuDevices.HasCudaDriver ? Gpu.GpuDevices.Open(AcceleratorKind.Cuda) : null;
        }
        catch (GenEftException exception)
        {
            WriteVerbose(exception.Message);
        }
    }

    private void Add(TrainingRun run)
    {
        string? reason = _gpu?.ReasonAgainst(run);
        if (reason is not null)
        {
            WriteVerbose($"Not on '{_gpu!.Name}': {reason}.");
        }

        (_gpu is null || reason is not null ? _cpuLane : _gpuLane)!.Add(run, run.MegaFlops);
    }

    // Writes the next result if there is one, waiting for it up to the given time.
    private bool Emit(TimeSpan patience)
    {
        bool taken = _pump!.TryTake(patience, out PipelinePump<TrainingRun, RunOutput>.Completion completion);
        if (taken && completion.Exception is not null)
        {
            WriteFailure(completion.Exception);
        }
        else if (taken)
        {
            WriteObject(ToOutput(completion.Result));
        }

        double done = _pump.Taken + (Interlocked.Read(ref _partialMillionths) / 1e6);
        _progress!.Report(done / Math.Max(1, _pump.Added), elapsed => ProgressWriter.Describe(
            $"{_pump.Taken} of {_pump.Added} runs, {Interlocked.Read(ref _steps) / elapsed.TotalSeconds:#,0} steps/s"));
        return taken;
    }

    // Only what was asked for waits to be written: finished networks must not pile up behind a slow first run.
    private RunOutput Keep(TrainingOutcome outcome) => new(
        outcome.Result,
        outcome.Result.HistoryInterval > 0 ? outcome.History : null,
        IncludeEmbedding ? new EmbeddingTable(outcome.Model) : null,
        IncludeModel ? outcome.Model : null);

    private static PSObject ToOutput(RunOutput run)
    {
        PSObject output = PSObject.AsPSObject(run.Result);
        foreach ((string name, object? value) in new (string, object?)[]
        {
            (nameof(run.History), run.History), (nameof(run.Embedding), run.Embedding), (nameof(run.Model), run.Model),
        })
        {
            if (value is not null)
            {
                output.Properties.Add(new PSNoteProperty(name, value));
            }
        }

        return output;
    }

    /// <summary>A result with the extra data that was asked for.</summary>
    private sealed record RunOutput(TrainingResult Result, TrainingHistory? History, EmbeddingTable? Embedding, NetworkModel? Model);

    /// <summary>Hands a lane's runs to a backend, on its threads.</summary>
    private sealed class RunSource(InvokeTrainingCommand owner, PipelinePump<TrainingRun, RunOutput>.Lane lane) : IRunSource
    {
        public IQueuedRun? Take() => lane.Take() is { } entry ? new QueuedRun(owner, entry) : null;

        public IQueuedRun? TryTake(Func<TrainingRun, bool> suits) =>
            lane.TryTake(suits) is { } entry ? new QueuedRun(owner, entry) : null;
    }

    /// <summary>A run in a backend's hands.</summary>
    private sealed class QueuedRun(InvokeTrainingCommand owner, PipelinePump<TrainingRun, RunOutput>.Entry entry) : IQueuedRun
    {
        private readonly RunProgress _progress = new(owner, entry.Item.MaxSteps);

        public TrainingRun Run => entry.Item;

        public IProgress<int> Progress => _progress;

        public CheckpointFile? Checkpoint => owner._checkpoint;

        public void Complete(TrainingOutcome outcome)
        {
            _progress.Finish();
            entry.Complete(owner.Keep(outcome));
        }

        public void Fail(Exception reason)
        {
            _progress.Finish();
            entry.Fail(reason);
        }
    }

    /// <summary>Adds one run's steps to the cmdlet's totals, from the worker's thread.</summary>
    private sealed class RunProgress(InvokeTrainingCommand owner, int maxSteps) : IProgress<int>
    {
        private int _last;
        private long _millionths;

        public void Report(int value)
        {
            Interlocked.Add(ref owner._steps, value - _last);
            _last = value;
            Move((long)(1e6 * value / maxSteps));
        }

        public void Finish() => Move(0);

        private void Move(long millionths)
        {
            Interlocked.Add(ref owner._partialMillionths, millionths - _millionths);
            _millionths = millionths;
        }
    }
}
