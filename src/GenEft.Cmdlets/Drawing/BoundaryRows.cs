using GenEft.Experiments;
using GenEft.Figures;
using GenEft.Infrastructure;

namespace GenEft.Drawing;

/// <summary>Critical ratios against a setting, beside those of the exact law and of Eq. 12.</summary>
internal static class BoundaryRows
{
    private const string Ratio = nameof(PhaseBoundaryResult.CriticalRatio);
    private const string Low = nameof(PhaseBoundaryResult.CriticalRatioLow);
    private const string High = nameof(PhaseBoundaryResult.CriticalRatioHigh);

    /// <summary>Whether a row is of Find-PhaseBoundary or Measure-PhaseBoundary.</summary>
    public static bool Are(RowReader row) => row.Has(Ratio, Low, High, nameof(PhaseBoundaryResult.PredictedRatio), nameof(PhaseBoundaryResult.ScalarRatio));

    public static Figure Draw(RowReader[] rows, string? title, CancellationToken cancelToken)
    {
        string[] differing = RunNames.Differing(rows, [], cancelToken);
        string axis = SettingAxis.Choose(differing, rows) ?? throw new GenEftException(
            ErrorIds.NotDrawable, "Ratios are drawn against a setting of numbers; the rows have no column of one with several values.", null);
        RowReader[] measured = [.. rows.Where(row => row.Optional(Ratio) is not null)];
        if (measured.Length == 0)
        {
            throw new GenEftException(ErrorIds.NotDrawable, "No row has a CriticalRatio: the boundary lies outside the rates that were tried.", null);
        }

        string[] apart = [.. differing.Where(name => name != axis)];
        List<FigureSeries> series = [];
        var groups = measured.GroupBy(row => RunNames.Of(row, apart)).ToArray();
        for (int g = 0; g < groups.Length; g++)
        {
            RowReader[] sorted = [.. groups[g].OrderBy(row => row.Number(axis))];
            double[] Values(string name) => [.. sorted.Select(row => row.Optional(name) ?? row.Number(Ratio))];
            double[] x = [.. sorted.Select(row => row.Number(axis))];
            string of = groups[g].Key.Length == 0 ? "" : $", {groups[g].Key}";
            series.Add(new FigureSeries($"measured, 95 %{of}", SeriesStyle.Points, x, Values(Ratio), Values(Low), Values(High), Colour: g));
            AddLaw($"exact law{of}", SeriesStyle.Line, nameof(PhaseBoundaryResult.PredictedRatio));
            AddLaw($"Eq. 12{of}", SeriesStyle.Dashed, nameof(PhaseBoundaryResult.ScalarRatio));

            void AddLaw(string name, SeriesStyle style, string column)
            {
                if (Array.Exists(sorted, row => row.Optional(column) is not null))
                {
                    series.Add(new FigureSeries(name, style, x, [.. sorted.Select(row => row.Optional(column) ?? double.NaN)], Colour: g));
                }
            }
        }

        return new Chart(
            title ?? FigureRows.Title(rows, nameof(Training.TrainingResult.Relation), "Critical ratio"),
            SettingAxis.Of(axis, measured.Select(row => row.Number(axis))), new FigureAxis("Critical ratio of decoder to encoder rate", IsLog: true), series, []);
    }
}
