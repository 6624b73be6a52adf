using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Every trainer of this machine by name, the reference included.</summary>
internal static class Trainers
{
    public const string Reference = "Reference";

    public static TheoryData<string> Simd => [.. TrainerFactory.Supported];

    public static ITrainer Create(
        string name, NetworkShape shape, TrainingSettings settings, double[] parameters, int capacity) => name == Reference
        ? new ReferenceTrainer(shape, settings, parameters)
        : TrainerFactory.Create(name, shape, settings, parameters, capacity);

    /// <summary>A trainer with a batch set and its gradient computed.</summary>
    public static ITrainer AtGradient(string name, NetworkShape shape, TrainingSettings settings, double[] parameters, PairSet batch)
    {
        ITrainer trainer = Create(name, shape, settings, parameters, batch.Count);
        trainer.SetBatch(batch);
        trainer.ComputeGradient(CancellationToken.None);
        return trainer;
    }

    /// <summary>Random labelled pairs.</summary>
    public static PairSet RandomPairs(int elementCount, int count, long seed)
    {
        CounterRandom random = new(seed, RandomPurpose.Split, 77);
        PairSet pairs = new(count);
        for (int s = 0; s < count; s++)
        {
            pairs.Set(s, random.NextInt(elementCount), random.NextInt(elementCount), random.NextInt(2) == 0);
        }

        return pairs;
    }
}
