using System.Text;
using System.Text.RegularExpressions;

namespace GenEft.Help;

/// <summary>Writes a topic in Markdown as the text that Get-Help shows: at most 80 columns, headings to the left, what belongs to them
/// indented.</summary>
internal static partial class ConceptualHelp
{
    private const int Width = 80;
    private const string Indent = "    ";

    public static string FromMarkdown(IEnumerable<string> lines)
    {
        StringBuilder text = new();
        List<string> paragraph = [];
        foreach (string line in lines.Append(""))
        {
            bool isCode = line.StartsWith(Indent, StringComparison.Ordinal);
            bool startsItem = line.StartsWith("* ", StringComparison.Ordinal) || line.StartsWith("| ", StringComparison.Ordinal);
            if (line.Length == 0 || line[0] == '#' || startsItem || isCode)
            {
                Flush();
            }

            if (line.StartsWith('#'))
            {
                text.Append(line.TrimStart('#').Trim() is var title && line[1] == '#' ? title.ToUpperInvariant() : $"TOPIC\n{Indent}{title}").Append('\n');
            }
            else if (isCode || line.Length == 0)
            {
                text.Append(line.Length == 0 ? "" : Indent + line).Append('\n');
            }
            else if (!line.StartsWith("|---", StringComparison.Ordinal))
            {
                paragraph.Add(line.Trim());
            }
        }

        return text.ToString().TrimEnd() + "\n";

        void Flush()
        {
            if (paragraph.Count > 0)
            {
                Wrap(text, Plain(string.Join(' ', paragraph)));
                paragraph.Clear();
            }
        }
    }

    // Words, lines broken before they get too long; an item's further lines stand under its text.
    private static void Wrap(StringBuilder text, string paragraph)
    {
        string hanging = paragraph.StartsWith("* ", StringComparison.Ordinal) ? Indent + "  " : Indent;
        string line = Indent;
        foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isFirst = line.Trim().Length == 0;
            if (!isFirst && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                (line, isFirst) = (hanging, true);
            }

            line += (isFirst ? "" : " ") + word;
        }

        text.Append(line).Append('\n');
    }

    // Cells of a table are separated by bars; emphasis and code marks go.
    private static string Plain(string text) => Emphasis().Replace(
        (text.StartsWith("| ", StringComparison.Ordinal) ? "* " + text.Trim('|', ' ') : text).Replace("**", "", StringComparison.Ordinal), "$1")
        .Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w*_])\*(\w[\w ]*)\*(?![\w*])")]
    private static partial Regex Emphasis();
}
