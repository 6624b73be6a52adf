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
    private readonly Launcher _chunk;
    private readonly Launcher _update;
    private readonly CohortLayout _layout;
    private CudaGraph? _graph;   // some steps of as many models as last trained
    private int _graphModels;

    /// <summary>Compiles them; the accelerator keeps what it has compiled.</summary>
    public CohortKernels(Accelerator accelerator, AcceleratorStream stream, CohortLayout layout)
    {
        _stream = stream;
        _layout = layout;
        _training = LoadTraining(accelerator, layout).CreateLauncherDelegate<Launcher>();
        _chunk = Load(accelerator, layout, SpreadKernel.ChunkOf(layout)).CreateLauncherDelegate<Launcher>();
        _update = accelerator.LoadKernel(((Action<CohortMemory, CohortShape, int, int>)SpreadKernel.RunUpdate).Method).CreateLauncherDelegate<Launcher>();
    }

    private delegate void Launcher(AcceleratorStream stream, KernelConfig config, CohortMemory memory, CohortShape shape, int first, int second);

    /// <summary>The kernel that trains a model a group.</summary>
    public static Kernel LoadTraining(Accelerator accelerator, CohortLayout layout) => Load(accelerator, layout, TrainingKernel.Of(layout));

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
    /// <param name="budget">Optimizer steps, the same for all; one less where they are odd, and two at least.</param>
    public void TrainSpread(CohortMemory memory, int models, int budget)
    {
        int left = Math.Max(2, budget / 2 * 2);
        if (_stream is CudaStream stream && left >= 4 * GraphSteps && CudaGraph.IsSupported)
        {
            if (_graph is null || _graphModels != models)
            {
                _graph?.Dispose();
                _graph = null;
                _graph = CudaGraph.Record(stream, () => Launch(memory, models, GraphSteps));
                _graphModels = models;
            }

            for (; left >= GraphSteps; left -= GraphSteps)
            {
                _graph.Launch();
            }
        }

        Launch(memory, models, left);
    }

    public void Dispose() => _graph?.Dispose();

    // An even number of steps, so that it is the first half of the states that counts again.
    private void Launch(CohortMemory memory, int models, int steps)
    {
        int chunks = _layout.Shape.ChunksOfModel;
        KernelConfig forChunks = Config(models * chunks, _layout.SharedBytes);
        KernelConfig forUpdate = Config(models * SpreadKernel.UpdateGroups(_layout.Shape, _layout.Threads), sizeof(float) * 4L * Float4.Count(_layout.Threads));
        for (int step = 0; step < steps; step++)
        {
            _chunk(_stream, forChunks, memory, _layout.Shape, chunks, step % 2);
            _update(_stream, forUpdate, memory, _layout.Shape, chunks, step % 2);
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
