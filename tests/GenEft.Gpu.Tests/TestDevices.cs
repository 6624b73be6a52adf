using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime.CPU;

namespace GenEft.Gpu.Tests;

/// <summary>What the kernels are tested on: ILGPU's CPU accelerator everywhere, and every real device of the machine.</summary>
internal static class TestDevices
{
    public const string Emulated = "ILGPU CPU accelerator";

    public static TheoryData<string> All => [Emulated];

    // Few threads: each is one of the system's, and they meet at every barrier.
    public static GpuDevice Open(string name)
    {
        Context context = Context.Create(builder => builder.CPU(new CPUDevice(4, 1, 1)).EnableAlgorithms());
        return new GpuDevice(context, context.GetCPUDevice(0), AcceleratorKind.Cuda);
    }
}
