using System.Globalization;

namespace GenEft.Relations.Formats;

/// <summary>Labels that a spreadsheet which opens an edge list would run as formulas.</summary>
public static class SpreadsheetFormula
{
    /// <summary>Whether a label is one: it begins with =, +, -, @, a tab or a carriage return, and is no number.</summary>
    public static bool Is(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label.Length > 1 && "=+-@\t\r".Contains(label[0], StringComparison.Ordinal)
            && !double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    /// <summary>The label as a text that no spreadsheet runs: with an apostrophe before it where it is one.</summary>
    public static string Escape(string label) => Is(label) ? $"'{label}" : label;

    /// <summary>Refuses a relation two of whose labels would become one.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static void RequireDistinct(Relation relation)
    {
        string[] escaped = [.. Of(relation).Select(Escape)];
        HashSet<string> labels = escaped.Length == 0 ? [] : [.. Enumerable.Range(0, relation.Count).Select(relation.GetLabel), .. relation.Joined];
        if (Array.Find(escaped, labels.Contains) is { } same)
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange, $"EscapeFormula would make '{same}' of a label, and '{relation.Name}' has that label already.", same);
        }
    }

    /// <summary>Those of a relation: of its elements, and of the relations that are joined.</summary>
    public static IEnumerable<string> Of(Relation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return relation.HasLabels ? Enumerable.Range(0, relation.Count).Select(relation.GetLabel).Concat(relation.Joined).Where(Is) : [];
    }
}
