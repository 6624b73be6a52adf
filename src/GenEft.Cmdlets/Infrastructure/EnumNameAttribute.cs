using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>
/// Reads names of an enumeration given as text, strictly. Without it, PowerShell drops a name it does not know when the
/// value comes from a property of a piped object, and takes "Symmetric,Reflexive" for a combination of flags.
/// </summary>
/// <param name="type">The enumeration.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class EnumNameAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <summary>Whether text may hold several names, or none.</summary>
    public bool IsList { get; set; }

    /// <summary>Whether nothing and empty text mean "not given".</summary>
    public bool AllowEmpty { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PipelineValue.Unwrap(inputData);
        return value switch
        {
            null when AllowEmpty => null,
            string text when AllowEmpty && string.IsNullOrWhiteSpace(text) => null,
            string text when IsList => text.Split(TextList.Separators, StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToArray(),
            IEnumerable items and not (string or IDictionary) => PipelineValue.Items(items).Select(Parse).ToArray() switch
            {
                [] => throw new ArgumentTransformationMetadataException("The list is empty; it must hold one value at least."),
                object[] values => values,
            },
            _ => Parse(value),
        };
    }

    // A name, the value itself, or its number, which ConvertTo-Json writes.
    private object Parse(object? item)
    {
        object? value = PipelineValue.Unwrap(item);
        string name = value is string text ? text.Trim() : "";
        return value?.GetType() == type && Enum.IsDefined(type, value) ? value
            : Array.Exists(Enum.GetNames(type), known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ? Enum.Parse(type, name, ignoreCase: true)
            : value is int or long && Convert.ToInt64(value, CultureInfo.InvariantCulture) is >= 0 and <= int.MaxValue and long number
                && Enum.IsDefined(type, (int)number) ? Enum.ToObject(type, number)
            : throw new ArgumentTransformationMetadataException(
                $"The value is '{PipelineValue.Describe(value)}'; it must be one of {string.Join(", ", Enum.GetNames(type))}.");
    }
}
