using System.Management.Automation;
using System.Reflection;

namespace GenEft.Infrastructure;

/// <summary>Refuses a row with a property that throws when it is read, where it is named like a parameter of the module: PowerShell, which would read it next, ends
/// the pipeline then. The other rows go on.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ReadableRowAttribute : ArgumentTransformationAttribute
{
    // By all names that rows set a parameter of the module by.
    private static readonly Lazy<HashSet<string>> s_names = new(() => new HashSet<string>(
        typeof(ReadableRowAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(GenEftCmdlet)))
            .SelectMany(type => type.GetProperties())
            .Where(property => property.GetCustomAttributes<ParameterAttribute>().Any(parameter => parameter.ValueFromPipelineByPropertyName))
            .SelectMany(property => (property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []).Prepend(property.Name)),
        StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is PSObject { BaseObject: var plain } row)
        {
            // What the module's own rows have does not throw, nor do values that are there.
            bool isOurs = plain.GetType().Assembly == typeof(Relations.Relation).Assembly;
            foreach (PSPropertyInfo property in row.Properties)
            {
                if (property is not PSNoteProperty && !(isOurs && property is PSProperty) && s_names.Value.Contains(property.Name))
                {
                    Read(property);
                }
            }
        }

        return inputData;
    }

    private static void Read(PSPropertyInfo property)
    {
        try
        {
            _ = property.Value;
        }
        catch (ExtendedTypeSystemException failure)
        {
            throw new ArgumentTransformationMetadataException($"{property.Name} of the input cannot be read: {(failure.InnerException ?? failure).Message}", failure);
        }
    }
}
