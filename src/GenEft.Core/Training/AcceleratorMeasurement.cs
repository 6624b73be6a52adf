using System.Diagnostics;

namespace GenEft;

/// <summary>How fast a backend trains models on modulo 3: the steps of all of them over the time they took.</summary>
internal static class AcceleratorMeasurement
{
    /// <summary>Optimizer steps a second, the steps of the first tenth (compilation, filling up) left out.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="workers">Threads that it trains with.</param>
    /// <param name="models">Models in flight.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="cancelToken">Stops it.</param>
    /// <param name="settings">What each model is; the paper's defaults if null.</param>
    public static double StepsPerSecond(
        ITrainingBackend backend, int workers, int models, int steps, CancellationToken cancelToken, TrainingSettings? settings = null)
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo }, cancelToken);
        Source source = new([.. Enumerable.Range(0, models).Select(seed => new TrainingRun(
            relation, (settings ?? new TrainingSettings()) with { MaxSteps = steps, Seed = seed, StopWhen = StopCondition.MaxSteps }))]);
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(_ => new Thread(() => source.Work(backend, cancelToken)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        cancelToken.ThrowIfCancellationRequested();
        return source.Failure is null ? source.StepsPerSecond : throw source.Failure;
    }

    private sealed class Source(TrainingRun[] runs) : IRunSource
    {
        private readonly Lock _lock = new();
        private readonly long _total = runs.Sum(run => (long)run.MaxSteps);
        private int _taken;
        private long _done;
        private (long Steps, long Time) _start;
        private long _end;

        public Exception? Failure { get; private set; }

        public double StepsPerSecond => (_done - _start.Steps) / Stopwatch.GetElapsedTime(_start.Time, _end).TotalSeconds;

        public IQueuedRun? Take(bool wait)
        {
            lock (_lock)
            {
                return _taken < runs.Length ? new Entry(this, runs[_taken++]) : null;
            }
        }

        public void Work(ITrainingBackend backend, CancellationToken cancelToken)
        {
            try
            {
                backend.Execute(this, cancelToken);
            }
            catch (OperationCanceledException)
            {
                // The caller asks the token itself.
            }
        }

        private void Report(int steps, Exception? failure)
        {
            lock (_lock)
            {
                _done += steps;
                _end = Stopwatch.GetTimestamp();
                Failure ??= failure;
                if (_start.Time == 0 && _done >= _total / 10)
                {
                    _start = (_done, _end);
                }
            }
        }

        private sealed class Entry(Source source, TrainingRun run) : IQueuedRun, IProgress<int>
        {
            private int _last;

            public TrainingRun Run => run;

            public IProgress<int> Progress => this;

            public CheckpointFile? Checkpoint => null;

            public void Report(int value)
            {
                source.Report(value - _last, null);
                _last = value;
            }

            public void Complete(TrainingOutcome outcome) => Report(run.MaxSteps);

            public void Fail(Exception reason) => source.Report(0, reason);
        }
    }
}
