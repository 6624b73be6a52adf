using GenEft.Training;

namespace GenEft.Gpu.Tests;

public sealed class CohortLayoutTests
{
    // As CUDA reports them: 48 KB are what a kernel gets without asking for more.
    private static readonly DeviceLimits s_cuda = new(32, 1024, 48 * 1024, 16L << 30);

    /// <summary>The largest chunk first, with the parameters beside it as long as they fit.</summary>
    [Theory]
    [InlineData(3, 50, 64, true)]
    [InlineData(4, 50, 32, true)]
    [InlineData(9, 10, 64, true)]
    [InlineData(9, 50, 16, false)]
    [InlineData(3, 200, 16, false)]
    public void The_chunk_shrinks_and_the_parameters_move_out_as_networks_grow(int depth, int width, int chunk, bool shares)
    {
        (CohortLayout? layout, string? reason) = CohortLayout.Find(Run(depth, width), s_cuda);
        Assert.Null(reason);
        Assert.Equal((chunk, shares), (layout!.Shape.ChunkSize, layout.SharesParameters));
        Assert.InRange(layout.SharedBytes, 1, s_cuda.SharedBytes);
        Assert.Equal(0, layout.Threads % 32);
        Assert.InRange(layout.Threads, 32, 256);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_sizes()
    {
        Assert.Contains("KB of its 48 KB of shared memory", CohortLayout.Find(Run(3, 1000), s_cuda).Reason, StringComparison.Ordinal);
        Assert.Contains("GB of memory", CohortLayout.Find(Run(3, 50, 3000), s_cuda with { MemoryBytes = 100 << 20 }).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cohort_takes_runs_of_its_own_shape_only()
    {
        CohortLayout layout = CohortLayout.Find(Run(3, 50), s_cuda).Layout!;
        Assert.True(layout.Fits(new TrainingRun(Make.GreaterThan(), new TrainingSettings { Seed = 3, TrainingFraction = 0.2 })));
        Assert.False(layout.Fits(Run(4, 50)));
        Assert.False(layout.Fits(Run(3, 51)));
        Assert.False(layout.Fits(Run(3, 50, 29)));
        Assert.False(layout.Fits(new TrainingRun(Make.Modulo(), new TrainingSettings { Combination = Combination.Difference })));
    }

    private static TrainingRun Run(int depth, int width, int count = 30) =>
        new(Make.Modulo(3, count), new TrainingSettings { DecoderDepth = depth, DecoderWidth = width });
}
