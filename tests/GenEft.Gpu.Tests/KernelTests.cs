using CsCheck;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Gpu.Tests;

/// <summary>The device's steps beside PyTorch's and the scalar reference's.</summary>
public sealed class KernelTests
{
    private static readonly PyTorchVectors s_vectors = PyTorchVectors.Load();

    private static readonly Gen<TrainingSettings> s_settings =
        from combination in Gen.Enum<Combination>()
        from activation in Gen.Enum<Activation>()
        from depth in Gen.Int[1, 9]
        from isWide in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))   // wide ones have tiles of their own
        from width in isWide ? Gen.Int[33, 60] : Gen.Int[1, 12]
        from dimension in Gen.Int[1, 5]
        from optimizer in Gen.Enum<Optimizer>()
        from decay in Gen.Int[0, 1]
        from fraction in Gen.Double[0.05, 1]
        from seed in Gen.Int[0, 1000]
        select new TrainingSettings
        {
            Combination = combination,
            Activation = activation,
            DecoderDepth = isWide ? Math.Min(depth, 4) : depth,
            DecoderWidth = width,
            EmbeddingDimension = dimension,
            Optimizer = optimizer,
            EncoderWeightDecay = 0.1 * decay,
            DecoderWeightDecay = 0.05 * decay,
            TrainingFraction = fraction,
            EncoderLearningRate = 0.05,
            DecoderLearningRate = 0.02,
            Seed = seed,
            MaxSteps = 1,
            StopWhen = StopCondition.MaxSteps,
            HistoryInterval = 1,
        };

    public static TheoryData<string> Devices => TestDevices.All;

    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string device in TestDevices.All.Select(row => row.Data))
            {
                for (int i = 0; i < s_vectors.Cases.Length; i++)
                {
                    data.Add(device, i);
                }
            }

            return data;
        }
    }

    /// <summary>Tolerances are those of the vector trainers: float rounding, and Adam's division by small gradients.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void It_takes_PyTorchs_steps_to_float_accuracy(string deviceName, int index)
    {
        using GpuDevice device = TestDevices.Open(deviceName);
        PyTorchVectors.Case c = s_vectors.Cases[index];
        TrainingRun run = new(Make.Modulo(3, c.Count), c.Settings with
        {
            MaxSteps = s_vectors.Steps, HistoryInterval = 1, StopWhen = StopCondition.MaxSteps,
        });
        double[] start = c.Initial.Flatten();
        RunRecord record = new(run, c.Pairs, new PairSet(0), new TrainerState(start, [], [], 0));
        (DeviceEvaluation[] history, double[] final) = Train(device, run, record);
        for (int step = 0; step <= s_vectors.Steps; step++)
        {
            Close.To(c.LossBeforeStep[step], history[step].TrainLoss, 5e-6, what: $"loss before step {step}");
        }

        Close.To(c.Final.Flatten(), final, 2e-4, "final");

        // Plain descent at rate 1 moves a parameter by its gradient.
        TrainingRun descent = new(run.Relation, c.Settings with
        {
            Optimizer = Optimizer.GradientDescent, EncoderLearningRate = 1, DecoderLearningRate = 1, EncoderWeightDecay = 0,
            DecoderWeightDecay = 0, MaxSteps = 1, StopWhen = StopCondition.MaxSteps,
        });
        (_, double[] moved) = Train(
            device, CohortLayout.Find(descent, device.Limits).Layout!, new RunRecord(descent, c.Pairs, new PairSet(0), new TrainerState(start, [], [], 0)), spreadLimit: 0);
        double[] gradient = [.. start.Zip(moved, (before, after) => before - after)];
        Close.To(c.GradientAtStep0.Flatten(), gradient, 2e-5, "gradient");
    }

    public static TheoryData<string, int> DevicesAndIterations
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string device in TestDevices.All.Select(row => row.Data))
            {
                data.Add(device, 28);
            }

            data.Add(TestDevices.EmulatedWarp, 8);
            return data;
        }
    }

    /// <summary>Any shape, in any of the layouts, of one chunk or several.</summary>
    [Theory]
    [MemberData(nameof(DevicesAndIterations))]
    public void It_has_the_references_losses_and_step(string deviceName, int iterations)
    {
        using GpuDevice device = TestDevices.Open(deviceName);
        Gen.Select(s_settings, Gen.Int[2, 9], Gen.Int[1, 3].Select(doublings => 8 << doublings), Gen.Bool).Sample((settings, count, chunkSize, sharesParameters) =>
        {
            TrainingRun run = new(Make.GreaterThan(count), settings);
            TrainingOutcome expected = new TrainingRun(
                run.Relation, settings, (shape, s, parameters, _) => new ReferenceTrainer(shape, s, parameters)).Execute();
            (DeviceEvaluation[] history, double[] parameters) = Train(
                device, run, new RunRecord(run, "", null, CancellationToken.None), chunkSize, sharesParameters);
            foreach ((HistoryPoint e, DeviceEvaluation a) in expected.History.Points.Zip(history))
            {
                Close.To(e.TrainLoss, a.TrainLoss, e.Step == 0 ? 1e-5 : 1e-3, what: $"train loss at {e.Step}");
                Close.To(e.TestLoss ?? 0, e.TestLoss is null ? 0 : a.TestLoss, e.Step == 0 ? 1e-5 : 1e-3, 1e-6, $"test loss at {e.Step}");
            }

            // Adam's first step has the sign of what it follows, the gradient and for Adam proper the decay with it, so it is compared
            // where that is more than rounding.
            double[] start = [.. Initialization.Create(new NetworkShape(count, settings), settings)];
            using ReferenceTrainer reference = new(new NetworkShape(count, settings), settings, start);
            reference.SetBatch(PairSet.Split(run.Relation, settings.TrainingFraction, settings.Seed).Train);
            reference.ComputeGradient(CancellationToken.None);
            double[] gradient = reference.GetGradient();
            for (int i = 0; i < start.Length; i++)
            {
                double decay = i < count * settings.EmbeddingDimension ? settings.EncoderWeightDecay : settings.DecoderWeightDecay;
                double followed = gradient[i] + (settings.Optimizer == Optimizer.Adam ? decay * start[i] : 0);
                if (settings.Optimizer == Optimizer.GradientDescent || (Math.Abs(gradient[i]) > 1e-4 && Math.Abs(followed) > 1e-4))
                {
                    Close.To(expected.Model.Parameters[i], parameters[i], 1e-6, 1e-4 * 0.05, $"parameter {i}");
                }
            }
        }, iter: iterations, threads: 1);
    }

    /// <summary>Value and slope of each function, far from 0 too: what reduces an argument rounds it once, at its own size.</summary>
    [Fact]
    public void Device_functions_have_the_references_values_and_slopes()
    {
        (Activation Activation, IDeviceActivation Function)[] functions =
        [
            (Activation.Tanh, new DeviceTanh()), (Activation.ReLU, new DeviceRelu()), (Activation.GELU, new DeviceGelu()), (Activation.Sigmoid, new DeviceSigmoid()),
            (Activation.Sine, new DeviceSine()), (Activation.Identity, new DeviceIdentity()),
        ];
        for (float z = -200; z < 200; z += 0.0917f)
        {
            foreach ((Activation activation, IDeviceActivation function) in functions)
            {
                (double value, double slope) = ActivationFunction.At(activation, z);
                float h = function.Value(z);
                double rounding = 1e-6 + (6e-8 * Math.Abs(z));
                Close.To(value, h, absolute: rounding * Math.Max(1, Math.Abs(value)), what: $"{activation} at {z}");
                Close.To(slope, function.Slope(function.KeepsSlope ? z : h), absolute: rounding, what: $"slope of {activation} at {z}");
            }
        }
    }

    /// <summary>Theory.md 5(vi): the drift of plain descent's charge is the reference's, so the gradient is right over many steps.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void The_charge_drifts_as_in_the_reference(string device)
    {
        TrainingSettings settings = new()
        {
            DecoderWidth = 8, Optimizer = Optimizer.GradientDescent, EncoderLearningRate = 0.2, DecoderLearningRate = 0.1,
            TrainingFraction = 1, MaxSteps = 150, StopWhen = StopCondition.MaxSteps,
        };
        TrainingRun run = new(Make.Modulo(3, 8), settings);
        TrainingOutcome reference = new TrainingRun(
            run.Relation, settings, (shape, s, parameters, _) => new ReferenceTrainer(shape, s, parameters)).Execute();
        double[] start = Initialization.Create(new NetworkShape(8, settings), settings);
        using GpuBackend backend = new(TestDevices.Open(device)) { SlotLimit = 1 };
        TrainingOutcome actual = TestSource.Execute(backend, [run]).Single().Outcome!;
        double before = Charge(start);
        Close.To(Charge(reference.Model.Parameters) - before, Charge(actual.Model.Parameters) - before, absolute: 1e-3, what: "drift");
        Assert.InRange(Math.Abs(Charge(reference.Model.Parameters) - before), 0, 0.2 * Math.Abs(before));

        // The first entry of (U^T U + V^T V)/eta_dec - sum E E^T/eta_enc, with d = 2 and w = 8.
        double Charge(double[] theta)
        {
            double decoder = 0;
            double encoder = 0;
            for (int o = 0; o < 8; o++)
            {
                decoder += (theta[16 + (4 * o)] * theta[16 + (4 * o)]) + (theta[18 + (4 * o)] * theta[18 + (4 * o)]);
                encoder += theta[2 * o] * theta[2 * o];
            }

            return (decoder / 0.1) - (encoder / 0.2);
        }
    }

    /// <summary>What a diverged model leaves in a group's memory does not reach the next: the same run before and after it ends in the same bits.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void A_model_behind_a_diverged_one_is_as_before_it(string deviceName)
    {
        using GpuDevice device = TestDevices.Open(deviceName);
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            TrainingSettings settings = new()
            {
                Activation = activation, DecoderWidth = 37, EmbeddingDimension = 3, MaxSteps = 12, StopWhen = StopCondition.MaxSteps,
                Optimizer = Optimizer.GradientDescent, EncoderLearningRate = 0.1, DecoderLearningRate = 0.1,
            };
            TrainingRun healthy = new(Make.Modulo(3, 8), settings);
            RunRecord record = new(healthy, "", null, CancellationToken.None);
            RunRecord diverged = new(healthy, record.Train, record.Test, new TrainerState([.. record.Start.Parameters.Select(_ => double.PositiveInfinity)], [], [], 0));
            using Cohort cohort = new(device.Accelerator, CohortLayout.Find(healthy, device.Limits).Layout!, slots: 1, places: 3, spreadLimit: 0);
            int[] places = [.. new[] { record, diverged, record }.Select(cohort.Add)];
            cohort.Fill();
            cohort.Start(1000);
            cohort.Wait();
            double[][] parameters = [.. places.Select(place => cohort.Download(place, Optimizer.GradientDescent).Parameters)];
            Assert.All(places, place => Assert.Equal(ModelStatus.Done, cohort.StateOf(place).Status));
            Assert.Equal(0, cohort.StateOf(places[1]).Last.IsLossFinite);
            Assert.Contains(parameters[1], value => !double.IsFinite(value));
            Assert.All(parameters[0], value => Assert.True(double.IsFinite(value)));
            Assert.Equal(parameters[0], parameters[2]);
        }
    }

    // By one group and by one a chunk, which come to the same bits.
    private static (DeviceEvaluation[] History, double[] Parameters) Train(
        GpuDevice device, TrainingRun run, RunRecord record, int? chunkSize = null, bool sharesParameters = true)
    {
        CohortLayout layout = CohortLayout.Find(run, device.Limits).Layout!;
        CohortShape shape = layout.Shape;
        shape.ChunkSize = chunkSize ?? shape.ChunkSize;
        layout = layout with { Shape = shape, SharesParameters = sharesParameters };
        (DeviceEvaluation[] history, double[] parameters) = Train(device, layout, record, spreadLimit: 0);
        (DeviceEvaluation[] spreadHistory, double[] spreadParameters) = Train(device, layout, record, spreadLimit: 1);
        Assert.Equal(history, spreadHistory);
        Assert.Equal(parameters, spreadParameters);
        return (history, parameters);
    }

    /// <summary>One model, to its end in one launch.</summary>
    internal static (DeviceEvaluation[] History, double[] Parameters) Train(
        GpuDevice device, CohortLayout layout, RunRecord record, int spreadLimit)
    {
        using Cohort cohort = new(device.Accelerator, layout, slots: 1, places: 1, spreadLimit);
        int place = cohort.Add(record);
        cohort.Fill();
        Assert.Equal(spreadLimit > 0, cohort.IsSpread);
        cohort.Start(1000);
        cohort.Wait();
        Assert.Equal(ModelStatus.Done, cohort.StateOf(place).Status);
        return (cohort.TakeHistory(place), cohort.Download(place, record.Settings.Optimizer).Parameters);
    }
}
