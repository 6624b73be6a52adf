using CsCheck;
using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Training;
using GenEft.Training.Simd;

namespace GenEft.Tests;

public sealed class GradientTests
{
    private static readonly Gen<TrainingSettings> s_settings =
        from combination in Gen.Enum<Combination>()
        from activation in Gen.Enum<Activation>()
        from depth in Gen.Int[1, 9]
        from width in Gen.OneOf(Gen.Int[1, 12], OneOf(15, 16, 17, 21, 25, 31, 50))
        from dimension in Gen.OneOf(Gen.Int[1, 6], Gen.Const(16))
        from optimizer in Gen.Enum<Optimizer>()
        from decay in OneOf(0, 0.1)
        from seed in Gen.Int[0, 1000]
        select new TrainingSettings
        {
            Combination = combination,
            Activation = activation,
            DecoderDepth = depth,
            DecoderWidth = width,
            EmbeddingDimension = dimension,
            Optimizer = optimizer,
            EncoderWeightDecay = decay,
            DecoderWeightDecay = decay / 2,
            Seed = seed,
        };

    // Around every chunk and vector boundary, and one.
    private static readonly Gen<int> s_batch = Gen.OneOf(
        Gen.Int[1, 9], OneOf(15, 16, 17, 31, 33, 63, 64, 65, 79, 127, 128, 129, 200));

    // Around what a table in registers holds, and fewer.
    private static readonly Gen<int> s_elements = Gen.OneOf(Gen.Int[1, 20], OneOf(31, 32, 33));

    /// <summary>Central differences in double: truncation h^2 and rounding 1e-16/h meet near 1e-9 of the loss's scale. A kink between the two
    /// points has no slope there; ActivationTests has ReLU's.</summary>
    [Fact]
    public void The_reference_gradient_is_the_slope_of_the_loss() =>
        Gen.Select(s_settings.Where(settings => settings.Activation != Activation.ReLU), Gen.Int[1, 12]).Sample((settings, batch) =>
        {
            const double H = 1e-5;
            NetworkShape shape = new(5, settings);
            double[] parameters = Initialization.Create(shape, settings);
            PairSet pairs = Trainers.RandomPairs(5, batch, settings.Seed);
            using ITrainer trainer = Trainers.AtGradient(Trainers.Reference, shape, settings, parameters, pairs);
            double[] gradient = trainer.GetGradient();
            CounterRandom random = new(settings.Seed, RandomPurpose.Batch);
            for (int probe = 0; probe < 12; probe++)
            {
                int i = random.NextInt(parameters.Length);
                Close.To((Loss(i, H) - Loss(i, -H)) / (2 * H), gradient[i], absolute: 2e-8, what: $"parameter {i}");
            }

            double Loss(int i, double move)
            {
                double[] moved = [.. parameters];
                moved[i] += move;
                using ReferenceTrainer at = new(shape, settings, moved);
                return at.Evaluate(pairs, withLoss: true, CancellationToken.None).Loss;
            }
        }, iter: 100);

    /// <summary>Float against double, any shape: rounding of products of up to 50 terms through up to 9 layers, relative to
    /// the gradients of single pairs: those of a batch may cancel.</summary>
    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void Vector_trainers_have_the_references_gradient_losses_and_step(string name) =>
        Gen.Select(s_settings, s_batch, s_elements).Sample((settings, batch, elements) =>
        {
            NetworkShape shape = new(elements, settings);

            // Floats to begin with, so that both start from the same numbers.
            double[] parameters = [.. Initialization.Create(shape, settings).Select(p => (double)(float)p)];
            PairSet pairs = Trainers.RandomPairs(elements, batch, settings.Seed);
            using ITrainer expected = Trainers.AtGradient(Trainers.Reference, shape, settings, parameters, pairs);
            using ITrainer actual = Trainers.AtGradient(name, shape, settings, parameters, pairs);
            if (IsAtKink(shape, settings, parameters, pairs, expected.GetGradient()))
            {
                return;
            }

            Close.To(expected.MeasureBatch(withLoss: true).Loss, actual.MeasureBatch(withLoss: true).Loss, 1e-5, what: "loss");
            double size = SizeOfSingleGradients(shape, settings, parameters, pairs);
            foreach ((double reference, double vector) in expected.GetGradient().Zip(actual.GetGradient()))
            {
                Close.To(reference, vector, absolute: 5e-5 * size, what: "gradient");
            }

            PairSet others = Trainers.RandomPairs(elements, 70, settings.Seed + 1);
            Close.To(
                expected.Evaluate(others, withLoss: true, CancellationToken.None).Loss,
                actual.Evaluate(others, withLoss: true, CancellationToken.None).Loss,
                1e-5,
                what: "evaluation");

            // A step from the same gradient: the gradient's error enters Adam's first step by at most the learning rate
            // where the gradient is zero to rounding, so plain descent is compared by size and Adam by its bound.
            expected.Update();
            actual.Update();
            double allowed = settings.Optimizer == Optimizer.GradientDescent ? 1e-6 : 2.1e-3;
            Close.To(expected.Save().Parameters, actual.Save().Parameters, allowed, "parameter");
        }, iter: 100);

    /// <summary>Ties are ties wherever pairs stand: ranks and curves of precision count on it.</summary>
    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void Equal_pairs_have_equal_logits(string name) =>
        Gen.Select(s_settings, Gen.Int[1, 130], s_elements).Sample((settings, count, elements) =>
        {
            NetworkShape shape = new(elements, settings);
            double[] parameters = Initialization.Create(shape, settings);
            for (int i = shape.EmbeddingDimension; i < shape.EncoderLength; i++)
            {
                parameters[i] = parameters[i % shape.EmbeddingDimension];
            }

            PairSet pairs = Trainers.RandomPairs(elements, count, settings.Seed);
            using ITrainer trainer = Trainers.Create(name, shape, settings, parameters, count);
            float[] logits = new float[count];
            trainer.GetLogits(pairs, logits, CancellationToken.None);
            Assert.Single(logits.Distinct());
        }, iter: 100);

