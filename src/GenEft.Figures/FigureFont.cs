using System.Text;
using ScottPlot;
using SkiaSharp;

namespace GenEft.Figures;

/// <summary>The one typeface of all figures, which comes with the module: Inter, under the SIL Open Font License 1.1.</summary>
internal sealed class FigureFont : IFontResolver
{
    private const float NarrowLetter = 3;   // pixels, at the size of titles

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

    /// <summary>A text in letters that the typeface has; for one that it lacks stands a box, so that it is seen to be missing.</summary>
    public static string Known(string text)
    {
        string box = Current.GetGlyph('\u25A1') != 0 ? "\u25A1" : "?";
        return string.Concat(text.EnumerateRunes().Select(rune => Rune.IsWhiteSpace(rune) || Current.GetGlyph(rune.Value) != 0 ? rune.ToString() : box));
    }

    /// <summary>A title, with an ellipsis in its middle where it is wider than there is room.</summary>
    public static string Fitting(string title, float size, float room)
    {
        using SKFont font = new(Current, size);
        string fitting = title;

        // From as many letters as could fit: a title may be of any length.
        for (int kept = Math.Min(title.Length - 1, (int)(room / NarrowLetter)); kept > 2 && font.MeasureText(fitting) > room; kept--)
        {
            fitting = $"{title[..((kept + 1) / 2)]}\u2026{title[^(kept / 2)..]}";
        }

        return fitting;
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => Typeface;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => Typeface;
}
