using GenEft.Figures;
using GenEft.Infrastructure;
using GenEft.Numerics;
using GenEft.Statics;
using GenEft.Training;

namespace GenEft.Drawing;

/// <summary>Accuracy against the fraction that is known: bounds, networks, and where b/n^2 lies (Figures 2 and 3).</summary>
internal static class AccuracyRows
{
    private const string Fraction = nameof(AccuracyBoundResult.TrainingFraction);
    private const string Relation = nameof(AccuracyBoundResult.Relation);
    private const string Count = nameof(AccuracyBoundResult.Count);
    private const string Bound = nameof(AccuracyBoundResult.AccuracyBound);
    private const string Scale = nameof(CriticalFractionResult.ScaleFraction);

    /// <summary>Whether a row is a bound, a run, or tells b/n^2.</summary>
    public static bool Are(RowReader row) => IsBound(row) || IsRun(row) || IsScale(row);

    public static Figure Draw(RowReader[] rows, string? title)
    {
        bool areSeveral = RowReader.Differ(rows, Relation);
        bool haveSizes = RowReader.Differ(rows, Count);
        string Of(RowReader row) => string.Join(", ", new[] { areSeveral ? row.Text(Relation) : "", haveSizes ? $"n {row.Text(Count)}" : "" }.Where(part => part.Length > 0));
        string Name(RowReader row, string what) => Of(row) is { Length: > 0 } of ? $"{of}, {what}" : what;
        RowReader[] runs = [.. rows.Where(IsRun)];
        string[] differing =
        [
            .. TrainingSetting.All.Select(setting => setting.Name).Except([Fraction, nameof(TrainingSettings.Seed)])
                .Where(name => RowReader.Differ(runs, name)),
        ];
        string Network(RowReader row) => string.Join(", ", differing.Select(name => $"{name} {row.Text(name)}").Prepend("networks"));
        List<FigureSeries> series =
        [
            .. rows.Where(IsBound).GroupBy(row => Name(row, Method(row))).Select(group => Curve(group.Key, group, Bound, nameof(AccuracyBoundResult.StandardError))),
            .. runs.GroupBy(row => Name(row, Network(row))).Select(group => Curve(group.Key, group, nameof(TrainingResult.Accuracy), null)),
        ];
        (double, string)[] marks =
        [
            .. rows.Where(IsScale).Select(row => (At: row.Number(Scale), Of: Of(row))).Distinct()
                .Select(mark => (mark.At, (mark.Of.Length > 0 ? $"{mark.Of} " : "") + FormattableString.Invariant($"b/n² = {mark.At:0.###}"))),
        ];
        return new Chart(
            title ?? FigureRows.Title(rows, Relation, "Accuracy and data"),
            new FigureAxis("Fraction of all pairs known", Low: 0, High: 1), new FigureAxis("Accuracy on all pairs", High: 1.01), series, marks);
    }

    private static bool IsBound(RowReader row) => row.Has(Bound, Fraction, Relation, nameof(AccuracyBoundResult.Method));

    private static bool IsRun(RowReader row) => row.Has(nameof(TrainingResult.Accuracy), Fraction, Relation, nameof(TrainingResult.Phase));

    private static bool IsScale(RowReader row) => row.Has(Scale, Relation);

    private static string Method(RowReader row) => row.Name<AccuracyBoundMethod>(nameof(AccuracyBoundResult.Method)) switch
    {
        AccuracyBoundMethod.Analytic => "Eq. 5",
        AccuracyBoundMethod.Paper => "paper's Monte Carlo",
        _ => "exact posterior",
    };

    // Means over the seeds of a fraction, with 95 % intervals; of one value its own standard error, where it has one.
    private static FigureSeries Curve(string name, IEnumerable<RowReader> rows, string column, string? error)
    {
        List<(double X, double Y, double Half)> points = [];
        foreach (IGrouping<double, RowReader> group in rows.GroupBy(row => row.Number(Fraction)).OrderBy(group => group.Key))
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
