using System.Diagnostics;
using GenEft.Relations;
using GenEft.Training;
using GenEft.Training.Scheduling;
using ILGPU.Runtime;

namespace GenEft.Gpu;

/// <summary>
/// Trains thousands of runs at once on one device. Runs of one shape make a cohort; a launch takes some tenth of a second,
/// beside which the host takes what is done and puts in what waits, and after which it reports progress and looks whether to stop.
/// </summary>
internal sealed class GpuBackend : ITrainingBackend
{
    private const int FirstBudget = 4;

    private readonly GpuDevice _device;
    private readonly Stopwatch _sinceCheckpoint = Stopwatch.StartNew();
    private readonly Dictionary<int, Flight> _flights = [];   // by place
    private readonly HashSet<IQueuedRun> _unanswered = [];    // taken, on the device or on the way there
    private int _launches;
    private CancellationToken _cancelToken;

    /// <summary>A backend on a device.</summary>
    /// <param name="device">The device; this backend owns it.</param>
    public GpuBackend(GpuDevice device)
    {
        _device = device;
    }

    public AcceleratorKind Kind => _device.Kind;

    public string Name => _device.Name;

    /// <summary>How long a launch is to take; tests make it long.</summary>
    public TimeSpan LaunchTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The most models that may train at once; tests make it small.</summary>
    public int SlotLimit { get; init; } = int.MaxValue;

    /// <summary>The most models that may have many groups each; tests make it small.</summary>
    public int SpreadLimit { get; init; } = int.MaxValue;

    /// <summary>Called before each launch with its number and whether models have many groups: where a test makes a device fail.</summary>
    public Action<int, bool>? BeforeLaunch { get; init; }

    /// <summary>Called before memory is taken with the slots it is for and the models that may have many groups: where a test makes it run out.</summary>
    public Action<int, int>? BeforeAllocation { get; init; }

    public string? ReasonAgainst(TrainingRun run)
    {
        (CohortLayout? layout, string? reason) = CohortLayout.Find(run, _device.Limits);
        return layout is null ? reason : _device.FindFault(layout) is null ? null : "its kernel computes wrong numbers";
    }

