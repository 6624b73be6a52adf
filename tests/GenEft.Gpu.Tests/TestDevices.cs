using GenEft.Training;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GenEft.Gpu.Tests;

/// <summary>What the kernels are tested on: ILGPU's CPU accelerator everywhere, and a CUDA or OpenCL device where there is one.</summary>
internal static class TestDevices
{
    public const string Emulated = "Emulated";

    /// <summary>A group of a whole warp, as devices have; slow, since each thread is one of the system's.</summary>
    public const string EmulatedWarp = "EmulatedWarp";

    /// <summary>Groups that run beside one another, each with few threads.</summary>
    public const string EmulatedGroups = "EmulatedGroups";

    /// <summary>The environment variable that keeps the tests to one device: "Cuda", say, where the emulation has been tested elsewhere.</summary>
    private const string Variable = "GENEFT_TEST_DEVICE";

    public static TheoryData<string> All
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } only)
            {
                return [only];
            }

            TheoryData<string> names = [Emulated];
            foreach (AcceleratorInfo row in GpuDevices.List().Where(row => row.IsUsable).DistinctBy(row => row.Accelerator))
            {
                names.Add(row.Accelerator.ToString());
            }

            return names;
        }
    }

    public static GpuDevice Open(string name)
    {
        if (name is not (Emulated or EmulatedWarp or EmulatedGroups))
        {
            return GpuDevices.OpenFirst(Enum.Parse<AcceleratorKind>(name));
        }

        CPUDevice device = name switch
        {
            EmulatedWarp => new(numThreadsPerWarp: 32, numWarpsPerMultiprocessor: 1, numMultiprocessors: 1),
            EmulatedGroups => new(numThreadsPerWarp: 2, numWarpsPerMultiprocessor: 1, numMultiprocessors: 3),
            _ => GpuDevices.Emulation,
        };
        Context context = Context.Create(builder => GpuDevices.Configure(builder.CPU(device)));
        return new GpuDevice(context, context.GetCPUDevice(0), AcceleratorKind.Cuda);
    }

    /// <summary>The emulation, of another kind than elsewhere, since checks are remembered; its check is given something else to train.</summary>
    public static GpuDevice OpenWithMistake(Func<TrainingSettings, TrainingSettings> mistake)
    {
        Context context = Context.Create(builder => GpuDevices.Configure(builder.CPU(GpuDevices.Emulation)));
        return new GpuDevice(context, context.GetCPUDevice(0), AcceleratorKind.OpenCL) { Mistake = mistake };
    }
}