    // Whether ReLU's slope jumps within the rounding of floats: what a trainer takes there is up to its rounding.
    private static bool IsAtKink(NetworkShape shape, TrainingSettings settings, double[] parameters, PairSet pairs, double[] gradient)
    {
        if (settings.Activation != Activation.ReLU)
        {
            return false;
        }

        double largest = gradient.Max(Math.Abs);
        CounterRandom random = new(settings.Seed, RandomPurpose.Batch);
        return Enumerable.Range(0, 20).Any(_ =>
        {
            double[] moved = [.. parameters.Select(p => p * (1 + (1e-5 * (random.NextDouble() - 0.5))))];
            using ITrainer trainer = Trainers.AtGradient(Trainers.Reference, shape, settings, moved, pairs);
            return gradient.Zip(trainer.GetGradient(), (a, b) => Math.Abs(a - b)).Max() > 2e-4 * largest;
        });
    }

    /// <summary>The largest entry of the mean, over the pairs, of the sizes of their gradients.</summary>
    private static double SizeOfSingleGradients(NetworkShape shape, TrainingSettings settings, double[] parameters, PairSet pairs)
    {
        double[] sizes = new double[parameters.Length];
        for (int pair = 0; pair < pairs.Count; pair++)
        {
            PairSet single = new(1);
            single.Set(0, pairs.First[pair], pairs.Second[pair], pairs.Related[pair]);
            using ITrainer trainer = Trainers.AtGradient(Trainers.Reference, shape, settings, parameters, single);
            double[] gradient = trainer.GetGradient();
            for (int i = 0; i < sizes.Length; i++)
            {
                sizes[i] += Math.Abs(gradient[i]) / pairs.Count;
            }
        }

        return sizes.Max();
    }

    /// <summary>Batches of two to four groups of chunks, the last one shorter; rounding grows with the root of the samples.</summary>
    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void A_batch_of_several_groups_has_the_references_gradient(string name)
    {
        (int, int, int, Activation)[] shapes =
        [
            (3, 50, 3330, Activation.Tanh), (3, 50, 5961, Activation.Tanh), (9, 50, 1500, Activation.Tanh), (2, 200, 2000, Activation.Tanh),
            (3, 50, 3330, Activation.GELU), (4, 21, 9000, Activation.Tanh),
        ];
        foreach ((int depth, int width, int samples, Activation activation) in shapes)
        {
            TrainingSettings settings = new() { DecoderDepth = depth, DecoderWidth = width, Activation = activation };
            NetworkShape shape = new(40, settings);
            Assert.True(Chunk.Count(samples) * Chunk.Size * sizeof(float) * shape.Layers.Sum(l => l.Inputs + l.Outputs) > Chunk.GroupBytes, "one group");
            double[] parameters = [.. Initialization.Create(shape, settings).Select(p => (double)(float)p)];
            PairSet pairs = Trainers.RandomPairs(40, samples, 5);
            using ITrainer expected = Trainers.AtGradient(Trainers.Reference, shape, settings, parameters, pairs);
            using ITrainer actual = Trainers.AtGradient(name, shape, settings, parameters, pairs);
            Close.To(expected.MeasureBatch(withLoss: true).Loss, actual.MeasureBatch(withLoss: true).Loss, 1e-5, what: "loss");
            Close.To(expected.GetGradient(), actual.GetGradient(), 2e-4, "gradient");
        }
    }

    [Theory]
    [MemberData(nameof(Trainers.Simd), MemberType = typeof(Trainers))]
    public void An_evaluation_leaves_the_step_as_it_is(string name)
    {
        TrainingSettings settings = new() { DecoderWidth = 7 };
        NetworkShape shape = new(6, settings);
        double[] parameters = Initialization.Create(shape, settings);
        PairSet batch = Trainers.RandomPairs(6, 100, 1);
        PairSet others = Trainers.RandomPairs(6, 150, 2);
        using ITrainer plain = Trainers.AtGradient(name, shape, settings, parameters, batch);
        using ITrainer evaluated = Trainers.AtGradient(name, shape, settings, parameters, batch);
        evaluated.Evaluate(others, withLoss: true, CancellationToken.None);
        Assert.Equal(plain.MeasureBatch(withLoss: true), evaluated.MeasureBatch(withLoss: true));
        plain.Update();
        evaluated.Update();
        Assert.Equal(plain.Save().Parameters, evaluated.Save().Parameters);
    }

    /// <summary>Deep in training, sigma(z) - 1 would round to 0; the slope must keep its relative accuracy.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(-40)]
    [InlineData(700)]
    [InlineData(0)]
    public void The_loss_and_its_slope_are_exact_in_both_tails(double z)
    {
        Close.To(z > 0 ? -Math.Exp(-z) / (1 + Math.Exp(-z)) : -1 / (1 + Math.Exp(z)), LogisticLoss.Slope(z, related: true), 1e-15);
        Close.To(z > 30 ? Math.Exp(-z) : Math.Log(1 + Math.Exp(-z)), LogisticLoss.Value(z, related: true), 1e-14);
        Assert.Equal(LogisticLoss.Value(z, related: true), LogisticLoss.Value(-z, related: false));
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
