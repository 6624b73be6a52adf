using GenEft.Relations;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Tests;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly TrainingSettings s_small = new()
    {
        DecoderWidth = 12, MaxSteps = 400, EncoderLearningRate = 1e-2, DecoderLearningRate = 1e-3, HistoryInterval = 30,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void A_run_is_the_same_bits_every_time(int batchSize)
    {
        TrainingSettings settings = s_small with { BatchSize = batchSize };
        Same(Run(settings), Run(settings));
        Assert.NotEqual(
            Run(settings).Model.GetWeight(0), Run(settings with { Seed = 1 }).Model.GetWeight(0));
    }

    [Theory]
    [InlineData(0, 205, false)]
    [InlineData(16, 205, false)]
    [InlineData(0, 400, false)]
    [InlineData(0, 205, true)]
    public void A_run_resumed_halfway_is_the_same_bits_as_a_whole_one(int batchSize, int half, bool includeCharge)
    {
        TrainingSettings settings = s_small with { BatchSize = batchSize, StopWhen = StopCondition.MaxSteps, IncludeCharge = includeCharge };
        string path = Path.Combine(_folder.FullName, "half.ckpt");
        using (CheckpointFile file = CheckpointFile.Open(path))
        {
            new TrainingRun(Make.Modulo(3, 12), settings with { MaxSteps = half }).Execute(checkpoint: file);
        }

        using CheckpointFile again = CheckpointFile.Open(path);
        Counter progress = new();
        TrainingOutcome resumed = new TrainingRun(Make.Modulo(3, 12), settings).Execute(progress, again);
        Same(Run(settings), resumed);
        Assert.True(progress.First >= half - settings.EvaluationInterval, "the run started over");
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_from_where_it_was()
    {
        string path = Path.Combine(_folder.FullName, "stopped.ckpt");
        TrainingSettings settings = s_small with { StopWhen = StopCondition.MaxSteps };
        using (CheckpointFile file = CheckpointFile.Open(path))
        {
            using CancellationTokenSource cancel = new();
            StopAt stop = new(130, cancel);
            Assert.Throws<OperationCanceledException>(() =>
                new TrainingRun(Make.Modulo(3, 12), settings).Execute(stop, file, cancel.Token));
        }

        // A write cut by a power failure: the tail is ignored.
        File.AppendAllText(path, "@torn record");
        using CheckpointFile again = CheckpointFile.Open(path);
        Counter progress = new();
        Same(Run(settings), new TrainingRun(Make.Modulo(3, 12), settings).Execute(progress, again));
        Assert.InRange(progress.First, 130, 140);
    }

    [Fact]
    public void A_checkpoint_of_other_settings_or_another_relation_is_not_used()
    {
        string path = Path.Combine(_folder.FullName, "other.ckpt");
        using CheckpointFile file = CheckpointFile.Open(path);
        new TrainingRun(Make.Modulo(3, 12), s_small).Execute(checkpoint: file);
        foreach ((Relation relation, TrainingSettings settings) in new[]
        {
            (Make.Modulo(3, 12), s_small with { DecoderLearningRate = 2e-3 }), (Make.Modulo(4, 12), s_small),
        })
        {
            TrainingOutcome fresh = new TrainingRun(relation, settings).Execute();
            Same(fresh, new TrainingRun(relation, settings).Execute(checkpoint: file));
        }
    }

    [Fact]
    public void A_run_that_stops_when_known_does_not_resume_from_one_that_went_on()
    {
        using CheckpointFile file = CheckpointFile.Open(Path.Combine(_folder.FullName, "both.ckpt"));
        TrainingSettings whole = s_small with { StopWhen = StopCondition.MaxSteps, TrainingFraction = 1 };
        TrainingSettings known = whole with { StopWhen = StopCondition.PhaseKnown };
        Assert.Equal(400, new TrainingRun(Make.Modulo(3, 12), whole).Execute(checkpoint: file).Result.StepCount);
        TrainingOutcome stopped = new TrainingRun(Make.Modulo(3, 12), known).Execute(checkpoint: file);
        Same(Run(known), stopped);
        Assert.InRange(stopped.Result.StepCount, 1, 399);
    }

    [Fact]
    public void A_shorter_run_leaves_the_state_of_a_longer_one()
    {
        using CheckpointFile file = CheckpointFile.Open(Path.Combine(_folder.FullName, "long.ckpt"));
        TrainingSettings settings = s_small with { StopWhen = StopCondition.MaxSteps };
        new TrainingRun(Make.Modulo(3, 12), settings).Execute(checkpoint: file);
        Same(Run(settings with { MaxSteps = 50 }), new TrainingRun(Make.Modulo(3, 12), settings with { MaxSteps = 50 }).Execute(checkpoint: file));
        Counter progress = new();
        Same(Run(settings), new TrainingRun(Make.Modulo(3, 12), settings).Execute(progress, file));
        Assert.Equal(400, progress.First);
    }

    [Fact]
    public void A_checkpoint_in_use_is_refused()
    {
        string path = Path.Combine(_folder.FullName, "used.ckpt");
        using CheckpointFile first = CheckpointFile.Open(path);
        Refused.With(ErrorIds.FileNotWritable, () => CheckpointFile.Open(path));
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_refused_and_kept()
    {
        string path = Path.Combine(_folder.FullName, "notes.txt");
        File.WriteAllText(path, "my notes");
        Refused.With(ErrorIds.InvalidCheckpoint, () => CheckpointFile.Open(path));
        Assert.Equal("my notes", File.ReadAllText(path));
        Refused.With(ErrorIds.FileNotWritable, () => CheckpointFile.Open(Path.Combine(_folder.FullName, "no", "such.ckpt")));
    }

    [Fact]
    public void Runs_that_differ_in_rates_start_from_the_same_weights_and_pairs()
    {
        TrainingOutcome slow = Run(s_small with { MaxSteps = 1 });
        TrainingOutcome fast = Run(s_small with { MaxSteps = 1, EncoderLearningRate = 0.1, DecoderLearningRate = 0.2 });
        Assert.Equal(slow.History.Points[0], fast.History.Points[0]);
    }

    [Fact]
    public void The_reference_and_the_vector_trainer_run_to_the_same_phase_and_steps()
    {
        TrainingSettings settings = s_small with { MaxSteps = 150 };
        Relation relation = Make.Modulo(3, 9);
        TrainingResult expected = new TrainingRun(
            relation, settings, (shape, s, parameters, _) => new ReferenceTrainer(shape, s, parameters)).Execute().Result;
        TrainingResult actual = new TrainingRun(relation, settings).Execute().Result;
        Assert.Equal((expected.Phase, expected.TrainStep, expected.TestStep), (actual.Phase, actual.TrainStep, actual.TestStep));
        Close.To(expected.TrainLoss, actual.TrainLoss, 1e-3);
    }

    [Fact]
    public void Mini_batches_go_through_every_pair_once_an_epoch()
    {
        PairSet train = Trainers.RandomPairs(40, 50, 3);
        for (int s = 0; s < 50; s++)
        {
            train.First[s] = s;   // a name for each pair
        }

        BatchSchedule schedule = new(train, new TrainingSettings { BatchSize = 16 });
        List<int> seen = [];
        List<int[]> epochs = [];
        for (int step = 0; step < 8; step++)
        {
            PairSet batch = schedule.Select(step);
            Assert.Equal(step % 4 == 3 ? 2 : 16, batch.Count);
            seen.AddRange(batch.First.Take(batch.Count));
            if (step % 4 == 3)
            {
                Assert.Equal(Enumerable.Range(0, 50), seen.Order());
                epochs.Add([.. seen]);
                seen.Clear();
            }
        }

        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.Equal(epochs[0].Take(16), schedule.Select(0).First.Take(16));
    }

    [Fact]
    public void The_split_has_the_size_asked_for_and_grows_with_the_fraction()
    {
        Relation relation = Make.Modulo();
        (PairSet small, _) = PairSet.Split(relation, 0.3, seed: 0);
        (PairSet large, PairSet rest) = PairSet.Split(relation, 0.75, seed: 0);
        Assert.Equal((270, 675, 225), (small.Count, large.Count, rest.Count));
        static HashSet<int> Names(PairSet set) => [.. Enumerable.Range(0, set.Count).Select(s => (30 * set.First[s]) + set.Second[s])];
        Assert.Subset(Names(large), Names(small));
        Assert.Equal(900, Names(large).Union(Names(rest)).Count());
    }

    [Theory]
    [InlineData(null, null, Phase.Confusion)]
    [InlineData(null, 5, Phase.Confusion)]
    [InlineData(5, null, Phase.Memorization)]
    [InlineData(5, 1004, Phase.Generalization)]
    [InlineData(5, 1005, Phase.Grokking)]
    [InlineData(500, 5, Phase.Generalization)]
    public void Phases_are_those_of_table_IV(int? trainStep, int? testStep, Phase expected) =>
        Assert.Equal(expected, PhaseClassifier.Classify(trainStep, testStep, 1000));

    [Fact]
    public void A_run_stops_when_its_phase_is_known_or_goes_to_the_end()
    {
        TrainingResult known = new TrainingRun(Make.Modulo(), new TrainingSettings { MaxSteps = 2000 }).Execute().Result;
        Assert.Equal(Phase.Generalization, known.Phase);
        Assert.Equal(Math.Max(known.TrainStep!.Value, known.TestStep!.Value), known.StepCount);
        TrainingResult whole = new TrainingRun(
            Make.Modulo(), new TrainingSettings { MaxSteps = 700, StopWhen = StopCondition.MaxSteps }).Execute().Result;
        Assert.Equal((700, known.TrainStep, known.TestStep), (whole.StepCount, whole.TrainStep, whole.TestStep));
    }

    /// <summary>The evaluations of a whole run say where it was last better than ever; there the shorter run must have ended, in the same state.</summary>
    [Theory]
    [InlineData(40, PhaseMetric.Accuracy)]
    [InlineData(150, PhaseMetric.Accuracy)]
    [InlineData(150, PhaseMetric.Matthews)]
    public void A_run_ends_at_a_plateau_Patience_steps_after_it_was_last_better(int patience, PhaseMetric metric)
    {
        TrainingSettings settings = s_small with
        {
            EncoderLearningRate = 1e-4, DecoderLearningRate = 3e-2, MaxSteps = 2000, HistoryInterval = 10, StopWhen = StopCondition.Plateau, Patience = patience, PhaseMetric = metric,
        };
        TrainingOutcome whole = Run(settings with { StopWhen = StopCondition.MaxSteps });
        (double train, double test, int better) = (double.NegativeInfinity, double.NegativeInfinity, 0);
        int end = 0;
        foreach (HistoryPoint point in whole.History.Points)
        {
            end = point.Step;
            if (point.Train.Measure(metric) > train || point.Test.Measure(metric) > test)
            {
                better = point.Step;
            }

            train = point.Train.Measure(metric) is var t && t > train ? t : train;
            test = point.Test.Measure(metric) is var other && other > test ? other : test;
            if (point.Step - better >= patience)
            {
                break;
            }
        }

        TrainingOutcome plateau = Run(settings);
        Assert.InRange(end, patience, settings.MaxSteps - 1);
        Assert.Equal((end, StopReason.Plateau, Phase.Memorization), (plateau.Result.StepCount, plateau.Result.StopReason, plateau.Result.Phase));
        Same(Run(settings with { StopWhen = StopCondition.MaxSteps, MaxSteps = end }), plateau with { Result = plateau.Result with { StopWhen = StopCondition.MaxSteps } });

        // A run that was cut in between waits no longer, and no shorter.
        string path = Path.Combine(_folder.FullName, "plateau.ckpt");
        using CancellationTokenSource cancel = new();
        using (CheckpointFile file = CheckpointFile.Open(path))
        {
            Assert.Throws<OperationCanceledException>(() => new TrainingRun(Make.Modulo(3, 12), settings).Execute(new StopAt(end - (patience / 2), cancel), file, cancel.Token));
        }

        using CheckpointFile again = CheckpointFile.Open(path);
        Same(plateau, new TrainingRun(Make.Modulo(3, 12), settings).Execute(checkpoint: again));
    }

    [Fact]
    public void The_result_says_why_a_run_ended()
    {
        TrainingSettings fast = s_small with { AccuracyThreshold = 0.7, MaxSteps = 3000 };
        TrainingResult known = Run(fast with { StopWhen = StopCondition.Plateau, Patience = 3000 }).Result;
        Assert.Equal(StopReason.PhaseKnown, known.StopReason);
        Assert.Equal(StopReason.PhaseKnown, Run(fast).Result.StopReason);
        Assert.Equal(StopReason.MaxSteps, Run(fast with { StopWhen = StopCondition.MaxSteps }).Result.StopReason);
        Assert.Equal(StopReason.MaxSteps, Run(fast with { MaxSteps = 20 }).Result.StopReason);
        Assert.Equal(StopReason.PhaseKnown, Run(fast with { TrainingFraction = 1 }).Result.StopReason);
        Assert.Equal(StopReason.Diverged, Run(s_small with { Optimizer = Optimizer.GradientDescent, EncoderLearningRate = 1e30, DecoderLearningRate = 1e30, Combination = Combination.SquaredDifference, AccuracyThreshold = 0.6 }).Result.StopReason);
    }

    [Fact]
    public void Without_test_pairs_there_is_no_phase_to_know()
    {
        TrainingResult result = new TrainingRun(
            Make.Modulo(3, 9), s_small with { TrainingFraction = 1, MaxSteps = 3000 }).Execute().Result;
        Assert.Equal((81, null, null, null), (result.SampleCount, result.Phase, result.TestAccuracy, result.TestLoss));
        Assert.Equal(result.TrainStep, result.StepCount);
        Assert.Equal(result.TrainAccuracy, result.Accuracy);
    }

    [Theory]
    [InlineData(Optimizer.GradientDescent, 1e30)]
    [InlineData(Optimizer.AdamW, 1e37)]
    public void A_loss_that_is_not_finite_ends_the_run_as_confusion(Optimizer optimizer, double rate)
    {
        TrainingResult result = new TrainingRun(Make.Modulo(3, 12), s_small with
        {
            Optimizer = optimizer, EncoderLearningRate = rate, DecoderLearningRate = rate, Combination = Combination.SquaredDifference, AccuracyThreshold = 0.6,
        }).Execute().Result;
        Assert.Equal((true, Phase.Confusion), (result.IsDiverged, result.Phase));
        Assert.False(double.IsFinite(result.TrainLoss));
        Assert.Equal((null, null), (result.TrainStep, result.TestStep));   // a logit that is no number is no answer
        Assert.InRange(result.StepCount, 1, s_small.MaxSteps - 1);
    }

    [Fact]
    public void The_history_has_the_steps_asked_for_and_does_not_change_the_run()
    {
        TrainingOutcome with = Run(s_small with { HistoryInterval = 7, MaxSteps = 30, StopWhen = StopCondition.MaxSteps });
        TrainingOutcome without = Run(s_small with { HistoryInterval = 0, MaxSteps = 30, StopWhen = StopCondition.MaxSteps });
        Assert.Equal([0, 7, 14, 21, 28], with.History.Points.Select(point => point.Step));
        Assert.Empty(without.History.Points);
        Assert.Equal(without.Result.TrainLoss, with.Result.TrainLoss);
    }

    [Fact]
    public void A_charge_without_a_history_or_a_linear_first_layer_is_refused()
    {
        TrainingSettings settings = s_small with { IncludeCharge = true };
        Refused.With(ErrorIds.ParameterNotApplicable, (settings with { HistoryInterval = 0 }).Validate);
        Refused.With(ErrorIds.ParameterNotApplicable, (settings with { Combination = Combination.SquaredDifference }).Validate);
    }

    [Fact]
    public void The_model_predicts_what_the_result_reports()
    {
        TrainingOutcome outcome = new TrainingRun(Make.Modulo(), new TrainingSettings { MaxSteps = 1500 }).Execute();
        Relation relation = Make.Modulo();
        int correct = 0;
        for (int k = 0; k < 900; k++)
        {
            correct += (outcome.Model.Predict(k / 30, k % 30) > 0.5) == relation[k / 30, k % 30] ? 1 : 0;
        }

        // A logit within float rounding of 0 may fall on the other side in double.
        Close.To(outcome.Result.Accuracy, correct / 900.0, absolute: 2.0 / 900);
        Assert.Equal((30, 2), (outcome.Model.GetEmbedding().GetLength(0), outcome.Model.GetEmbedding().GetLength(1)));
        Assert.Equal(50, outcome.Model.GetBias(0).Length);
    }

    [Fact]
    public void A_training_too_large_for_memory_is_refused_with_the_estimate()
    {
        Relation relation = Relation.FromEdges("large", RelationKinds.Imported, 40_000, [(0, 1)], null);
        GenEftException error = Refused.With(ErrorIds.TrainingTooLarge, () => _ = new TrainingRun(relation, new TrainingSettings()));
        Assert.Matches(@"needs \d+\.\d GB; this machine has \d+\.\d GB", error.Message);
    }

    [Theory]
    [InlineData(nameof(TrainingSettings.TrainingFraction), 0.0)]
    [InlineData(nameof(TrainingSettings.TrainingFraction), 1.01)]
    [InlineData(nameof(TrainingSettings.TrainingFraction), double.NaN)]
    [InlineData(nameof(TrainingSettings.EncoderLearningRate), 0.0)]
    [InlineData(nameof(TrainingSettings.EncoderLearningRate), -1e-3)]
    [InlineData(nameof(TrainingSettings.DecoderLearningRate), double.NaN)]
    [InlineData(nameof(TrainingSettings.DecoderLearningRate), double.PositiveInfinity)]
    [InlineData(nameof(TrainingSettings.EncoderWeightDecay), -1.0)]
    [InlineData(nameof(TrainingSettings.DecoderWeightDecay), double.NaN)]
    [InlineData(nameof(TrainingSettings.EncoderScale), -1.0)]
    [InlineData(nameof(TrainingSettings.DecoderScale), double.NaN)]
    [InlineData(nameof(TrainingSettings.AccuracyThreshold), 1.0)]
    [InlineData(nameof(TrainingSettings.DecoderDepth), 0)]
    [InlineData(nameof(TrainingSettings.DecoderDepth), 10)]
    [InlineData(nameof(TrainingSettings.DecoderWidth), 0)]
    [InlineData(nameof(TrainingSettings.EmbeddingDimension), 0)]
    [InlineData(nameof(TrainingSettings.MaxSteps), 0)]
    [InlineData(nameof(TrainingSettings.BatchSize), -1)]
    [InlineData(nameof(TrainingSettings.EvaluationInterval), 0)]
    [InlineData(nameof(TrainingSettings.GrokkingDelay), 0)]
    [InlineData(nameof(TrainingSettings.HistoryInterval), -1)]
    public void Settings_out_of_range_are_refused_by_name(string setting, object value)
    {
        TrainingSettings settings = new();
        typeof(TrainingSettings).GetProperty(setting)!.SetValue(settings, value);
        GenEftException error = Refused.With(ErrorIds.ValueOutOfRange, settings.Validate);
        Assert.StartsWith(setting, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instruction_set_that_is_not_there_is_refused()
    {
        NetworkShape shape = new(3, s_small);
        Refused.With(ErrorIds.AcceleratorUnavailable, () =>
            TrainerFactory.Create("Avx9", shape, s_small, new double[shape.ParameterCount], 1));
    }

    [Fact]
    public async Task A_memory_budget_lets_a_request_wait_for_room_and_be_stopped()
    {
        MemoryBudget budget = new(10);
        budget.Acquire(8, CancellationToken.None);
        Task waiting = Task.Run(() => budget.Acquire(5, CancellationToken.None));
        using CancellationTokenSource cancel = new();
        Task stopped = Task.Run(() => budget.Acquire(5, cancel.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => stopped);
        Assert.False(waiting.IsCompleted);
        budget.Release(8);
        await waiting;
    }

    private static TrainingOutcome Run(TrainingSettings settings) => new TrainingRun(Make.Modulo(3, 12), settings).Execute();

    private static void Same(TrainingOutcome expected, TrainingOutcome actual)
    {
        Assert.Equal(
            expected.Result with { Elapsed = default, MaxSteps = 0 }, actual.Result with { Elapsed = default, MaxSteps = 0 });
        Assert.Equal(expected.History.Points, actual.History.Points);
        Assert.Equal(expected.Model.GetEmbedding(), actual.Model.GetEmbedding());
        for (int l = 0; l < expected.Model.DecoderDepth; l++)
        {
            Assert.Equal(expected.Model.GetWeight(l), actual.Model.GetWeight(l));
            Assert.Equal(expected.Model.GetBias(l), actual.Model.GetBias(l));
        }
    }

    private sealed class Counter : IProgress<int>
    {
        public int First { get; private set; } = -1;

        public void Report(int value) => First = First < 0 ? value : First;
    }

    private sealed class StopAt(int step, CancellationTokenSource cancel) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value >= step)
            {
                cancel.Cancel();
            }
        }
    }

    /// <summary>Networks that have long memorized, where gradients vanish: no number of their state is subnormal, since processors take ten times as long for such.</summary>
    [Theory]
    [InlineData(Optimizer.AdamW, 0)]
    [InlineData(Optimizer.AdamW, 1)]
    [InlineData(Optimizer.Adam, 0)]
    [InlineData(Optimizer.GradientDescent, 1)]
    public void What_vanishes_becomes_nothing(Optimizer optimizer, double decay)
    {
        TrainingSettings settings = new()
        {
            DecoderWidth = 10, EncoderLearningRate = 1e-5, DecoderLearningRate = 0.1, Optimizer = optimizer, DecoderWeightDecay = decay, EncoderWeightDecay = decay,
        };
        Relation relation = Make.Modulo(n: 6);
        NetworkShape shape = new(relation.Count, settings);
        PairSet pairs = Trainers.RandomPairs(6, 20, 1);
        foreach (string name in TrainerFactory.Supported)
        {
            using ITrainer trainer = Trainers.Create(name, shape, settings, Initialization.Create(shape, settings, CancellationToken.None), pairs.Count);
            trainer.SetBatch(pairs);
            for (int step = 0; step < 20_000; step++)
            {
                trainer.ComputeGradient(CancellationToken.None);
                trainer.Update();
            }

            TrainerState state = trainer.Save();
            foreach (double value in state.Parameters.Concat(state.FirstMoment).Concat(state.SecondMoment))
            {
                Assert.False(float.IsSubnormal((float)value), $"{name}: {value}");
            }
        }
    }
}
