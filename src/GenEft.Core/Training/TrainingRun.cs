using System.Diagnostics;

namespace GenEft;

/// <summary>
/// One training run, from the split to the phase. Step k means "after k optimizer steps": the loss at step 0 is that of
/// the initial network. Accuracies are measured every EvaluationInterval steps and at the last step.
/// </summary>
public sealed class TrainingRun
{
    private static readonly TimeSpan s_checkpointInterval = TimeSpan.FromSeconds(30);

    private readonly Relation _relation;
    private readonly TrainingSettings _settings;
    private readonly Func<NetworkShape, TrainingSettings, double[], int, ITrainer> _createTrainer;

    /// <summary>Prepares a run; nothing is computed yet.</summary>
    /// <param name="relation">What is to be learnt.</param>
    /// <param name="settings">Everything else it depends on.</param>
    /// <exception cref="GenEftException">ValueOutOfRange, or TrainingTooLarge with the estimate.</exception>
    public TrainingRun(Relation relation, TrainingSettings settings)
        : this(relation, settings, TrainerFactory.Create)
    {
    }

    internal TrainingRun(
        Relation relation, TrainingSettings settings, Func<NetworkShape, TrainingSettings, double[], int, ITrainer> createTrainer)
    {
        ArgumentNullException.ThrowIfNull(relation);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        _relation = relation;
        _settings = settings;
        _createTrainer = createTrainer;
        MemoryBytes = TrainingMemory.Estimate(relation, settings);
    }

    /// <summary>The memory the run will hold, bytes.</summary>
    public long MemoryBytes { get; }

    /// <summary>The largest number of steps the run can take.</summary>
    public int MaxSteps => _settings.MaxSteps;

