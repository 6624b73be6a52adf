using System.Diagnostics;
using GenEft.Relations;

namespace GenEft.Training.Scheduling;

/// <summary>How fast a backend trains models on modulo 3: the steps of all of them over the time they took.</summary>
internal static class AcceleratorMeasurement
{
    /// <summary>Optimizer steps a second, from the first run's preparation to the last one's end; a short round before it has everything
    /// compiled.</summary>
    /// <param name="workers">Threads of the processor to train on.</param>
    /// <param name="models">Models in flight.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="cancelToken">Stops it.</param>
    /// <param name="settings">What each model is; the paper's defaults if null.</param>
    /// <param name="accelerator">The device to train on in place of the processor.</param>
    public static double StepsPerSecond(
        int workers, int models, int steps, CancellationToken cancelToken, TrainingSettings? settings = null, ITrainingBackend? accelerator = null)
    {
        settings ??= new TrainingSettings();
        using TrainingScheduler scheduler = new(workers, accelerator, cancelToken: cancelToken);
        Train(scheduler, Math.Min(models, workers), settings with { MaxSteps = Math.Max(1, Math.Min(1000, steps / 4)) }, cancelToken);
        long start = Stopwatch.GetTimestamp();
        Train(scheduler, models, settings with { MaxSteps = steps }, cancelToken);
        return (double)models * steps / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Train(TrainingScheduler scheduler, int models, TrainingSettings settings, CancellationToken cancelToken)
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo }, cancelToken: cancelToken);
        Task<TrainingOutcome>[] runs =
        [
            .. Enumerable.Range(0, models).Select(seed => scheduler.Submit(
                new TrainingRun(relation, settings with { Seed = seed, StopWhen = StopCondition.MaxSteps }))),
        ];
        Task.WhenAll(runs).GetAwaiter().GetResult();
    }
}
