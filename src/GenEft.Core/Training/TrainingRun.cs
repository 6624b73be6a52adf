using System.Diagnostics;
using GenEft.Dynamics;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>
/// One training run, from the split to the phase. Step k means "after k optimizer steps": the loss at step 0 is that of
/// the initial network. Accuracies are measured every EvaluationInterval steps and at the last step.
/// </summary>
public sealed class TrainingRun
{
    private readonly Func<NetworkShape, TrainingSettings, double[], int, ITrainer> _createTrainer;

    /// <summary>Prepares a run; nothing is computed yet.</summary>
    /// <param name="relation">What is to be learnt.</param>
    /// <param name="settings">Everything else it depends on.</param>
    /// <exception cref="GenEftException">ValueOutOfRange, TrainingTooLarge with the estimate, or ParameterNotApplicable for several relations
    /// that are joined.</exception>
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
        relation.RequireOne();
        RequireNegatives(relation, settings);
        Relation = relation;
        Settings = settings;
        _createTrainer = createTrainer;
        MemoryBytes = TrainingMemory.Estimate(relation, settings);
        MegaFlops = TrainingMemory.MegaFlopsPerStep(relation, settings) * settings.MaxSteps;
    }

    /// <summary>The memory the run will hold, bytes.</summary>
    public long MemoryBytes { get; }

    /// <summary>What the run will take at most, millions of floating-point operations.</summary>
    public double MegaFlops { get; }

    /// <summary>The largest number of steps the run can take.</summary>
    public int MaxSteps => Settings.MaxSteps;

    /// <summary>The number of training pairs m.</summary>
    internal long SampleCount => PairSet.SampleCount(Settings.TrainingFraction, Relation.PairCount);

    internal static TimeSpan CheckpointInterval { get; } = TimeSpan.FromSeconds(30);

    internal Relation Relation { get; }

    internal TrainingSettings Settings { get; }

    /// <summary>Trains on one core of the processor.</summary>
    /// <param name="progress">Told the number of steps taken, from time to time.</param>
    /// <param name="checkpoint">Where to resume from and to keep the state; null for neither.</param>
    /// <param name="cancelToken">Stops the run, at the latest after one optimizer step; the checkpoint then holds where it was.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public TrainingOutcome Execute(
        IProgress<int>? progress = null, CheckpointFile? checkpoint = null, CancellationToken cancelToken = default)
    {
        RunRecord record = new(this, TrainerFactory.ChosenName, checkpoint, cancelToken);
        IBatchSchedule schedule = record.Sides is { } sides
            ? new NegativeSchedule(Relation, record.Train, sides, Settings)
            : new BatchSchedule(record.Train, Settings);
        using ITrainer trainer = _createTrainer(record.Shape, Settings, record.Start.Parameters, schedule.Capacity);
        if (record.Start.UpdateCount > 0)
        {
            trainer.Load(record.Start);
        }

        return new Loop(record, schedule, trainer, progress, cancelToken).Execute();
    }

    private static void RequireNegatives(Relation relation, TrainingSettings settings)
    {
        long unrelated = relation.PairCount - relation.EdgeCount;
        if (settings.NegativeRatio > 0 && (relation.EdgeCount == 0 || settings.NegativeRatio > unrelated / relation.EdgeCount))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                FormattableString.Invariant($"NegativeRatio is {settings.NegativeRatio}; '{relation.Name}' has {relation.EdgeCount} related and {unrelated} unrelated pairs, so it must be 0 or at most {(relation.EdgeCount == 0 ? 0 : unrelated / relation.EdgeCount)}."),
                settings.NegativeRatio);
        }

        if (settings.EvaluationCount > 0 && settings.NegativeRatio == 0)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable,
                $"EvaluationCount is {settings.EvaluationCount} and NegativeRatio 0; a run that trains on all pairs evaluates all. Give NegativeRatio too.", settings.EvaluationCount);
        }
    }

    /// <summary>The steps of one run.</summary>
    private sealed class Loop(
        RunRecord record, IBatchSchedule schedule, ITrainer trainer, IProgress<int>? progress, CancellationToken cancelToken)
    {
        private readonly TrainingSettings _settings = record.Settings;
        private int? _mark;   // the last evaluated step, whose state the trainer keeps for exact crossings

        public TrainingOutcome Execute()
        {
            if (schedule.IsFull)
            {
                trainer.SetBatch(record.Train);
            }

            Stopwatch sinceCheckpoint = Stopwatch.StartNew();
            try
            {
                for (int step = record.Start.UpdateCount; ; step++)
                {
                    TakeGradient(step);
                    bool isLast = step == _settings.MaxSteps;
                    bool isEvaluation = step % _settings.EvaluationInterval == 0;
                    bool isHistory = _settings.HistoryInterval > 0 && step % _settings.HistoryInterval == 0;
                    if (isLast || isEvaluation || isHistory)
                    {
                        TrainingOutcome? outcome = Evaluate(step, isLast, isEvaluation, isHistory);
                        progress?.Report(step);
                        if (outcome is not null)
                        {
                            return outcome;
                        }

                        if (sinceCheckpoint.Elapsed > CheckpointInterval && (isEvaluation || _mark is null))
                        {
                            record.Write(trainer.Save);
                            sinceCheckpoint.Restart();
                        }
                    }

                    trainer.Update();
                }
            }
            catch (OperationCanceledException)
            {
                // An update is never cut, so the state is that of a whole number of steps. Steps since the mark were not
                // searched for crossings yet: they are taken again.
                if (_mark is not null)
                {
                    trainer.Rewind();
                }

                record.Write(trainer.Save);
                throw;
            }
        }

        private void TakeGradient(int step)
        {
            if (!schedule.IsFull)
            {
                trainer.SetBatch(schedule.Select(step, cancelToken));
            }

            trainer.ComputeGradient(cancelToken);
        }

        // Without loss where none is asked for: it would cost more than the accuracy.
        private Evaluation OnTrain(bool withLoss) =>
            schedule.IsFull ? trainer.MeasureBatch(withLoss) : trainer.Evaluate(record.Train, withLoss, cancelToken);

        private Evaluation OnTest(bool withLoss) => trainer.Evaluate(record.Test, withLoss, cancelToken);

        private ConservedCharge? Charge() =>
            _settings.IncludeCharge ? record.Shape.Charge(trainer.Save().Parameters, _settings, cancelToken) : null;

        // The outcome if the run ends here.
        private TrainingOutcome? Evaluate(int step, bool isLast, bool isEvaluation, bool isHistory)
        {
            Evaluation onTrain = OnTrain(isHistory);
            Evaluation onTest = OnTest(isHistory);
            if (isHistory)
            {
                record.AddHistory(step, onTrain, onTest, Charge());
            }

            bool isDiverged = !onTrain.IsLossFinite;
            int? trainStep = record.TrainStep;
            int? testStep = record.TestStep;
            if ((isEvaluation || isLast) && !isDiverged)
            {
                bool trainCrosses = trainStep is null && record.Crosses(onTrain);
                bool testCrosses = testStep is null && record.Crosses(onTest);
                (int first, int firstTest) = _mark is int mark && (trainCrosses || testCrosses) ? Replay(mark, step) : (step, step);
                trainStep ??= trainCrosses ? first : null;
                testStep ??= testCrosses ? firstTest : null;

                // A longer run may go on from here and does not evaluate this step; one with exact crossings never does.
                if (isEvaluation || _settings.Crossing == Crossing.Exact)
                {
                    (record.TrainStep, record.TestStep) = (trainStep, testStep);
                }
            }

            bool isPlateau = isEvaluation && !isDiverged && record.IsPlateau(step, onTrain, onTest);
            if (isLast || isDiverged || isPlateau || (isEvaluation && record.IsPhaseKnown && _settings.StopWhen != StopCondition.MaxSteps))
            {
                record.WriteLast(trainer.Save);
                return record.Finish(
                    step, OnTrain(true), OnTest(true), trainStep, testStep,
                    trainer.Save().Parameters, AcceleratorKind.Cpu, trainer.InstructionSet);
            }

            if (isEvaluation && _settings.Crossing == Crossing.Exact)
            {
                trainer.Mark();
                _mark = step;
            }

            return null;
        }

        // Takes the steps since the mark again, to the same bits, and evaluates each.
        private (int TrainStep, int TestStep) Replay(int mark, int end)
        {
            int trainStep = end;
            int testStep = end;
            trainer.Rewind();
            for (int step = mark; step < end; step++)
            {
                TakeGradient(step);
                if (step > mark)
                {
                    trainStep = trainStep == end && record.Crosses(OnTrain(false)) ? step : trainStep;
                    testStep = testStep == end && record.Crosses(OnTest(false)) ? step : testStep;
                }

                trainer.Update();
            }

            TakeGradient(end);
            return (trainStep, testStep);
        }
    }
}
