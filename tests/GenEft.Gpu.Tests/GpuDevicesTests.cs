using GenEft.Training;

namespace GenEft.Gpu.Tests;

public sealed class GpuDevicesTests
{
    [Fact]
    public void Every_kind_has_a_row_and_what_cannot_be_used_has_a_reason()
    {
        IReadOnlyList<AcceleratorInfo> rows = GpuDevices.List();
        Assert.Contains(rows, row => row.Accelerator == AcceleratorKind.Cuda);
        Assert.Contains(rows, row => row.Accelerator == AcceleratorKind.OpenCL);
        Assert.All(rows, row => Assert.True(row.IsUsable || row.Reason!.Length > 10));
        Assert.All(rows, row => Assert.True(row.IsUsable || row.PeakGigaflops is null));
    }

    [Theory]
    [InlineData(AcceleratorKind.Cuda)]
    [InlineData(AcceleratorKind.OpenCL)]
    public void A_kind_that_is_not_there_is_refused_with_its_reason(AcceleratorKind kind)
    {
        AcceleratorInfo[] rows = [.. GpuDevices.List().Where(row => row.Accelerator == kind)];
        Assert.SkipWhen(rows.Any(row => row.IsUsable), $"This machine has a usable {kind} device.");
        GenEftException error = Assert.Throws<GenEftException>(() => GpuDevices.Open(kind));
        Assert.Equal(ErrorIds.AcceleratorUnavailable, error.ErrorId);
        Assert.All(rows, row => Assert.Contains(row.Reason!, error.Message, StringComparison.Ordinal));
    }

    public static TheoryData<string, Activation, bool, int> Kernels
    {
        get
        {
            TheoryData<string, Activation, bool, int> data = [];
            foreach (string device in TestDevices.All.Select(row => row.Data))
            {
                foreach (Activation activation in Enum.GetValues<Activation>())
                {
                    data.Add(device, activation, true, 64);
                }

                data.Add(device, Activation.Tanh, false, 16);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_that_computes_what_the_processor_does_passes_the_check(string name, Activation activation, bool sharesParameters, int chunkSize)
    {
        using GpuDevice device = TestDevices.Open(name);
        DeviceCheck.Run(device, Kernel(device, activation, sharesParameters, chunkSize));
    }

    /// <summary>A check that cannot fail would be worse than none: half of a learning rate must not pass, nor a decay that nobody asked for.</summary>
    [Fact]
    public void A_device_that_computes_something_else_does_not_pass()
    {
        using GpuDevice device = TestDevices.Open(TestDevices.Emulated);
        CohortLayout kernel = Kernel(device, Activation.Tanh, true, 64);
        foreach (Func<TrainingSettings, TrainingSettings> mistake in new Func<TrainingSettings, TrainingSettings>[]
        {
            settings => settings with { DecoderLearningRate = settings.DecoderLearningRate / 2 },
            settings => settings with { EncoderWeightDecay = 0.1 },
        })
        {
            GenEftException error = Assert.Throws<GenEftException>(() => DeviceCheck.Run(device, kernel, mistake));
            Assert.Contains("computes wrong numbers", error.Message, StringComparison.Ordinal);
        }
    }

    private static CohortLayout Kernel(GpuDevice device, Activation activation, bool sharesParameters, int chunkSize)
    {
        CohortLayout layout = CohortLayout.Find(new TrainingRun(Make.Modulo(), new TrainingSettings { Activation = activation }), device.Limits).Layout!;
        CohortShape shape = layout.Shape;
        shape.ChunkSize = chunkSize;
        return layout with { Shape = shape, SharesParameters = sharesParameters };
    }
}
