using System.Collections;
using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Takes tables of settings, one or a list of them, and says of anything else what to pass instead.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class TableAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PipelineValue.Unwrap(inputData);
        IReadOnlyList<object?> tables = value is IEnumerable list and not (string or IDictionary) ? PipelineValue.Items(list) : [value];
        return tables.Select(table => PipelineValue.Unwrap(table) as IDictionary ?? throw new ArgumentTransformationMetadataException(
            $"The value is '{PipelineValue.Describe(table)}'; it must be a table of settings, such as @{{ MaxSteps = 1000 }}.")).ToArray();
    }
}
