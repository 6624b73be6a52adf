using System.Collections;
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

    /// <summary>Whether empty text means "not given".</summary>
    public bool AllowEmpty { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PipelineValue.Unwrap(inputData);
        return value switch
        {
            string text when IsList => text.Split(TextList.Separators, StringSplitOptions.RemoveEmptyEntries) switch
            {
                [] => null,
                string[] names => names.Select(Parse).ToArray(),
            },
            string text when AllowEmpty && string.IsNullOrWhiteSpace(text) => null,
            string text => Parse(text),
            IEnumerable items => items.Cast<object>().Select(item => Transform(engineIntrinsics, item)).ToArray() switch
            {
                [] => throw new ArgumentTransformationMetadataException("The list is empty; it must hold one value at least."),
                object?[] values => values,
            },
            _ => value,
        };
    }

    private object Parse(string text)
    {
        string name = text.Trim();
        return Array.Exists(Enum.GetNames(type), known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? Enum.Parse(type, name, ignoreCase: true)
            : throw new ArgumentTransformationMetadataException(
                $"The value is '{text}'; it must be one of {string.Join(", ", Enum.GetNames(type))}.");
    }
}
