using ScottPlot;
using ScottPlot.Plottables;

namespace GenEft.Figures;

/// <summary>A phase diagram as ScottPlot's plots: one, or panels with one title and one legend.</summary>
internal static class PhaseDiagramPlot
{
    private const float TitleHeight = 40;
    private const float LegendWidth = 165;

    /// <summary>The plots, and where each is.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="theme">Its colours.</param>
    /// <param name="whole">Where all of it is.</param>
    public static IReadOnlyList<(Plot Plot, PixelRect Place)> Create(PhaseDiagram diagram, FigureTheme theme, PixelRect whole)
    {
        if (diagram.Panels is [{ } only])
        {
            Plot plot = CreatePanel(diagram, only with { Title = diagram.Title }, theme);
            AddLegend(plot);
            return [(plot, whole)];
        }

        Plot title = theme.CreateEmpty();
        theme.SetTitle(title, diagram.Title);
        title.HideAxesAndGrid();
        title.Axes.Title.IsVisible = true;
        Plot legend = theme.CreateEmpty();
        legend.HideAxesAndGrid();
        AddLegend(legend);
        float width = (whole.Width - LegendWidth) / diagram.ColumnCount;
        float height = (whole.Height - TitleHeight) / diagram.RowCount;
        List<(Plot, PixelRect)> plots =
        [
            (title, new PixelRect(0, whole.Width, TitleHeight, 0)),
            (legend, new PixelRect(whole.Width - LegendWidth, whole.Width, whole.Height, TitleHeight)),
        ];
        for (int i = 0; i < diagram.Panels.Count; i++)
        {
            float left = width * (i % diagram.ColumnCount);
            float top = TitleHeight + (height * (i / diagram.ColumnCount));
            plots.Add((CreatePanel(diagram, diagram.Panels[i], theme), new PixelRect(left, left + width, top + height, top)));
        }

        return plots;
    }

    private static void AddLegend(Plot plot)
    {
        foreach ((string name, Color color) in FigureTheme.Phases)
        {
            plot.Legend.ManualItems.Add(new LegendItem { LabelText = name, FillColor = color, OutlineWidth = 0, LineWidth = 0 });
        }

        FigureTheme.ShowLegend(plot);
    }

    private static Plot CreatePanel(PhaseDiagram diagram, PhasePanel panel, FigureTheme theme)
    {
        Plot plot = theme.CreatePlot(panel.Title, diagram.X, diagram.Y);
        plot.HideGrid();

        // All panels show the same range.
        double[] xs = Places(cell => diagram.X.Place(cell.X));
        double[] ys = Places(cell => diagram.Y.Place(cell.Y));
        foreach (PhaseCell cell in panel.Cells)
        {
            (double left, double right) = Edges(xs, diagram.X.Place(cell.X));
            (double bottom, double top) = Edges(ys, diagram.Y.Place(cell.Y));
            (int Phase, int Count)[] stripes = [.. cell.Phases.GroupBy(phase => phase).OrderBy(stripe => stripe.Key).Select(stripe => (stripe.Key, stripe.Count()))];
            double from = left;
            foreach ((int phase, int count) in stripes)
            {
                double to = from + ((right - left) * count / cell.Phases.Count);
                Rectangle stripe = plot.Add.Rectangle(from, to, bottom, top);
                stripe.FillColor = FigureTheme.Phases[phase].Color;
                stripe.LineWidth = 0;
                stripe.FillStyle.AntiAlias = false;   // no hairlines between neighbours
                from = to;
            }
        }

        (double west, double east) = (Edges(xs, xs[0]).Low, Edges(xs, xs[^1]).High);
        (double south, double north) = (Edges(ys, ys[0]).Low, Edges(ys, ys[^1]).High);
        if (panel.Line is { } line)
        {
            AddLine(plot, theme, line, west, east, south, north);
        }

        plot.Axes.SetLimits(west, east, south, north);
        return plot;

        double[] Places(Func<PhaseCell, double> place) => [.. diagram.Panels.SelectMany(each => each.Cells).Select(place).Distinct().Order()];
    }

    // Cells meet half-way between neighbours; the outer ones are as wide as to the inner side.
    private static (double Low, double High) Edges(double[] centres, double at)
    {
        int i = Array.BinarySearch(centres, at);
        double below = i > 0 ? (at - centres[i - 1]) / 2 : i + 1 < centres.Length ? (centres[i + 1] - at) / 2 : 0.5;
        double above = i + 1 < centres.Length ? (centres[i + 1] - at) / 2 : below;
        return (at - below, at + above);
    }

    // What lies within the axes, with a halo that keeps it visible on every colour; its label at the end with more room.
    private static void AddLine(
        Plot plot, FigureTheme theme, (double Slope, double Intercept, string Label) line, double west, double east, double south, double north)
    {
        double At(double x) => (line.Slope * x) + line.Intercept;
        double[] ends = [.. new[] { west, east, (south - line.Intercept) / line.Slope, (north - line.Intercept) / line.Slope }
            .Where(x => double.IsFinite(x) && x >= west - 1e-9 && x <= east + 1e-9 && At(x) >= south - 1e-9 && At(x) <= north + 1e-9).Order()];
        if (ends.Length < 2)
        {
            return;
        }

        foreach ((float width, Color color) in new[] { (5f, theme.Paper), (2f, theme.Ink) })
        {
            LinePlot drawn = plot.Add.Line(ends[0], At(ends[0]), ends[^1], At(ends[^1]));
            drawn.LineWidth = width;
            drawn.LineColor = color;
        }

        // In the corner that the line leaves free.
        bool isHigh = At((west + east) / 2) > (south + north) / 2;
        theme.Write(plot, line.Label, east - (0.02 * (east - west)), isHigh ? south + (0.02 * (north - south)) : north - (0.02 * (north - south)), isHigh ? Alignment.LowerRight : Alignment.UpperRight);
    }
}
