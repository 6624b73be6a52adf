using GenEft.Training;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GenEft.Gpu;

/// <summary>The kernels of a layout, compiled for a device, on a stream.</summary>
internal sealed class CohortKernels : IDisposable
{
    private const int GraphSteps = 32;

    private readonly AcceleratorStream _stream;
    private readonly Launcher _training;
    private readonly CohortLayout _layout;
    private readonly Lazy<Launcher> _chunk;    // compiled when they are first needed
    private readonly Lazy<Launcher> _update;
    private CudaGraph? _graph;   // some steps of as many models as last trained
    private int _graphModels;
    private bool _hasNoGraphs;

    /// <summary>Compiles what it needs; the accelerator keeps what it has compiled.</summary>
    public CohortKernels(Accelerator accelerator, AcceleratorStream stream, CohortLayout layout)
    {
        _stream = stream;
        _layout = layout;
        _training = LoadTraining(accelerator, layout).CreateLauncherDelegate<Launcher>();
        _chunk = new(() => Load(accelerator, layout, Of(layout).Chunk).CreateLauncherDelegate<Launcher>());
        _update = new(() => accelerator.LoadKernel(((Action<CohortMemory, CohortShape, int, int>)SpreadKernel.RunUpdate).Method)
            .CreateLauncherDelegate<Launcher>());
    }

    /// <summary>Steps of models with many groups from which a graph is made of some; 0 where there are no graphs.</summary>
    public int LeastGraph => _stream is CudaStream ? 4 * GraphSteps : 0;

    private delegate void Launcher(AcceleratorStream stream, KernelConfig config, CohortMemory memory, CohortShape shape, int first, int second);

    /// <summary>The kernel that trains a model a group.</summary>
    public static Kernel LoadTraining(Accelerator accelerator, CohortLayout layout) => Load(accelerator, layout, Of(layout).Training);

    /// <summary>The kernels of a layout that know its activation.</summary>
    public static (Action<CohortMemory, CohortShape, int, int> Training, Action<CohortMemory, CohortShape, int, int> Chunk) Of(CohortLayout layout) =>
        layout.Shape.Activation switch
        {
            Activation.Tanh => Of<DeviceTanh>(layout),
            Activation.ReLU => Of<DeviceRelu>(layout),
            Activation.GELU => Of<DeviceGelu>(layout),
            Activation.Sigmoid => Of<DeviceSigmoid>(layout),
            Activation.Sine => Of<DeviceSine>(layout),
            _ => Of<DeviceIdentity>(layout),
        };

    /// <summary>Begins <see cref="TrainingKernel"/>: a group a model.</summary>
    /// <param name="memory">The cohort's memory.</param>
    /// <param name="models">Slots in use.</param>
    /// <param name="queueLength">Models that wait on the device.</param>
    /// <param name="budget">Optimizer steps a slot may take.</param>
    public void Train(CohortMemory memory, int models, int queueLength, int budget) =>
        _training(_stream, Config(models, _layout.SharedBytes), memory, _layout.Shape, queueLength, budget);

    /// <summary>Begins <see cref="SpreadKernel"/>: all groups the device has for each step.</summary>
    /// <param name="memory">The cohort's memory.</param>
    /// <param name="models">Slots in use.</param>
    /// <param name="steps">Optimizer steps, the same for all and an even number, so that it is the first half of the states that counts again.</param>
    public void TrainSpread(CohortMemory memory, int models, int steps)
    {
        int left = steps;
        _ = (_chunk.Value, _update.Value);   // before a graph is recorded, which takes launches alone
        if (steps >= LeastGraph && GraphOf(memory, models) is { } graph)
        {
            for (; left >= GraphSteps; left -= GraphSteps)
            {
                graph.Launch();
            }
        }

        Launch(memory, models, left);
    }

    public void Dispose() => _graph?.Dispose();

    private static (Action<CohortMemory, CohortShape, int, int> Training, Action<CohortMemory, CohortShape, int, int> Chunk) Of<TActivation>(CohortLayout layout)
        where TActivation : struct, IDeviceActivation => layout.SharesParameters
            ? (TrainingKernel.RunShared<TActivation>, SpreadKernel.RunChunkShared<TActivation>)
            : (TrainingKernel.RunGlobal<TActivation>, SpreadKernel.RunChunkGlobal<TActivation>);

    // Null where the driver makes none: each launch by itself does the same.
    private CudaGraph? GraphOf(CohortMemory memory, int models)
    {
        if (_stream is CudaStream stream && !_hasNoGraphs && (_graph is null || _graphModels != models))
        {
            _graph?.Dispose();
            _graph = CudaGraph.TryRecord(stream, () => Launch(memory, models, GraphSteps));
            _graphModels = models;
            _hasNoGraphs = _graph is null;
        }

        return _graph;
    }

    private void Launch(CohortMemory memory, int models, int steps)
    {
        int chunks = _layout.Shape.ChunksOfModel;
        KernelConfig forChunks = Config(models * chunks, _layout.SharedBytes);
        KernelConfig forUpdate = Config(models * SpreadKernel.UpdateGroups(_layout.Shape, _layout.Threads), sizeof(float) * 4L * Float4.Count(_layout.Threads));
        (Launcher launchChunk, Launcher launchUpdate) = (_chunk.Value, _update.Value);
        for (int step = 0; step < steps; step++)
        {
            launchChunk(_stream, forChunks, memory, _layout.Shape, chunks, step % 2);
            launchUpdate(_stream, forUpdate, memory, _layout.Shape, chunks, step % 2);
        }
    }

    private KernelConfig Config(int groups, long sharedBytes) =>
        new(groups, _layout.Threads, SharedMemoryConfig.RequestDynamic<byte>((int)sharedBytes));

    // Allowed the shared memory that it asks for where that is more than any kernel has.
    private static Kernel Load(Accelerator accelerator, CohortLayout layout, Action<CohortMemory, CohortShape, int, int> kernel)
    {
        Kernel loaded = accelerator.LoadKernel(kernel.Method, new KernelSpecialization(layout.Threads, layout.Groups));
        if (loaded is CudaKernel cuda && layout.SharedBytes > accelerator.MaxSharedMemoryPerGroup)
        {
            accelerator.Bind();   // the driver's calls mean the thread's own context
            CudaDriver.AllowSharedBytes(cuda.FunctionPtr, (int)layout.SharedBytes);
        }

        return loaded;
    }
}
