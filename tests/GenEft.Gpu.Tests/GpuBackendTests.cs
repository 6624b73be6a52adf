namespace GenEft.Gpu.Tests;

public sealed class GpuBackendTests
{
    private static readonly TrainingSettings s_small = new()
    {
        DecoderWidth = 7, MaxSteps = 30, EncoderLearningRate = 1e-2, DecoderLearningRate = 1e-2, HistoryInterval = 3,
    };

    [Theory]
    [MemberData(nameof(TestDevices.All), MemberType = typeof(TestDevices))]
    public void Smoke(string device)
    {
        using GpuBackend backend = new(TestDevices.Open(device));
        TrainingRun run = new(Make.Modulo(3, 6), s_small);
        TrainingResult actual = TestSource.Execute(backend, [run])[0].Result;
        TrainingResult expected = run.Execute().Result;
        Assert.Equal((expected.Phase, expected.StepCount), (actual.Phase, actual.StepCount));
        Close.To(expected.TrainLoss, actual.TrainLoss, 1e-4);
    }
}
