using GenEft.Figures;
using GenEft.Infrastructure;
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
    private const string Critical = nameof(CriticalFractionResult.CriticalFraction);
    private const string Scale = nameof(CriticalFractionResult.ScaleFraction);
    private const double MostApart = 0.015;   // between critical fractions of one accuracy

    /// <summary>Whether a row is a bound, a run, or tells b/n^2.</summary>
    public static bool Are(RowReader row) => IsBound(row) || IsRun(row) || IsScale(row);

    public static Figure Draw(RowReader[] rows, string? title, CancellationToken cancelToken)
    {
        string[] naming = [.. new[] { Relation, Count }.Where(name => RowReader.Differ(rows, name))];
        string Name(RowReader row, string what) => RunNames.Of(row, naming) is { Length: > 0 } of ? $"{of}, {what}" : what;
        RowReader[] runs = [.. rows.Where(IsRun)];
        string[] differing = RunNames.Differing(runs, [Relation, Count, Fraction], cancelToken);
        string Network(RowReader row) => RunNames.Of(row, differing) is { Length: > 0 } of ? $"networks, {of}" : "networks";
        List<FigureSeries> series =
        [
            .. rows.Where(IsBound).GroupBy(row => Name(row, Method(row))).Select(group => SeedMeans.Curve(group.Key, group, Fraction, Bound, nameof(AccuracyBoundResult.StandardError))),
            .. runs.GroupBy(row => Name(row, Network(row))).Select(group => SeedMeans.Curve(group.Key, group, Fraction, nameof(TrainingResult.Accuracy))),
        ];
        FigureAxis accuracies = new(SeedMeans.Label("Accuracy on all pairs", series), High: 1.01);
        bool areCritical = !Array.Exists(rows, row => IsBound(row) || IsRun(row));
        if (areCritical)
        {
            series.AddRange(CriticalFractions(rows, Name));
            double[] places = [.. series.SelectMany(one => one.Y).DefaultIfEmpty(1)];
            accuracies = new(
                RowReader.Differ(rows, nameof(CriticalFractionResult.Accuracy)) ? "Accuracy to be reached" : $"Accuracy to be reached, {rows[0].Text(nameof(CriticalFractionResult.Accuracy))} for all",
                Low: Math.Max(0, places.Min() - 0.2), High: Math.Max(1.01, places.Max() + MostApart));
        }

        (double, string)[] marks =
        [
            .. rows.Where(IsScale).Select(row => (At: row.Number(Scale), Of: RunNames.Of(row, naming))).Distinct()
                .Select(mark => (mark.At, (mark.Of.Length > 0 ? $"{mark.Of} " : "") + FormattableString.Invariant($"b/n² = {mark.At:0.###}"))),
        ];
        return new Chart(
            title ?? FigureRows.Title(rows, Relation, "Accuracy and data"),
            new FigureAxis(areCritical ? "Critical fraction of all pairs" : "Fraction of all pairs known", Low: 0, High: 1), accuracies, series, marks);
    }

    // Where nothing else is drawn, the fractions that reach their accuracies, with their intervals.
    private static IEnumerable<FigureSeries> CriticalFractions(RowReader[] rows, Func<RowReader, string, string> name)
    {
        var groups = rows
            .Where(row => row.Has(Critical, nameof(CriticalFractionResult.Accuracy), nameof(CriticalFractionResult.Method)) && row.Optional(Critical) is not null)
            .GroupBy(row => name(row, Method(row))).ToArray();
        double[] levels = [.. groups.SelectMany(group => group).Select(row => row.Number(nameof(CriticalFractionResult.Accuracy))).Distinct().Order()];
        double apart = levels.Skip(1).Zip(levels, (upper, lower) => 0.6 * (upper - lower) / groups.Length).Append(MostApart).Min();
        for (int g = 0; g < groups.Length; g++)
        {
            RowReader[] group = [.. groups[g]];
            double[] fractions = [.. group.Select(row => row.Number(Critical))];
            double End(int i, string column) => group[i].Optional(column) ?? fractions[i];
            double aside = apart * (((groups.Length - 1) / 2.0) - g);
            yield return new FigureSeries(
                groups[g].Key, SeriesStyle.Points, fractions, [.. group.Select(row => row.Number(nameof(CriticalFractionResult.Accuracy)) + aside)],
                Left: [.. group.Select((_, i) => End(i, nameof(CriticalFractionResult.Low)))], Right: [.. group.Select((_, i) => End(i, nameof(CriticalFractionResult.High)))]);
        }
    }

    private static bool IsBound(RowReader row) => row.Has(Bound, Fraction, Relation, nameof(AccuracyBoundResult.Method));

    private static bool IsRun(RowReader row) => row.Has(nameof(TrainingResult.Accuracy), Fraction, Relation, nameof(TrainingResult.Phase));

    private static bool IsScale(RowReader row) => row.Has(Scale, Relation);

    private static string Method(RowReader row) => IsBound(row)
        ? row.Name<AccuracyBoundMethod>(nameof(AccuracyBoundResult.Method)) switch
        {
            AccuracyBoundMethod.Analytic => "Eq. 5",
            AccuracyBoundMethod.Paper => "paper's Monte Carlo",
            _ => "exact posterior",
        }
        : row.Name<CriticalFractionMethod>(nameof(CriticalFractionResult.Method)) switch
        {
            CriticalFractionMethod.Analytic => "Eq. 4",
            CriticalFractionMethod.MonteCarlo => "paper's Monte Carlo",
            CriticalFractionMethod.Training => "networks",
            _ => "exact posterior",
        };
}
