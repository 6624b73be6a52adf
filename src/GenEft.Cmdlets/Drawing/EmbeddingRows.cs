using GenEft.Experiments;
using GenEft.Figures;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Drawing;

/// <summary>Embeddings of one run as points, in colours by class or by the place in an order.</summary>
internal static class EmbeddingRows
{
    private const string Index = nameof(EmbeddingRow.Index);
    private const string Class = nameof(EmbeddingRow.Class);
    private const string Place = nameof(EmbeddingRow.Place);
    private const int MostClasses = 12;
    private const int MostNames = 300;   // more points than that leave no room for names

    /// <summary>Whether a row is of Get-Embedding.</summary>
    public static bool Are(RowReader row) => row.Has(Index, nameof(EmbeddingRow.Element), Coordinate(1));

    public static Figure Draw(RowReader[] rows, string? title)
    {
        if (rows.GroupBy(row => row.Whole<int>(Index)).FirstOrDefault(element => element.Skip(1).Any()) is { } several)
        {
            string[] differing = [.. RunNames.Repeated.Where(name => RowReader.Differ(rows, name))];
            throw new GenEftException(
                ErrorIds.NotDrawable,
                $"The input has element {several.Key} several times: it is of several runs{(differing.Length == 0 ? "" : $", which differ in {string.Join(", ", differing)}")}. Draw the embedding of each for itself.",
                several.Key);
        }

        int dimension = 1;
        while (rows[0].Has(Coordinate(dimension + 1)))
        {
            dimension++;
        }

        double[][] points = [.. rows.Select(row => Enumerable.Range(1, dimension).Select(k => row.Number(Coordinate(k))).ToArray())];
        if (!Array.TrueForAll(points, point => Array.TrueForAll(point, double.IsFinite)))
        {
            throw new GenEftException(ErrorIds.NotDrawable, "Coordinates are no numbers: the run diverged.", null);
        }

        (double[] x, double[] y, FigureAxis horizontal, FigureAxis vertical) = Plane(rows, points);
        return new Chart(title ?? FigureRows.Title(rows, nameof(EmbeddingRow.Relation), "Embeddings"), horizontal, vertical, Series(rows, x, y), []);
    }

    private static string Coordinate(int k) => FormattableString.Invariant($"E{k}");

    // The plane itself, a line against the order, or the two principal axes.
    private static (double[] X, double[] Y, FigureAxis Horizontal, FigureAxis Vertical) Plane(RowReader[] rows, double[][] points)
    {
        switch (points[0].Length)
        {
            case 1:
                string column = rows[0].Optional(Place) is not null ? Place : rows[0].Optional(Class) is not null ? Class : Index;
                string label = column switch { Place => "Place in the order", Class => "Class", _ => "Element" };
                return ([.. points.Select(point => point[0])], [.. rows.Select(row => row.Number(column))], new FigureAxis("E1"), new FigureAxis(label));
            case 2:
                return ([.. points.Select(point => point[0])], [.. points.Select(point => point[1])], new FigureAxis("E1"), new FigureAxis("E2"));
            default:
                var axes = PrincipalAxes.Measure(points);
                FigureAxis Axis(int i) => new(FormattableString.Invariant($"Principal axis {i + 1}, {100 * (axes[i].Share ?? 0):0} % of the variance"));
                return (axes[0].Along, axes[1].Along, Axis(0), Axis(1));
        }
    }

    private static FigureSeries[] Series(RowReader[] rows, double[] x, double[] y)
    {
        string[]? names = rows.Length > MostNames ? null : [.. rows.Select(row => row.Text(nameof(EmbeddingRow.Element)))];
        if (Array.TrueForAll(rows, row => row.Optional(Class) is not null) && rows.Select(row => row.Whole<int>(Class)).Distinct().Count() <= MostClasses)
        {
            return
            [
                .. Enumerable.Range(0, rows.Length).GroupBy(i => rows[i].Whole<int>(Class)).OrderBy(group => group.Key)
                    .Select((group, rank) => new FigureSeries($"class {group.Key}", SeriesStyle.Points, [.. group.Select(i => x[i])], [.. group.Select(i => y[i])], Colour: rank, PointNames: names is null ? null : [.. group.Select(i => names[i])])),
            ];
        }

        foreach ((string column, string name) in new[] { (Place, "place"), (Class, "class") })
        {
            if (Array.TrueForAll(rows, row => row.Optional(column) is not null))
            {
                double[] values = [.. rows.Select(row => row.Number(column))];
                double last = Math.Max(1, values.Max());
                return [new FigureSeries("", SeriesStyle.Points, x, y, Shades: new PointShades([.. values.Select(value => value / last)], $"{name} 0", FormattableString.Invariant($"{name} {last}")), PointNames: names)];
            }
        }

        return [new FigureSeries("elements", SeriesStyle.Points, x, y, PointNames: names)];
    }
}
