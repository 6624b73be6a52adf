using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Figures;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Drawing;

/// <summary>Runs over a grid of learning rates as a phase diagram, with the boundary that Measure-PhaseBoundary finds (Figure 5).</summary>
internal static class PhaseRows
{
    private const string Encoder = nameof(TrainingSettings.EncoderLearningRate);
    private const string Decoder = nameof(TrainingSettings.DecoderLearningRate);

    /// <summary>Whether a row is a run.</summary>
    public static bool Are(RowReader row) => row.Has(nameof(TrainingResult.Phase), Encoder, Decoder, nameof(TrainingResult.Relation));

    /// <summary>Whether there is a plane to draw on.</summary>
    public static bool HaveSeveralRates(IEnumerable<RowReader> rows) => rows.Select(row => (row.Text(Encoder), row.Text(Decoder))).Distinct().Skip(1).Any();

    public static Figure Draw(IReadOnlyList<PSObject> items, string? title, bool includeGrokking, CancellationToken cancelToken)
    {
        RowReader[] rows = [.. items.Select(item => new RowReader(item))];
        string[] differing =
        [
            .. TrainingSetting.All.Select(setting => setting.Name).Except([Encoder, Decoder, nameof(TrainingSettings.Seed)])
                .Prepend(nameof(TrainingResult.Count)).Prepend(nameof(TrainingResult.Relation)).Where(name => RowReader.Differ(rows, name)),
        ];
        if (differing.Length > 0)
        {
            throw new GenEftException(
                ErrorIds.NotDrawable,
                $"The runs differ in {string.Join(", ", differing)}; a phase diagram is of one relation and one architecture over the two learning rates. Draw each for itself, such as with Group-Object {differing[0]}.",
                items[0]);
        }

        PhaseBoundary boundary = new(includeGrokking);
        List<(double X, double Y, int Phase)> runs = [];
        for (int i = 0; i < rows.Length; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            if (rows[i].Text(nameof(TrainingResult.Phase)).Length == 0)
            {
                continue;
            }

            Phase phase = rows[i].Name<Phase>(nameof(TrainingResult.Phase));
            TrainingSettings settings = items[i].BaseObject as TrainingSettings ?? SettingsTable.Read(items[i]);
            boundary.Add(phase, settings);   // refuses rates of 0, which have no place on the axes
            runs.Add((settings.EncoderLearningRate, settings.DecoderLearningRate, phase switch
            {
                Phase.Generalization => 0,
                Phase.Grokking => 1,
                Phase.Memorization => 2,
                _ => 3,
            }));
        }

        if (runs.Count == 0)
        {
            throw new GenEftException(ErrorIds.NotDrawable, "No run has a phase: trained on all pairs, there is no test pair to judge by.", items[0]);
        }

        PhaseBoundaryResult found = boundary.Measure("", cancelToken);
        return new PhaseDiagram(
            title ?? $"{rows[0].Text(nameof(TrainingResult.Relation))}{Seeds(found.SeedCount)}",
            new FigureAxis("Encoder learning rate", IsLog: true),
            new FigureAxis("Decoder learning rate", IsLog: true),
            [.. runs.GroupBy(run => (run.X, run.Y)).Select(cell => new PhaseCell(cell.Key.X, cell.Key.Y, [.. cell.Select(run => run.Phase)]))],
            found is { Slope: double slope, Intercept: double intercept, CriticalRatio: double ratio }
                ? (slope, intercept, Label(slope, ratio, found.CriticalRatioLow, found.CriticalRatioHigh))
                : null);
    }

    private static string Seeds(int count) => count > 1 ? FormattableString.Invariant($": {count} seeds, side by side where they differ") : "";

    private static string Label(double slope, double ratio, double? low, double? high) => FormattableString.Invariant($"slope {slope:0.00}, ratio {ratio:g2}")
        + (low is null ? "" : FormattableString.Invariant($" ({low:g2} to {high:g2})"));
}
