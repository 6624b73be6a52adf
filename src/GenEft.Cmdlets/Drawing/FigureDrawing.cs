using System.Management.Automation;
using GenEft.Figures;

namespace GenEft.Drawing;

/// <summary>From rows to a file's bytes. Nothing outside this folder names the library that draws, which is loaded with the first figure.</summary>
internal static class FigureDrawing
{
    /// <summary>Draws rows.</summary>
    /// <param name="rows">One at least.</param>
    /// <param name="title">What stands above; null for what the rows say.</param>
    /// <param name="isPng">PNG, or else SVG.</param>
    /// <param name="width">Pixels; null for 800, or some for each panel.</param>
    /// <param name="height">Pixels; null for 600, or some for each panel.</param>
    /// <param name="isDark">Near black, or else white.</param>
    /// <param name="includeGrokking">Whether grokking counts as generalization.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">NotDrawable, ValueOutOfRange, or FiguresUnavailable on a platform that is not served.</exception>
    public static byte[] Draw(IReadOnlyList<PSObject> rows, string? title, bool isPng, int? width, int? height, bool isDark, bool includeGrokking,
        CancellationToken cancelToken)
    {
        Figure figure = FigureRows.Read(rows, title, includeGrokking, cancelToken);
        cancelToken.ThrowIfCancellationRequested();
        (int usualWidth, int usualHeight) = figure is PhaseDiagram { Panels.Count: > 1 } panels ? (165 + (390 * panels.ColumnCount), 40 + (380 * panels.RowCount)) : (800, 600);
        try
        {
            return FigureFile.Draw(figure, isPng ? FigureFormat.Png : FigureFormat.Svg, width ?? usualWidth, height ?? usualHeight, isDark ? FigurePaper.Dark : FigurePaper.Light);
        }
        catch (Exception failure) when (failure is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            throw new GenEftException(
                ErrorIds.FiguresUnavailable, $"Figures are drawn on Linux (glibc) and Windows, x64 and arm64; their library does not load here: {(failure.InnerException ?? failure).Message}", null, failure);
        }
    }
}
