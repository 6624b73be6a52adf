using System.Collections;
using System.Management.Automation;
using GenEft.Relations;

namespace GenEft.Infrastructure;

/// <summary>Takes relations, and says of what describes or names one what to pass instead.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class RelationValueAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether a row that is piped in may be looked at by other parameters.</summary>
    public bool AllowsRow { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PipelineValue.Unwrap(inputData);
        if (value is IEnumerable list and not (string or IDictionary))
        {
            foreach (object? item in PipelineValue.Items(list))
            {
                Check(item);
            }
        }
        else
        {
            Check(inputData);
        }

        return inputData;
    }

    private void Check(object? item)
    {
        object? value = PipelineValue.Unwrap(item);
        if (value is Relation)
        {
            return;
        }

        PSObject? row = item as PSObject;
        bool isDescription = row is { BaseObject: PSCustomObject }
            && row.Properties["Kind"] is not null && row.Properties["EdgeCount"] is not null && row.Properties["PairCount"] is not null;
        if (isDescription)
        {
            throw Refuse($"The input describes the relation '{PipelineValue.Describe(row!.Properties["Name"]?.Value)}', as it comes out of a file, JSON or a job; it is not the relation itself.");
        }

        if (!AllowsRow || !PipelineValue.IsRow(value))
        {
            throw Refuse(value is null ? "The value is $null." : value is string name ? $"The value is the text '{PipelineValue.Describe(name)}'." : $"The value is {PipelineValue.Describe(value)}.");
        }
    }

    private static ArgumentTransformationMetadataException Refuse(string what) => new(
        $"{what} Pass a relation: make it with New-Relation, keep it with Export-Relation, read it with Import-Relation.");
}
