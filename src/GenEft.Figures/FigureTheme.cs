using ScottPlot;
using ScottPlot.Panels;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace GenEft.Figures;

/// <summary>Colours and sizes. The colours are those of Okabe and Ito, "Color Universal Design" (2008), which all common kinds of colour vision tell
/// apart.</summary>
/// <param name="Paper">The background.</param>
/// <param name="Ink">Axes and text.</param>
/// <param name="Faint">Grid lines.</param>
/// <param name="Series">Series, in turn.</param>
internal sealed record FigureTheme(Color Paper, Color Ink, Color Faint, IReadOnlyList<Color> Series)
{
    private static readonly ScottPlot.Colormaps.Viridis s_shades = new();

    /// <summary>Height of a title's letters, pixels.</summary>
    public const float TitleSize = 17;
    private const float LabelSize = 15;

    /// <summary>Size of tick labels, legends and what is written on the data.</summary>
    public const float TextSize = 13;

    /// <summary>Size of names beside points.</summary>
    public const float NameSize = 11;

    /// <summary>On white.</summary>
    public static FigureTheme Light { get; } =
        Create("#FFFFFF", "#1F2328", "#D8DEE4", ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]);

    /// <summary>On near black.</summary>
    public static FigureTheme Dark { get; } =
        Create("#0D1117", "#E6EDF3", "#30363D", ["#56B4E9", "#E69F00", "#2BC299", "#CC79A7", "#F0E442", "#4C9BE8"]);

    /// <summary>Blue where it generalizes and orange where not, each in a dark and a bright one.</summary>
    public static IReadOnlyList<(string Name, Color Color)> Phases { get; } =
    [
        ("Generalization", Color.FromHex("#0072B2")), ("Grokking", Color.FromHex("#56B4E9")),
        ("Memorization", Color.FromHex("#E69F00")), ("Confusion", Color.FromHex("#D55E00")),
    ];

    /// <summary>The colour of a series.</summary>
    public Color Of(int series) => Series[series % Series.Count];

    /// <summary>A colour along a scale from 0 to 1, from dark to bright: viridis without its yellow, which white paper would swallow.</summary>
    public static Color Shade(double value) => s_shades.GetColor(0.9 * value);

    /// <summary>A plot of nothing in these colours.</summary>
    public Plot CreateEmpty()
    {
        Plot plot = new();
        plot.FigureBackground.Color = Paper;
        plot.DataBackground.Color = Paper;
        plot.Legend.FontSize = TextSize;
        plot.Legend.FontColor = Ink;
        plot.Legend.BackgroundColor = plot.Legend.ShadowColor = plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.SymbolWidth = 32;   // long enough for a dashed line
        plot.RenderManager.RenderActions.RemoveAll(action => action is ScottPlot.Rendering.RenderActions.ClearCanvas);   // of what stands beside it
        return plot;
    }

    /// <summary>A plot without data yet, with a title and axes.</summary>
    public Plot CreatePlot(string title, FigureAxis x, FigureAxis y)
    {
        Plot plot = CreateEmpty();
        plot.Axes.Color(Ink);
        plot.Grid.MajorLineColor = Faint;
        plot.Grid.MajorLineWidth = 1;
        SetTitle(plot, title);
        plot.XLabel(x.Label, LabelSize);
        plot.YLabel(y.Label, LabelSize);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        foreach ((IAxis drawn, FigureAxis axis) in new (IAxis, FigureAxis)[] { (plot.Axes.Bottom, x), (plot.Axes.Left, y) })
        {
            drawn.TickLabelStyle.FontSize = TextSize;
            drawn.MajorTickStyle.Length = 6;
            drawn.MinorTickStyle.Length = 3;
            drawn.TickGenerator = axis.IsLog ? new LogTicks(axis) : new NumericAutomatic { LabelFormatter = LogTicks.Number, TickDensity = 0.6 };
        }

        plot.Axes.Left.MinimumSize = 72;   // its label keeps clear of the longest power of ten
        return plot;
    }

    /// <summary>Writes a title above a plot.</summary>
    public void SetTitle(Plot plot, string title)
    {
        plot.Title(title, TitleSize);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Title.Label.ForeColor = Ink;
    }

    /// <summary>Puts the legend to the right of the data, where it hides nothing.</summary>
    public static void ShowLegend(Plot plot)
    {
        plot.Legend.Margin = new PixelPadding(0);
        LegendPanel panel = plot.ShowLegend(Edge.Right);
        panel.Alignment = Alignment.UpperLeft;
        panel.Padding = new PixelPadding(12, 12, 0, 0);
    }

    /// <summary>Writes on the data, on a plate that keeps it legible.</summary>
    public void Write(Plot plot, string text, double x, double y, Alignment alignment)
    {
        Text label = plot.Add.Text(text, x, y);
        label.LabelFontSize = TextSize;
        label.LabelFontColor = Ink;
        label.LabelBackgroundColor = Paper.WithAlpha(0.85);
        label.LabelBorderWidth = 0;
        label.LabelPadding = 4;
        label.LabelAlignment = alignment;
    }

    private static FigureTheme Create(string paper, string ink, string faint, string[] series) =>
        new(Color.FromHex(paper), Color.FromHex(ink), Color.FromHex(faint), [.. series.Select(Color.FromHex)]);
}
