using GenEft.Figures;
using GenEft.Infrastructure;
using GenEft.Statics;

namespace GenEft.Drawing;

/// <summary>How many orbits of a size a relation has.</summary>
internal static class OrbitRows
{
    private const string Relation = nameof(OrbitRow.Relation);
    private const string Size = nameof(OrbitRow.OrbitSize);

    /// <summary>Whether a row is of Get-Orbit.</summary>
    public static bool Are(RowReader row) => row.Has(Relation, nameof(OrbitRow.Orbit), Size);

    public static Figure Draw(RowReader[] rows, string? title) => new Chart(
        title ?? FigureRows.Title(rows, Relation, "Orbits"),
        new FigureAxis("Elements in an orbit", IsLog: true), new FigureAxis("Number of orbits", IsLog: true),
        [
            .. rows.GroupBy(row => row.Text(Relation)).Select(relation =>
            {
                (int Size, int Count)[] sizes =
                [
                    .. relation.GroupBy(row => row.Whole<int>(Size)).OrderBy(size => size.Key)
                        .Select(size => (size.Key, size.Select(row => row.Whole<int>(nameof(OrbitRow.Orbit))).Distinct().Count())),
                ];
                return new FigureSeries(
                    relation.Key.Length == 0 ? "orbits" : relation.Key, SeriesStyle.Points, [.. sizes.Select(size => (double)size.Size)], [.. sizes.Select(size => (double)size.Count)]);
            }),
        ],
        []);
}
