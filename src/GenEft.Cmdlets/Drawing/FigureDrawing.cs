using System.Management.Automation;
using GenEft.Figures;
using GenEft.Infrastructure;

namespace GenEft.Drawing;

/// <summary>From rows to a file's bytes. Nothing outside this folder names the library that draws, which is loaded with the first figure.</summary>
internal static class FigureDrawing
{
    /// <summary>Draws rows: reads them on this thread, and draws on another, which is left to end by itself where the pipeline is stopped.</summary>
    /// <param name="cmdlet">Who waits.</param>
    /// <param name="rows">One at least.</param>
    /// <param name="title">What stands above; null for what the rows say.</param>
    /// <param name="isPng">PNG, or else SVG.</param>
    /// <param name="width">Pixels; null for 800, or some for each panel.</param>
    /// <param name="height">Pixels; null for 600, or some for each panel.</param>
    /// <param name="isDark">Near black, or else white.</param>
    /// <param name="includeGrokking">Whether grokking counts as generalization.</param>
    /// <exception cref="GenEftException">NotDrawable, ValueOutOfRange, or FiguresUnavailable on a platform that is not served.</exception>
    public static byte[] Draw(
        GenEftCmdlet cmdlet, IReadOnlyList<PSObject> rows, string? title, bool isPng, int? width, int? height, bool isDark, bool includeGrokking)
    {
        Func<IProgress<double>, Figure> read = FigureRows.Read(rows, title, includeGrokking, cmdlet.WriteWarning, cmdlet.CancelToken);
        return BackgroundWork.Run(cmdlet, "Drawing", progress => Draw(read(progress), isPng, width, height, isDark), canBeLeft: true);
    }

    private static byte[] Draw(Figure figure, bool isPng, int? width, int? height, bool isDark)
    {
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
