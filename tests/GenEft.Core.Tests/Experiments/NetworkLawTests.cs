using GenEft.Dynamics;
using GenEft.Experiments;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>The law of collision with a network's own scales.</summary>
public sealed class NetworkLawTests
{
    /// <summary>Theory.md 5(vii): the default network is as likely as not at 5.9, and Eq. 12 with the same widths says 0.08.</summary>
    [Fact]
    public void The_default_network_is_that_of_the_theory()
    {
        ReponLaw law = NetworkLaw.Of(new TrainingSettings())!;
        Assert.Equal(5.9, Math.Round(law.ExactRatio(0.5)!.Value, 1));
        Assert.Equal(0.08, Math.Round(law.ScalarRatio(0.5), 2));
        Assert.Equal((2, 100), (law.EmbeddingDimension, law.OutputDimension));
    }

    /// <summary>Deviations of the parameters that initialization draws.</summary>
    [Theory]
    [InlineData(DecoderInitialization.Uniform)]
    [InlineData(DecoderInitialization.Normal)]
    [InlineData(DecoderInitialization.NormalFanIn)]
    public void Its_deviations_are_those_of_the_initial_parameters(DecoderInitialization initialization)
    {
        TrainingSettings settings = new()
        {
            DecoderInitialization = initialization, DecoderScale = 0.7, EncoderScale = 1.3, DecoderWidth = 400, EmbeddingDimension = 3, DecoderDepth = 2, MaxSteps = 1,
        };
        NetworkModel model = new TrainingRun(Make.GreaterThan(60), settings with { EncoderLearningRate = 1e-12, DecoderLearningRate = 1e-12 }).Execute().Model;
        ReponLaw law = NetworkLaw.Of(settings)!;
        double[] weights = [.. model.GetWeight(0).Cast<double>()];
        Assert.Equal(400 * 6, weights.Length);
        double[] embeddings = [.. model.GetEmbedding().Cast<double>()];

        // Four deviations of a variance: sqrt(2/n) of it at most, the uniform law having less.
        Close.To(law.DecoderSigma * law.DecoderSigma, weights.Average(w => w * w), 4 * Math.Sqrt(2.0 / weights.Length));
        Close.To(2 * law.SeparationSigma * law.SeparationSigma, embeddings.Average(e => e * e), 4 * Math.Sqrt(2.0 / embeddings.Length));
    }

    [Fact]
    public void Where_it_is_not_known_there_is_none()
    {
        Assert.Null(NetworkLaw.Of(new TrainingSettings { Combination = Combination.Difference }));
        Assert.Null(NetworkLaw.Of(new TrainingSettings { EncoderScale = 0 }));
        Assert.Equal(2, NetworkLaw.Of(new TrainingSettings { DecoderDepth = 1 })!.OutputDimension);
    }
}
