using GenEft.Figures;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Drawing;

/// <summary>Test accuracy of runs against a setting of theirs, such as the decoder's depth (Figure 7).</summary>
internal static class SettingRows
{
    /// <summary>The setting that runs are drawn against; null where they differ in none of numbers.</summary>
    public static string? AxisOf(RowReader[] rows, CancellationToken cancelToken) =>
        Array.TrueForAll(rows, row => row.Has(nameof(TrainingResult.TestAccuracy))) ? SettingAxis.Choose(RunNames.Differing(rows, [nameof(TrainingSettings.TrainingFraction)], cancelToken), rows) : null;

    public static Figure Draw(RowReader[] rows, string axis, string? title, CancellationToken cancelToken)
    {
        string[] apart = RunNames.Differing(rows, [axis], cancelToken);
        FigureSeries[] series =
        [
            .. rows.Where(row => row.Optional(nameof(TrainingResult.TestAccuracy)) is not null).GroupBy(row => RunNames.Of(row, apart))
                .Select(group => SeedMeans.Curve(group.Key.Length == 0 ? "mean" : group.Key, group, axis, nameof(TrainingResult.TestAccuracy))),
        ];
        if (series.Length == 0)
        {
            throw new GenEftException(ErrorIds.NotDrawable, "No run has a test accuracy: trained on all pairs, there is no test pair.", null);
        }

        return new Chart(
            title ?? FigureRows.Title(rows, nameof(TrainingResult.Relation), "Test accuracy"),
            SettingAxis.Of(axis, rows.Select(row => row.Number(axis))), new FigureAxis(SeedMeans.Label("Test accuracy", series), High: 1.01), series, []);
    }
}
