using System.Globalization;
using GenEft.Relations;
using GenEft.Training;
using ILGPU;

namespace GenEft.Gpu;

/// <summary>
/// How models of one shape are laid out on a device: samples a chunk, threads a group, and what lies in shared memory. The
/// largest chunk with the parameters beside it is best; wide networks leave the parameters in the device's memory.
/// </summary>
/// <param name="Shape">The sizes the kernel sees.</param>
/// <param name="Threads">Threads a group.</param>
/// <param name="SharesParameters">Whether the parameters are kept in shared memory during a launch.</param>
/// <param name="Groups">Groups that a multiprocessor is to hold at once, which bounds the registers of a thread; null where it does not tell, and where few fit.</param>
internal sealed record CohortLayout(CohortShape Shape, int Threads, bool SharesParameters, int? Groups = null)
{
    private const int MaxThreads = 256;
    private const int ReservedBytes = 64;   // what ILGPU's own broadcast takes, and some room
    private const int GroupBytes = 1024;    // of shared memory that the driver takes for each group
    private const int LaunchHistory = 64;   // history points of a model between two launches

    private static readonly (int ChunkSize, bool Shares)[] s_choices = [(64, true), (32, true), (64, false), (32, false), (16, false)];

    /// <summary>Shared memory of a group that a launch asks for, bytes.</summary>
    public long SharedBytes => sizeof(float) * ((long)Shape.SharedFloats(Threads) + (SharesParameters ? Shape.ParameterCount : 0));

    /// <summary>Device memory of one model, bytes.</summary>
    public long PlaceBytes => (sizeof(float) * ((3L * Shape.ParameterCount) + (2L * Shape.PairCount) + Shape.IncidenceLength + Shape.GoalLength))
        + ((long)Shape.HistoryCapacity * Interop.SizeOf<DeviceEvaluation>()) + Interop.SizeOf<ModelPlan>() + (2L * Interop.SizeOf<ModelState>());

    /// <summary>Device memory of a gradient, bytes.</summary>
    private long PartBytes => (sizeof(float) * (long)Shape.ParameterCount) + Interop.SizeOf<Tally>();

    /// <summary>Device memory of one slot, bytes.</summary>
    public long SlotBytes => PartBytes + (sizeof(float) * (Shape.InputWidth + 1L) * Shape.PairCount);

    /// <summary>Device memory of a model whose chunks have gradients of their own, bytes.</summary>
    public long SpreadBytes => PartBytes * Shape.ChunksOfModel;

    /// <summary>Whether a run's models are laid out alike.</summary>
    public bool Fits(TrainingRun run) => Describe(run) is { } other
        && other.ElementCount == Shape.ElementCount
        && other.EmbeddingDimension == Shape.EmbeddingDimension
        && other.LayerCount == Shape.LayerCount
        && other.Width == Shape.Width
        && other.Combination == Shape.Combination
        && other.Activation == Shape.Activation;

    /// <summary>The layout of a run's model, or why the device cannot hold it.</summary>
    public static (CohortLayout? Layout, string? Reason) Find(TrainingRun run, DeviceLimits limits)
    {
        if (run.Settings.BatchSize != 0 && run.Settings.BatchSize < run.SampleCount)
        {
            return (null, "mini-batches are trained on the processor");
        }

        if (run.Settings.NegativeRatio > 0)
        {
            return (null, "batches with sampled unrelated pairs are trained on the processor");
        }

        if (run.Settings.Crossing == Crossing.Exact)
        {
            return (null, "exact crossings are found on the processor");
        }

        if (run.Settings.StopWhen == StopCondition.Plateau)
        {
            return (null, "plateaus are watched for on the processor");
        }

        if (run.Settings.IncludeCharge)
        {
            return (null, "the charge along training is measured on the processor");
        }

        if (run.Relation.PairCount > int.MaxValue / 4)
        {
            return (null, $"{run.Relation.PairCount} pairs are too many for its kernel");
        }

        // Parameters and two moments, filled up to at most four times as many, with room.
        if (24 * NetworkShape.ParameterCountOf(run.Relation.Count, run.Settings) > int.MaxValue)
        {
            return (null, "a network so large is trained on the processor");
        }

        CohortShape shape = Describe(run);
        foreach ((int chunkSize, bool shares) in s_choices)
        {
            shape.ChunkSize = chunkSize;
            int tiles = GroupProduct.Tiles(shape.Width, chunkSize);
            int warps = Math.Max(1, (tiles + limits.WarpSize - 1) / limits.WarpSize);
            int threads = Math.Min(Math.Min(warps * limits.WarpSize, MaxThreads), limits.MaxThreads);
            CohortLayout layout = new(shape, threads, shares);
            if (layout.SharedBytes <= limits.SharedBytes - ReservedBytes)
            {
                layout = layout with { Groups = GroupsAtOnce(layout, limits) };
                return layout.PlaceBytes + layout.SlotBytes <= 0.8 * limits.MemoryBytes
                    ? (layout, null)
                    : (null, string.Create(
                        CultureInfo.InvariantCulture,
                        $"a model takes {(layout.PlaceBytes + layout.SlotBytes) / 1e9:0.0} GB of its {limits.MemoryBytes / 1e9:0.0} GB of memory"));
            }
        }

        shape.ChunkSize = s_choices[^1].ChunkSize;
        return (null, string.Create(
            CultureInfo.InvariantCulture,
            $"a group's activations take {shape.SharedFloats(0) * sizeof(float) / 1024.0:0} KB of its {limits.SharedBytes / 1024.0:0} KB of shared memory"));
    }

    /// <summary>The layout of the paper's job with default settings.</summary>
    public static (CohortLayout? Layout, string? Reason) OfDefaultJob(DeviceLimits limits) =>
        Find(new TrainingRun(RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo }), new TrainingSettings()), limits);

    // Few different numbers, since each makes a kernel of its own: about as many as leave a thread 128, 168 or 255 registers.
    private static int? GroupsAtOnce(CohortLayout layout, DeviceLimits limits)
    {
        foreach (int warps in new[] { 16, 12, 8 })
        {
            int groups = warps * limits.WarpSize / layout.Threads;
            if (groups > 0 && groups <= limits.MultiprocessorSharedBytes / (layout.SharedBytes + GroupBytes))
            {
                return groups;
            }
        }

        return null;
    }

    private static CohortShape Describe(TrainingRun run)
    {
        NetworkShape network = new(run.Relation.Count, run.Settings);
        return new CohortShape
        {
            ElementCount = network.ElementCount,
            EmbeddingDimension = network.EmbeddingDimension,
            InputWidth = network.InputWidth,
            LayerCount = network.Layers.Length,
            Width = run.Settings.DecoderWidth,
            Combination = network.Combination,
            Activation = network.Activation,
            PairCount = (int)run.Relation.PairCount,
            HistoryCapacity = LaunchHistory,
            CorrectionCount = AdamCorrections.Length,
        };
    }
}
