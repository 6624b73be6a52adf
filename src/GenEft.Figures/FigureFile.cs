using System.Text;
using ScottPlot;
using SkiaSharp;

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

        string title = Printable(figure.Title);
        figure = Printable(figure, width);
        FigureTheme theme = paper == FigurePaper.Dark ? FigureTheme.Dark : FigureTheme.Light;
        PixelRect whole = new(0, width, height, 0);
        IReadOnlyList<(Plot Plot, PixelRect Place)> plots = figure switch
        {
            Chart chart => [(ChartPlot.Create(chart, theme), whole)],
            PhaseDiagram diagram => PhaseDiagramPlot.Create(diagram, theme, whole),
            _ => throw new ArgumentException($"{figure.GetType().Name} cannot be drawn.", nameof(figure)),
        };
        try
        {
            return format == FigureFormat.Png ? Raster(plots, width, height) : Encoding.UTF8.GetBytes(FigureSvg.Outline(Vectors(plots, width, height), title));
        }
        finally
        {
            foreach ((Plot plot, _) in plots)
            {
                plot.Dispose();
            }
        }
    }

    private const float TitleShare = 0.65f;   // of the width: a title stands above the data, beside which there may be a legend

    private static byte[] Raster(IReadOnlyList<(Plot Plot, PixelRect Place)> plots, int width, int height)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        Render(plots, surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static string Vectors(IReadOnlyList<(Plot Plot, PixelRect Place)> plots, int width, int height)
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
        {
            Render(plots, canvas);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Render(IReadOnlyList<(Plot Plot, PixelRect Place)> plots, SKCanvas canvas)
    {
        foreach ((Plot plot, PixelRect place) in plots)
        {
            plot.RenderInMemory((int)place.Width, (int)place.Height);   // a first rendering draws twice, since the second knows the ticks
            plot.Render(canvas, place);
        }
    }

    private static Figure Printable(Figure figure, int width) => figure switch
    {
        Chart chart => chart with
        {
            Title = Fitting(chart.Title, TitleShare * width),
            Series = [.. chart.Series.Select(series => series with { Name = Printable(series.Name), PointNames = series.PointNames?.Select(Printable).ToArray() })],
            Marks = [.. chart.Marks.Select(mark => (mark.At, Printable(mark.Label)))],
        },
        PhaseDiagram diagram => diagram with
        {
            Title = Fitting(diagram.Title, TitleShare * width),
            Panels = [.. diagram.Panels.Select(panel => panel with { Title = Fitting(panel.Title, TitleShare * width / diagram.ColumnCount) })],
        },
        _ => figure,
    };

    // A line, of what XML can hold and the typeface shows.
    private static string Printable(string text) => FigureFont.Known(string.Concat(text.Select(c => char.IsControl(c) || c >= '\uFFFE' ? ' ' : c)));

    private static string Fitting(string title, float room) => FigureFont.Fitting(Printable(title), FigureTheme.TitleSize, room);
}
