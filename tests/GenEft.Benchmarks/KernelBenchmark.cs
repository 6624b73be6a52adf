using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GenEft.Training;
using GenEft.Training.Simd;

namespace GenEft.Benchmarks;

/// <summary>One core, one step of the paper's default job stage by stage: what the products reach, and what takes the rest.</summary>
internal static class KernelBenchmark
{
    public static void Measure(Report report)
    {
        switch (TrainerFactory.ChosenName)
        {
            case "Avx512":
                Measure<Simd512, Vector512<float>>(report);
                break;
            case "Avx2":
                Measure<Simd256, Vector256<float>>(report);
                break;
            default:
                Measure<Simd128, Vector128<float>>(report);
                break;
        }
    }

    private static void Measure<TSimd, V>(Report report)
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        using Stages<TSimd, V> stages = new();
        stages.Measure(report);
    }

    private sealed unsafe class Stages<TSimd, V> : IDisposable
        where TSimd : struct, ISimd<V>
        where V : struct
    {
        private const int Samples = 675;
        private const int Width = 50;
        private const int Inputs = 4;
        private const int Chunks = 11;
        private const long Layer = (long)Chunks * Width * Chunk.Size;

        private readonly AlignedMemory _memory = new((6 * Layer) + 40_000);
        private readonly float* _w;
        private readonly float* _x;
        private readonly float* _y;
        private readonly float* _delta;
        private readonly float* _previous;
        private readonly float* _gradient;
        private readonly float* _lanes;

        public Stages()
        {
            _w = Fill(4096);
            _x = Fill(Layer);
            _y = Fill(Layer);
            _delta = Fill(Layer);
            _previous = Fill(Layer);
            _gradient = Fill(4096);
            _lanes = Fill(Width * 16);
        }

        public void Measure(Report report)
        {
            TimeSpan time = TimeSpan.FromMilliseconds(20);
            TrainingSettings settings = new();
            using Job job = new(settings);
            (string Name, int Times, double MegaFlops, Action Run)[] stages =
            [
                ("forward product 50 x 50", 1, 2e-6 * Width * Width * Samples, () => Forward(Width, Width)),
                ("backward product 50 x 50, slope, bias", 1, 2e-6 * Width * Width * Samples, () => Backward(Width, Width)),
                ("weight gradient 50 x 50", 1, 2e-6 * Width * Width * Samples, () => Gradient(Width, Width)),
                ("forward product 50 x 4", 1, 2e-6 * Width * Inputs * Samples, () => Forward(Width, Inputs)),
                ("backward product 4 x 50", 1, 2e-6 * Width * Inputs * Samples, () => Backward(Inputs, Width)),
                ("weight gradient 50 x 4", 1, 2e-6 * Width * Inputs * Samples, () => Gradient(Width, Inputs)),
                ("output layer: forward product 1 x 50", 1, 2e-6 * Width * Samples, () => Forward(1, Width)),
                ("tanh of 50 x 675", 2, 0, Tanh),
            ];
            double[] rates = [.. Rounds.All(
                25, [() => FmaPeak.Measure(1), () => Rounds.Rate(job.Step, time), .. stages.Select<(string, int, double, Action Run), Func<double>>(stage => () => Rounds.Rate(stage.Run, time))]).Select(all => all.Max())];
            double step = 1e6 / rates[1];
            double rest = step;
            List<string[]> rows = [];
            for (int i = 0; i < stages.Length; i++)
            {
                double microseconds = stages[i].Times * 1e6 / rates[i + 2];
                rest -= microseconds;
                rows.Add(
                [
                    stages[i].Times > 1 ? $"{stages[i].Name}, {stages[i].Times} times" : stages[i].Name, $"{microseconds:0.0}", $"{microseconds / step:P0}",
                    stages[i].MegaFlops == 0 ? "" : $"{stages[i].MegaFlops * 1e3 / microseconds / rates[0]:P0}",
                ]);
            }

            rows.Add(["gather, scatter, the output layer's way back, AdamW, loops (the rest)", $"{rest:0.0}", $"{rest / step:P0}", ""]);
            rows.Add(["**whole step**", $"{step:0.0}", "100%", $"{job.MegaFlops * 1e3 / step / rates[0]:P0}"]);
            report.Table($"Stages of a step, {TSimd.Name} on one core, best of 25 short runs in turns (FMA peak {rates[0]:0.0} GFLOP/s)", ["stage", "us", "of the step", "of peak"], rows);
        }

        public void Dispose() => _memory.Dispose();

        private static int Vectors(int chunk) =>
            (Math.Min(Chunk.Size, Samples - (chunk * Chunk.Size)) + TSimd.Lanes - 1) / TSimd.Lanes;

        private float* Fill(long length)
        {
            float* piece = _memory.Take(length);
            for (long i = 0; i < length; i++)
            {
                piece[i] = ((i % 97) * 1e-3f) - 0.05f;
            }

            return piece;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Forward(int rows, int depth)
        {
            for (int chunk = 0; chunk < Chunks; chunk++)
            {
                SimdProduct<TSimd, V>.Multiply(new()
                {
                    W = _w, RowStride = depth, ColumnStride = 1, Rows = rows, Depth = depth, Bias = _gradient,
                    X = _x + (chunk * depth * Chunk.Size), Y = _y + (chunk * rows * Chunk.Size), Vectors = Vectors(chunk),
                });
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Backward(int rows, int depth)
        {
            for (int chunk = 0; chunk < Chunks; chunk++)
            {
                SimdProduct<TSimd, V>.Multiply(new()
                {
                    W = _w, RowStride = 1, ColumnStride = rows, Rows = rows, Depth = depth,
                    X = _delta + (chunk * depth * Chunk.Size), Y = _previous + (chunk * rows * Chunk.Size), Vectors = Vectors(chunk),
                    Activations = rows == Width ? _x + (chunk * rows * Chunk.Size) : null, LaneSums = rows == Width ? _lanes : null,
                });
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Gradient(int outputs, int inputs) => SimdGradient<TSimd, V>.Compute(
            new()
            {
                Delta = _delta, X = _x, Weights = _gradient, Outputs = outputs, Inputs = inputs, Chunks = Chunks, LastVectors = Vectors(Chunks - 1), Accumulates = false,
            },
            CancellationToken.None);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Tanh()
        {
            for (int chunk = 0; chunk < Chunks; chunk++)
            {
                int count = Vectors(chunk) * TSimd.Lanes;
                for (int row = 0; row < Width; row++)
                {
                    SimdTanh.Apply<TSimd, V>(_y + (((chunk * Width) + row) * Chunk.Size), count);
                }
            }
        }
    }
}