    /// <summary>Trains.</summary>
    /// <param name="progress">Told the number of steps taken, from time to time.</param>
    /// <param name="checkpoint">Where to resume from and to keep the state; null for neither.</param>
    /// <param name="cancelToken">Stops the run, at the latest after one optimizer step; the checkpoint then holds where it was.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public TrainingOutcome Execute(
        IProgress<int>? progress = null, CheckpointFile? checkpoint = null, CancellationToken cancelToken = default)
    {
        Stopwatch clock = Stopwatch.StartNew();
        string key = checkpoint is null ? "" : CheckpointFile.Key(_relation, _settings, cancelToken);
        RunState? resumed = checkpoint?.Find(key);
        if (resumed is not null && resumed.Trainer.UpdateCount > _settings.MaxSteps)
        {
            resumed = null;   // A shorter run than the one kept starts afresh.
        }

        (PairSet train, PairSet test) = PairSet.Split(_relation, _settings, cancelToken);
        NetworkShape shape = new(_relation.Count, _settings);
        BatchSchedule schedule = new(train, _settings);
        using ITrainer trainer = _createTrainer(shape, _settings, Initialization.Create(shape, _settings, cancelToken), schedule.Capacity);
        int? trainStep = null;
        int? testStep = null;
        List<HistoryPoint> history = [];
        TimeSpan before = TimeSpan.Zero;
        int step = 0;
        if (resumed is not null)
        {
            trainer.Load(resumed.Trainer);
            step = resumed.Trainer.UpdateCount;
            trainStep = resumed.TrainStep;
            testStep = resumed.TestStep;
            history.AddRange(resumed.History.Where(point => point.Step < step));
            before = resumed.Elapsed;
        }

        RunState Snapshot() => new(trainer.Save(), trainStep, testStep, [.. history], before + clock.Elapsed);

        if (schedule.IsFull)
        {
            trainer.SetBatch(train);
        }

        TimeSpan nextCheckpoint = clock.Elapsed + s_checkpointInterval;
        try
        {
            for (; ; step++)
            {
                if (!schedule.IsFull)
                {
                    trainer.SetBatch(schedule.Select(step, cancelToken));
                }

                trainer.ComputeGradient(cancelToken);
                bool isLast = step == _settings.MaxSteps;
                bool isEvaluation = step % _settings.EvaluationInterval == 0;
                bool isHistory = _settings.HistoryInterval > 0 && step % _settings.HistoryInterval == 0;
                if (isLast || isEvaluation || isHistory)
                {
                    Evaluation onTrain = schedule.IsFull ? trainer.MeasureBatch() : trainer.Evaluate(train, cancelToken);
                    Evaluation onTest = trainer.Evaluate(test, cancelToken);
                    bool isDiverged = !double.IsFinite(onTrain.Loss);
                    if (isHistory)
                    {
                        history.Add(ToPoint(step, onTrain, onTest));
                    }

                    if (isEvaluation && !isDiverged)
                    {
                        trainStep ??= Crosses(onTrain) ? step : null;
                        testStep ??= Crosses(onTest) ? step : null;
                    }

                    bool isKnown = trainStep is not null && (testStep is not null || test.Count == 0);
                    if (isLast || isDiverged || (isKnown && isEvaluation && _settings.StopWhen == StopCondition.PhaseKnown))
                    {
                        checkpoint?.Write(key, Snapshot());
                        progress?.Report(step);
                        return new TrainingOutcome(
                            ToResult(
                                train.Count, step, onTrain, onTest, isDiverged,
                                trainStep ?? (!isDiverged && Crosses(onTrain) ? step : null),
                                testStep ?? (!isDiverged && Crosses(onTest) ? step : null),
                                trainer.InstructionSet, before + clock.Elapsed),
                            new TrainingHistory(history),
                            new NetworkModel(_relation, shape, trainer.Save().Parameters));
                    }

                    progress?.Report(step);
                    if (checkpoint is not null && clock.Elapsed > nextCheckpoint)
                    {
                        checkpoint.Write(key, Snapshot());
                        nextCheckpoint = clock.Elapsed + s_checkpointInterval;
                    }
                }

                trainer.Update();
            }
        }
        catch (OperationCanceledException)
        {
            // An update is never cut, so the state is that of a whole number of steps.
            checkpoint?.Write(key, Snapshot());
            throw;
        }
    }

    private bool Crosses(Evaluation evaluation) => evaluation.Accuracy > _settings.AccuracyThreshold;

    private TrainingResult ToResult(
        int sampleCount, int step, Evaluation onTrain, Evaluation onTest, bool isDiverged,
        int? trainStep, int? testStep, string instructionSet, TimeSpan elapsed)
    {
        HistoryPoint last = ToPoint(step, onTrain, onTest);
        Phase? phase = isDiverged ? Phase.Confusion
            : onTest.Count == 0 && trainStep is not null ? null
            : PhaseClassifier.Classify(trainStep, testStep, _settings.GrokkingDelay);
        return new TrainingResult(_settings)
        {
            Relation = _relation.Name,
            RelationSeed = _relation.RelationSeed,
            Count = _relation.Count,
            SampleCount = sampleCount,
            Phase = phase,
            TrainStep = trainStep,
            TestStep = testStep,
            StepCount = step,
            TrainAccuracy = last.TrainAccuracy,
            TestAccuracy = last.TestAccuracy,
            Accuracy = (double)(onTrain.Correct + onTest.Correct) / (onTrain.Count + onTest.Count),
            TrainLoss = last.TrainLoss,
            TestLoss = last.TestLoss,
            IsDiverged = isDiverged,
            Accelerator = AcceleratorKind.Cpu,
            InstructionSet = instructionSet,
            Elapsed = elapsed,
        };
    }

    private static HistoryPoint ToPoint(int step, Evaluation onTrain, Evaluation onTest) => new(
        step,
        onTrain.Loss,
        onTest.Count == 0 ? null : onTest.Loss,
        onTrain.Accuracy,
        onTest.Count == 0 ? null : onTest.Accuracy);
}
