using System.Globalization;
using GenEft.Files;

namespace GenEft.Relations.Formats;

/// <summary>What DIMACS and Matrix Market have in common: lines of fields, elements numbered from 1.</summary>
internal abstract class NumberedGraph(GraphBuilder builder, TextLines lines)
{
    // Some 150 bytes each: a file of one line must not take all memory.
    private const int MaximumCount = 10_000_000;

    private static readonly char[] s_blank = [' ', '\t'];

    /// <summary>The labels found in comments.</summary>
    protected NumberedLabels Labels { get; } = new();

    /// <summary>The number n of elements; null until it is told.</summary>
    protected int? Count { get; private set; }

    /// <summary>Reads all lines.</summary>
    /// <param name="tell">Told each line.</param>
    public IEnumerable<string> Read(Action<long> tell)
    {
        while (lines.Read())
        {
            tell(lines.Number);
            if (lines.Problem is { } problem)
            {
                throw Malformed(problem);
            }

            ReadLine(lines.Text.Trim('\uFEFF', ' ', '\t'));
        }

        return Count is not null ? Notes() : throw Malformed("it ends before the line that tells the number of elements.");
    }

    /// <summary>Reads a line without the blanks around it.</summary>
    protected abstract void ReadLine(string line);

    /// <summary>What should be known of the file.</summary>
    protected abstract IEnumerable<string> Notes();

    /// <summary>A line's fields.</summary>
    protected static string[] Fields(string line) => line.Split(s_blank, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How many lines of edges there are.</summary>
    protected long EdgeLines { get; private set; }

    /// <summary>How many the file says there are.</summary>
    protected long ToldEdges { get; private set; }

    /// <summary>Sets the numbers of elements and edges; the elements' labels have been read.</summary>
    protected void SetCount(string field, string edges)
    {
        if (Count is not null)
        {
            throw Malformed("the number of elements is told twice.");
        }

        Count = Number(field, 1, MaximumCount);
        ToldEdges = Number(edges, 0, int.MaxValue);
        Labels.AddTo(builder, Count.Value, lines.Number);
    }

    // An element, by its number.
    private string Element(string field) => Number(field, 1, Count ?? throw Malformed("an edge comes before the number of elements."))
        .ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds an edge.</summary>
    protected void AddEdge(string source, string target, bool isDirected)
    {
        EdgeLines++;
        builder.AddEdge(Element(source), Element(target), isDirected, lines.Number);
    }

    /// <summary>The error of the line.</summary>
    protected GenEftException Malformed(string problem) => builder.Malformed(lines.Number, problem);

    private int Number(string field, int minimum, int maximum) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum
            ? number
            : throw Malformed(FormattableString.Invariant($"'{field}' must be a whole number from {minimum} to {maximum}."));
}
