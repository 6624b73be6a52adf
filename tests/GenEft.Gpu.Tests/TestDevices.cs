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
        if (name != Emulated)
        {
            return GpuDevices.OpenFirst(Enum.Parse<AcceleratorKind>(name));
        }

        Context context = Context.Create(builder => builder.CPU(GpuDevices.Emulation).EnableAlgorithms());
        return new GpuDevice(context, context.GetCPUDevice(0), AcceleratorKind.Cuda);
    }
}
