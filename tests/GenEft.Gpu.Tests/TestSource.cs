using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Gpu.Tests;

/// <summary>A list of runs, and what became of each.</summary>
internal sealed class TestSource(IEnumerable<TrainingRun> runs, Func<TrainingRun, CheckpointFile?> checkpointOf) : IRunSource
{
    private readonly List<Entry> _waiting = [.. runs.Select(run => new Entry(run, checkpointOf))];

    public List<Entry> Taken { get; } = [];

    public static List<Entry> Execute(
        ITrainingBackend backend, IEnumerable<TrainingRun> runs, CheckpointFile? checkpoint = null, CancellationToken cancelToken = default)
    {
        TestSource source = new(runs, _ => checkpoint);
        backend.Execute(source, cancelToken);
        return source.Taken;
    }

    public IQueuedRun? Take() => TryTake(_ => true);

    public IQueuedRun? TryTake(Func<TrainingRun, bool> suits)
    {
        Entry? entry = _waiting.FirstOrDefault(waiting => suits(waiting.Run));
        if (entry is not null)
        {
            _waiting.Remove(entry);
            Taken.Add(entry);
        }

        return entry;
    }

    internal sealed class Entry(TrainingRun run, Func<TrainingRun, CheckpointFile?> checkpointOf) : IQueuedRun, IProgress<int>
    {
        public TrainingRun Run => run;

        public IProgress<int> Progress => this;

        public CheckpointFile? Checkpoint => checkpointOf(run);

        public TrainingOutcome? Outcome { get; private set; }

        public Exception? Failure { get; private set; }

        public List<int> Steps { get; } = [];

        public TrainingResult Result => Outcome?.Result ?? throw new InvalidOperationException("The run did not complete.", Failure);

        public void Complete(TrainingOutcome outcome)
        {
            Assert.Null(Outcome ?? (object?)Failure);
            Outcome = outcome;
        }

        public void Fail(Exception reason)
        {
            Assert.Null(Outcome ?? (object?)Failure);
            Failure = reason;
        }

        public void Report(int value) => Steps.Add(value);
    }
}
