using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Values as the pipeline carries them.</summary>
internal static class PipelineValue
{
    /// <summary>The value itself: PowerShell wraps some in a PSObject, and others not. What a database has for nothing is null.</summary>
    public static object? Unwrap(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) is var plain and not DBNull ? plain : null;

    /// <summary>Whether a value is a row, whose properties are columns: what Import-Csv and the like make, or a result of ours. Those of any
    /// other object, a hashtable say, are its own: its Count is no setting.</summary>
    public static bool IsRow(object? value) => Unwrap(value) is { } plain
        && (plain is PSCustomObject or System.Data.DataRow || plain.GetType().Namespace?.StartsWith("GenEft", StringComparison.Ordinal) == true);

    /// <summary>The entries of a list.</summary>
    /// <exception cref="GenEftException">UnreadableInput where it throws, ValueOutOfRange where it has no end.</exception>
    public static IReadOnlyList<object?> Items(IEnumerable list)
    {
        const int Most = 10_000_000;
        List<object?> items = [];
        try
        {
            foreach (object? item in list)
            {
                if (items.Count == Most)
                {
                    throw new GenEftException(ErrorIds.ValueOutOfRange, $"The list has more than {Most} entries; it must have fewer.", null);
                }

                items.Add(item);
            }
        }
        catch (Exception exception) when (exception is not (GenEftException or FlowControlException or (RuntimeException and not ExtendedTypeSystemException)))
        {
            throw new GenEftException(ErrorIds.UnreadableInput, $"The list cannot be read: {exception.Message}", null, exception);
        }

        return items;
    }

    /// <summary>The entries of a table, by the text of their keys.</summary>
    /// <exception cref="GenEftException">UnreadableInput where it throws.</exception>
    public static IReadOnlyList<(string Key, object? Value)> Entries(IDictionary table)
    {
        try
        {
            return [.. table.Keys.Cast<object>().Select(key => ($"{key}", table[key]))];
        }
        catch (Exception exception) when (exception is not (RuntimeException or FlowControlException))
        {
            throw new GenEftException(ErrorIds.UnreadableInput, $"The table cannot be read: {exception.Message}", null, exception);
        }
    }

    /// <summary>A value as the label of an element: a text, a number, a date or the like; null of anything else.</summary>
    public static string? Label(object? value) => Unwrap(value) switch
    {
        // All digits: PowerShell's own text of numbers that differ in the last is the same.
        double or float => ((IFormattable)Unwrap(value)!).ToString("R", CultureInfo.InvariantCulture),
        string or IFormattable or bool or char or Uri => LanguagePrimitives.ConvertTo<string>(Unwrap(value)),
        _ => null,
    };

    /// <summary>A value for a message: a number or a text as it is, shortened, anything else by its type.</summary>
    public static string Describe(object? value)
    {
        const int Longest = 60;
        object? plain = Unwrap(value);
        string text = plain switch
        {
            null => "",
            string given => given,
            Enum name => $"{name}",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            bool or char => $"{plain}",
            PSCustomObject => "an object",
            Array list => $"a list of {list.Length}",
            _ => $"a {plain.GetType().Name}",
        };
        return text.Length <= Longest ? text : $"{text[..Longest]}...";
    }
}
