using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Runs that draw unrelated pairs, and what they evaluate.</summary>
public sealed class SampledTrainingTests
{
    private static readonly TrainingSettings s_sampled = new()
    {
        NegativeRatio = 2, BatchSize = 8, MaxSteps = 60, DecoderWidth = 7, StopWhen = StopCondition.MaxSteps, EncoderLearningRate = 0.02, DecoderLearningRate = 0.02,
    };

    public static TheoryData<Optimizer, double> Optimizers => new()
    {
        { Optimizer.AdamW, 0.0 }, { Optimizer.AdamW, 0.1 }, { Optimizer.Adam, 0.1 }, { Optimizer.GradientDescent, 0.1 },
    };

    /// <summary>The same steps as the reference's, in float: 60 steps feed rounding back.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Vector_trainers_take_the_references_steps(Optimizer optimizer, double decay)
    {
        TrainingSettings settings = s_sampled with { Optimizer = optimizer, EncoderWeightDecay = decay, DecoderWeightDecay = decay };
        double[] expected = Parameters(new TrainingRun(Make.Modulo(3, 12), settings, (shape, s, parameters, _) => new ReferenceTrainer(shape, s, parameters)));
        foreach (string name in TrainerFactory.Supported)
        {
            double[] actual = Parameters(new TrainingRun(
                Make.Modulo(3, 12), settings, (shape, s, parameters, capacity) => TrainerFactory.Create(name, shape, s, parameters, capacity)));
            Close.To(expected, actual, 2e-3, name);
        }

        static double[] Parameters(TrainingRun run) => run.Execute().Model.Parameters;
    }

    [Fact]
    public void Embeddings_that_a_batch_does_not_hold_keep_still()
    {
        // Element 5 has no edge, and one unrelated pair a step is soon missed.
        Relation relation = Make.FromPairs(40, (0, 1), (2, 3));
        TrainingSettings settings = s_sampled with { NegativeRatio = 1, BatchSize = 1, MaxSteps = 1, EncoderWeightDecay = 0.5, TrainingFraction = 1 };
        TrainingRun run = new(relation, settings);
        double[,] before = new NetworkModel(relation, new NetworkShape(40, settings), Initialization.Create(new NetworkShape(40, settings), settings)).GetEmbedding();
        double[,] after = run.Execute().Model.GetEmbedding();
        int moved = Enumerable.Range(0, 40).Count(i => (float)before[i, 0] != (float)after[i, 0]);
        Assert.InRange(moved, 2, 4);
    }

    [Fact]
    public void Batches_are_of_the_training_side_and_of_the_ratio()
    {
        Relation relation = Make.Modulo(5, 20);
        TrainingSettings settings = s_sampled with { NegativeRatio = 3, BatchSize = 7, TrainingFraction = 0.6 };
        TrainingPairs pairs = TrainingPairs.Split(relation, settings, CancellationToken.None);
        HashSet<(int, int)> train = [.. Enumerable.Range(0, pairs.Train.Count).Select(s => (pairs.Train.First[s], pairs.Train.Second[s]))];
        NegativeSchedule schedule = new(relation, pairs.Train, pairs.Sides!, settings);
        NegativeSchedule other = new(relation, pairs.Train, pairs.Sides!, settings);
        List<(int, int)> related = [];
        HashSet<(int, int)> drawn = [];
        for (int step = 0; related.Count < pairs.Train.RelatedCount; step++)
        {
            PairSet batch = schedule.Select(step, CancellationToken.None);
            for (int s = 0; s < batch.Count; s++)
            {
                (int, int) pair = (batch.First[s], batch.Second[s]);
                Assert.Contains(pair, train);
                Assert.Equal(relation[pair.Item1, pair.Item2], batch.Related[s]);
                if (batch.Related[s])
                {
                    related.Add(pair);
                }
                else
                {
                    drawn.Add(pair);
                }
            }

            Assert.Equal(batch.Count, 4 * batch.RelatedCount);

            // Any step by itself gives the same.
            PairSet again = other.Select(step, CancellationToken.None);
            Assert.Equal(batch.First.Take(batch.Count), again.First.Take(again.Count));
            Assert.Equal(batch.Second.Take(batch.Count), again.Second.Take(again.Count));
        }

        Assert.Equal(pairs.Train.RelatedCount, related.Distinct().Count());
        Assert.InRange(drawn.Count, related.Count, 3 * related.Count);
    }

    /// <summary>With more than there are, all are evaluated; the steps are the same.</summary>
    [Fact]
    public void Evaluating_a_sample_of_all_is_evaluating_all()
    {
        TrainingResult all = new TrainingRun(Make.Modulo(), s_sampled).Execute().Result;
        TrainingResult sampled = new TrainingRun(Make.Modulo(), s_sampled with { EvaluationCount = 1000 }).Execute().Result;
        Assert.Equal(
            (all.TrainAccuracy, all.TestF1, all.Matthews, all.AveragePrecision, all.SampleCount, (double?)null),
            (sampled.TrainAccuracy, sampled.TestF1, sampled.Matthews, sampled.AveragePrecision, sampled.SampleCount, sampled.StandardError));
        Close.To(all.TrainLoss, sampled.TrainLoss, 1e-12);   // summed in another order
        Close.To(all.TestLoss, sampled.TestLoss, 1e-12);
    }

