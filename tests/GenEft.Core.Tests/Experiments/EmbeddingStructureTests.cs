using GenEft.Experiments;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Clusters, lines and charges of trained embeddings.</summary>
public sealed class EmbeddingStructureTests
{
    /// <summary>Everything by hand for one network, from its definition.</summary>
    [Fact]
    public void Distances_silhouettes_and_charge_are_those_of_their_definitions()
    {
        Relation relation = Make.Equivalence(2, 3, 1);
        (TrainingResult result, NetworkModel model) = Train(relation, new TrainingSettings { MaxSteps = 50, EncoderLearningRate = 0.01, DecoderLearningRate = 0.002 });
        EmbeddingStructure structure = EmbeddingStructure.Measure(result, new EmbeddingTable(model), model);
        double[,] e = model.GetEmbedding();
        int[] classOf = [0, 0, 1, 1, 1, 2];
        double D(int i, int j) => Math.Sqrt(Math.Pow(e[i, 0] - e[j, 0], 2) + Math.Pow(e[i, 1] - e[j, 1], 2));
        (int I, int J)[] pairs = [.. Enumerable.Range(0, 36).Select(pair => (pair / 6, pair % 6)).Where(pair => pair.Item1 < pair.Item2)];
        Close.To(pairs.Where(p => classOf[p.I] == classOf[p.J]).Average(p => D(p.I, p.J)), structure.WithinDistance!.Value, 1e-13);
        Close.To(pairs.Where(p => classOf[p.I] != classOf[p.J]).Average(p => D(p.I, p.J)), structure.BetweenDistance!.Value, 1e-13);
        double silhouette = Enumerable.Range(0, 5).Average(i =>
        {
            double own = Enumerable.Range(0, 6).Where(j => j != i && classOf[j] == classOf[i]).Average(j => D(i, j));
            double other = new[] { 0, 1, 2 }.Where(c => c != classOf[i]).Min(c => Enumerable.Range(0, 6).Where(j => classOf[j] == c).Average(j => D(i, j)));
            return (other - own) / Math.Max(own, other);
        }) * 5 / 6;
        Close.To(silhouette, structure.Silhouette!.Value, 1e-12);
        double charge = model.GetWeight(0).Cast<double>().Sum(w => w * w) / 0.002 - (e.Cast<double>().Sum(x => x * x) / 0.01);
        Close.To(charge, structure.Charge!.Value, 1e-12);
        Assert.Equal((3, 6, null), (structure.ClassCount, structure.Count, structure.RankCorrelation));
        Assert.Null(EmbeddingStructure.Measure(result, new EmbeddingTable(model)).Charge);
    }

    /// <summary>Theorem 1 where training found it: classes come together, sides too, an order along a line.</summary>
    [Fact]
    public void Networks_that_generalize_have_the_structure()
    {
        TrainingSettings fast = new() { MaxSteps = 3000, EncoderLearningRate = 0.01, StopWhen = StopCondition.MaxSteps };
        foreach (Relation relation in new[] { Make.Modulo(), Make.Bipartite() })
        {
            (TrainingResult result, NetworkModel model) = Train(relation, fast);
            EmbeddingStructure clusters = EmbeddingStructure.Measure(result, new EmbeddingTable(model));
            Assert.Equal(Phase.Generalization, clusters.Phase);
            // A phase is generalization from 90 % of the test pairs on: a few elements may still lie astray.
            Assert.InRange(clusters.CentroidAccuracy!.Value, 0.75, 1);
            Assert.InRange(clusters.Silhouette!.Value, 0.2, 1);
            Assert.True(clusters.WithinDistance < 0.8 * clusters.BetweenDistance);
        }

        (TrainingResult run, NetworkModel line) = Train(Make.GreaterThan(12), fast with { Combination = Combination.Difference, EmbeddingDimension = 1 });
        EmbeddingStructure order = EmbeddingStructure.Measure(run, new EmbeddingTable(line), line);
        Assert.InRange(order.RankCorrelation!.Value, 0.8, 1);
        Assert.Equal((1.0, null, null), (order.LineShare, order.ClassCount, order.Silhouette));
    }

    /// <summary>In the limit of small steps of gradient descent the charge stays, and Adam does not keep it.</summary>
    [Fact]
    public void The_charge_is_conserved_by_gradient_descent()
    {
        TrainingSettings start = new() { Optimizer = Optimizer.GradientDescent, EncoderLearningRate = 1e-3, DecoderLearningRate = 2e-3, StopWhen = StopCondition.MaxSteps };
        double Charge(TrainingSettings settings)
        {
            (TrainingResult result, NetworkModel model) = Train(Make.Modulo(3, 9), settings);
            return EmbeddingStructure.Measure(result, new EmbeddingTable(model), model).Charge!.Value;
        }

        double early = Charge(start with { MaxSteps = 1 });
        Close.To(early, Charge(start with { MaxSteps = 2000 }), 1e-3);
        double adam = Charge(start with { MaxSteps = 2000, Optimizer = Optimizer.Adam });
        Assert.True(Math.Abs(adam - early) > 0.1 * Math.Abs(early));
        Assert.Null(EmbeddingStructure.Measure(
            Train(Make.Modulo(3, 9), start with { MaxSteps = 1, Combination = Combination.SquaredDifference }).Result,
            new EmbeddingTable(Train(Make.Modulo(3, 9), start with { MaxSteps = 1 }).Model)).Charge);
    }

    private static (TrainingResult Result, NetworkModel Model) Train(Relation relation, TrainingSettings settings)
    {
        TrainingOutcome outcome = new TrainingRun(relation, settings).Execute();
        return (outcome.Result, outcome.Model);
    }
}
