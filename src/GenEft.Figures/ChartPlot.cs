using ScottPlot;
using ScottPlot.Plottables;

namespace GenEft.Figures;

/// <summary>A chart as ScottPlot's plot.</summary>
internal static class ChartPlot
{
    private const float MarkerSize = 7;
    private const int MarkHeight = 17;   // of a label above the plot, pixels

    private static readonly MarkerShape[] s_markers =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleUp, MarkerShape.FilledTriangleDown];

    // On a dotted line Skia complains to stderr of markers that it draws as rectangles.
    private static readonly MarkerShape[] s_markersOfDotted = [MarkerShape.FilledDiamond, MarkerShape.FilledTriangleUp, MarkerShape.FilledTriangleDown];

    public static Plot Create(Chart chart, FigureTheme theme)
    {
        Plot plot = theme.CreatePlot(chart.Title, chart.X, chart.Y);
        for (int s = 0; s < chart.Series.Count; s++)
        {
            int look = chart.Series[s].Colour ?? s;
            bool isRepeated = look >= theme.Series.Count;
            MarkerShape[] markers = isRepeated ? s_markersOfDotted : s_markers;
            Add(plot, chart, chart.Series[s], theme.Of(look), markers[look % markers.Length], isRepeated);
        }

        for (int m = 0; m < chart.Marks.Count; m++)
        {
            // One above the other: their lines may stand close together.
            AddMark(plot, chart.X, chart.Marks[m].At, chart.Marks[m].Label, m * MarkHeight, theme);
        }

        AddNames(plot, chart, theme);
        if (chart.Series.Count > 0)
        {
            FigureTheme.ShowLegend(plot);
        }

        SetLimits(plot, chart);
        return plot;
    }

    private static void Add(Plot plot, Chart chart, FigureSeries series, Color color, MarkerShape marker, bool isRepeated)
    {
        int[] known = [.. Enumerable.Range(0, series.X.Count).Where(i => double.IsFinite(chart.X.Place(series.X[i])) && double.IsFinite(chart.Y.Place(series.Y[i])))];
        double[] x = [.. known.Select(i => chart.X.Place(series.X[i]))];
        double[] y = [.. known.Select(i => chart.Y.Place(series.Y[i]))];
        if (series is { Low: { } low, High: { } high })
        {
            double[] bottom = [.. known.Select(i => Math.Min(chart.Y.Place(low[i]), chart.Y.Place(series.Y[i])))];
            double[] top = [.. known.Select(i => Math.Max(chart.Y.Place(high[i]), chart.Y.Place(series.Y[i])))];
            if (series.Style == SeriesStyle.Points)
            {
                AddErrorBars(plot, new ErrorBar(x, y, null, null, [.. top.Zip(y, (t, v) => t - v)], [.. y.Zip(bottom, (v, b) => v - b)]), color);
            }
            else if (x.Length > 0)
            {
                FillY band = plot.Add.FillY(x, bottom, top);
                band.FillColor = color.WithAlpha(0.2);
                band.LineWidth = 0;
            }
        }

        if (series is { Left: { } left, Right: { } right })
        {
            double[] before = [.. known.Select((i, k) => x[k] - Math.Min(chart.X.Place(left[i]), x[k]))];
            double[] after = [.. known.Select((i, k) => Math.Max(chart.X.Place(right[i]), x[k]) - x[k])];
            AddErrorBars(plot, new ErrorBar(x, y, before, after, null, null), color);
        }

        if (series.Shades is { } shades)
        {
            AddShaded(plot, shades, known, x, y);
            return;
        }

        Scatter drawn = plot.Add.Scatter(x, y, color);
        drawn.LineWidth = series.Style == SeriesStyle.Points ? 0 : 2;
        drawn.LinePattern = series.Style == SeriesStyle.Dashed ? LinePattern.Dashed
            : isRepeated ? LinePattern.Dotted : LinePattern.Solid;   // its colour has been before
        bool hasMarkers = series.Style is SeriesStyle.Points or SeriesStyle.Curve;
        drawn.MarkerShape = hasMarkers ? marker : MarkerShape.None;
        drawn.MarkerSize = hasMarkers ? MarkerSize : 0;
        drawn.LegendText = series.Name;
    }

    private static void AddErrorBars(Plot plot, ErrorBar bars, Color color)
    {
        (bars.LineWidth, bars.CapSize, bars.Color) = (1.5f, 4, color);
        plot.Add.Plottable(bars);
    }

    // The scale's two ends stand in the legend.
    private static void AddShaded(Plot plot, PointShades shades, int[] known, double[] x, double[] y)
    {
        for (int i = 0; i < known.Length; i++)
        {
            plot.Add.Marker(x[i], y[i], MarkerShape.FilledCircle, MarkerSize, FigureTheme.Shade(shades.Values[known[i]]));
        }

        foreach ((double shade, string name) in new[] { (0.0, shades.LowName), (1.0, shades.HighName) })
        {
            plot.Legend.ManualItems.Add(new LegendItem { LabelText = name, MarkerShape = MarkerShape.FilledCircle, MarkerSize = MarkerSize, MarkerColor = FigureTheme.Shade(shade), LineWidth = 0 });
        }
    }

    // Of all series together: the names of one make room for another's.
    private static void AddNames(Plot plot, Chart chart, FigureTheme theme)
    {
        var named = chart.Series.Where(series => series.PointNames is not null).SelectMany(series => series.PointNames!.Select(
            (name, i) => (Name: name, At: new Coordinates(chart.X.Place(series.X[i]), chart.Y.Place(series.Y[i]))))).Where(point => point.At.AreReal).ToArray();
        if (named.Length > 0)
        {
            LabelStyle style = new() { FontSize = FigureTheme.NameSize, ForeColor = theme.Ink, Alignment = Alignment.UpperLeft };
            plot.Add.Plottable(new PointNames([.. named.Select(point => point.At)], [.. named.Select(point => point.Name)], style));
        }
    }

    // Its label stands above the data, where it covers nothing.
    private static void AddMark(Plot plot, FigureAxis axis, double at, string label, int height, FigureTheme theme)
    {
        VerticalLine line = plot.Add.VerticalLine(axis.Place(at), 1.5f, theme.Ink, LinePattern.Dashed);
        line.EnableAutoscale = false;
        line.ExcludeFromLegend = true;
        line.LabelText = label;
        line.LabelOppositeAxis = true;
        line.LabelFontSize = FigureTheme.TextSize;
        line.LabelBold = false;
        line.LabelFontColor = theme.Ink;
        line.LabelBackgroundColor = Colors.Transparent;
        line.LabelBorderWidth = 0;
        line.LabelOffsetY = -height;

        // On the side of it that has more room.
        line.ManualLabelAlignment = axis is { Low: double low, High: double high } && axis.Place(at) - axis.Place(low) > axis.Place(high) - axis.Place(at)
            ? Alignment.LowerRight : Alignment.LowerLeft;
        plot.Axes.Top.MinimumSize = 26 + height;
    }

    private static void SetLimits(Plot plot, Chart chart)
    {
        if (chart.Series.Count > 0)
        {
            plot.Axes.AutoScale();
        }

        AxisLimits found = chart.Series.Count > 0 ? plot.Axes.GetLimits() : AxisLimits.NoLimits;
        (double left, double right) = Limits(chart.X, found.Left, found.Right);
        (double bottom, double top) = Limits(chart.Y, found.Bottom, found.Top);
        plot.Axes.SetLimits(left, right, bottom, top);
    }

    private static (double Low, double High) Limits(FigureAxis axis, double low, double high)
    {
        // Without a series there is nothing that the limits could follow.
        high = axis.High is double most ? axis.Place(most) : double.IsFinite(high) ? high : 1;
        low = axis.Low is double least ? axis.Place(least) : double.IsFinite(low) && low < high ? low : high - 1;
        return high - low > 1e-9 ? (low, high) : (low - 0.5, high + 0.5);
    }
}
