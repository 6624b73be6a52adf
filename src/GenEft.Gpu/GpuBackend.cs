using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;

namespace GenEft.Gpu;

/// <summary>
/// Trains thousands of runs at once on one device. Runs of one shape make a cohort; between two launches of some tenth of a
/// second the host takes what is done, puts in what waits, reports progress and looks whether to stop.
/// </summary>
internal sealed class GpuBackend : ITrainingBackend
{
    private static readonly TimeSpan s_launchTime = TimeSpan.FromMilliseconds(100);

    private readonly GpuDevice _device;
    private readonly Stopwatch _sinceCheckpoint = Stopwatch.StartNew();
    private readonly Dictionary<int, Flight> _flights = [];   // by place
    private IQueuedRun? _next;   // taken, but of another shape than the present cohort
    private int _launches;

    /// <summary>A backend on a device.</summary>
    /// <param name="device">The device; this backend owns it.</param>
    public GpuBackend(GpuDevice device)
    {
        _device = device;
    }

    public AcceleratorKind Kind => _device.Kind;

    public string Name => _device.Name;

    /// <summary>The most models that may train at once; tests make it small.</summary>
    public int SlotLimit { get; init; } = int.MaxValue;

    /// <summary>Called before each launch with its number: where a test makes a device fail.</summary>
    public Action<int>? BeforeLaunch { get; init; }

    /// <summary>Called before memory is taken with the slots it is for: where a test makes it run out.</summary>
    public Action<int>? BeforeAllocation { get; init; }

    public string? ReasonAgainst(TrainingRun run) => CohortLayout.Find(run, _device.Limits).Reason;

