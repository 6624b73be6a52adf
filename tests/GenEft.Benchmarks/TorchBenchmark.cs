using System.Diagnostics;
using System.Runtime.CompilerServices;
using GenEft.Relations;
using GenEft.Symmetry;
using GenEft.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace GenEft.Benchmarks;

/// <summary>
/// libtorch beside GenEft in this process, on all cores: one model at a time through modules and autograd, as a user would
/// write it; B models at once through batched products and autograd; and the same with the backward pass and AdamW by hand, the
/// fastest torch we could write. .NET threads with one torch thread each: torch's own threads wait for each other in
/// spinning barriers.
/// </summary>
internal static class TorchBenchmark
{
    private const int Elements = 30;
    private const int Dimension = 2;
    private const int Width = 50;
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(1);

    public static void Measure(Report report)
    {
        try
        {
            Compare(report);
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or NotSupportedException or FileNotFoundException or EntryPointNotFoundException)
        {
            report.Line($"libtorch: not measured, it does not load here: {(exception.InnerException ?? exception).Message.Split('\n')[0]}");
        }
    }

    // Apart from its caller, which must run where torch cannot be loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Compare(Report report)
    {
        set_num_threads(1);
        int cores = Environment.ProcessorCount;
        List<string[]> rows = [];
        foreach (int hidden in new[] { 2, 3 })
        {
            TrainingSettings settings = new() { DecoderDepth = hidden + 1 };
            int[] batches = [4, 8, 16, 32];
            (string Name, Func<double> Rate)[] rivals =
            [
                ("one model at a time, autograd", () => OnAllCores(cores, () => new Modules(settings))),
                .. batches.Select(b => ($"{b} models batched, autograd", (Func<double>)(() => OnAllCores(cores, () => new BatchedModules(settings, b))))),
                .. batches.Select(b => ($"{b} models batched, backward and AdamW by hand", (Func<double>)(() => OnAllCores(cores, () => new Batched(settings, b))))),
            ];
            double[] rates = Rounds.Medians(5, [() => SweepBenchmark.StepsPerSecond(settings, cores, cores), .. rivals.Select(rival => rival.Rate)]);
            rows.Add([$"**GenEft, {hidden} hidden layers**", $"{rates[0]:#,0}", ""]);
            for (int i = 0; i < rivals.Length; i++)
            {
                rows.Add([$"libtorch, {rivals[i].Name}, {hidden} hidden layers", $"{rates[i + 1]:#,0}", $"{rates[0] / rates[i + 1]:0.0}"]);
            }
        }

        report.Table($"libtorch {__version__} through TorchSharp, {cores} cores", ["trainer", "model-steps/s", "GenEft is faster by"], rows);
    }

