using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>
/// Theory.md 5(vi): under gradient flow a real network conserves (first layer)^T (first layer)/eta_dec minus the sum of
/// E_i E_i^T/eta_enc. Gradient descent is Euler's method on that flow: over a fixed time the drift falls with its step.
/// </summary>
public sealed class ChargeTests
{
    [Theory]
    [InlineData(Combination.Concatenation)]
    [InlineData(Combination.Difference)]
    public void The_drift_of_the_charge_is_of_the_order_of_the_step(Combination combination)
    {
        double[] drift = [.. new[] { 1, 2, 4, 8 }.Select(refinement => Drift(Trainers.Reference, combination, refinement))];
        for (int i = 1; i < drift.Length; i++)
        {
            Close.To(1, Math.Log2(drift[i - 1] / drift[i]), absolute: 0.1, what: "order");
        }

        // Small against what the charge's parts move in that time.
        Assert.InRange(drift[^1], 0, 0.02);
    }

    /// <summary>In float the drift of the same steps is the same to float accuracy: a wrong gradient would show at once.</summary>
    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void The_vector_trainers_drift_as_little(string name) => Close.To(
        Drift(Trainers.Reference, Combination.Concatenation, 4), Drift(name, Combination.Concatenation, 4), absolute: 1e-4);

    /// <summary>The history of a run tells the same: the trace, and how far the matrix is from that of step 0.</summary>
    [Theory]
    [InlineData(Combination.Concatenation)]
    [InlineData(Combination.Difference)]
    public void The_history_tells_the_charge(Combination combination)
    {
        TrainingSettings settings = new()
        {
            Combination = combination, EmbeddingDimension = 3, DecoderWidth = 8, EncoderLearningRate = 0.02, DecoderLearningRate = 0.01,
            MaxSteps = 20, HistoryInterval = 10, IncludeCharge = true, StopWhen = StopCondition.MaxSteps,
        };
        TrainingOutcome outcome = new TrainingRun(Make.Modulo(3, 9), settings).Execute();
        NetworkShape shape = new(9, settings);
        (double[] Decoder, double[] Encoder) start = Parts(
            shape, Array.ConvertAll(Initialization.Create(shape, settings), entry => (double)(float)entry));   // weights are held in float
        (double[] Decoder, double[] Encoder) end = Parts(shape, outcome.Model.Parameters);
        double trace = 0;
        double moved = 0;
        for (int k = 0; k < 9; k++)
        {
            trace += k % 4 == 0 ? (end.Decoder[k] / 0.01) - (end.Encoder[k] / 0.02) : 0;
            moved += Math.Pow(((end.Decoder[k] - start.Decoder[k]) / 0.01) - ((end.Encoder[k] - start.Encoder[k]) / 0.02), 2);
        }

        double size = (Math.Sqrt(start.Decoder.Sum(x => x * x)) / 0.01) + (Math.Sqrt(start.Encoder.Sum(x => x * x)) / 0.02);
        HistoryPoint last = outcome.History.Points[^1];
        Close.To(trace, last.Charge!.Value, relative: 1e-12);
        Close.To(Math.Sqrt(moved) / size, last.ChargeDrift!.Value, relative: 1e-12);
        Assert.Equal(0, outcome.History.Points[0].ChargeDrift);
        Assert.All(
            new TrainingRun(Make.Modulo(3, 9), settings with { IncludeCharge = false }).Execute().History.Points,
            point => Assert.Equal((null, null), (point.Charge, point.ChargeDrift)));
    }

