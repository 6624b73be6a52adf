using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace GenEft.Gpu;

/// <summary>An open device. A device that failed is opened anew.</summary>
internal sealed class GpuDevice : IDisposable
{
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

    /// <summary>Groups that the device runs at the same time.</summary>
    public int GroupsAtOnce(CohortLayout layout)
    {
        string name = layout.SharesParameters ? nameof(TrainingKernel.RunShared) : nameof(TrainingKernel.RunGlobal);
        using Kernel kernel = Accelerator.LoadKernel(typeof(TrainingKernel).GetMethod(name)!);
        return Device.NumMultiprocessors
            * Math.Max(1, Accelerator.EstimateMaxActiveGroupsPerMultiprocessor(kernel, layout.Threads, layout.SharedBytes));
    }

    /// <summary>Lets go of a device that failed and opens it again.</summary>
    public void Reopen()
    {
        try
        {
            Accelerator.Dispose();
        }
        catch (AcceleratorException)
        {
            // It has failed already, and says so once more.
        }

        Accelerator = Device.CreateAccelerator(_context);
    }

    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }
}
