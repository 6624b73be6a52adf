using ScottPlot;
using SkiaSharp;

namespace GenEft.Figures;

/// <summary>The one typeface of all figures, which comes with the module: Inter, under the SIL Open Font License 1.1.</summary>
internal sealed class FigureFont : IFontResolver
{
    private static FigureFont? s_current;

    private FigureFont(SKTypeface typeface) => Typeface = typeface;

    /// <summary>The typeface.</summary>
    public static SKTypeface Current => s_current!.Typeface;

    private SKTypeface Typeface { get; }

    /// <summary>Makes it the answer to every question for a font.</summary>
    public static void Use()
    {
        if (s_current is not null)
        {
            return;
        }

        using Stream font = typeof(FigureFont).Assembly.GetManifestResourceStream("Inter-Regular.ttf")!;
        FigureFont resolver = new(SKTypeface.FromStream(font));
        Fonts.FontResolvers.Clear();
        Fonts.FontResolvers.Add(resolver);
        Fonts.Default = Fonts.Sans = Fonts.Serif = Fonts.Monospace = resolver.Typeface.FamilyName;
        s_current = resolver;
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => Typeface;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => Typeface;
}
