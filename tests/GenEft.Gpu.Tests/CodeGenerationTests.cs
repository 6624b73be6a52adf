using GenEft.Training;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GenEft.Gpu.Tests;

/// <summary>One source for every backend: the kernels compile for devices that this machine may lack.</summary>
public sealed class CodeGenerationTests
{
    public static TheoryData<Activation, bool> Kernels
    {
        get
        {
            // Where parameters lie is the same for all functions.
            TheoryData<Activation, bool> data = new() { { Activation.Tanh, false } };
            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                data.Add(activation, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_compiles_for_CUDA_with_its_tiles_in_registers(Activation activation, bool sharesParameters)
    {
        using Context context = Context.Create(builder => GpuDevices.Configure(builder.CPU()));
        using PTXBackend backend = new(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, null!);
        string assembly = ((PTXCompiledKernel)backend.Compile(EntryPoint(activation, sharesParameters), new KernelSpecialization(128, 4))).PTXAssembly;
        Assert.Contains(".target sm_", assembly, StringComparison.Ordinal);
        Assert.Contains("ld.shared.v4.f32", assembly, StringComparison.Ordinal);
        Assert.Contains("st.shared.v4.f32", assembly, StringComparison.Ordinal);
        Assert.Contains(".minnctapersm 4", assembly, StringComparison.Ordinal);
        Assert.Contains("bar.red.popc", assembly, StringComparison.Ordinal);

        // Local memory would mean that sums or the model's description left the registers; 64-bit floats, a slip of type.
        Assert.DoesNotContain(".local", assembly, StringComparison.Ordinal);
        Assert.DoesNotContain(".f64", assembly, StringComparison.Ordinal);

        // A whole 1 taken for a float's bits: what ILGPU makes of a choice between whole numbers that becomes a float.
        Assert.DoesNotContain("0f00000001", assembly, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_compiles_for_OpenCL(Activation activation, bool sharesParameters)
    {
        using Context context = Context.Create(builder => GpuDevices.Configure(builder.CPU()));
        using CLBackend backend = new(
            context, new CLCapabilityContext(true, true, true, true, true), CLDeviceVendor.Other, new CLCVersion(2, 0));
        string source = ((CLCompiledKernel)backend.Compile(EntryPoint(activation, sharesParameters), default)).Source;
        Assert.Contains("kernel void", source, StringComparison.Ordinal);
        Assert.Contains("work_group_barrier", source, StringComparison.Ordinal);
        Assert.DoesNotContain("double", source, StringComparison.Ordinal);
    }

    /// <summary>Kernels know from the function itself what the layout of shared memory knows from its name.</summary>
    [Fact]
    public void Slopes_have_rows_where_the_kernel_keeps_them()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            Type function = CohortKernels.Of(Layout(activation, true)).Training.Method.GetGenericArguments().Single();
            bool keepsSlope = ((IDeviceActivation)Activator.CreateInstance(function)!).KeepsSlope;
            CohortShape shape = new() { Activation = activation, InputWidth = 4, LayerCount = 3, Width = 10, ChunkSize = 64 };

            // In fours: 4 inputs, twice 10 filled up to 12, the logit; 17 a row, one after every eighth row, and one a table.
            Assert.Equal((4 * 17) + 1 + (2 * ((12 * 17) + 1 + 1)), shape.RowsOf(3));
            Assert.Equal(shape.RowsOf(3) + 17 + (keepsSlope ? 2 * ((10 * 17) + 1 + 1) : 0), shape.ChunkLength);
        }
    }

    /// <summary>The kernels of models that have many groups.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernels_of_spread_models_compile_for_both(Activation activation, bool sharesParameters)
    {
        using Context context = Context.Create(builder => GpuDevices.Configure(builder.CPU()));
        using PTXBackend cuda = new(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, null!);
        using CLBackend openCl = new(
            context, new CLCapabilityContext(true, true, true, true, true), CLDeviceVendor.Other, new CLCVersion(2, 0));
        foreach (Delegate kernel in new Delegate[] { CohortKernels.Of(Layout(activation, sharesParameters)).Chunk, SpreadKernel.RunUpdate })
        {
            EntryPointDescription entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel.Method);
            string assembly = ((PTXCompiledKernel)cuda.Compile(entry, new KernelSpecialization(128, 4))).PTXAssembly;
            Assert.DoesNotContain(".local", assembly, StringComparison.Ordinal);
            Assert.DoesNotContain(".f64", assembly, StringComparison.Ordinal);
            Assert.DoesNotContain("0f00000001", assembly, StringComparison.Ordinal);
            string source = ((CLCompiledKernel)openCl.Compile(entry, default)).Source;
            Assert.Contains("work_group_barrier", source, StringComparison.Ordinal);
            Assert.DoesNotContain("double", source, StringComparison.Ordinal);
        }
    }

    private static EntryPointDescription EntryPoint(Activation activation, bool sharesParameters) =>
        EntryPointDescription.FromExplicitlyGroupedKernel(CohortKernels.Of(Layout(activation, sharesParameters)).Training.Method);

    private static CohortLayout Layout(Activation activation, bool sharesParameters) =>
        new(new CohortShape { Activation = activation }, Threads: 32, sharesParameters);
}
