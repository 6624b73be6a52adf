using System.Reflection;
using System.Runtime.InteropServices;
using GenEft.Training;
using GenEft.Training.Scheduling;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GenEft.Gpu;

/// <summary>The machine's GPUs: what there is, why something cannot be used, and backends on them. Asking never throws for
/// want of a driver.</summary>
public static class GpuDevices
{
    /// <summary>The environment variable that, set to Emulated, lets ILGPU's CPU accelerator stand in for a CUDA device: slow,
    /// for testing scripts on a machine without one.</summary>
    public const string Variable = "GENEFT_GPU";

    /// <summary>ILGPU's CPU accelerator with few threads: each is one of the system's, and they meet at every barrier.</summary>
    internal static CPUDevice Emulation => new(numThreadsPerWarp: 4, numWarpsPerMultiprocessor: 1, numMultiprocessors: 1);

    private static int s_resolverIsSet;

    /// <summary>Whether there may be CUDA devices, found out without loading ILGPU.</summary>
    public static bool HasCudaDriver => IsEmulated || CudaDriver.FindProblem() is null;

    private static bool IsEmulated =>
        "Emulated".Equals(Environment.GetEnvironmentVariable(Variable), StringComparison.OrdinalIgnoreCase);

    /// <summary>Every device with whether it can be used, and a row with the reason for a kind of which there is none.</summary>
    public static IReadOnlyList<AcceleratorInfo> List() =>
        [.. new[] { AcceleratorKind.Cuda, AcceleratorKind.OpenCL }.SelectMany(List)];

    /// <summary>Opens the first device of a kind that can be used and computes what the processor does.</summary>
    /// <param name="kind">Cuda or OpenCL.</param>
    /// <exception cref="GenEftException">AcceleratorUnavailable, with each device's reason.</exception>
    public static ITrainingBackend Open(AcceleratorKind kind) => new GpuBackend(OpenFirst(kind));

    /// <summary>The device of Open.</summary>
    internal static GpuDevice OpenFirst(AcceleratorKind kind)
    {
        List<AcceleratorInfo> devices = List(kind);
        List<string> reasons = [];
        for (int i = 0; i < devices.Count; i++)
        {
            string? reason = devices[i].Reason;
            if (devices[i].IsUsable)
            {
                try
                {
                    return OpenDevice(kind, i);
                }
                catch (GenEftException exception)
                {
                    reason = exception.Message;
                }
            }

            reasons.Add(devices[i].Name.Length == 0 ? reason! : $"{devices[i].Name}: {reason}");
        }

        throw new GenEftException(
            ErrorIds.AcceleratorUnavailable, $"Accelerator is {kind}; {string.Join("; ", reasons)}. Use Auto or Cpu.", kind);
    }

    /// <summary>Adds the measured peak and speed to the rows of usable devices.</summary>
    /// <param name="cancelToken">Stops the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<AcceleratorInfo> Measure(CancellationToken cancelToken)
    {
        List<AcceleratorInfo> rows = [];
        foreach (AcceleratorKind kind in new[] { AcceleratorKind.Cuda, AcceleratorKind.OpenCL })
        {
            List<AcceleratorInfo> devices = List(kind);
            for (int i = 0; i < devices.Count; i++)
            {
                cancelToken.ThrowIfCancellationRequested();
                rows.Add(devices[i].IsUsable ? Measure(devices[i], i, cancelToken) : devices[i]);
            }
        }

        return rows;
    }