    private static double OnAllCores(int cores, Func<ITorchTrainer> create)
    {
        double total = 0;
        Lock gate = new();
        Thread[] threads = [.. Enumerable.Range(0, cores).Select(_ => new Thread(() =>
        {
            using ITorchTrainer trainer = create();
            for (int i = 0; i < 5; i++)
            {
                trainer.Step();
            }

            double rate = trainer.Models * Rounds.Rate(trainer.Step, s_time);
            lock (gate)
            {
                total += rate;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return total;
    }

    private static (Tensor First, Tensor Second, Tensor Target) Pairs(TrainingSettings settings)
    {
        (PairSet train, _) = PairSet.Split(
            RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo, Count = Elements }), settings.TrainingFraction, settings.Seed);
        return (
            tensor(train.First.Select(i => (long)i).ToArray()), tensor(train.Second.Select(i => (long)i).ToArray()),
            tensor(train.Related.Select(related => related ? 1f : 0f).ToArray()));
    }

    private interface ITorchTrainer : IDisposable
    {
        int Models { get; }

        void Step();
    }

    /// <summary>Embedding, linear layers, autograd, AdamW.</summary>
    private sealed class Modules : ITorchTrainer
    {
        private readonly Tensor _first;
        private readonly Tensor _second;
        private readonly Tensor _target;
        private readonly TorchSharp.Modules.Embedding _embedding = nn.Embedding(Elements, Dimension);
        private readonly TorchSharp.Modules.Linear[] _layers;
        private readonly optim.Optimizer _optimizer;

        public Modules(TrainingSettings settings)
        {
            (_first, _second, _target) = Pairs(settings);
            _layers = [.. Enumerable.Range(0, settings.DecoderDepth).Select(l => nn.Linear(
                l == 0 ? 2 * Dimension : Width, l == settings.DecoderDepth - 1 ? 1 : Width))];
            _optimizer = optim.AdamW(_layers.SelectMany(layer => layer.parameters()).Concat(_embedding.parameters()), lr: 1e-3, weight_decay: 0);
        }

        public int Models => 1;

        public void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = cat([_embedding.call(_first), _embedding.call(_second)], 1);
            for (int l = 0; l < _layers.Length; l++)
            {
                x = _layers[l].call(x);
                x = l < _layers.Length - 1 ? x.tanh() : x;
            }

            Tensor loss = nn.functional.binary_cross_entropy_with_logits(x.squeeze(1), _target);
            _optimizer.zero_grad();
            loss.backward();
            _optimizer.step();
        }

        public void Dispose() => _optimizer.Dispose();
    }

    /// <summary>B models: every product a batched one, autograd and AdamW as torch has them.</summary>
    private sealed class BatchedModules : ITorchTrainer
    {
        private readonly Tensor _first;
        private readonly Tensor _second;
        private readonly Tensor _target;
        private readonly TorchSharp.Modules.Parameter _embedding;
        private readonly TorchSharp.Modules.Parameter[] _w;
        private readonly TorchSharp.Modules.Parameter[] _b;
        private readonly optim.Optimizer _optimizer;

        public BatchedModules(TrainingSettings settings, int models)
        {
            Models = models;
            (_first, _second, Tensor target) = Pairs(settings);
            _target = target.view(1, -1, 1).expand(models, -1, 1);
            int[] widths = [2 * Dimension, .. Enumerable.Repeat(Width, settings.DecoderDepth - 1), 1];
            _embedding = nn.Parameter(randn(models, Elements, Dimension));
            _w = [.. widths.Zip(widths.Skip(1), (i, o) => nn.Parameter(randn(models, i, o) * 0.2))];
            _b = [.. widths.Skip(1).Select(o => nn.Parameter(zeros(models, 1, o)))];
            _optimizer = optim.AdamW([_embedding, .. _w, .. _b], lr: 1e-3, weight_decay: 0);
        }

        public int Models { get; }

        public void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = cat([_embedding.index_select(1, _first), _embedding.index_select(1, _second)], 2);
            for (int l = 0; l < _w.Length; l++)
            {
                x = x.baddbmm(_w[l], _b[l]);
                x = l + 1 < _w.Length ? x.tanh() : x;
            }

            Tensor loss = nn.functional.binary_cross_entropy_with_logits(x, _target, reduction: nn.Reduction.Sum) / _target.shape[1];
            _optimizer.zero_grad();
            loss.backward();
            _optimizer.step();
        }

        public void Dispose() => _optimizer.Dispose();
    }

    /// <summary>B models: every product a batched one, the backward pass by hand, tanh as 2 sigmoid(2x) - 1, parameters of all
    /// layers in one tensor for AdamW.</summary>
    private sealed class Batched : ITorchTrainer
    {
        private readonly int _models;
        private readonly Tensor _first;
        private readonly Tensor _second;
        private readonly Tensor _target;
        private readonly Tensor _theta;      // [B, P]
        private readonly Tensor _gradient;   // [B, P]
        private readonly Tensor _m;
        private readonly Tensor _v;
        private readonly Tensor[] _w;        // views of _theta: [B, in, out]
        private readonly Tensor[] _b;        // [B, 1, out]
        private readonly Tensor[] _gw;       // views of _gradient
        private readonly Tensor[] _gb;
        private readonly Tensor _embedding;  // [B, n, d]
        private readonly Tensor _gradientEmbedding;
        private int _step;

        public Batched(TrainingSettings settings, int models)
        {
            _models = models;
            (_first, _second, Tensor target) = Pairs(settings);
            _target = target.view(1, -1, 1);
            int[] widths = [2 * Dimension, .. Enumerable.Repeat(Width, settings.DecoderDepth - 1), 1];
            int parameters = (Elements * Dimension) + widths.Zip(widths.Skip(1), (i, o) => (i * o) + o).Sum();
            _theta = randn(models, parameters) * 0.2;
            _gradient = zeros(models, parameters);
            _m = zeros(models, parameters);
            _v = zeros(models, parameters);
            int offset = Elements * Dimension;
            _embedding = _theta.narrow(1, 0, offset).view(models, Elements, Dimension);
            _gradientEmbedding = _gradient.narrow(1, 0, offset).view(models, Elements, Dimension);
            _w = new Tensor[widths.Length - 1];
            _b = new Tensor[_w.Length];
            _gw = new Tensor[_w.Length];
            _gb = new Tensor[_w.Length];
            for (int l = 0; l < _w.Length; l++)
            {
                int weights = widths[l] * widths[l + 1];
                _w[l] = _theta.narrow(1, offset, weights).view(models, widths[l], widths[l + 1]);
                _gw[l] = _gradient.narrow(1, offset, weights).view(models, widths[l], widths[l + 1]);
                offset += weights;
                _b[l] = _theta.narrow(1, offset, widths[l + 1]).view(models, 1, widths[l + 1]);
                _gb[l] = _gradient.narrow(1, offset, widths[l + 1]).view(models, 1, widths[l + 1]);
                offset += widths[l + 1];
            }
        }

        public int Models => _models;

        public void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable without = no_grad();
            _step++;
            Tensor[] x = new Tensor[_w.Length];
            x[0] = cat([_embedding.index_select(1, _first), _embedding.index_select(1, _second)], 2);
            Tensor z = null!;
            for (int l = 0; l < _w.Length; l++)
            {
                z = x[l].baddbmm(_w[l], _b[l]);   // TorchSharp's order: batch1.baddbmm(batch2, input)
                if (l + 1 < _w.Length)
                {
                    x[l + 1] = z.mul_(2).sigmoid_().mul_(2).sub_(1);
                }
            }

            Tensor delta = z.sigmoid_().sub_(_target).div_(_target.shape[1]);
            for (int l = _w.Length - 1; l >= 0; l--)
            {
                _gw[l].copy_(x[l].transpose(1, 2).bmm(delta));
                _gb[l].copy_(delta.sum([1], keepdim: true));
                delta = delta.bmm(_w[l].transpose(1, 2));
                if (l > 0)
                {
                    delta.mul_(x[l].mul_(x[l]).neg_().add_(1));
                }
            }

            _gradientEmbedding.zero_();
            _gradientEmbedding.index_add_(1, _first, delta.narrow(2, 0, Dimension), 1);
            _gradientEmbedding.index_add_(1, _second, delta.narrow(2, Dimension, Dimension), 1);
            _m.mul_(0.9).add_(_gradient, alpha: 0.1);
            _v.mul_(0.999).addcmul_(_gradient, _gradient, 0.001);
            double correction = Math.Sqrt(1 - Math.Pow(0.999, _step));
            _theta.addcdiv_(_m, _v.sqrt().div_(correction).add_(1e-8), -1e-3 / (1 - Math.Pow(0.9, _step)));
        }

        public void Dispose()
        {
            _theta.Dispose();
            _gradient.Dispose();
            _m.Dispose();
            _v.Dispose();
        }
    }
}