    /// <summary>Samples of one network: their mean is what all pairs give, their spread what the row's standard error says. Of 400 samples the
    /// mean lies within 4 standard errors; the spread is known to 1/sqrt(800), 4 of which are allowed.</summary>
    [Fact]
    public void Estimates_are_unbiased_and_their_error_is_told()
    {
        Relation relation = Make.Modulo();
        TrainingSettings settings = s_sampled with { MaxSteps = 1, EncoderScale = 2, DecoderScale = 5 };   // answers of both kinds
        TrainingOutcome outcome = new TrainingRun(relation, settings).Execute();
        NetworkShape shape = new(relation.Count, settings);
        using ITrainer trainer = TrainerFactory.Create(shape, settings, outcome.Model.Parameters, 1);
        List<(double Accuracy, double Error)> samples = [];
        for (int seed = 0; seed < 400; seed++)
        {
            // One split, other samples: those of the training side are the first of a stream of the seed.
            TrainingPairs pairs = TrainingPairs.Split(relation, settings with { EvaluationCount = 100, Seed = seed, TrainingFraction = 1 }, CancellationToken.None);
            Evaluation evaluation = trainer.Evaluate(pairs.Train, false, CancellationToken.None);
            double share = evaluation.Counts.TrueNegatives / (evaluation.Counts.TrueNegatives + evaluation.Counts.FalsePositives);
            double error = 600.0 / 900 * Math.Sqrt(share * (1 - share) / 99 * (1 - (100.0 / 600)));
            samples.Add((evaluation.Accuracy, error));
        }

        double mean = samples.Average(sample => sample.Accuracy);
        double spread = Math.Sqrt(samples.Sum(sample => Math.Pow(sample.Accuracy - mean, 2)) / 399);
        double told = Math.Sqrt(samples.Average(sample => sample.Error * sample.Error));
        Close.To(outcome.Result.Accuracy, mean, absolute: 4 * spread / 20);
        Assert.True(spread > 0.005);
        Close.To(1, spread / told, absolute: 4 / Math.Sqrt(800));
    }

    [Fact]
    public void Rows_tell_the_standard_error()
    {
        TrainingResult result = new TrainingRun(Make.Modulo(), s_sampled with { MaxSteps = 1, EncoderScale = 2, DecoderScale = 5, EvaluationCount = 50, TrainingFraction = 0.5 }).Execute().Result;
        Assert.True(result.TrainStandardError > 0 && result.TestStandardError > 0);
        Close.To(
            Math.Sqrt(Math.Pow(result.TrainStandardError.Value, 2) + Math.Pow(result.TestStandardError.Value, 2)) / 2, result.StandardError, 0.2);
        Assert.InRange(result.TrainStandardError.Value, 0, 0.5 / Math.Sqrt(49));
        Assert.Equal(450, result.SampleCount);
    }

    /// <summary>More elements than the square of which could be listed: side, batches and measures of a graph of 2 million pairs per edge.</summary>
    [Fact]
    public void Large_graphs_train_without_a_list_of_their_pairs()
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Random, Count = 60_000, Density = 1e-5, Seed = 1 });
        TrainingSettings settings = s_sampled with { EvaluationCount = 500, MaxSteps = 3, EvaluationInterval = 3 };
        TrainingRun run = new(relation, settings);
        Assert.InRange(run.MemoryBytes, 1, 100_000_000);
        TrainingResult result = run.Execute().Result;
        Assert.Equal((3, 2_700_000_000), (result.StepCount, result.SampleCount));
        Assert.Equal(result.TrainLoss, run.Execute().Result.TrainLoss);
        Refused.With(ErrorIds.TrainingTooLarge, () => new TrainingRun(relation, new TrainingSettings()));
    }

    [Fact]
    public void A_resumed_run_ends_in_the_same_bits()
    {
        string path = Path.Combine(Path.GetTempPath(), $"geneft-{Guid.NewGuid():N}.ckpt");
        try
        {
            TrainingSettings settings = s_sampled with { EvaluationCount = 60 };
            using (CheckpointFile file = CheckpointFile.Open(path))
            {
                new TrainingRun(Make.Modulo(), settings with { MaxSteps = 23 }).Execute(checkpoint: file);
            }

            using CheckpointFile again = CheckpointFile.Open(path);
            Assert.Equal(
                new TrainingRun(Make.Modulo(), settings).Execute().Model.Parameters, new TrainingRun(Make.Modulo(), settings).Execute(checkpoint: again).Model.Parameters);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_cannot_be_sampled_is_refused()
    {
        Refused.With(ErrorIds.ValueOutOfRange, () => new TrainingRun(Make.Modulo(), s_sampled with { NegativeRatio = -1 }));
        Assert.Contains("at most 2", Refused.With(ErrorIds.ValueOutOfRange, () => new TrainingRun(Make.Modulo(), s_sampled with { NegativeRatio = 3 })).Message, StringComparison.Ordinal);
        Refused.With(ErrorIds.ValueOutOfRange, () => new TrainingRun(Make.FromPairs(5), s_sampled with { NegativeRatio = 1 }));
        Relation single = Make.FromPairs(1000, (0, 1));
        Refused.With(ErrorIds.TrainingTooLarge, () => new TrainingRun(single, s_sampled with { NegativeRatio = 999_998, BatchSize = 0, DecoderWidth = 60_000, DecoderDepth = 9 }));
        Assert.InRange(new TrainingRun(Make.Modulo(), s_sampled with { EvaluationCount = int.MaxValue }).MemoryBytes, 1, 10_000_000);
        Refused.With(ErrorIds.ParameterNotApplicable, () => new TrainingRun(Make.Modulo(), new TrainingSettings { EvaluationCount = 10 }));
        Assert.Contains("needs both kinds", Refused.With(
            ErrorIds.ValueOutOfRange, () => new TrainingRun(Make.FromPairs(12, (0, 1)), s_sampled with { TrainingFraction = 0.01 }).Execute()).Message, StringComparison.Ordinal);
    }
}