    public void Execute(IRunSource source, CancellationToken cancelToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        _cancelToken = cancelToken;
        while (source.Take() is { } first)
        {
            (CohortLayout? layout, string? reason) = CohortLayout.Find(first.Run, _device.Limits);
            if (layout is null)
            {
                first.Fail(new GenEftException(
                    ErrorIds.AcceleratorUnavailable, $"Accelerator is {Kind}; '{Name}' cannot train {first.Run.Relation.Name}: {reason}.", Kind));
                continue;
            }

            _unanswered.Add(first);
            try
            {
                if (_device.Check(layout) is { } fault)
                {
                    // The device is well; what comes after it of this kind goes elsewhere, or is told at once.
                    FailAll(new GenEftException(fault.ErrorId, $"{fault.Message} Use -Accelerator Cpu.", Kind));
                    continue;
                }

                using Cohort cohort = Open(layout);
                Add(cohort, first);
                Train(cohort, source);
                cancelToken.ThrowIfCancellationRequested();
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
                FailAll(Failed(exception));
                Reopen();
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
        int models = CohortLayout.OfDefaultJob(_device.Limits).Layout is { } layout
            ? Math.Min(_device.GroupsAtOnce(layout), SlotLimit)
            : 0;
        return row with
        {
            PeakGigaflops = PeakKernel.Measure(_device.Accelerator, rounds),
            StepsPerSecond = models == 0 ? null
                : AcceleratorMeasurement.StepsPerSecond(workers: 1, models, steps, cancelToken, accelerator: this),
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
        int spread = _device.Spreads(layout) ? Math.Min(MostSpread(layout, groups, slots), SpreadLimit) : 0;
        while (true)
        {
            try
            {
                BeforeAllocation?.Invoke(slots, spread);
                return new Cohort(accelerator, layout, slots, 2 * slots, spread);
            }
            catch (Exception exception) when ((spread > 0 || slots > 1) && exception is AcceleratorException or OutOfMemoryException)
            {
                // Others use the device's memory too; what makes a few models faster is given up before models are.
                (spread, slots) = (0, spread > 0 ? slots : slots / 2);
            }
        }
    }

    // Models that leave half of the device's groups idle are faster with a group a chunk (measured on an H200), for a tenth of its memory at most.
    private int MostSpread(CohortLayout layout, int groups, int slots) =>
        (int)Math.Min(Math.Min((groups + 1) / 2, slots), (long)(0.1 * _device.Limits.MemoryBytes) / layout.SpreadBytes);

    // While the device is at one launch, the host takes up what earlier ones finished and makes the next models ready.
    private void Train(Cohort cohort, IRunSource source)
    {
        int budget = FirstBudget;
        (bool IsSpread, int Models) last = default;
        Queue<int> done = [];
        while (_flights.Count < cohort.SlotCount && TryAdd(cohort, source))
        {
        }

        while (_flights.Count > 0)
        {
            int[] launched = [.. _flights.Keys.Except(done)];
            long start = Stopwatch.GetTimestamp();
            if (launched.Length > 0)
            {
                cohort.Fill();
                BeforeLaunch?.Invoke(_launches++, cohort.IsSpread);
                if (cohort.IsSpread != last.IsSpread || cohort.TrainingCount > 2 * last.Models)
                {
                    budget = FirstBudget;   // a step takes another time
                }

                last = (cohort.IsSpread, cohort.TrainingCount);
                budget = cohort.Start(budget);
            }

            TimeSpan beside = Tend(cohort, source, done);
            if (launched.Length > 0)
            {
                cohort.Wait();
                bool isSpent = launched.Any(cohort.IsHeldByBudget);
                budget = NextBudget(budget, Stopwatch.GetElapsedTime(start), beside, isSpent);
                Harvest(cohort, launched, done);
            }

            if (_cancelToken.IsCancellationRequested || _sinceCheckpoint.Elapsed > TrainingRun.CheckpointInterval)
            {
                while (TryFinish(cohort, done))
                {
                }

                KeepAll(cohort);
                _sinceCheckpoint.Restart();
            }

            _cancelToken.ThrowIfCancellationRequested();
        }
    }

    // For as long as a launch takes: what is left can wait for the next, the device cannot.
    private TimeSpan Tend(Cohort cohort, IRunSource source, Queue<int> done)
    {
        long start = Stopwatch.GetTimestamp();
        bool isFinished = false;
        bool isAdded = true;   // once there is none, not asked again: the source looks through all that waits
        while ((isFinished || isAdded) && Stopwatch.GetElapsedTime(start) < LaunchTime)
        {
            isFinished = TryFinish(cohort, done);
            isAdded = isAdded && cohort.HasRoom && TryAdd(cohort, source);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    // Only a launch whose budget was spent tells what a step costs; one that the host was busy beside may have ended long before.
    private int NextBudget(int budget, TimeSpan launch, TimeSpan beside, bool isSpent)
    {
        double ratio = LaunchTime / launch;
        ratio = beside > 0.9 * launch ? Math.Max(ratio, 2) : beside > 0.5 * launch ? Math.Max(ratio, 1) : ratio;
        return (int)Math.Clamp(budget * Math.Min(isSpent ? 4 : 1, ratio), 1, 1 << 20);
    }

    private bool TryAdd(Cohort cohort, IRunSource source)
    {
        if (_cancelToken.IsCancellationRequested
            || source.TryTake(run => cohort.Layout.Fits(run) && ReasonAgainst(run) is null) is not { } queued)
        {
            return false;
        }

        Add(cohort, queued);
        return true;
    }

    private void Add(Cohort cohort, IQueuedRun queued)
    {
        RunRecord? record = null;
        _unanswered.Add(queued);
        Answering(queued, () => record = new RunRecord(queued.Run, Name, queued.Checkpoint, _cancelToken));
        if (record is not null)
        {
            _flights.Add(cohort.Add(record), new Flight(queued, record));
        }
    }

    // What the launch did for each of its models.
    private void Harvest(Cohort cohort, int[] launched, Queue<int> done)
    {
        foreach (int place in launched)
        {
            ModelState state = cohort.StateOf(place);
            if (state.Status == ModelStatus.Done)
            {
                done.Enqueue(place);
            }
            else
            {
                Report(_flights[place], state, cohort.TakeHistory(place));
            }
        }
    }

    // A finished model's result; its place is another's then.
    private bool TryFinish(Cohort cohort, Queue<int> done)
    {
        if (!done.TryDequeue(out int place))
        {
            return false;
        }

        Flight flight = _flights[place];
        ModelState state = cohort.StateOf(place);
        Report(flight, state, cohort.TakeHistory(place), () =>
        {
            flight.Record.WriteLast(() => cohort.Download(place, flight.Record.Settings.Optimizer));
            TrainingOutcome outcome = Outcome(flight.Record, state, cohort.DownloadParameters(place));
            _unanswered.Remove(flight.Queued);
            flight.Queued.Complete(outcome);
        });
        _flights.Remove(place);
        cohort.Release(place);
        return true;
    }

    private void Report(Flight flight, ModelState state, DeviceEvaluation[] history, Action? andThen = null)
    {
        if (!_unanswered.Contains(flight.Queued))
        {
            return;
        }

        Answering(flight.Queued, () =>
        {
            RunRecord record = flight.Record;
            record.TrainStep = state.TrainStep < 0 ? null : state.TrainStep;
            record.TestStep = state.TestStep < 0 ? null : state.TestStep;
            foreach (DeviceEvaluation point in history)
            {
                record.AddHistory(point.Step, OnTrain(record, point), OnTest(record, point));
            }

            flight.Queued.Progress.Report(state.Step);
            andThen?.Invoke();
        });
    }

    private TrainingOutcome Outcome(RunRecord record, ModelState state, double[] parameters)
    {
        Evaluation onTrain = OnTrain(record, state.Last);
        Evaluation onTest = OnTest(record, state.Last);

        // The last step counts as a crossing even where no evaluation was due.
        int? trainStep = record.TrainStep ?? (onTrain.IsLossFinite && record.Crosses(onTrain) ? state.Step : null);
        int? testStep = record.TestStep ?? (onTrain.IsLossFinite && record.Crosses(onTest) ? state.Step : null);
        return record.Finish(state.Step, onTrain, onTest, trainStep, testStep, parameters, Kind, Name);
    }

    // What has moved since it was put here, in one piece for the disk.
    private void KeepAll(Cohort cohort)
    {
        (int Place, Flight Flight)[] moved =
        [
            .. _flights.Where(f => f.Value.Queued.Checkpoint is not null && _unanswered.Contains(f.Value.Queued)
                && cohort.StateOf(f.Key).Step > f.Value.Record.Start.UpdateCount).Select(f => (f.Key, f.Value)),
        ];
        for (int i = 0; i < moved.Length; i++)
        {
            (int place, Flight flight) = moved[i];
            TrainerState trainer = cohort.Download(place, flight.Record.Settings.Optimizer);
            bool isLast = i == moved.Length - 1;
            Answering(flight.Queued, () => flight.Record.Write(() => trainer, flushes: isLast));
        }
    }

    // The host's part of one run: what goes wrong there, a full disk say, is that run's alone. The device may train it on.
    private void Answering(IQueuedRun queued, Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (_cancelToken.IsCancellationRequested)
        {
            // Answered with all the others, once what they have reached is kept.
        }
#pragma warning disable CA1031 // Carried over to whoever waits for the run, whole.
        catch (Exception exception) when (exception is not AcceleratorException)
#pragma warning restore CA1031
        {
            _unanswered.Remove(queued);
            queued.Fail(exception);
        }
    }

    private GenEftException Failed(Exception exception) => exception as GenEftException ?? new GenEftException(
        ErrorIds.AcceleratorFailed, $"The accelerator '{Name}' failed in mid-run: {exception.Message}", Name, exception);

    // A device that does not come back fails everything that waits for it, by the same id.
    private void Reopen()
    {
        try
        {
            _device.Reopen();
        }
        catch (Exception exception)
        {
            throw Failed(exception);
        }
    }

    private void FailAll(Exception reason)
    {
        foreach (IQueuedRun queued in _unanswered)
        {
            queued.Fail(reason);
        }

        _unanswered.Clear();
        _flights.Clear();
    }

    private static Evaluation OnTrain(RunRecord record, DeviceEvaluation point) => new(
        point.IsLossFinite == 1 ? point.TrainLoss : double.NaN, Counts(record.Train, point.TrainCorrect, point.TrainHits), point.IsLossFinite == 1);

    private static Evaluation OnTest(RunRecord record, DeviceEvaluation point) =>
        new(point.TestLoss, Counts(record.Test, point.TestCorrect, point.TestHits), true);

    private static ClassificationCounts Counts(PairSet pairs, int correct, int hits)
    {
        int trueNegatives = correct - hits;
        return new ClassificationCounts(hits, pairs.RelatedCount - hits, trueNegatives, pairs.Count - pairs.RelatedCount - trueNegatives);
    }

    /// <summary>A run on the device.</summary>
    private sealed record Flight(IQueuedRun Queued, RunRecord Record);
}
