using GenEft.Tests;

namespace GenEft.Benchmarks;

/// <summary>How often the 95 % intervals of phase boundaries hold the truth, over 1000 synthetic diagrams each.</summary>
internal static class BoundaryBenchmark
{
    private const int Trials = 1000;

    public static void Measure(Report report)
    {
        SyntheticDiagram[] diagrams =
        [
            new(21, 3, 1, 0.15, 0.1), new(21, 4, 1, 0.15, 0.1), new(21, 6, 1, 0.15, 0.1), new(21, 6, 1, 0.3, 0.15), new(11, 6, 1, 0.3, 0.15),
            new(11, 12, 1, 0.3, 0.05), new(21, 6, 0.9, 0.3, 0.15), new(21, 3, 1, 0.02, 0.02),
        ];
        report.Table(
            $"Phase boundaries: intervals that hold the truth, {Trials} diagrams each",
            ["rates", "seeds", "slope", "seeds' spread, decades", "noise, decades", "ratio held", "slope held", "mean error of log10 ratio", "mean slope"],
            [
                .. diagrams.Select(diagram =>
                {
                    var trials = Enumerable.Range(0, Trials).AsParallel().Select(diagram.Try).ToArray();
                    return (string[])
                    [
                        $"{diagram.Rates} x {diagram.Rates}", $"{diagram.Seeds}", $"{diagram.Slope}", $"{diagram.SeedShift}", $"{diagram.Noise}",
                        diagram.Slope == 1 ? $"{trials.Average(trial => trial.Ratio ? 1.0 : 0):0.000}" : "no one ratio", $"{trials.Average(trial => trial.Slope ? 1.0 : 0):0.000}",
                        diagram.Slope == 1 ? $"{trials.Average(trial => Math.Log10(trial.Result.CriticalRatio!.Value / trial.TrueRatio)):0.000}" : "",
                        $"{trials.Average(trial => trial.Result.Slope!.Value):0.000}",
                    ];
                }),
            ]);
    }
}