    private static List<AcceleratorInfo> List(AcceleratorKind kind)
    {
        if (kind == AcceleratorKind.Cuda && !IsEmulated && CudaDriver.FindProblem() is { } problem)
        {
            return [Missing(kind, problem)];
        }

        try
        {
            using Context context = CreateContext(kind);
            List<AcceleratorInfo> rows = [.. Devices(context, kind).Select(device => Describe(device, kind))];
            return rows.Count > 0 ? rows
                : [Missing(kind, kind == AcceleratorKind.Cuda ? "the NVIDIA driver reports no device" : "no OpenCL driver or device was found")];
        }
#pragma warning disable CA1031 // Whatever a broken driver throws is the reason.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return [Missing(kind, $"its driver failed: {exception.Message}")];
        }
    }

    /// <summary>Opens a device and checks the kernel of the default job; others are checked before they are used.</summary>
    internal static GpuDevice OpenDevice(AcceleratorKind kind, int index)
    {
        Context context = CreateContext(kind);
        GpuDevice? device = null;
        try
        {
            device = new(context, Devices(context, kind)[index], kind);
            (CohortLayout? layout, string? reason) = CohortLayout.OfDefaultJob(device.Limits);
            GenEftException? fault = layout is null
                ? new GenEftException(ErrorIds.AcceleratorUnavailable, $"Accelerator is {kind}; '{device.Name}' cannot hold the default network: {reason}.", kind)
                : device.Check(layout);
            if (fault is not null)
            {
                throw fault;
            }

            return device;
        }
        catch (Exception exception)
        {
            device?.Dispose();
            Quietly.Dispose(context);
            throw exception as GenEftException ?? new GenEftException(
                ErrorIds.AcceleratorUnavailable, $"Accelerator is {kind}; opening it failed: {exception.Message}", kind, exception);
        }
    }

    private static AcceleratorInfo Measure(AcceleratorInfo row, int index, CancellationToken cancelToken)
    {
        try
        {
            using GpuBackend backend = new(OpenDevice(row.Accelerator, index));
            return backend.Measure(row, cancelToken);
        }
#pragma warning disable CA1031 // Whatever a driver throws is the reason.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return row with { IsUsable = false, Reason = exception.Message };
        }
    }

    /// <summary>How all kernels are compiled: with the device's own division and root, good to a bit or two.</summary>
    internal static void Configure(Context.Builder builder) => builder.EnableAlgorithms().Math(MathMode.Fast32BitOnly);

    private static Context CreateContext(AcceleratorKind kind)
    {
        FindLibraries();
        return Context.Create(builder =>
        {
            // All devices, those that ILGPU would drop in silence too: they get a row with the reason.
            _ = kind != AcceleratorKind.Cuda ? builder.OpenCL(_ => true)
                : IsEmulated ? builder.CPU(Emulation)
                : builder.Cuda(_ => true);
            Configure(builder);
        });
    }

    private static List<Device> Devices(Context context, AcceleratorKind kind) => kind == AcceleratorKind.Cuda
        ? IsEmulated ? [.. context.GetCPUDevices()] : [.. context.GetCudaDevices()]
        : [.. context.Devices.OfType<CLDevice>().OrderByDescending(device => device.DeviceType == CLDeviceType.CL_DEVICE_TYPE_GPU)];

    private static AcceleratorInfo Describe(Device device, AcceleratorKind kind)
    {
        string? reason = device switch
        {
            CudaDevice { Architecture: null } => "ILGPU does not know its architecture",
            CudaDevice { InstructionSet: null } => "ILGPU knows no instruction set that its driver takes; the driver is too old",
            CLDevice cl when !cl.Capabilities.GenericAddressSpace => "its OpenCL driver has no generic address space, which ILGPU's code needs",
            CLDevice { WarpSize: 0 } => "its OpenCL driver has no sub-groups, which ILGPU's code needs",
            _ => null,
        };
        return new AcceleratorInfo
        {
            Accelerator = kind,
            Name = device.Name.Trim(),
            MemoryBytes = device is CPUDevice ? null : device.MemorySize,
            CoreCount = device.NumMultiprocessors,
            IsUsable = reason is null,
            Reason = device is CPUDevice ? $"emulated by ILGPU on the processor ({Variable})" : reason,
        };
    }

    private static AcceleratorInfo Missing(AcceleratorKind kind, string reason) => new()
    {
        Accelerator = kind, Name = "", MemoryBytes = null, CoreCount = null, IsUsable = false, Reason = reason,
    };

    // Linux distributions install libOpenCL.so.1; the name without the number, which ILGPU asks for, comes with development
    // packages only.
    private static void FindLibraries()
    {
        if (Interlocked.Exchange(ref s_resolverIsSet, 1) == 0)
        {
            NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
        }

        static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
            name == "OpenCL" && !OperatingSystem.IsWindows() && NativeLibrary.TryLoad("libOpenCL.so.1", out IntPtr handle) ? handle : IntPtr.Zero;
    }
}
