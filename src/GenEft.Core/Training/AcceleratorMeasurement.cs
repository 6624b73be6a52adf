using System.Diagnostics;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>How fast a backend trains models on modulo 3: the steps of all of them over the time they took.</summary>
internal static class AcceleratorMeasurement
{
    /// <summary>Optimizer steps a second, from the first run's preparation to the last one's end; a short round before it has
    /// everything compiled.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="workers">Threads that it trains with.</param>
    /// <param name="models">Models in flight.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="cancelToken">Stops it.</param>
    /// <param name="settings">What each model is; the paper's defaults if null.</param>
    public static double StepsPerSecond(
        ITrainingBackend backend, int workers, int models, int steps, CancellationToken cancelToken, TrainingSettings? settings = null)
    {
        settings ??= new TrainingSettings();
        Train(backend, workers, Math.Min(models, workers), Math.Max(1, Math.Min(1000, steps / 4)), settings, cancelToken);
        long start = Stopwatch.GetTimestamp();
        Train(backend, workers, models, steps, settings, cancelToken);
        return (double)models * steps / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Train(
        ITrainingBackend backend, int workers, int models, int steps, TrainingSettings settings, CancellationToken cancelToken)
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo }, cancelToken);
        Source source = new([.. Enumerable.Range(0, models).Select(seed => new TrainingRun(
            relation, settings with { MaxSteps = steps, Seed = seed, StopWhen = StopCondition.MaxSteps }))]);
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(_ => new Thread(() => source.Work(backend, cancelToken)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        cancelToken.ThrowIfCancellationRequested();
        if (source.Failure is not null)
        {
            throw source.Failure;
        }
    }

    private sealed class Source(TrainingRun[] runs) : IRunSource
    {
        private int _taken = -1;

        public Exception? Failure { get; private set; }

        public IQueuedRun? Take()
        {
            int next = Interlocked.Increment(ref _taken);
            return next < runs.Length ? new Entry(this, runs[next]) : null;
        }

        public IQueuedRun? TryTake(Func<TrainingRun, bool> suits) => Take();   // all runs are alike

        public void Work(ITrainingBackend backend, CancellationToken cancelToken)
        {
            try
            {
                backend.Execute(this, cancelToken);
            }
#pragma warning disable CA1031 // The measuring thread's to throw: this one would take the process with it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Failure = exception;
            }
        }

        private sealed class Entry(Source source, TrainingRun run) : IQueuedRun, IProgress<int>
        {
            public TrainingRun Run => run;

            public IProgress<int> Progress => this;

            public CheckpointFile? Checkpoint => null;

            public void Report(int value)
            {
            }

            public void Complete(TrainingOutcome outcome)
            {
            }

            public void Fail(Exception reason) => source.Failure = reason;
        }
    }
}
