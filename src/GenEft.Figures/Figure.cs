namespace GenEft.Figures;

/// <summary>Something to draw.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
public abstract record Figure(string Title, FigureAxis X, FigureAxis Y);

/// <summary>An axis.</summary>
/// <param name="Label">Its name, with the unit.</param>
/// <param name="IsLog">Whether values are shown by their decimal logarithms; they must be greater than 0, or 0 where it has a place.</param>
/// <param name="Low">The least value shown; null for the data's.</param>
/// <param name="High">The largest value shown; null for the data's.</param>
/// <param name="Zero">On a logarithmic axis, the value in whose place 0 stands, and the least value after it; null for no 0.</param>
public sealed record FigureAxis(string Label, bool IsLog = false, double? Low = null, double? High = null, (double At, double Least)? Zero = null)
{
    /// <summary>Where a value stands, in the axis's own coordinate.</summary>
    public double Place(double value) => !IsLog ? value : Math.Log10(value == 0 && Zero is { } zero ? zero.At : value);
}

/// <summary>How a series is drawn.</summary>
public enum SeriesStyle
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A dashed line.</summary>
    Dashed,

    /// <summary>Points, with bars from Low to High where these are given.</summary>
    Points,

    /// <summary>Points on a line, with a band from Low to High where these are given.</summary>
    Curve,
}

/// <summary>Values over a horizontal axis.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="X">[points].</param>
/// <param name="Y">[points]; those that are no number are left out.</param>
/// <param name="Low">[points] the lower ends of intervals, or null.</param>
/// <param name="High">[points] the upper ends, or null.</param>
/// <param name="Colour">Series of one number have one colour; null for a colour of its own.</param>
/// <param name="Shades">A colour for each point in the place of one for all; null for none.</param>
/// <param name="Left">[points] the left ends of intervals along the horizontal axis, or null.</param>
/// <param name="Right">[points] the right ends, or null.</param>
/// <param name="PointNames">[points] what stands beside them where there is room, or null.</param>
public sealed record FigureSeries(
    string Name, SeriesStyle Style, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double>? Low = null, IReadOnlyList<double>? High = null,
    int? Colour = null, PointShades? Shades = null, IReadOnlyList<double>? Left = null,
    IReadOnlyList<double>? Right = null, IReadOnlyList<string>? PointNames = null);

/// <summary>Colours of points along a scale.</summary>
/// <param name="Values">[points] from 0 to 1.</param>
/// <param name="LowName">What the legend calls 0.</param>
/// <param name="HighName">What it calls 1.</param>
public sealed record PointShades(IReadOnlyList<double> Values, string LowName, string HighName);

/// <summary>Series over two axes.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">The series, in the order of the legend.</param>
/// <param name="Marks">Upright dashed lines: where, and what stands above them.</param>
public sealed record Chart(
    string Title, FigureAxis X, FigureAxis Y, IReadOnlyList<FigureSeries> Series, IReadOnlyList<(double At, string Label)> Marks)
    : Figure(Title, X, Y);

/// <summary>Runs that share a cell of a phase diagram.</summary>
/// <param name="X">Where it is.</param>
/// <param name="Y">Likewise.</param>
/// <param name="Phases">Of each run, from 0: generalization, grokking, memorization, confusion; they share the cell in stripes.</param>
public sealed record PhaseCell(double X, double Y, IReadOnlyList<int> Phases);

/// <summary>One plane of phases.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Cells">The cells, one at least.</param>
/// <param name="Line">A line log10 y = Slope log10 x + Intercept over them, with what is written on it; null for none.</param>
public sealed record PhasePanel(string Title, IReadOnlyList<PhaseCell> Cells, (double Slope, double Intercept, string Label)? Line);

/// <summary>Phases over two axes, in one panel or several beside each other.</summary>
/// <param name="Title">What stands above all of it.</param>
/// <param name="X">The horizontal axis of each panel.</param>
/// <param name="Y">The vertical axis of each.</param>
/// <param name="Panels">One at least; the title of a single one is not written.</param>
public sealed record PhaseDiagram(string Title, FigureAxis X, FigureAxis Y, IReadOnlyList<PhasePanel> Panels)
    : Figure(Title, X, Y)
{
    /// <summary>How many panels stand beside each other.</summary>
    public int ColumnCount => Panels.Count <= 3 ? Panels.Count : (int)Math.Ceiling(Math.Sqrt(Panels.Count));

    /// <summary>How many stand above each other.</summary>
    public int RowCount => (Panels.Count + ColumnCount - 1) / ColumnCount;
}
