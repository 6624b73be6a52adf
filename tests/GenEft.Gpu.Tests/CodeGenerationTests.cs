using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GenEft.Gpu.Tests;

/// <summary>One source for every backend: the kernels compile for devices that this machine may lack.</summary>
public sealed class CodeGenerationTests
{
    public static TheoryData<string> Kernels => [nameof(TrainingKernel.RunShared), nameof(TrainingKernel.RunGlobal)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_compiles_for_CUDA_with_its_tiles_in_registers(string name)
    {
        using Context context = Context.Create(builder => builder.CPU().EnableAlgorithms());
        using PTXBackend backend = new(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, null!);
        string assembly = ((PTXCompiledKernel)backend.Compile(EntryPoint(name), default)).PTXAssembly;
        Assert.Contains(".target sm_", assembly, StringComparison.Ordinal);
        Assert.Contains("ld.shared.f32", assembly, StringComparison.Ordinal);
        Assert.Contains("bar.red.popc", assembly, StringComparison.Ordinal);

        // Local memory would mean that sums or the model's description left the registers; 64-bit floats, a slip of type.
        Assert.DoesNotContain(".local", assembly, StringComparison.Ordinal);
        Assert.DoesNotContain(".f64", assembly, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_compiles_for_OpenCL(string name)
    {
        using Context context = Context.Create(builder => builder.CPU().EnableAlgorithms());
        using CLBackend backend = new(
            context, new CLCapabilityContext(true, true, true, true, true), CLDeviceVendor.Other, new CLCVersion(2, 0));
        string source = ((CLCompiledKernel)backend.Compile(EntryPoint(name), default)).Source;
        Assert.Contains("kernel void", source, StringComparison.Ordinal);
        Assert.Contains("work_group_barrier", source, StringComparison.Ordinal);
        Assert.DoesNotContain("double", source, StringComparison.Ordinal);
    }

    private static EntryPointDescription EntryPoint(string name) =>
        EntryPointDescription.FromExplicitlyGroupedKernel(typeof(TrainingKernel).GetMethod(name)!);
}
