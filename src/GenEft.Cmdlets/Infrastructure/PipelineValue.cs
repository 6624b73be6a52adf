using System.Globalization;
using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Values as the pipeline carries them.</summary>
internal static class PipelineValue
{
    /// <summary>The value itself: PowerShell wraps some in a PSObject, and others not. What a database has for nothing is null.</summary>
    public static object? Unwrap(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) is var plain and not DBNull ? plain : null;

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
