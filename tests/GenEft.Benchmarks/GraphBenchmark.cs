using System.Runtime.CompilerServices;
using GenEft.Relations;
using GenEft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace GenEft.Benchmarks;

/// <summary>
/// Training on sparse graphs of growing size, 10 edges an element: steps of 1024 related pairs with 5 unrelated ones each, drawn anew; on one
/// core. Beside libtorch as PyTorch's SparseAdam has it, rows of the batch alone being gathered, moved and put back; its batches are drawn
/// beforehand, which is not counted.
/// </summary>
internal static class GraphBenchmark
{
    private const int EdgesPerElement = 10;
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(1);
    private static readonly TrainingSettings s_settings = new() { NegativeRatio = 5, BatchSize = 1024, EvaluationCount = 10_000 };

    public static void Measure(Report report)
    {
        int[] sizes = [1_000, 10_000, 100_000];
        Ours[] trainers = [.. sizes.Select(n => new Ours(n))];
        List<Func<double>> contenders = [.. trainers.Select(trainer => (Func<double>)(() => Rounds.Rate(trainer.Step, s_time)))];
        bool hasTorch = TryAddTorch(report, sizes, contenders);
        double[] rates = Rounds.Medians(5, [.. contenders]);
        report.Table(
            "Sparse graphs on one core: 1024 edges and 5,120 unrelated pairs a step, 2 hidden layers of 50",
            ["elements", "edges", "steps/s", "ms a step, over that of 1,000 elements", "MB of a run, as estimated", "bytes an element and edge", "libtorch steps/s", "GenEft is faster by"],
            [
                .. sizes.Select((n, i) => (string[])
                [
                    $"{n:#,0}", $"{trainers[i].EdgeCount:#,0}", $"{rates[i]:0}", $"{rates[0] / rates[i]:0.00}", $"{trainers[i].Bytes / 1e6:0}",
                    $"{trainers[i].Bytes / (double)(n + trainers[i].EdgeCount):0}",
                    hasTorch ? $"{rates[sizes.Length + i]:0}" : "", hasTorch ? $"{rates[i] / rates[sizes.Length + i]:0.0}" : "",
                ]),
            ]);
        Array.ForEach(trainers, trainer => trainer.Dispose());
    }

    private static bool TryAddTorch(Report report, int[] sizes, List<Func<double>> contenders)
    {
        try
        {
            AddTorch(sizes, contenders);
            return true;
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or NotSupportedException or FileNotFoundException or EntryPointNotFoundException)
        {
            report.Line($"libtorch: not measured, it does not load here: {(exception.InnerException ?? exception).Message.Split('\n')[0]}");
            return false;
        }
    }

    // Apart from its caller, which must run where torch cannot be loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddTorch(int[] sizes, List<Func<double>> contenders)
    {
        set_num_threads(1);
        contenders.AddRange(sizes.Select(n =>
        {
            Torch rival = new(n);
            return (Func<double>)(() => Rounds.Rate(rival.Step, s_time));
        }));
    }

    /// <summary>What a run does in a step.</summary>
    private sealed class Ours : IDisposable
    {
        private readonly NegativeSchedule _schedule;
        private readonly ITrainer _trainer;
        private int _step;

        public Ours(int count)
        {
            Relation relation = RelationFactory.Create(new RelationSettings
            {
                Kind = RelationKinds.Random, Count = count, Density = (double)EdgesPerElement / count, Seed = 1,
            });
            TrainingPairs pairs = TrainingPairs.Split(relation, s_settings, CancellationToken.None);
            NetworkShape shape = new(count, s_settings);
            _schedule = new NegativeSchedule(relation, pairs.Train, pairs.Sides!, s_settings);
            _trainer = TrainerFactory.Create(shape, s_settings, Initialization.Create(shape, s_settings), _schedule.Capacity);
            (EdgeCount, Bytes) = (relation.EdgeCount, new TrainingRun(relation, s_settings).MemoryBytes);
        }

        public long EdgeCount { get; }

        public long Bytes { get; }

        public void Step()
        {
            _trainer.SetBatch(_schedule.Select(_step++, CancellationToken.None));
            _trainer.ComputeGradient(CancellationToken.None);
            _trainer.Update();
        }

        public void Dispose() => _trainer.Dispose();
    }

    /// <summary>Linear layers with AdamW and autograd; rows of the embedding with Adam where the batch has them.</summary>
    private sealed class Torch
    {
        private const int Dimension = 2;
        private const int Width = 50;
        private const int Pairs = 6 * 1024;
        private readonly Tensor[] _batches;    // [2 Pairs] elements
        private readonly Tensor _target;
        private readonly Tensor _embedding;
        private readonly Tensor _m;
        private readonly Tensor _v;
        private readonly TorchSharp.Modules.Linear[] _layers = [nn.Linear(2 * Dimension, Width), nn.Linear(Width, Width), nn.Linear(Width, 1)];
        private readonly optim.Optimizer _optimizer;
        private int _step;

        public Torch(int count)
        {
            _batches = [.. Enumerable.Range(0, 50).Select(_ => randint(count, [2 * Pairs]))];
            _target = cat([ones(1024), zeros(Pairs - 1024)]);
            (_embedding, _m, _v) = (randn(count, Dimension), zeros(count, Dimension), zeros(count, Dimension));
            _optimizer = optim.AdamW(_layers.SelectMany(layer => layer.parameters()), lr: 1e-3, weight_decay: 0);
        }

        public void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            _step++;
            (Tensor rows, Tensor? places, _) = _batches[_step % _batches.Length].unique(sorted: false, return_inverse: true);
            Tensor theta = _embedding.index_select(0, rows).requires_grad_();
            Tensor both = theta.index_select(0, places!);
            Tensor x = cat([both.slice(0, 0, Pairs, 1), both.slice(0, Pairs, 2 * Pairs, 1)], 1);
            x = _layers[2].call(_layers[1].call(_layers[0].call(x).tanh()).tanh());
            Tensor loss = nn.functional.binary_cross_entropy_with_logits(x.squeeze(1), _target);
            _optimizer.zero_grad();
            loss.backward();
            _optimizer.step();
            using (no_grad())
            {
                Tensor gradient = theta.grad!;
                Tensor m = (_m.index_select(0, rows) * 0.9) + (gradient * 0.1);
                Tensor v = (_v.index_select(0, rows) * 0.999) + (gradient * gradient * 0.001);
                Tensor deviation = (v.sqrt() / Math.Sqrt(1 - Math.Pow(0.999, _step))) + 1e-8;
                _m.index_copy_(0, rows, m);
                _v.index_copy_(0, rows, v);
                _embedding.index_copy_(0, rows, theta.detach() - (m / deviation * (1e-3 / (1 - Math.Pow(0.9, _step)))));
            }
        }
    }
}
