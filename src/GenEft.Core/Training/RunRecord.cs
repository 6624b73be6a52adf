using System.Diagnostics;
using GenEft.Dynamics;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>
/// What a run starts from and what it has found so far: pairs, initial or resumed state, crossings, history, time. Every
/// backend drives its arithmetic by one, so that a run means the same everywhere.
/// </summary>
internal sealed class RunRecord
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TrainingRun _run;
    private readonly CheckpointFile? _checkpoint;
    private readonly string _key = "";
    private readonly List<HistoryPoint> _history = [];
    private readonly TimeSpan _before;
    private readonly int _trainRelated;
    private readonly int _testRelated;
    private readonly long _sampleCount;
    private readonly CancellationToken _cancelToken;
    private readonly ConservedCharge? _start;   // the charge of the initial parameters
    private PlateauWatch _plateau = PlateauWatch.Start;

    /// <summary>Splits the pairs, draws the initial parameters, or finds the state to resume from.</summary>
    /// <param name="run">The run.</param>
    /// <param name="arithmetic">The instruction set, or the device: a state of another's does not end in the same bits.</param>
    /// <param name="checkpoint">Where to resume from; null for nowhere.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public RunRecord(TrainingRun run, string arithmetic, CheckpointFile? checkpoint, CancellationToken cancelToken)
    {
        _run = run;
        _checkpoint = checkpoint;
        _cancelToken = cancelToken;
        TrainingPairs pairs = TrainingPairs.Split(run.Relation, run.Settings, cancelToken);
        (Train, Test, Sides, _sampleCount) = (pairs.Train, pairs.Test, pairs.Sides, pairs.SampleCount);
        (_trainRelated, _testRelated) = (Train.RelatedCount, Test.RelatedCount);
        Shape = new NetworkShape(run.Relation.Count, run.Settings);
        RunState? resumed = null;
        if (checkpoint is not null)
        {
            _key = CheckpointFile.Key(run.Relation, run.Settings, arithmetic, cancelToken);
            resumed = checkpoint.Find(_key);
        }

        // A shorter run than the one kept starts afresh.
        if (resumed is not null && resumed.Trainer.UpdateCount <= run.MaxSteps)
        {
            Start = resumed.Trainer;
            TrainStep = resumed.TrainStep;
            TestStep = resumed.TestStep;
            _plateau = resumed.Plateau;
            _history.AddRange(resumed.History.Where(point => point.Step < Start.UpdateCount));
            _before = resumed.Elapsed;
        }
        else
        {
            Start = new TrainerState(Initialization.Create(Shape, run.Settings, cancelToken), [], [], 0);
        }

        if (run.Settings.IncludeCharge)
        {
            // As trainers hold them, in float; of a resumed run too.
            double[] initial = Start.UpdateCount == 0 ? Start.Parameters : Initialization.Create(Shape, run.Settings, cancelToken);
            _start = Shape.Charge(Array.ConvertAll(initial, entry => (double)(float)entry), run.Settings, cancelToken);
        }
    }

    /// <summary>A run on given pairs from a given state, without a checkpoint.</summary>
    public RunRecord(TrainingRun run, PairSet train, PairSet test, TrainerState start)
    {
        _run = run;
        (Train, Test, _sampleCount) = (train, test, train.Count);
        (_trainRelated, _testRelated) = (train.RelatedCount, test.RelatedCount);
        Shape = new NetworkShape(run.Relation.Count, run.Settings);
        Start = start;
    }

    public TrainingSettings Settings => _run.Settings;

    public PairSet Train { get; }

    public PairSet Test { get; }

    /// <summary>The split, where unrelated pairs are drawn from it.</summary>
    public PairSides? Sides { get; }

    public NetworkShape Shape { get; }

    /// <summary>The state at the first step; without moments where that is step 0.</summary>
    public TrainerState Start { get; }

    /// <summary>First crossing of the training accuracy found so far.</summary>
    public int? TrainStep { get; set; }

    /// <summary>First crossing of the test accuracy found so far.</summary>
    public int? TestStep { get; set; }

    /// <summary>Whether the phase can no longer change.</summary>
    public bool IsPhaseKnown => TrainStep is not null && (TestStep is not null || !JudgesTest);

    /// <summary>Whether the other pairs can tell a phase: there are some, and but for accuracy of both kinds.</summary>
    public bool JudgesTest => Judges(_testRelated, Test.Count);

    private bool JudgesTrain => Judges(_trainRelated, Train.Count);

    /// <summary>Whether the run ends at an evaluation that finds it no better than it was Patience steps ago.</summary>
    /// <param name="step">Optimizer steps taken.</param>
    /// <param name="onTrain">On the training pairs.</param>
    /// <param name="onTest">On the others.</param>
    public bool IsPlateau(int step, Evaluation onTrain, Evaluation onTest)
    {
        if (Settings.StopWhen != StopCondition.Plateau)
        {
            return false;
        }

        _plateau = _plateau.After(step, onTrain.Counts.Measure(Settings.PhaseMetric), onTest.Counts.Measure(Settings.PhaseMetric));
        return step - _plateau.Step >= Settings.Patience;
    }

    /// <summary>Whether what decides the phase exceeds the threshold.</summary>
    public bool Crosses(Evaluation evaluation) => evaluation.Counts.Measure(Settings.PhaseMetric) > Settings.AccuracyThreshold;

    /// <summary>Adds a point to the history.</summary>
    /// <param name="step">Optimizer steps taken.</param>
    /// <param name="onTrain">On the training pairs, with loss.</param>
    /// <param name="onTest">On the others, with loss.</param>
    /// <param name="charge">The first layer's, where the history tells it.</param>
    public void AddHistory(int step, Evaluation onTrain, Evaluation onTest, ConservedCharge? charge = null) => _history.Add(
        ToPoint(step, onTrain, onTest) with { Charge = charge?.Trace, ChargeDrift = charge?.DriftFrom(_start!) });

    /// <summary>Keeps a state in the checkpoint, if there is one; the last of several written together flushes.</summary>
    public void Write(Func<TrainerState> save, bool flushes = true) =>
        _checkpoint?.Write(_key, new RunState(save(), TrainStep, TestStep, _plateau, [.. _history], _before + _clock.Elapsed), flushes);

    /// <summary>Keeps the last state, where the checkpoint keeps those.</summary>
    public void WriteLast(Func<TrainerState> save)
    {
        if (_checkpoint?.KeepsFinished == true)
        {
            Write(save);
        }
        else
        {
            _checkpoint?.Forget(_key);
        }
    }

    /// <summary>The outcome at the last step, from evaluations with loss.</summary>
    public TrainingOutcome Finish(
        int step, Evaluation onTrain, Evaluation onTest, int? trainStep, int? testStep,
        double[] parameters, AcceleratorKind accelerator, string instructionSet)
    {
        HistoryPoint last = ToPoint(step, onTrain, onTest);
        bool isDiverged = !onTrain.IsLossFinite;
        Phase? phase = isDiverged ? Phase.Confusion
            : !JudgesTrain || (!JudgesTest && trainStep is not null) ? null
            : PhaseClassifier.Classify(trainStep, testStep, Settings.GrokkingDelay);
        (double? Train, double? Test, double? All) ranked = Rank(parameters);
        TrainingResult result = new(Settings)
        {
            Relation = _run.Relation.Name,
            RelationSeed = _run.Relation.RelationSeed,
            Count = _run.Relation.Count,
            SampleCount = _sampleCount,
            Phase = phase,
            TrainStep = trainStep,
            TestStep = testStep,
            StepCount = step,
            Train = last.Train,
            Test = last.Test,
            BaselineAccuracy = _run.Relation.BaselineAccuracy,
            TrainAveragePrecision = ranked.Train,
            TestAveragePrecision = ranked.Test,
            AveragePrecision = ranked.All,
            TrainStandardError = StandardError(Train, last.Train),
            TestStandardError = StandardError(Test, last.Test),
            StandardError = StandardError(last),
            TrainLoss = last.TrainLoss,
            TestLoss = last.TestLoss,
            IsDiverged = isDiverged,
            Accelerator = accelerator,
            InstructionSet = instructionSet,
            Elapsed = _before + _clock.Elapsed,
        };
        return new TrainingOutcome(result, new TrainingHistory(_history), new NetworkModel(_run.Relation, Shape, parameters));
    }

    private bool Judges(int related, int count) =>
        count > 0 && (Settings.PhaseMetric == PhaseMetric.Accuracy || (related > 0 && related < count));

    // Average precisions, from the logits of all pairs: a pass of its own, as every backend's parameters give it.
    private (double? Train, double? Test, double? All) Rank(double[] parameters)
    {
        using ITrainer trainer = TrainerFactory.Create(Shape, Settings, parameters, capacity: 1);
        float[] logits = new float[Train.Count + Test.Count];
        double[] weights = new double[logits.Length];
        trainer.GetLogits(Train, logits.AsSpan(0, Train.Count), _cancelToken);
        trainer.GetLogits(Test, logits.AsSpan(Train.Count), _cancelToken);
        Train.WriteUnrelatedWeights(weights.AsSpan(0, Train.Count));
        Test.WriteUnrelatedWeights(weights.AsSpan(Train.Count));
        _cancelToken.ThrowIfCancellationRequested();
        return (
            AveragePrecision.Of(logits.AsSpan(0, Train.Count), weights.AsSpan(0, Train.Count)),
            AveragePrecision.Of(logits.AsSpan(Train.Count), weights.AsSpan(Train.Count)),
            AveragePrecision.Of(logits, weights));
    }

    // Of an accuracy: the related pairs are all there, the unrelated ones a sample without repetition.
    private static double? StandardError(PairSet pairs, ClassificationCounts counts) =>
        Variance(pairs, counts) is double variance ? Math.Sqrt(variance) / counts.Count : null;

    private double? StandardError(HistoryPoint last) => Variance(Train, last.Train) is null && Variance(Test, last.Test) is null
        ? null : Math.Sqrt((Variance(Train, last.Train) ?? 0) + (Variance(Test, last.Test) ?? 0)) / (last.Train + last.Test).Count;

    // Of the number of right answers.
    private static double? Variance(PairSet pairs, ClassificationCounts counts)
    {
        if (pairs.UnrelatedWeight == 1)
        {
            return null;
        }

        double all = counts.TrueNegatives + counts.FalsePositives;
        double sampled = all / pairs.UnrelatedWeight;
        double share = counts.TrueNegatives / all;
        return all * all * share * (1 - share) / Math.Max(1, sampled - 1) * (1 - (sampled / all));
    }

    private static HistoryPoint ToPoint(int step, Evaluation onTrain, Evaluation onTest) =>
        new(step, onTrain.Loss, onTest.Counts.Count == 0 ? null : onTest.Loss, onTrain.Counts, onTest.Counts);
}
