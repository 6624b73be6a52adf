using GenEft.Figures;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Drawing;

/// <summary>Accuracy along runs.</summary>
internal static class HistoryRows
{
    private const int MostRuns = 6;

    /// <summary>Whether a row is of Get-TrainingHistory.</summary>
    public static bool Are(RowReader row) => row.Has(nameof(TrainingHistoryRow.Step), nameof(TrainingHistoryRow.TrainAccuracy), nameof(TrainingHistoryRow.TestAccuracy));

    public static Figure Draw(RowReader[] rows, string? title)
    {
        string[] differing = [.. RunNames.Repeated.Where(name => RowReader.Differ(rows, name))];
        var runs = rows.GroupBy(row => string.Join(", ", differing.Select(name => $"{name} {row.Text(name)}"))).ToArray();
        if (runs.Length > MostRuns)
        {
            throw new GenEftException(
                ErrorIds.NotDrawable,
                $"There are {runs.Length} runs, which differ in {string.Join(", ", differing)}; at most {MostRuns} can be told apart in one figure. Choose some, such as with Where-Object {differing[^1]}.",
                runs.Length);
        }

        if (Array.Find(runs, run => run.Select(row => row.Text(nameof(TrainingHistoryRow.Step))).Distinct().Count() < run.Count()) is { } several)
        {
            throw new GenEftException(
                ErrorIds.NotDrawable,
                $"Rows have one step several times{(several.Key.Length == 0 ? "" : $" ({several.Key})")}: they are of runs that differ in what their columns do not tell. Draw the history of each for itself.",
                several.Key);
        }

        List<FigureSeries> series = [];
        for (int r = 0; r < runs.Length; r++)
        {
            IGrouping<string, RowReader> run = runs[r];
            RowReader[] steps = [.. run.Where(row => row.Whole<int>(nameof(TrainingHistoryRow.Step)) > 0).OrderBy(row => row.Whole<int>(nameof(TrainingHistoryRow.Step)))];
            double[] x = [.. steps.Select(row => row.Number(nameof(TrainingHistoryRow.Step)))];
            string of = run.Key.Length == 0 ? "" : $", {run.Key}";
            series.Add(new FigureSeries($"train{of}", SeriesStyle.Dashed, x, [.. steps.Select(row => row.Number(nameof(TrainingHistoryRow.TrainAccuracy)))], Colour: r));
            series.Add(new FigureSeries($"test{of}", SeriesStyle.Line, x, [.. steps.Select(row => row.Optional(nameof(TrainingHistoryRow.TestAccuracy)) ?? double.NaN)], Colour: r));
        }

        return new Chart(
            title ?? FigureRows.Title(rows, nameof(TrainingHistoryRow.Relation), "Accuracy during training"),
            new FigureAxis("Optimizer steps", IsLog: true), new FigureAxis("Accuracy", High: 1.01), series, []);
    }
}
