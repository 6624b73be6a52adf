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

    [Fact]
    public void A_device_that_computes_what_the_processor_does_passes_the_check()
    {
        using GpuDevice device = TestDevices.Open(TestDevices.Emulated);
        DeviceCheck.Run(device);
    }

    /// <summary>A check that cannot fail would be worse than none: half of the learning rate must not pass.</summary>
    [Fact]
    public void A_device_that_computes_something_else_does_not_pass()
    {
        using GpuDevice device = TestDevices.Open(TestDevices.Emulated);
        GenEftException error = Assert.Throws<GenEftException>(
            () => DeviceCheck.Run(device, settings => settings with { DecoderLearningRate = settings.DecoderLearningRate / 2 }));
        Assert.Contains("computes wrong numbers", error.Message, StringComparison.Ordinal);
    }
}
