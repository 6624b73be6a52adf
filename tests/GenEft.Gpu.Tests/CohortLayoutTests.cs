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

    /// <summary>As many groups at once as leave a thread 128, 168 or 255 registers, so that few kernels serve all shapes.</summary>
    [Theory]
    [InlineData(3, 10, 16)]
    [InlineData(3, 50, 4)]
    [InlineData(4, 50, 3)]
    [InlineData(9, 50, null)]
    public void Shared_memory_tells_how_many_groups_a_multiprocessor_holds(int depth, int width, int? groups)
    {
        DeviceLimits hopper = s_cuda with { SharedBytes = 227 * 1024, MultiprocessorSharedBytes = 228 * 1024 };
        CohortLayout layout = CohortLayout.Find(Run(depth, width), hopper).Layout!;
        Assert.Equal((64, true, groups), (layout.Shape.ChunkSize, layout.SharesParameters, layout.Groups));
        Assert.InRange((groups ?? 1) * (layout.SharedBytes + 1024), 1, hopper.MultiprocessorSharedBytes);
    }

    /// <summary>Every parameter has a place of its own, and every row that is loaded in fours begins at one.</summary>
    [Theory]
    [InlineData(1, 50, 3)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 50, 2)]
    [InlineData(4, 7, 5)]
    public void The_network_s_parameters_fit_in_their_order_between_what_fills_up(int depth, int width, int dimension)
    {
        TrainingSettings settings = new() { DecoderDepth = depth, DecoderWidth = width, EmbeddingDimension = dimension };
        NetworkShape network = new(30, settings);
        CohortShape shape = CohortLayout.Find(new TrainingRun(Make.Modulo(), settings), s_cuda).Layout!.Shape;
        (int Offset, int Length)[] rows = [.. shape.ParameterRows()];
        Assert.Equal(network.ParameterCount, rows.Sum(row => row.Length));
        Assert.All(rows, row => Assert.Equal(0, row.Offset % 4));
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.InRange(pair.Second.Offset - pair.First.Offset - pair.First.Length, 0, 3));
        Assert.InRange(shape.ParameterCount - rows[^1].Offset - rows[^1].Length, 0, 3);
    }

    /// <summary>Whatever the order of the lanes, no tile is left out and none is computed twice.</summary>
    [Fact]
    public void Each_thread_begins_at_a_tile_of_its_own()
    {
        foreach (int threads in new[] { 4, 8, 32, 64, 96, 128, 256 })
        {
            for (int columns = 1; columns <= 40; columns++)
            {
                Assert.Equal(
                    Enumerable.Range(0, threads), Enumerable.Range(0, threads).Select(thread => GroupProduct.FirstTile(thread, threads, columns)).Order());
            }
        }
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
