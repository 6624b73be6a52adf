using GenEft.Training;

namespace GenEft.Tests;

/// <summary>
/// The paper's phases where they are clear, at its defaults (modulo 3, n = 30, Table III): 8 seeds on each side of the
/// boundary. Memorization is told after 1e4 steps here; the paper's 1e5 belong to the examples.
/// </summary>
public sealed class PaperPhaseTests
{
    [Theory]
    [InlineData(1e-2, 1e-3, Phase.Generalization)]
    [InlineData(3e-5, 3e-2, Phase.Memorization)]
    public void Nearly_all_seeds_end_in_the_phase_of_the_paper(double encoderRate, double decoderRate, Phase expected)
    {
        Phase?[] phases = new Phase?[8];
        Parallel.For(0, phases.Length, seed => phases[seed] = new TrainingRun(Make.Modulo(), new TrainingSettings
        {
            EncoderLearningRate = encoderRate, DecoderLearningRate = decoderRate, Seed = seed, MaxSteps = 10_000,
        }).Execute().Result.Phase);
        Assert.True(phases.Count(phase => phase == expected) >= 7, string.Join(", ", phases));
    }
}
