using System.Text;
using System.Text.RegularExpressions;

namespace GenEft.Help;

/// <summary>Writes a topic in Markdown as the text that Get-Help shows: at most 80 columns, headings to the left, what belongs to them
/// indented, rows of tables as items.</summary>
internal static partial class ConceptualHelp
{
    private const int Width = 80;
    private const string Indent = "    ";

    public static string FromMarkdown(IReadOnlyList<string> lines)
    {
        StringBuilder text = new();
        List<string> paragraph = [];
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i];
            bool isCode = line.StartsWith(Indent, StringComparison.Ordinal);
            bool isHeading = line.StartsWith('#');
            bool startsItem = line.StartsWith("* ", StringComparison.Ordinal) || line.StartsWith('|');
            if (line.Length == 0 || isHeading || startsItem || isCode)
            {
                Flush();
            }

            if (isHeading)
            {
                string title = line.TrimStart('#').Trim();
                text.Append(line.StartsWith("##", StringComparison.Ordinal) ? title.ToUpperInvariant() : $"TOPIC\n{Indent}{title}").Append('\n');
            }
            else if (isCode)
            {
                text.Append(Indent).Append(line).Append('\n');
            }
            else if (line.Length == 0)
            {
                // Get-Help takes the line below SHORT DESCRIPTION for the synopsis.
                text.Append(i > 0 && lines[i - 1].StartsWith("##", StringComparison.Ordinal) ? "" : "\n");
            }
            else if (!IsTableHead(lines, i))
            {
                paragraph.Add(line.Trim());
            }
        }

        Flush();
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

    // The names of the columns, and the rule below them.
    private static bool IsTableHead(IReadOnlyList<string> lines, int i) =>
        IsRule(lines[i]) || (i + 1 < lines.Count && IsRule(lines[i + 1]));

    private static bool IsRule(string line) => line.StartsWith("|---", StringComparison.Ordinal);

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

    // A row of a table is an item, its first cell what the others are about; emphasis and code marks go.
    private static string Plain(string text)
    {
        if (text.StartsWith('|'))
        {
            string[] cells = [.. text.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim())];
            text = $"* {cells[0]}: {string.Join("; ", cells[1..].Where(cell => cell.Length > 0 && cell != "—"))}";
        }

        return Emphasis().Replace(text.Replace("**", "", StringComparison.Ordinal), "$1").Replace("`", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<![\w*_])\*(\w[\w ]*)\*(?![\w*])")]
    private static partial Regex Emphasis();
}
