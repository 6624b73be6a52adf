using GenEft.Experiments;
using GenEft.Numerics;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Phase diagrams whose boundary is known: at each rate seeds generalize by a logistic law of log10 of the decoder rate, each seed with
/// a boundary of its own about the true one.</summary>
/// <param name="Rates">Rates of either kind, equally spaced from 1e-5 to 1e-1.</param>
/// <param name="Seeds">Seeds.</param>
/// <param name="Slope">The true slope.</param>
/// <param name="SeedShift">Standard deviation of the seeds' boundaries, decades.</param>
/// <param name="Noise">Scale of the logistic law, decades.</param>
internal sealed record SyntheticDiagram(int Rates, int Seeds, double Slope, double SeedShift, double Noise)
{
    /// <summary>Draws a diagram and measures its boundary.</summary>
    /// <param name="trial">The seed of it all; the true boundary lies elsewhere between the rates each time.</param>
    /// <returns>Whether the true values lie in their intervals, and the result with the true ratio at the middle of the rates.</returns>
    public (bool Ratio, bool Slope, PhaseBoundaryResult Result, double TrueRatio) Try(int trial)
    {
        CounterRandom random = new(trial, RandomPurpose.Repon);
        double spacing = 4.0 / (Rates - 1);
        double atMiddle = 0.5 + (spacing * random.NextDouble());   // log10 of the ratio where eta_enc = 1e-3
        double[] shifts = [.. Enumerable.Range(0, Seeds).Select(_ => SeedShift * random.NextNormal())];
        PhaseBoundary boundary = new(includeGrokking: false);
        for (int i = 0; i < Rates; i++)
        {
            for (int j = 0; j < Rates; j++)
            {
                double x = -5 + (i * spacing);
                double y = -5 + (j * spacing);
                for (int seed = 0; seed < Seeds; seed++)
                {
                    double beyond = y - (atMiddle - 3 + (Slope * (x + 3))) - shifts[seed];
                    bool generalizes = random.NextDouble() < 1 / (1 + Math.Exp(beyond / Noise));
                    boundary.Add(
                        generalizes ? Phase.Generalization : Phase.Memorization,
                        new TrainingSettings { EncoderLearningRate = Math.Pow(10, x), DecoderLearningRate = Math.Pow(10, y), Seed = seed });
                }
            }
        }

        PhaseBoundaryResult result = boundary.Measure("");
        double ratio = Math.Pow(10, atMiddle);
        return (
            ratio >= result.CriticalRatioLow && ratio <= result.CriticalRatioHigh, Slope >= result.SlopeLow && Slope <= result.SlopeHigh, result, ratio);
    }
}
