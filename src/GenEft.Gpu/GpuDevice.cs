using System.Collections.Concurrent;
using GenEft.Training;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GenEft.Gpu;

/// <summary>An open device. A device that failed is opened anew.</summary>
internal sealed class GpuDevice : IDisposable
{
    // Kernels that were checked in this process: compiled again, they are the same.
    private static readonly ConcurrentDictionary<object, (GenEftException? Fault, bool Spreads)> s_checked = [];

    private readonly Context _context;

    /// <summary>Opens a device.</summary>
    /// <param name="context">ILGPU's context with algorithms; this device owns it.</param>
    /// <param name="device">One of its devices.</param>
    /// <param name="kind">What to call it.</param>
    public GpuDevice(Context context, Device device, AcceleratorKind kind)
    {
        _context = context;
        Device = device;
        Kind = kind;
        Limits = DeviceLimits.Of(device);
        Accelerator = device.CreateAccelerator(context);
    }

    public Device Device { get; }

    public DeviceLimits Limits { get; }

    public AcceleratorKind Kind { get; }

    /// <summary>What the check is to get wrong: where a test makes a kernel fail it.</summary>
    public Func<TrainingSettings, TrainingSettings>? Mistake { get; init; }

    public string Name => Device.Name;

    public Accelerator Accelerator { get; private set; }

    /// <summary>Groups that the device runs at the same time. For CUDA the driver knows, registers included; elsewhere threads and
    /// shared memory tell.</summary>
    public int GroupsAtOnce(CohortLayout layout)
    {
        if (Device is not CudaDevice)
        {
            int byThreads = Device.MaxNumThreadsPerMultiprocessor / layout.Threads;
            long byMemory = Device.MaxSharedMemoryPerGroup / Math.Max(1, layout.SharedBytes);
            return Device.NumMultiprocessors * (int)Math.Clamp(Math.Min(byThreads, byMemory), 1, 32);
        }

        // The accelerator's own kernel, which Cohort launches too: not ours to dispose.
        Kernel kernel = CohortKernels.LoadTraining(Accelerator, layout);
        return Device.NumMultiprocessors
            * Math.Max(1, Accelerator.EstimateMaxActiveGroupsPerMultiprocessor(kernel, layout.Threads, (int)layout.SharedBytes));
    }

    /// <summary>What is wrong with the kernel of a layout, by the check that it had; null for nothing, and before it had one.</summary>
    public GenEftException? FindFault(CohortLayout layout) => s_checked.GetValueOrDefault(KeyOf(layout)).Fault;

    /// <summary>Whether its check had models with many groups come out as those with one: a result must not hang on how many train beside it.</summary>
    public bool Spreads(CohortLayout layout) => s_checked.GetValueOrDefault(KeyOf(layout)).Spreads;

    /// <summary>Checks the kernel of a layout where that has not been done.</summary>
    /// <returns>What is wrong: AcceleratorUnavailable where its results are not the processor's; null for nothing.</returns>
    public GenEftException? Check(CohortLayout layout)
    {
        if (!s_checked.ContainsKey(KeyOf(layout)))
        {
            try
            {
                s_checked[KeyOf(layout)] = (null, DeviceCheck.Run(this, layout, Mistake));
            }
            catch (GenEftException exception) when (exception.ErrorId == ErrorIds.AcceleratorUnavailable)
            {
                s_checked[KeyOf(layout)] = (exception, false);
            }
        }

        return FindFault(layout);
    }

    private object KeyOf(CohortLayout layout) =>
        (Kind, Name, layout.Shape.Activation, layout.Shape.ChunkSize, layout.Threads, layout.Groups, layout.SharesParameters);

    /// <summary>Lets go of a device that failed and opens it again.</summary>
    public void Reopen()
    {
        Quietly.Dispose(Accelerator);
        Accelerator = Device.CreateAccelerator(_context);
    }

    public void Dispose()
    {
        Quietly.Dispose(Accelerator);
        Quietly.Dispose(_context);
    }
}
