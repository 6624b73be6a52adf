using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GenEft.Help;

/// <summary>The compiler's XML documentation, with a list of what was asked for and is missing.</summary>
internal sealed partial class Documentation
{
    // The compiler indents the lines of a member's documentation by this much.
    private const int Indent = 12;

    private readonly Dictionary<string, XElement> _members;

    private Documentation(Dictionary<string, XElement> members)
    {
        _members = members;
    }

    /// <summary>What is missing, one sentence each.</summary>
    public List<string> Gaps { get; } = [];

    public static Documentation Load(IEnumerable<string> paths) => new(
        paths.SelectMany(path => XDocument.Load(path, LoadOptions.PreserveWhitespace).Descendants("member"))
            .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal));

    /// <summary>What stands in a tag, as written but on one line; a gap where it is missing or empty.</summary>
    public string Source(string member, string tag, string subject)
    {
        XElement? element = _members.GetValueOrDefault(member)?.Element(tag);
        string text = element is null ? "" : WhiteSpace().Replace(string.Concat(element.Nodes()), " ").Trim();
        if (text.Length == 0)
        {
            Gaps.Add($"{subject} has no <{tag}>.");
        }

        return text;
    }

    /// <summary>The text of a tag in one paragraph; a gap where it is missing or empty.</summary>
    public string Text(string member, string tag, string subject)
    {
        string text = string.Join(" ", Paragraphs(member, tag, subject));
        return text;
    }

    /// <summary>The paragraphs of a tag; a gap where it is missing or empty.</summary>
    public IReadOnlyList<string> Paragraphs(string member, string tag, string subject)
    {
        XElement? element = _members.GetValueOrDefault(member)?.Element(tag);
        IReadOnlyList<string> paragraphs = element is null ? [] : ToParagraphs(element);
        if (paragraphs.Count == 0)
        {
            Gaps.Add($"{subject} has no <{tag}>.");
        }

        return paragraphs;
    }

    /// <summary>The examples of a member: code and what to say about it.</summary>
    public IReadOnlyList<Example> Examples(string member, string subject)
    {
        List<Example> examples = [];
        foreach (XElement example in _members.GetValueOrDefault(member)?.Elements("example") ?? [])
        {
            string code = Dedent(example.Element("code")?.Value ?? "");
            IReadOnlyList<string> remarks =
                [.. example.Elements("para").Select(Flatten).Where(text => text.Length > 0)];
            if (code.Length == 0 || remarks.Count == 0)
            {
                Gaps.Add($"An example of {subject} lacks its <code> or its <para>.");
            }

            examples.Add(new Example(code, remarks));
        }

        if (examples.Count < 2)
        {
            Gaps.Add($"{subject} has {examples.Count} example(s); two are the least.");
        }

        return examples;
    }

    /// <summary>Where to read on: what seealso tags name, and the topic that all begin with.</summary>
    public IReadOnlyList<string> RelatedLinks(string member, string subject)
    {
        string[] links = [.. _members.GetValueOrDefault(member)?.Elements("seealso").Select(Flatten) ?? []];
        if (links.Length == 0)
        {
            Gaps.Add($"{subject} has no <seealso>.");
        }

        return [.. links, "about_GenEft"];
    }

    private static IReadOnlyList<string> ToParagraphs(XElement element)
    {
        IReadOnlyList<string> paragraphs = element.Elements("para").Any()
            ? [.. element.Elements("para").Select(Flatten)]
            : [Flatten(element)];
        return [.. paragraphs.Where(text => text.Length > 0)];
    }

    // Text with references as their last name and white space folded.
    private static string Flatten(XElement element)
    {
        StringBuilder text = new();
        foreach (XNode node in element.DescendantNodes())
        {
            if (node is XText plain)
            {
                text.Append(plain.Value);
            }
            else if (node is XElement { IsEmpty: true } reference)
            {
                string target = (reference.Attribute("cref") ?? reference.Attribute("name"))?.Value ?? "";
                text.Append(target.Split('.', ':')[^1]);
            }
        }

        return WhiteSpace().Replace(text.ToString(), " ").Trim();
    }

    private static string Dedent(string code) => string.Join(
        '\n',
        code.Trim().Split('\n').Select(line => line.TrimEnd()).Select(line =>
            line.Length - line.TrimStart().Length >= Indent ? line[Indent..] : line));

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}

/// <summary>An example: lines to type, and paragraphs about them.</summary>
internal sealed record Example(string Code, IReadOnlyList<string> Remarks);
