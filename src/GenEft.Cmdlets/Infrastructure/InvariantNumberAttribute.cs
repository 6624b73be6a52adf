using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace GenEft.Commands;

/// <summary>
/// Reads numbers given as text, as Import-Csv gives them, strictly: PowerShell's own conversion takes "0,5" for 5 and
/// "3.7" for the integer 4. Text is read in the invariant culture, or failing that in the user's, which Export-Csv writes;
/// without thousands separators no text means different numbers in the two. A fraction for a whole number is refused.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class InvariantNumberAttribute : ArgumentTransformationAttribute
{
    private static readonly char[] s_listSeparators = [',', ';', '+', ' '];

    /// <summary>Whether the parameter takes whole numbers only.</summary>
    public bool Whole { get; set; }

    /// <summary>Whether empty text means "not given".</summary>
    public bool AllowEmpty { get; set; }

    /// <summary>Whether text may hold several numbers, separated by commas, semicolons, plus signs or spaces.</summary>
    public bool IsList { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            string text when IsList && text.IndexOfAny(s_listSeparators) >= 0 =>
                text.Split(s_listSeparators, StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToArray(),
            string text => Parse(text),
            IEnumerable items => items.Cast<object?>().Select(item => Transform(engineIntrinsics, item!)).ToArray(),
            _ => Check(value, value),
        };
    }

    private object? Parse(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0 && AllowEmpty)
        {
            return null;
        }

        if (Whole && long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return whole;
        }

        return double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            || double.TryParse(trimmed, NumberStyles.Float, CultureInfo.CurrentCulture, out number)
            ? Check(number, text)
            : throw Refuse(text, "a number, without thousands separators");
    }

    private object Check(object value, object shown) =>
        Whole && value is double or float or decimal
            && Convert.ToDouble(value, CultureInfo.InvariantCulture) is double number
            && (Math.Floor(number) != number || Math.Abs(number) > 9e15)
            ? throw Refuse(shown, "a whole number")
            : value;

    private static ArgumentTransformationMetadataException Refuse(object value, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The value is '{value}'; it must be {expected}."));
}
