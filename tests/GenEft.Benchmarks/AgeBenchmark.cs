using GenEft.Training;

namespace GenEft.Benchmarks;

/// <summary>Networks that memorize, as they begin and after many steps: numbers that vanish must not slow a processor down.</summary>
internal static class AgeBenchmark
{
    private const int Steps = 20_000;
    private const int Repeats = 15;

    public static void Measure(Report report)
    {
        List<string[]> rows = [];
        foreach ((double encoder, double decoder, int depth) in new[] { (1e-5, 1e-1, 3), (1e-5, 1e-2, 3), (1e-4, 1e-2, 3), (1e-5, 1e-2, 4) })
        {
            TrainingSettings settings = new() { EncoderLearningRate = encoder, DecoderLearningRate = decoder, DecoderDepth = depth };
            using Job old = new(settings);
            for (int step = 0; step < Steps; step++)
            {
                old.Step();
            }

            double[] ratios = new double[Repeats];
            double[] rates = new double[Repeats];
            for (int repeat = 0; repeat < Repeats; repeat++)
            {
                using Job young = new(settings);
                rates[repeat] = old.Gigaflops();
                ratios[repeat] = rates[repeat] / young.Gigaflops();
            }

            Array.Sort(ratios);
            rows.Add([$"{encoder:g1}", $"{decoder:g1}", $"{depth - 1}", $"{rates.Max() / old.MegaFlops * 1e3:#,0}", $"{ratios[Repeats / 2]:0.00}", $"{ratios[^1]:0.00}"]);
        }

        report.Table(
            $"Steps after {Steps:#,0} steps of memorizing beside the first, one core, interleaved",
            ["eta_enc", "eta_dec", "hidden layers", "steps/s, best", "of the first, median", "best"], rows);
    }
}
