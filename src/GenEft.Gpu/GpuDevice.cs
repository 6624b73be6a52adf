using System.Collections.Concurrent;
using GenEft.Training;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GenEft.Gpu;

/// <summary>An open device. A device that failed is opened anew.</summary>
internal sealed class GpuDevice : IDisposable
{
    // Kernels that were right in this process: compiled again, they are the same.
    private static readonly ConcurrentDictionary<object, bool> s_checked = [];

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
        Accelerator = device.CreateAccelerator(context);
    }

    public Device Device { get; }

    public DeviceLimits Limits => DeviceLimits.Of(Device);

    public AcceleratorKind Kind { get; }

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
        Kernel kernel = TrainingKernel.Load(Accelerator, layout);
        return Device.NumMultiprocessors
            * Math.Max(1, Accelerator.EstimateMaxActiveGroupsPerMultiprocessor(kernel, layout.Threads, (int)layout.SharedBytes));
    }

    /// <summary>Checks the kernel of a layout where that has not been done.</summary>
    /// <exception cref="GenEftException">AcceleratorUnavailable where its results are not the processor's.</exception>
    public void Check(CohortLayout layout)
    {
        object kernel = (Kind, Name, layout.Shape.Activation, layout.Shape.ChunkSize, layout.Threads, layout.Groups, layout.SharesParameters);
        if (!s_checked.ContainsKey(kernel))
        {
            DeviceCheck.Run(this, layout);
            s_checked[kernel] = true;
        }
    }

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
