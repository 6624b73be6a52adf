using System.Text;
using ScottPlot;

namespace GenEft.Figures;

/// <summary>What a figure is written as.</summary>
public enum FigureFormat
{
    /// <summary>Scalable: text as the outlines of its letters, which look the same wherever it is opened.</summary>
    Svg,

    /// <summary>Pixels, whose letters are those of the figure's own font.</summary>
    Png,
}

/// <summary>What a figure is drawn on.</summary>
public enum FigurePaper
{
    /// <summary>A white background.</summary>
    Light,

    /// <summary>A background near black.</summary>
    Dark,
}

/// <summary>Draws figures. The same figure gives the same bytes on one kind of machine, whatever was drawn before, in any culture, with or without fonts.</summary>
public static class FigureFile
{
    private static readonly Lock s_lock = new();

    /// <summary>Draws a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="format">The format.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="paper">What it is drawn on.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] Draw(Figure figure, FigureFormat format, int width, int height, FigurePaper paper)
    {
        ArgumentNullException.ThrowIfNull(figure);
        lock (s_lock)
        {
            FigureFont.Use();   // ScottPlot's fonts are the process's
        }

        figure = figure with { Title = Printable(figure.Title) };
        FigureTheme theme = paper == FigurePaper.Dark ? FigureTheme.Dark : FigureTheme.Light;
        using Plot plot = figure switch
        {
            Chart chart => ChartPlot.Create(chart, theme),
            PhaseDiagram diagram => PhaseDiagramPlot.Create(diagram, theme),
            _ => throw new ArgumentException($"{figure.GetType().Name} cannot be drawn.", nameof(figure)),
        };
        return format == FigureFormat.Png
            ? plot.GetImageBytes(width, height, ImageFormat.Png)
            : Encoding.UTF8.GetBytes(FigureSvg.Outline(plot.GetSvgXml(width, height), figure.Title));
    }

    // A line, of what XML can hold.
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c >= '\uFFFE' ? ' ' : c));
}
