using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>
/// Reads numbers given as text, as Import-Csv gives them, strictly: PowerShell's own conversion takes "0,5" for 5 and
/// "3.7" for the integer 4. Text is read in the invariant culture, or failing that in the user's, which Export-Csv writes;
/// without thousands separators no text means different numbers in the two. A fraction for a whole number is refused.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class InvariantNumberAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes whole numbers only.</summary>
    public bool Whole { get; set; }

    /// <summary>Whether whole numbers beyond 32 bits are taken.</summary>
    public bool IsLong { get; set; }

    /// <summary>Whether nothing and empty text mean "not given".</summary>
    public bool AllowEmpty { get; set; }

    /// <summary>Whether the parameter takes objects from the pipeline, too.</summary>
    public bool IsPiped { get; set; }

    /// <summary>Whether text may hold several numbers, separated by commas, semicolons, plus signs or spaces.</summary>
    public bool IsList { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PipelineValue.Unwrap(inputData);
        return value switch
        {
            null => AllowEmpty ? null : throw Refuse("", "a number"),

            // A row that is piped in: the binder tries its properties once it does not convert.
            not (IConvertible or IEnumerable) when IsPiped && PipelineValue.IsRow(value) => inputData,
            not (IConvertible or IEnumerable) or IDictionary => throw Refuse(value, "a number"),
            string text when IsList && text.IndexOfAny(TextList.Separators) >= 0 =>
                text.Split(TextList.Separators, StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToArray(),
            string text => Parse(text),
            IEnumerable items => PipelineValue.Items(items).Select(item => Item(engineIntrinsics, item)).ToArray() switch
            {
                [] => throw Refuse("", "one number at least"),
                object?[] numbers => numbers,
            },
            _ => Check(value, value),
        };
    }

    // An empty entry would become 0.
    private object? Item(EngineIntrinsics engineIntrinsics, object? item) => PipelineValue.Unwrap(item) switch
    {
        null => throw Refuse("", "a number"),
        IEnumerable list and not string => throw Refuse(list, "one number"),
        _ => Transform(engineIntrinsics, item!),
    };

    private object? Parse(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0 && AllowEmpty)
        {
            return null;
        }

        if (Whole && long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return Check(whole, text);
        }

        return double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            || double.TryParse(trimmed, NumberStyles.Float, CultureInfo.CurrentCulture, out number)
            ? Check(number, text)
            : throw Refuse(text, Expected(trimmed));
    }

    // By what the text looks like.
    private static string Expected(string text)
    {
        string[] ends = text.Split("..");
        return ends.Length == 2 && Array.TrueForAll(ends, end => long.TryParse(end, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                ? $"a number; a range stands in parentheses, as in ({text})"
            : !IsListAsText(text) ? "a number, without thousands separators"
            : text.Count(c => c is ',' or ';') == 1 ? "a number; decimals have a point, as in 0.5, and several values are written without quotes, as in 1e-3, 1e-2"
            : "a number; several values are written without quotes, as in 1e-3, 1e-2";
    }

    // "1e-3, 1e-2" in quotes.
    private static bool IsListAsText(string text)
    {
        string[] parts = text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 1 && Array.TrueForAll(parts, part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            && !(parts.Length == 2 && parts[1].Length == 3 && long.TryParse(parts[0], out long thousands) && thousands != 0 && long.TryParse(parts[1], out _));   // 1,000
    }

    // Refused here and not left to conversion: PowerShell drops a piped property that does not convert.
    private object Check(object value, object shown)
    {
        if (Convert.GetTypeCode(value) is < TypeCode.SByte or > TypeCode.Decimal || value is Enum)
        {
            throw Refuse(shown, "a number");
        }

        if (!Whole)
        {
            return value;
        }

        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        bool isExact = value is not (double or float or decimal) || Math.Abs(number) <= 1L << 53;
        return Math.Floor(number) == number && isExact && (IsLong || number is >= int.MinValue and <= int.MaxValue)
            ? value
            : throw Refuse(shown, IsLong
                ? FormattableString.Invariant($"a whole number from {long.MinValue} to {long.MaxValue}")
                : FormattableString.Invariant($"a whole number from {int.MinValue} to {int.MaxValue}"));
    }

    private static ArgumentTransformationMetadataException Refuse(object value, string expected) =>
        new($"The value is '{PipelineValue.Describe(value)}'; it must be {expected}.");
}
