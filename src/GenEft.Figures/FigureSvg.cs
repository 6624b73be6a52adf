using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SkiaSharp;

namespace GenEft.Figures;

/// <summary>Makes Skia's SVG independent of the fonts of whoever opens it, and of what was drawn before it.</summary>
internal static class FigureSvg
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";
    private static readonly XNamespace s_link = "http://www.w3.org/1999/xlink";

    /// <summary>The same picture, with the outlines of letters in the place of text.</summary>
    /// <param name="svg">As Skia writes it.</param>
    /// <param name="title">The figure's title, for readers who do not see it.</param>
    public static string Outline(string svg, string title)
    {
        XDocument document = XDocument.Parse(svg);
        XElement root = document.Root!;
        root.SetAttributeValue("viewBox", $"0 0 {root.Attribute("width")!.Value} {root.Attribute("height")!.Value}");
        root.SetAttributeValue("role", "img");
        root.AddFirst(new XElement(s_svg + "title", title));
        root.Descendants().Where(element => element.Attribute("fill-opacity")?.Value == "0" || element.Attribute("stroke-opacity")?.Value == "0").Remove();
        root.Descendants(s_svg + "g").Where(group => !group.HasElements).Remove();
        foreach (XElement rectangle in root.Descendants(s_svg + "rect"))
        {
            rectangle.SetAttributeValue("shape-rendering", "crispEdges");   // as AntiAlias = false of a raster
        }

        ShareClips(root);
        XElement glyphs = new(s_svg + "defs");
        HashSet<string> drawn = [];
        root.FirstNode!.AddAfterSelf(glyphs);
        foreach (XElement text in root.Descendants(s_svg + "text").ToList())
        {
            text.ReplaceWith(OutlineOf(text, glyphs, drawn));
        }

        StringBuilder written = new();
        using (XmlWriter writer = XmlWriter.Create(written, new XmlWriterSettings { Indent = true, IndentChars = " ", NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            document.Save(writer);
        }

        return written.Append('\n').ToString();
    }

    // Skia numbers its clips through the whole process, and writes one for each thing drawn.
    private static void ShareClips(XElement root)
    {
        Dictionary<string, string> names = [];
        Dictionary<string, string> shared = [];
        foreach (XElement clip in root.Descendants(s_svg + "clipPath").ToList())
        {
            string shape = string.Concat(clip.Elements());
            string old = clip.Attribute("id")!.Value;
            if (shared.TryGetValue(shape, out string? name))
            {
                clip.Remove();
            }
            else
            {
                name = FormattableString.Invariant($"clip{shared.Count}");
                shared.Add(shape, name);
                clip.SetAttributeValue("id", name);
            }

            names[old] = name;
        }

        foreach (XElement user in root.Descendants().Where(element => element.Attribute("clip-path") is not null).ToList())
        {
            string url = $"url(#{names[user.Attribute("clip-path")!.Value[5..^1]]})";
            user.SetAttributeValue("clip-path", url);
            if (user.PreviousNode is XElement before && IsClipAlone(before, url) && IsClipAlone(user, url) && before.Name == user.Name)
            {
                before.Add(user.Elements());
                user.Remove();
            }
        }

        static bool IsClipAlone(XElement element, string url) => element.Attribute("clip-path")?.Value == url && element.Attributes().Count() == 1;
    }

    // A text as uses of its letters' outlines, at the places that Skia gave them.
    private static XElement OutlineOf(XElement text, XElement glyphs, HashSet<string> drawn)
    {
        string[] Values(string name) => text.Attribute(name)!.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        (string[] x, string[] y, string size) = (Values("x"), Values("y"), Values("font-size")[0]);
        string content = text.Value.Trim();
        using SKFont font = new(FigureFont.Current, float.Parse(size, CultureInfo.InvariantCulture)) { Hinting = SKFontHinting.None, LinearMetrics = true };
        XElement outline = new(
            s_svg + "g", text.Attribute("fill"), text.Attribute("fill-opacity"), text.Attribute("transform"), new XAttribute("aria-label", content));
        int index = 0;
        foreach (Rune rune in content.EnumerateRunes())
        {
            ushort glyph = font.GetGlyph(rune.Value);
            string id = FormattableString.Invariant($"glyph{size}-{glyph}");
            if (!Rune.IsWhiteSpace(rune))
            {
                outline.Add(new XElement(
                    s_svg + "use", new XAttribute(s_link + "href", "#" + id), new XAttribute("x", x[Math.Min(index, x.Length - 1)]), new XAttribute("y", y[Math.Min(index, y.Length - 1)])));
                if (drawn.Add(id))
                {
                    glyphs.Add(new XElement(s_svg + "path", new XAttribute("id", id), new XAttribute("d", PathData(font, glyph))));
                }
            }

            index++;
        }

        return outline;
    }

    private static string PathData(SKFont font, ushort glyph)
    {
        StringBuilder data = new();
        SKPoint[] points = new SKPoint[4];
        using SKPath? path = font.GetGlyphPath(glyph);
        using SKPath.RawIterator? iterator = path?.CreateRawIterator();
        for (SKPathVerb verb = iterator?.Next(points) ?? SKPathVerb.Done; verb != SKPathVerb.Done; verb = iterator!.Next(points))
        {
            (char letter, int from, int to) = verb switch
            {
                SKPathVerb.Move => ('M', 0, 1),
                SKPathVerb.Line => ('L', 1, 2),
                SKPathVerb.Quad => ('Q', 1, 3),
                SKPathVerb.Cubic => ('C', 1, 4),
                SKPathVerb.Close => ('Z', 0, 0),
                _ => throw new InvalidDataException($"A letter's outline has a {verb}."),
            };
            data.Append(letter);
            for (int i = from; i < to; i++)
            {
                data.Append(CultureInfo.InvariantCulture, $"{(i > from ? " " : "")}{points[i].X:0.##} {points[i].Y:0.##}");
            }
        }

        return data.ToString();
    }
}
