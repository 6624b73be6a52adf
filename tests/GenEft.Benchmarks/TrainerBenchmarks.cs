using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;

namespace GenEft.Benchmarks;

/// <summary>
/// One core: optimizer steps at the paper's default job (675 pairs, w = 50, d = 2) by hidden layers and instruction set,
/// beside the FMA peak of the same run. An operation is a million floating-point operations (forward, backward and weight
/// gradients of the affine layers; activations and the optimizer are not counted), so Ratio tells how many times longer than the peak it takes.
/// </summary>
public class TrainerBenchmarks : IDisposable
{
    private const int MegaFlops = 2000;

    private ITrainer? _trainer;
    private int _steps;

    /// <summary>The trainers of this machine, and the scalar reference.</summary>
    public static IEnumerable<string> Trainers => [.. TrainerFactory.Supported, "Reference"];

    /// <summary>Which trainer.</summary>
    [ParamsSource(nameof(Trainers))]
    public string Trainer { get; set; } = "";

    /// <summary>Hidden layers of width 50.</summary>
    [Params(2, 3)]
    public int HiddenLayers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo });
        TrainingSettings settings = new() { DecoderDepth = HiddenLayers + 1 };
        NetworkShape shape = new(relation.Count, settings);
        double[] parameters = Initialization.Create(shape, settings);
        (PairSet train, _) = PairSet.Split(relation, settings);
        _trainer = Trainer == "Reference"
            ? new ReferenceTrainer(shape, settings, parameters)
            : TrainerFactory.Create(Trainer, shape, settings, parameters, train.Count);
        _trainer.SetBatch(train);

        // As many steps as make up the stated work, to within half a step of some two hundred.
        double megaFlopsPerStep = 6e-6 * train.Count * shape.Layers.Sum(layer => layer.Inputs * layer.Outputs);
        _steps = (int)Math.Round(MegaFlops / megaFlopsPerStep);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _trainer?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "FMA peak", OperationsPerInvoke = MegaFlops)]
    public float Peak() => FmaPeak.Run(MegaFlops);

    [Benchmark(Description = "Optimizer step", OperationsPerInvoke = MegaFlops)]
    public void Step()
    {
        for (int step = 0; step < _steps; step++)
        {
            _trainer!.ComputeGradient(CancellationToken.None);
            _trainer.Update();
        }
    }
}

