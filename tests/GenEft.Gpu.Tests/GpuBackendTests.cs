using GenEft.Training;
using ILGPU.Runtime;

namespace GenEft.Gpu.Tests;

/// <summary>Whole runs through the backend, beside the same runs on the processor.</summary>
public sealed class GpuBackendTests
{
    private static readonly TrainingSettings s_small = new()
    {
        DecoderWidth = 7, MaxSteps = 30, EncoderLearningRate = 1e-2, DecoderLearningRate = 1e-2,
    };

    public static TheoryData<string> Devices => TestDevices.All;

    /// <summary>A kernel that fails its check is checked once: runs that wait for it are told, and those to come are refused, which under Auto sends them to
    /// the processor. Other kernels of the device train on.</summary>
    [Fact]
    public void A_kernel_that_computes_wrong_numbers_trains_nothing_and_others_do()
    {
        int trials = 0;
        using GpuBackend backend = new(TestDevices.OpenWithMistake(settings =>
        {
            trials++;
            return settings.Activation == Activation.Sine ? settings with { DecoderLearningRate = 2 * settings.DecoderLearningRate } : settings;
        }));
        TrainingRun[] runs = [.. Enumerable.Range(0, 4).Select(seed => new TrainingRun(
            Make.Modulo(3, 7), s_small with { Seed = seed, Activation = seed % 2 == 0 ? Activation.Sine : Activation.Identity }))];
        Assert.Null(backend.ReasonAgainst(runs[0]));
        List<TestSource.Entry> entries = TestSource.Execute(backend, runs);
        foreach (TestSource.Entry entry in entries)
        {
            if (entry.Run.Settings.Activation == Activation.Identity)
            {
                Assert.NotNull(entry.Outcome);
            }
            else
            {
                GenEftException error = Assert.IsType<GenEftException>(entry.Failure);
                Assert.Equal(ErrorIds.AcceleratorUnavailable, error.ErrorId);
                Assert.EndsWith("Use -Accelerator Cpu.", error.Message, StringComparison.Ordinal);
            }
        }

        int before = trials;
        Assert.Contains("wrong numbers", backend.ReasonAgainst(runs[0]), StringComparison.Ordinal);
        Assert.Null(backend.ReasonAgainst(runs[1]));
        Assert.IsType<GenEftException>(TestSource.Execute(backend, [runs[0]]).Single().Failure);
        Assert.Equal(before, trials);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_run_has_the_processors_history_and_phase(string device)
    {
        // 151 points: more than the device keeps between two launches.
        TrainingSettings settings = s_small with { MaxSteps = 150, HistoryInterval = 1, StopWhen = StopCondition.MaxSteps, AccuracyThreshold = 0.7 };
        TrainingRun run = new(Make.Modulo(3, 6), settings);
        TrainingOutcome expected = run.Execute();
        using GpuBackend backend = new(TestDevices.Open(device));
        TestSource.Entry entry = TestSource.Execute(backend, [run]).Single();
        TrainingOutcome actual = entry.Outcome!;
        Assert.Equal(expected.History.Points.Select(p => p.Step), actual.History.Points.Select(p => p.Step));
        foreach ((HistoryPoint e, HistoryPoint a) in expected.History.Points.Zip(actual.History.Points))
        {
            // Float rounding, fed back for up to 150 steps of Adam.
            Close.To(e.TrainLoss, a.TrainLoss, 1e-3, what: $"train loss at {e.Step}");
            Close.To(e.TestLoss!.Value, a.TestLoss!.Value, 1e-3, what: $"test loss at {e.Step}");
            Close.To(e.TrainAccuracy, a.TrainAccuracy, absolute: 1.01 / 27, what: $"train accuracy at {e.Step}");
            Close.To(e.TestAccuracy!.Value, a.TestAccuracy!.Value, absolute: 1.01 / 9, what: $"test accuracy at {e.Step}");
        }

        // The first step is the same to the rounding of one forward pass.
        Close.To(expected.History.Points[0].TrainLoss, actual.History.Points[0].TrainLoss, 1e-6);
        TrainingResult result = actual.Result;
        Assert.Equal(expected.Result.Phase, result.Phase);
        Assert.Equal((expected.Result.StepCount, expected.Result.SampleCount), (result.StepCount, result.SampleCount));
        Assert.InRange(Math.Abs(expected.Result.TrainStep!.Value - result.TrainStep!.Value), 0, 10);
        Assert.InRange(Math.Abs(expected.Result.TestStep!.Value - result.TestStep!.Value), 0, 10);
        Assert.Equal((backend.Kind, backend.Name), (result.Accelerator, result.InstructionSet));
        Assert.Equal(150, entry.Steps[^1]);
        Assert.Equal(entry.Steps.Order(), entry.Steps);
    }

    /// <summary>The device looks answers up; the host computes the measure.</summary>
    [Theory]
    [InlineData(PhaseMetric.BalancedAccuracy)]
    [InlineData(PhaseMetric.Matthews)]
    [InlineData(PhaseMetric.F1)]
    public void Phases_by_other_measures_than_accuracy_are_the_processors(PhaseMetric metric)
    {
        TrainingRun run = new(Make.Modulo(3, 6), s_small with
        {
            PhaseMetric = metric, AccuracyThreshold = 0.7, MaxSteps = 300, EvaluationInterval = 5, HistoryInterval = 50, StopWhen = StopCondition.MaxSteps,
        });
        TrainingOutcome expected = run.Execute();
        using GpuBackend backend = new(TestDevices.Open(TestDevices.Emulated));
        TrainingOutcome actual = TestSource.Execute(backend, [run]).Single().Outcome!;
        Assert.Equal(expected.Result.Phase, actual.Result.Phase);
        Assert.InRange(Math.Abs(expected.Result.TrainStep!.Value - actual.Result.TrainStep!.Value), 0, 5);
        foreach ((HistoryPoint e, HistoryPoint a) in expected.History.Points.Zip(actual.History.Points))
        {
            Close.To(e.Train.TruePositives, a.Train.TruePositives, absolute: 1, what: $"true positives at {e.Step}");
            Assert.Equal((e.Train.Count, e.Test.Count), (a.Train.Count, a.Test.Count));
        }
    }

    /// <summary>Through a device with several groups, in launches of few steps: more runs than it spreads, then the last, which goes on alone.</summary>
    [Fact]
    public void A_few_runs_have_many_groups_and_many_have_one_each()
    {
        TrainingRun[] runs = [.. Enumerable.Range(0, 8).Select(i => new TrainingRun(
            Make.Modulo(3, 9), s_small with { Seed = i, MaxSteps = i == 7 ? 90 : 30, StopWhen = StopCondition.MaxSteps, HistoryInterval = i % 3 }))];
        List<bool> kinds = [];
        TimeSpan soon = TimeSpan.FromMilliseconds(1);
        using GpuBackend backend = new(TestDevices.Open(TestDevices.EmulatedGroups)) { LaunchTime = soon, BeforeLaunch = (_, isSpread) => kinds.Add(isSpread) };
        List<TestSource.Entry> actual = TestSource.Execute(backend, runs);
        Assert.False(kinds[0], "more runs than slots had many groups");
        Assert.True(kinds[^1], "the last run had one group");
        using GpuBackend one = new(TestDevices.Open(TestDevices.EmulatedGroups))
        {
            LaunchTime = soon, SpreadLimit = 0, BeforeLaunch = (_, isSpread) => Assert.False(isSpread),
        };
        foreach ((TestSource.Entry expected, TestSource.Entry entry) in TestSource.Execute(one, runs).Zip(actual))
        {
            Assert.Equal(expected.Outcome!.Model.Parameters, entry.Outcome!.Model.Parameters);
            Assert.Equal(expected.Outcome.History.Points, entry.Outcome.History.Points);
            Assert.Equal(expected.Result with { Elapsed = default }, entry.Result with { Elapsed = default });
        }
    }

    /// <summary>Launches that end early, since one model's history is full, do not let the budget of the others grow without end.</summary>
    [Fact]
    public void A_history_that_bounds_launches_does_not_make_the_next_ones_long()
    {
        TrainingSettings settings = new()
        {
            DecoderWidth = 1, DecoderDepth = 1, EmbeddingDimension = 1, StopWhen = StopCondition.MaxSteps, EvaluationInterval = 1000,
        };
        TrainingRun told = new(Make.Modulo(2, 2), settings with { MaxSteps = 300, HistoryInterval = 1 });
        TrainingRun silent = new(told.Relation, settings with { Seed = 1, MaxSteps = 1500 });
        using GpuBackend backend = new(TestDevices.Open(TestDevices.EmulatedGroups)) { LaunchTime = TimeSpan.FromMinutes(1) };
        List<int> steps = TestSource.Execute(backend, [told, silent]).Single(entry => entry.Run == silent).Steps;

        // Each may take four times as many steps as the last did: 64, 256, and what is left of 1,500, less than 1024.
        Assert.InRange(steps.Zip(steps.Skip(1), (before, after) => after - before).Max(), 900, 1000);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Models_replaced_on_the_device_come_out_as_they_do_alone_to_the_bit(string device)
    {
        TrainingRun[] runs = [.. Enumerable.Range(0, 7).Select(i => new TrainingRun(
            Make.Modulo(3, 5),
            s_small with { Seed = i, MaxSteps = 3 + (5 * i % 11), StopWhen = StopCondition.MaxSteps, Optimizer = (Optimizer)(i % 3) }))];
        using GpuBackend together = new(TestDevices.Open(device)) { SlotLimit = 2 };
        List<TestSource.Entry> actual = TestSource.Execute(together, runs);
        using GpuBackend alone = new(TestDevices.Open(device)) { SlotLimit = 1 };
        foreach (TestSource.Entry entry in actual)
        {
            TrainingOutcome expected = TestSource.Execute(alone, [entry.Run]).Single().Outcome!;
            Assert.Equal(entry.Run.MaxSteps, entry.Result.StepCount);
            Assert.Equal(expected.Model.Parameters, entry.Outcome!.Model.Parameters);
            Assert.Equal(expected.Result with { Elapsed = default }, entry.Result with { Elapsed = default });
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_run_stops_on_the_device_when_its_phase_is_known(string device)
    {
        TrainingRun run = new(Make.Modulo(3, 6), s_small with { MaxSteps = 100_000, AccuracyThreshold = 0.6, EvaluationInterval = 3 });
        using GpuBackend backend = new(TestDevices.Open(device));
        TrainingResult result = TestSource.Execute(backend, [run]).Single().Result;
        Assert.NotNull(result.Phase);
        Assert.Equal(Math.Max(result.TrainStep!.Value, result.TestStep!.Value), result.StepCount);
        Assert.Equal(0, result.StepCount % 3);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Without_test_pairs_there_is_no_phase_and_the_last_step_counts_as_a_crossing(string device)
    {
        TrainingRun run = new(Make.Modulo(3, 6), s_small with { TrainingFraction = 1, MaxSteps = 7, AccuracyThreshold = 0.01 });
        TrainingRun late = new(Make.Modulo(3, 6), s_small with { MaxSteps = 7, AccuracyThreshold = 0.01, EvaluationInterval = 1000, StopWhen = StopCondition.MaxSteps });
        using GpuBackend backend = new(TestDevices.Open(device));
        List<TestSource.Entry> entries = TestSource.Execute(backend, [run, late]);
        TrainingResult expected = run.Execute().Result;
        Assert.Equal((null, expected.TrainStep, null), (entries[0].Result.Phase, entries[0].Result.TrainStep, entries[0].Result.TestLoss));
        Assert.Equal(expected.StepCount, entries[0].Result.StepCount);
        Assert.Equal(late.Execute().Result.TrainStep, entries[1].Result.TrainStep);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_model_that_diverges_ends_as_confusion_and_the_others_finish(string device)
    {
        TrainingRun[] runs = [.. Enumerable.Range(0, 12).Select(i => new TrainingRun(Make.Modulo(3, 5), s_small with
        {
            Seed = i,
            MaxSteps = 12,
            StopWhen = StopCondition.MaxSteps,
            Combination = Combination.SquaredDifference,
            EncoderLearningRate = i == 5 ? 1e37 : 1e-2,
            DecoderLearningRate = i == 5 ? 1e37 : 1e-2,
        }))];
        using GpuBackend backend = new(TestDevices.Open(device)) { SlotLimit = 4 };
        List<TestSource.Entry> entries = TestSource.Execute(backend, runs);
        for (int i = 0; i < runs.Length; i++)
        {
            Assert.Equal(i == 5, entries[i].Result.IsDiverged);
            Assert.Equal(double.IsFinite(entries[i].Result.TrainLoss), i != 5);
        }

        Assert.Equal(Phase.Confusion, entries[5].Result.Phase);
    }

    [Fact]
    public void A_device_that_fails_in_mid_run_takes_down_what_it_held_and_nothing_else()
    {
        TrainingRun[] runs = [.. Enumerable.Range(0, 9).Select(i => new TrainingRun(
            Make.Modulo(3, 5), s_small with { Seed = i, MaxSteps = 12, StopWhen = StopCondition.MaxSteps }))];
        using GpuBackend backend = new(TestDevices.Open(TestDevices.Emulated))
        {
            SlotLimit = 2,
            BeforeLaunch = (launch, isSpread) => _ = launch == 1 ? throw new InvalidOperationException("the bus fell off") : 0,
        };
        List<TestSource.Entry> entries = TestSource.Execute(backend, runs);
        Assert.Equal(9, entries.Count);
        TestSource.Entry[] failed = [.. entries.Where(entry => entry.Failure is not null)];
        Assert.InRange(failed.Length, 1, 4);   // what two slots and their two waiting places held
        Assert.All(failed, entry =>
        {
            GenEftException reason = Assert.IsType<GenEftException>(entry.Failure);
            Assert.Equal(ErrorIds.AcceleratorFailed, reason.ErrorId);
            Assert.Contains("the bus fell off", reason.Message, StringComparison.Ordinal);
        });
        Assert.All(entries.Except(failed), entry => Assert.Equal(12, entry.Result.StepCount));
    }

    [Fact]
    public void A_device_that_fails_while_a_run_is_on_its_way_there_fails_that_run_too()
    {
        TrainingRun[] runs = [.. Enumerable.Range(0, 4).Select(i => new TrainingRun(
            Make.Modulo(3, 5), s_small with { Seed = i, MaxSteps = 3, StopWhen = StopCondition.MaxSteps }))];
        using GpuBackend backend = new(TestDevices.Open(TestDevices.Emulated));
        TestSource source = new(runs, run => run.Settings.Seed == 1 ? throw new DeviceFailure() : null);
        backend.Execute(source, CancellationToken.None);
        Assert.All(source.Taken[..2], entry => Assert.Equal(ErrorIds.AcceleratorFailed, Assert.IsType<GenEftException>(entry.Failure).ErrorId));
        Assert.All(source.Taken[2..], entry => Assert.Equal(3, entry.Result.StepCount));
    }

    /// <summary>What makes a few models faster is given up first.</summary>
    [Fact]
    public void Where_memory_runs_out_fewer_models_train_at_once()
    {
        List<(int Slots, int Spread)> tried = [];
        using GpuBackend backend = new(TestDevices.Open(TestDevices.EmulatedGroups))
        {
            BeforeAllocation = (slots, spread) =>
            {
                tried.Add((slots, spread));
                _ = slots > 1 ? throw new InsufficientMemoryException() : 0;
            },
        };
        TrainingRun run = new(Make.Modulo(3, 5), s_small with { MaxSteps = 3 });
        Assert.Equal(3, TestSource.Execute(backend, [run]).Single().Result.StepCount);
        Assert.Equal([(3, 2), (3, 0), (1, 0)], tried);
    }

    [Fact]
    public void Where_memory_runs_out_for_a_single_model_the_run_says_so()
    {
        using GpuBackend backend = new(TestDevices.Open(TestDevices.Emulated))
        {
            BeforeAllocation = (_, _) => throw new InsufficientMemoryException("none left"),
        };
        TestSource.Entry entry = TestSource.Execute(backend, [new TrainingRun(Make.Modulo(3, 5), s_small)]).Single();
        Assert.Equal(ErrorIds.AcceleratorFailed, Assert.IsType<GenEftException>(entry.Failure).ErrorId);
        Assert.Contains("none left", entry.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_run_that_was_stopped_goes_on_from_its_checkpoint_to_the_same_bits(string device)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft-");
        try
        {
            TrainingSettings settings = s_small with { MaxSteps = 60, HistoryInterval = 4, StopWhen = StopCondition.MaxSteps };
            TrainingRun[] runs = [new(Make.Modulo(3, 5), settings), new(Make.Modulo(3, 5), settings with { Seed = 1, Optimizer = Optimizer.GradientDescent })];
            using GpuBackend backend = new(TestDevices.Open(device));
            List<TestSource.Entry> whole = TestSource.Execute(backend, runs);
            using CheckpointFile file = CheckpointFile.Open(Path.Combine(folder.FullName, "runs.ckpt"));
            using CancellationTokenSource cancel = new();
            using GpuBackend stopped = new(TestDevices.Open(device))
            {
                BeforeLaunch = (launch, _) =>
                {
                    if (launch == 1)
                    {
                        cancel.Cancel();
                    }
                },
            };
            TestSource source = new(runs, _ => file);
            Assert.Throws<OperationCanceledException>(() => stopped.Execute(source, cancel.Token));
            Assert.All(source.Taken, entry => Assert.IsType<OperationCanceledException>(entry.Failure));
            Assert.Contains(source.Taken, entry => entry.Steps[^1] > 0);
            List<TestSource.Entry> resumed = TestSource.Execute(backend, runs, file);
            for (int i = 0; i < runs.Length; i++)
            {
                Assert.True(resumed[i].Steps[0] >= source.Taken[i].Steps[^1], "the run started over");
                Assert.Equal(whole[i].Outcome!.Model.Parameters, resumed[i].Outcome!.Model.Parameters);
                Assert.Equal(whole[i].Outcome!.History.Points, resumed[i].Outcome!.History.Points);
                Assert.Equal(whole[i].Result with { Elapsed = default }, resumed[i].Result with { Elapsed = default });
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_others_have_reached_is_kept_where_the_stop_comes_while_a_run_is_made_ready()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft-");
        try
        {
            TrainingSettings settings = s_small with { StopWhen = StopCondition.MaxSteps };
            TrainingRun[] runs = [.. new[] { 5, 200, 7 }.Select((steps, i) => new TrainingRun(Make.Modulo(3, 5), settings with { Seed = i, MaxSteps = steps }))];
            using CheckpointFile file = CheckpointFile.Open(Path.Combine(folder.FullName, "runs.ckpt"));
            using CancellationTokenSource cancel = new();
            using GpuBackend stopped = new(TestDevices.Open(TestDevices.Emulated)) { SlotLimit = 1 };
            TestSource source = new(runs, run =>
            {
                // The third run gets the place of the first, beside the second's steps.
                if (run.MaxSteps == 7)
                {
                    cancel.Cancel();
                }

                return file;
            });
            Assert.Throws<OperationCanceledException>(() => stopped.Execute(source, cancel.Token));
            Assert.Equal([true, false, false], source.Taken.Select(entry => entry.Outcome is not null));
            Assert.All(source.Taken[1..], entry => Assert.IsType<OperationCanceledException>(entry.Failure));
            int reached = source.Taken[1].Steps[^1];
            Assert.InRange(reached, 1, 199);
            using GpuBackend backend = new(TestDevices.Open(TestDevices.Emulated));
            Assert.True(TestSource.Execute(backend, [runs[1]], file).Single().Steps[0] >= reached, "the run started over");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Networks_of_several_shapes_follow_one_another()
    {
        TrainingRun[] runs =
        [
            new(Make.Modulo(3, 5), s_small with { MaxSteps = 1 }),
            new(Make.Modulo(3, 5), s_small with { MaxSteps = 1, DecoderDepth = 1 }),
            new(Make.Modulo(3, 5), s_small with { MaxSteps = 1, Seed = 1 }),
            new(Make.Modulo(3, 4), s_small with { MaxSteps = 1, DecoderWidth = 3 }),
            new(Make.Modulo(3, 5), s_small with { MaxSteps = 1, DecoderDepth = 1, Seed = 1 }),
        ];
        using GpuBackend backend = new(TestDevices.Open(TestDevices.Emulated)) { SlotLimit = 2 };
        List<TestSource.Entry> entries = TestSource.Execute(backend, runs);
        Assert.All(entries, entry => Close.To(entry.Run.Execute().Result.TrainLoss, entry.Result.TrainLoss, 1e-4));

        // Alike ones together, though others stand between them.
        Assert.Equal([runs[0], runs[2], runs[1], runs[4], runs[3]], entries.Select(entry => entry.Run));
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_fails_its_own_run_alone()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft-");
        try
        {
            CheckpointFile closed = CheckpointFile.Open(Path.Combine(folder.FullName, "runs.ckpt"));
            TrainingRun[] runs = [.. Enumerable.Range(0, 3).Select(i => new TrainingRun(
                Make.Modulo(3, 5), s_small with { Seed = i, MaxSteps = 9, StopWhen = StopCondition.MaxSteps }))];
            using GpuBackend backend = new(TestDevices.Open(TestDevices.Emulated))
            {
                SlotLimit = 3,
                BeforeLaunch = (launch, _) => closed.Dispose(),
            };
            TestSource source = new(runs, run => run.Settings.Seed == 1 ? closed : null);
            backend.Execute(source, CancellationToken.None);
            Assert.Equal([true, false, true], source.Taken.OrderBy(entry => entry.Run.Settings.Seed).Select(entry => entry.Outcome is not null));
            Assert.IsType<ObjectDisposedException>(source.Taken.Single(entry => entry.Outcome is null).Failure);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_the_kernel_cannot_do_is_refused_with_the_reason()
    {
        using GpuBackend backend = new(TestDevices.Open(TestDevices.Emulated));
        TrainingRun batches = new(Make.Modulo(3, 6), s_small with { BatchSize = 5 });
        TrainingRun exact = new(Make.Modulo(3, 6), s_small with { Crossing = Crossing.Exact });
        Assert.Contains("mini-batches", backend.ReasonAgainst(batches), StringComparison.Ordinal);
        Assert.Contains("exact crossings", backend.ReasonAgainst(exact), StringComparison.Ordinal);
        TrainingRun charge = new(Make.Modulo(3, 6), s_small with { HistoryInterval = 1, IncludeCharge = true });
        Assert.Contains("charge", backend.ReasonAgainst(charge), StringComparison.Ordinal);
        Assert.Null(backend.ReasonAgainst(new TrainingRun(Make.Modulo(3, 6), s_small with { BatchSize = 27 })));   // the full batch
        TestSource.Entry entry = TestSource.Execute(backend, [batches]).Single();
        Assert.Equal(ErrorIds.AcceleratorUnavailable, Assert.IsType<GenEftException>(entry.Failure).ErrorId);
    }

    [Fact]
    public void A_measurement_gives_a_peak_and_a_speed()
    {
        using GpuBackend backend = new(TestDevices.Open(TestDevices.Emulated)) { SlotLimit = 1 };
        AcceleratorInfo row = Processor.Describe();
        AcceleratorInfo measured = backend.Measure(row, CancellationToken.None, steps: 12, rounds: 50);
        Assert.True(measured.PeakGigaflops > 0 && measured.StepsPerSecond > 0);
        Assert.Equal(row.Name, measured.Name);
    }

    /// <summary>What a driver reports: CUDA's own exception asks the driver for its text.</summary>
    private sealed class DeviceFailure() : AcceleratorException("illegal address")
    {
        public override AcceleratorType AcceleratorType => AcceleratorType.Cuda;
    }
}
