using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Takes the label of an element: a text, a number, a date or the like. PowerShell would make a label of any object, and an empty one
/// of many.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class LabelAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => PipelineValue.Unwrap(inputData) is { } value
        ? PipelineValue.Label(value) ?? throw new ArgumentTransformationMetadataException(
            $"The value is '{PipelineValue.Describe(value)}'; it must be the label of an element, a text or a number.")
        : null;
}