    /// <summary>Over the same time, half the learning rates halve gradient descent's drift; Adam's does not fall, as its steps
    /// do not follow the gradient's size.</summary>
    [Fact]
    public void Gradient_descent_keeps_the_charge_to_the_step_and_Adam_does_not()
    {
        double[] descent = [.. new[] { 1, 2, 4 }.Select(refinement => HistoryDrift(Optimizer.GradientDescent, 0.1, refinement))];
        Close.To(1, Math.Log2(descent[0] / descent[1]), absolute: 0.1, what: "order");
        Close.To(1, Math.Log2(descent[1] / descent[2]), absolute: 0.1, what: "order");
        foreach (Optimizer adaptive in new[] { Optimizer.Adam, Optimizer.AdamW })
        {
            double[] drift = [.. new[] { 1, 2, 4 }.Select(refinement => HistoryDrift(adaptive, 2e-3, refinement))];
            Assert.True(drift[2] > drift[0], $"{drift[2]} after {drift[0]} of {adaptive}");
            Assert.True(drift[2] > 10 * descent[2], $"{drift[2]} of {adaptive}, {descent[2]} of gradient descent");
        }
    }

    private static double HistoryDrift(Optimizer optimizer, double rate, int refinement) => new TrainingRun(Make.Modulo(3, 12), new TrainingSettings
    {
        DecoderWidth = 10, Optimizer = optimizer, MaxSteps = 300 * refinement, HistoryInterval = 300 * refinement, IncludeCharge = true,
        EncoderLearningRate = rate / refinement, DecoderLearningRate = rate / refinement, StopWhen = StopCondition.MaxSteps,
    }).Execute().History.Points[^1].ChargeDrift!.Value;

    // The largest change of the charge over 0.4 units of time, relative to the larger of its two parts' change.
    private static double Drift(string name, Combination combination, int refinement)
    {
        TrainingSettings settings = new()
        {
            Combination = combination,
            DecoderWidth = 8,
            Optimizer = Optimizer.GradientDescent,
            EncoderLearningRate = 0.2 / refinement,
            DecoderLearningRate = 0.1 / refinement,
        };
        NetworkShape shape = new(9, settings);
        PairSet pairs = new(81);
        for (int k = 0; k < 81; k++)
        {
            pairs.Set(k, k / 9, k % 9, (k / 9) % 3 == k % 9 % 3);
        }

        using ITrainer trainer = Trainers.Create(name, shape, settings, Initialization.Create(shape, settings), pairs.Count);
        trainer.SetBatch(pairs);
        (double[] Decoder, double[] Encoder) start = Parts(shape, trainer.Save().Parameters);
        for (int step = 0; step < 200 * refinement; step++)
        {
            trainer.ComputeGradient(CancellationToken.None);
            trainer.Update();
        }

        (double[] Decoder, double[] Encoder) end = Parts(shape, trainer.Save().Parameters);
        double moved = 0;
        double drift = 0;
        for (int k = 0; k < start.Decoder.Length; k++)
        {
            double decoder = (end.Decoder[k] - start.Decoder[k]) / 0.1;
            double encoder = (end.Encoder[k] - start.Encoder[k]) / 0.2;
            moved = Math.Max(moved, Math.Max(Math.Abs(decoder), Math.Abs(encoder)));
            drift = Math.Max(drift, Math.Abs(decoder - encoder));
        }

        return drift / moved;
    }

    // U^T U + V^T V (or W^T W) and the sum of E_i E_i^T, each [d][d].
    private static (double[] Decoder, double[] Encoder) Parts(NetworkShape shape, double[] parameters)
    {
        int d = shape.EmbeddingDimension;
        NetworkShape.Layer first = shape.Layers[0];
        double[] decoder = new double[d * d];
        double[] encoder = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                for (int o = 0; o < first.Outputs; o++)
                {
                    for (int block = 0; block < first.Inputs; block += d)
                    {
                        int row = first.WeightOffset + (o * first.Inputs) + block;
                        decoder[(i * d) + j] += parameters[row + i] * parameters[row + j];
                    }
                }

                for (int e = 0; e < shape.ElementCount; e++)
                {
                    encoder[(i * d) + j] += parameters[(e * d) + i] * parameters[(e * d) + j];
                }
            }
        }

        return (decoder, encoder);
    }
}
