using GenEft.Figures;
using GenEft.Infrastructure;
using GenEft.Numerics;

namespace GenEft.Drawing;

/// <summary>Curves of accuracies over seeds.</summary>
internal static class SeedMeans
{
    /// <summary>What stands at an axis of such curves: what their bands are, where they have some.</summary>
    public static string Label(string what, IEnumerable<FigureSeries> curves) => curves.Any(curve => curve.Low is not null) ? $"{what} (bands: 95 %)" : what;

    /// <summary>Means over the rows of one place, with 95 % intervals; of one row its own standard error, where it has one.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="place">The column along the horizontal axis.</param>
    /// <param name="column">What is averaged, from 0 to 1.</param>
    /// <param name="error">The column of a row's own standard error; null for none.</param>
    public static FigureSeries Curve(string name, IEnumerable<RowReader> rows, string place, string column, string? error = null)
    {
        List<(double X, double Y, double Half)> points = [];
        foreach (IGrouping<double, RowReader> group in rows.GroupBy(row => row.Number(place)).OrderBy(group => group.Key))
        {
            double[] values = [.. group.Select(row => row.Number(column))];
            double half = values.Length > 1 ? StudentInterval.Of(values).Half
                : error is not null && group.First().Optional(error) is double own ? StudentInterval.Normal * own : 0;
            points.Add((group.Key, values.Average(), half));
        }

        bool hasBand = points.Exists(point => point.Half > 0);
        return new FigureSeries(
            name, SeriesStyle.Curve, [.. points.Select(p => p.X)], [.. points.Select(p => p.Y)],
            hasBand ? [.. points.Select(p => Math.Max(0, p.Y - p.Half))] : null, hasBand ? [.. points.Select(p => Math.Min(1, p.Y + p.Half))] : null);
    }
}
