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

/// <summary>Independent fused multiply-adds in registers: what the processor can do at most.</summary>
internal static class FmaPeak
{
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static float Run(int megaFlops)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            return Run256(megaFlops);
        }

        // 12 chains of 16 lanes, 2 operations each.
        Vector512<float> a = Vector512.Create(0.999f), b = Vector512.Create(1e-3f);
        Vector512<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (long i = megaFlops * 1_000_000L / (12 * 16 * 2); i > 0; i--)
        {
            s0 = Vector512.FusedMultiplyAdd(s0, a, b);
            s1 = Vector512.FusedMultiplyAdd(s1, a, b);
            s2 = Vector512.FusedMultiplyAdd(s2, a, b);
            s3 = Vector512.FusedMultiplyAdd(s3, a, b);
            s4 = Vector512.FusedMultiplyAdd(s4, a, b);
            s5 = Vector512.FusedMultiplyAdd(s5, a, b);
            s6 = Vector512.FusedMultiplyAdd(s6, a, b);
            s7 = Vector512.FusedMultiplyAdd(s7, a, b);
            s8 = Vector512.FusedMultiplyAdd(s8, a, b);
            s9 = Vector512.FusedMultiplyAdd(s9, a, b);
            s10 = Vector512.FusedMultiplyAdd(s10, a, b);
            s11 = Vector512.FusedMultiplyAdd(s11, a, b);
        }

        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    private static float Run256(int megaFlops)
    {
        Vector256<float> a = Vector256.Create(0.999f), b = Vector256.Create(1e-3f);
        Vector256<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (long i = megaFlops * 1_000_000L / (12 * 8 * 2); i > 0; i--)
        {
            s0 = Vector256.FusedMultiplyAdd(s0, a, b);
            s1 = Vector256.FusedMultiplyAdd(s1, a, b);
            s2 = Vector256.FusedMultiplyAdd(s2, a, b);
            s3 = Vector256.FusedMultiplyAdd(s3, a, b);
            s4 = Vector256.FusedMultiplyAdd(s4, a, b);
            s5 = Vector256.FusedMultiplyAdd(s5, a, b);
            s6 = Vector256.FusedMultiplyAdd(s6, a, b);
            s7 = Vector256.FusedMultiplyAdd(s7, a, b);
            s8 = Vector256.FusedMultiplyAdd(s8, a, b);
            s9 = Vector256.FusedMultiplyAdd(s9, a, b);
            s10 = Vector256.FusedMultiplyAdd(s10, a, b);
            s11 = Vector256.FusedMultiplyAdd(s11, a, b);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }
}
