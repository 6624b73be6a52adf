using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Figures;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Drawing;

/// <summary>
/// Runs over learning rates as phase diagrams, with the boundary that Measure-PhaseBoundary finds (Figure 5): over both rates, or over one and another setting
/// (Figure 8). Relations and architectures have panels of their own.
/// </summary>
internal static class PhaseRows
{
    private const string Encoder = nameof(TrainingSettings.EncoderLearningRate);
    private const string Decoder = nameof(TrainingSettings.DecoderLearningRate);
    private const int MostPanels = 9;

    /// <summary>Whether a row is a run; elements of one tell its phase and rates, too.</summary>
    public static bool Are(RowReader row) =>
        row.Has(nameof(TrainingResult.Phase), Encoder, Decoder, nameof(TrainingResult.Relation)) && !EmbeddingRows.Are(row);

    /// <summary>Whether there is a plane to draw on.</summary>
    public static bool HaveSeveralRates(IReadOnlyList<RowReader> rows) => RowReader.Differ(rows, Encoder) || RowReader.Differ(rows, Decoder);

    /// <summary>Reads runs.</summary>
    /// <returns>What makes the figure of what was read, on any thread.</returns>
    public static Func<IProgress<double>, Figure> Read(
        IReadOnlyList<PSObject> items, RowReader[] rows, string? title, bool includeGrokking, CancellationToken cancelToken)
    {
        bool haveBoth = RowReader.Differ(rows, Encoder) && RowReader.Differ(rows, Decoder);
        string[] others = RunNames.Differing(rows, [Encoder, Decoder], cancelToken);
        string? other = haveBoth ? null : SettingAxis.Choose(others, rows);
        (string x, string y) = other is null ? (Encoder, Decoder) : (other, RowReader.Differ(rows, Decoder) ? Decoder : Encoder);
        string[] apart = [.. others.Where(name => name != x)];
        var panels = Enumerable.Range(0, rows.Length).Where(i => rows[i].Text(nameof(TrainingResult.Phase)).Length > 0).GroupBy(i => RunNames.Of(rows[i], apart)).ToArray();
        if (panels.Length == 0)
        {
            throw new GenEftException(ErrorIds.NotDrawable, "No run has a phase: trained on all pairs, there is no test pair to judge by.", items[0]);
        }

        if (panels.Length > MostPanels)
        {
            throw new GenEftException(
                ErrorIds.NotDrawable,
                $"The runs differ in {string.Join(", ", apart)} beside {x} and {y}: that makes {panels.Length} phase diagrams, and one figure has at most {MostPanels}. Draw some for themselves, such as with Group-Object {apart[0]}.",
                items[0]);
        }

        (string Name, PhaseBoundary Boundary, PhaseCell[] Cells)[] read = [.. panels.Select(panel => ReadPanel(panel.Key, panel))];
        string what = apart.Contains(nameof(TrainingResult.Relation)) ? "Phases" : rows[0].Text(nameof(TrainingResult.Relation));
        return progress =>
        {
            PhaseBoundaryResult[] found = [.. read.Select((panel, i) => panel.Boundary.Measure("", new DirectProgress<double>(share => progress.Report((i + share) / read.Length)), cancelToken))];
            int seeds = found.Max(result => result.SeedCount);
            return new PhaseDiagram(
                title ?? what + (seeds > 1 ? FormattableString.Invariant($": {seeds} seeds, side by side where they differ") : ""),
                AxisOf(x, cell => cell.X), AxisOf(y, cell => cell.Y),
                [.. read.Select((panel, i) => new PhasePanel(panel.Name, panel.Cells, other is null ? LineOf(found[i]) : null))]);
        };

        FigureAxis AxisOf(string name, Func<PhaseCell, double> value)
        {
            FigureAxis axis = SettingAxis.Of(name, read.SelectMany(panel => panel.Cells).Select(value));
            return name is Encoder or Decoder ? axis with { IsLog = true } : axis;
        }

        (string, PhaseBoundary, PhaseCell[]) ReadPanel(string name, IEnumerable<int> numbers)
        {
            PhaseBoundary boundary = new(includeGrokking);
            List<(double X, double Y, int Phase)> runs = [];
            TrainingSettings? shared = null;   // but for the rates and the seed
            foreach (int i in numbers)
            {
                cancelToken.ThrowIfCancellationRequested();
                Phase phase = rows[i].Name<Phase>(nameof(TrainingResult.Phase));
                shared ??= SettingsTable.Read(items[i]);
                boundary.Add(phase, shared with
                {
                    EncoderLearningRate = rows[i].Number(Encoder),
                    DecoderLearningRate = rows[i].Number(Decoder),
                    Seed = rows[i].OptionalWhole<long>(nameof(TrainingSettings.Seed)) ?? shared.Seed,
                });   // refuses rates of 0, which have no place on the axes
                runs.Add((rows[i].Number(x), rows[i].Number(y), phase switch
                {
                    Phase.Generalization => 0,
                    Phase.Grokking => 1,
                    Phase.Memorization => 2,
                    _ => 3,
                }));
            }

            return (name, boundary, [.. runs.GroupBy(run => (run.X, run.Y)).Select(cell => new PhaseCell(cell.Key.X, cell.Key.Y, [.. cell.Select(run => run.Phase)]))]);
        }
    }

    private static (double, double, string)? LineOf(PhaseBoundaryResult found) => found is { Slope: double slope, Intercept: double intercept, CriticalRatio: double ratio }
        ? (slope, intercept, Label(slope, ratio, found.CriticalRatioLow, found.CriticalRatioHigh))
        : null;

    private static string Label(double slope, double ratio, double? low, double? high) => FormattableString.Invariant($"slope {slope:0.00}, ratio {ratio:g2}")
        + (low is null ? "" : FormattableString.Invariant($" ({low:g2} to {high:g2})"));
}
