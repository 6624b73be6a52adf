using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Reads truth values given as text, as Import-Csv gives them: PowerShell's own conversion takes "False" and "0" for
/// true. Empty is null, which it takes for true in a switch too: there it is false.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class TruthAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter is a switch.</summary>
    public bool IsSwitch { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PipelineValue.Unwrap(inputData);
        string text = value switch
        {
            null => "",
            string given => given.Trim(),
            IConvertible and not Enum => PipelineValue.Describe(value),
            SwitchParameter given => $"{given.IsPresent}",
            _ => throw Refuse(value),
        };
        return text.Length == 0 ? (IsSwitch ? false : null)
            : text.Equals("True", StringComparison.OrdinalIgnoreCase) || text == "1" ? true
            : text.Equals("False", StringComparison.OrdinalIgnoreCase) || text == "0" ? false
            : throw Refuse(text);
    }

    private static ArgumentTransformationMetadataException Refuse(object? value) =>
        new($"The value is '{PipelineValue.Describe(value)}'; it must be True, False, 1 or 0.");
}
