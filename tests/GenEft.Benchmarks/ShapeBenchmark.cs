using GenEft.Training;

namespace GenEft.Benchmarks;

/// <summary>One core: the fraction of the FMA peak by instruction set, and by depth, width, dimension, elements and batch.</summary>
internal static class ShapeBenchmark
{
    private const int Rounds = 25;

    public static void Measure(Report report)
    {
        List<string[]> rows = [];
        foreach (string trainer in (string[])[.. TrainerFactory.Supported, "Reference"])
        {
            foreach (int depth in new[] { 3, 4 })
            {
                rows.Add(Row($"{trainer}, {depth - 1} hidden layers", new TrainingSettings { DecoderDepth = depth }, trainer: trainer));
            }
        }

        string[] columns = ["optimizer step", "best steps/s", "median", "best GFLOP/s", "best FMA peak", "of peak, best", "median"];
        report.Table("One core, the paper's default job (n = 30, w = 50, d = 2, 675 pairs) and one more layer", columns, rows);

        TrainingSettings settings = new();
        rows = [];
        foreach (int hidden in new[] { 1, 2, 4, 8 })
        {
            rows.Add(Row($"{hidden} hidden layers", settings with { DecoderDepth = hidden + 1 }));
        }

        foreach (int width in new[] { 10, 25, 64, 100, 200 })
        {
            rows.Add(Row($"width {width}", settings with { DecoderWidth = width }));
        }

        foreach (int dimension in new[] { 1, 4, 16 })
        {
            rows.Add(Row($"dimension {dimension}", settings with { EmbeddingDimension = dimension }));
        }

        foreach (int count in new[] { 10, 100, 300 })
        {
            rows.Add(Row($"{count} elements", settings, count));
        }

        foreach (int batch in new[] { 16, 64, 256 })
        {
            rows.Add(Row($"mini-batches of {batch}", settings with { BatchSize = batch }));
        }

        foreach (Combination combination in new[] { Combination.Difference, Combination.SquaredDifference })
        {
            rows.Add(Row($"{combination}", settings with { Combination = combination }));
        }

        foreach (Activation activation in Enum.GetValues<Activation>().Where(activation => activation != Activation.Tanh))
        {
            rows.Add(Row($"{activation}", settings with { Activation = activation }));
        }

        report.Table("One core, other shapes: one setting changed at a time", columns, rows);
    }

    private static string[] Row(string name, TrainingSettings settings, int count = 30, string? trainer = null)
    {
        using Job job = new(settings, count, trainer);
        double[][] rates = Benchmarks.Rounds.All(Rounds, job.Gigaflops, () => FmaPeak.Measure(1));
        (double best, double peak) = (rates[0].Max(), rates[1].Max());
        double median = Benchmarks.Rounds.Median(rates[0]);
        return
        [
            name, $"{1e3 * best / job.MegaFlops:#,0}", $"{1e3 * median / job.MegaFlops:#,0}", $"{best:0.0}", $"{peak:0.0}", $"{best / peak:P0}",
            $"{Benchmarks.Rounds.Median(rates[0].Zip(rates[1], (rate, of) => rate / of)):P0}",
        ];
    }
}