    public void Execute(IRunSource source, CancellationToken cancelToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        while ((_next ??= source.Take(wait: true)) is { } first)
        {
            try
            {
                (CohortLayout? layout, string? reason) = CohortLayout.Find(first.Run, _device.Limits);
                if (layout is null)
                {
                    Refuse(first, reason!);
                    _next = null;
                    continue;
                }

                using Cohort cohort = Open(layout);
                Train(cohort, source, cancelToken);
            }
            catch (OperationCanceledException exception)
            {
                FailAll(exception);
                throw;
            }
#pragma warning disable CA1031 // Whatever a driver throws is reported with every run it took down; the others go on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                FailAll(new GenEftException(
                    ErrorIds.AcceleratorFailed, $"The accelerator '{Name}' failed in mid-run: {exception.Message}", Name, exception));
                _device.Reopen();
            }
        }
    }

    /// <summary>Adds the measured peak and speed to the device's row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="steps">Steps of each model, as many models as the device trains at once.</param>
    /// <param name="cancelToken">Stops the measurement.</param>
    /// <param name="rounds">Multiply-adds of each chain of the peak's kernel.</param>
    public AcceleratorInfo Measure(AcceleratorInfo row, CancellationToken cancelToken, int steps = 2000, int rounds = 20_000)
    {
        TrainingRun typical = new(
            RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo }), new TrainingSettings());
        int models = CohortLayout.Find(typical, _device.Limits).Layout is { } layout
            ? Math.Min(_device.GroupsAtOnce(layout), SlotLimit)
            : 0;
        return row with
        {
            PeakGigaflops = PeakKernel.Measure(_device.Accelerator, rounds),
            StepsPerSecond = models == 0 ? null
                : AcceleratorMeasurement.StepsPerSecond(this, workers: 1, models, steps, cancelToken),
        };
    }

    public void Dispose() => _device.Dispose();

    // As many models as keep the device busy, and as many again that wait there; fewer where memory is short.
    private Cohort Open(CohortLayout layout)
    {
        Accelerator accelerator = _device.Accelerator;
        int groups = Math.Max(1, _device.GroupsAtOnce(layout));
        long room = (long)(0.8 * _device.Limits.MemoryBytes);
        long fit = Math.Max(1, room / ((2 * layout.PlaceBytes) + layout.SlotBytes));
        int slots = (int)Math.Min(Math.Min(groups, fit), SlotLimit);
        while (true)
        {
            try
            {
                BeforeAllocation?.Invoke(slots);
                return new Cohort(accelerator, layout, slots, 2 * slots);
            }
            catch (Exception exception) when (slots > 1 && exception is AcceleratorException or OutOfMemoryException)
            {
                // Others use the device's memory too.
                slots /= 2;
            }
        }
    }

    private void Train(Cohort cohort, IRunSource source, CancellationToken cancelToken)
    {
        int budget = 4;
        while (true)
        {
            Fill(cohort, source, cancelToken);
            if (_flights.Count == 0)
            {
                return;
            }

            BeforeLaunch?.Invoke(_launches++);
            long start = Stopwatch.GetTimestamp();
            cohort.Launch(budget);
            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            budget = (int)Math.Clamp(budget * Math.Min(4, s_launchTime / taken), 1, 1 << 20);
            Harvest(cohort);
            if (cancelToken.IsCancellationRequested || _sinceCheckpoint.Elapsed > TrainingRun.CheckpointInterval)
            {
                KeepAll(cohort);
                _sinceCheckpoint.Restart();
            }

            cancelToken.ThrowIfCancellationRequested();
        }
    }

    private void Fill(Cohort cohort, IRunSource source, CancellationToken cancelToken)
    {
        while (cohort.HasRoom && (_next ??= source.Take(wait: false)) is { } queued && cohort.Layout.Fits(queued.Run)
            && ReasonAgainst(queued.Run) is null)
        {
            RunRecord record = new(queued.Run, queued.Checkpoint, cancelToken);
            int place = cohort.Add(record);
            _flights.Add(place, new Flight(queued, record));
            _next = null;
        }
    }

    private void Harvest(Cohort cohort)
    {
        foreach ((int place, Flight flight) in _flights.ToList())
        {
            ModelState state = cohort.StateOf(place);
            flight.Record.TrainStep = state.TrainStep < 0 ? null : state.TrainStep;
            flight.Record.TestStep = state.TestStep < 0 ? null : state.TestStep;
            foreach (DeviceEvaluation point in cohort.TakeHistory(place))
            {
                flight.Record.AddHistory(point.Step, OnTrain(flight.Record, point), OnTest(flight.Record, point));
            }

            flight.Queued.Progress.Report(state.Step);
            if (state.Status == ModelStatus.Done)
            {
                TrainingOutcome outcome = Finish(cohort, place, flight.Record, state);
                _flights.Remove(place);
                cohort.Release(place);
                flight.Queued.Complete(outcome);
            }
        }
    }

    private TrainingOutcome Finish(Cohort cohort, int place, RunRecord record, ModelState state)
    {
        Evaluation onTrain = OnTrain(record, state.Last);
        Evaluation onTest = OnTest(record, state.Last);
        TrainerState trainer = cohort.Download(place, record.Settings.Optimizer);
        record.Write(() => trainer);

        // The last step counts as a crossing even where no evaluation was due.
        int? trainStep = record.TrainStep ?? (onTrain.IsLossFinite && record.Crosses(onTrain) ? state.Step : null);
        int? testStep = record.TestStep ?? (onTrain.IsLossFinite && record.Crosses(onTest) ? state.Step : null);
        return record.Finish(state.Step, onTrain, onTest, trainStep, testStep, trainer.Parameters, Kind, Name);
    }

    private void KeepAll(Cohort cohort)
    {
        foreach ((int place, Flight flight) in _flights)
        {
            flight.Record.Write(() => cohort.Download(place, flight.Record.Settings.Optimizer));
        }
    }

    private void FailAll(Exception reason)
    {
        foreach (Flight flight in _flights.Values)
        {
            flight.Queued.Fail(reason);
        }

        // Nothing was in flight: it is the run that was about to begin which cannot.
        if (_flights.Count == 0 || reason is OperationCanceledException)
        {
            _next?.Fail(reason);
            _next = null;
        }

        _flights.Clear();
    }

    private void Refuse(IQueuedRun queued, string reason) => queued.Fail(new GenEftException(
        ErrorIds.AcceleratorUnavailable, $"Accelerator is {Kind}; '{Name}' cannot train {queued.Run.Relation.Name}: {reason}.", Kind));

    private static Evaluation OnTrain(RunRecord record, DeviceEvaluation point) =>
        new(point.IsLossFinite == 1 ? point.TrainLoss : double.NaN, point.TrainCorrect, record.Train.Count, point.IsLossFinite == 1);

    private static Evaluation OnTest(RunRecord record, DeviceEvaluation point) =>
        new(point.TestLoss, point.TestCorrect, record.Test.Count, true);

    /// <summary>A run on the device.</summary>
    private sealed record Flight(IQueuedRun Queued, RunRecord Record);
}
