using System.Management.Automation;
using System.Reflection;

namespace GenEft.Infrastructure;

/// <summary>Reads what hangs on results, whether they come straight or through Select-Object, and unrolls it to rows.</summary>
internal static class ResultData
{
    /// <summary>The value of an extra property.</summary>
    /// <exception cref="GenEftException">DataNotIncluded, naming the command that would have included it.</exception>
    public static T Read<T>(PSObject result, string property, string command)
        where T : class
    {
        object? value = PipelineValue.Unwrap(result.Properties[property]?.Value);
        return value as T ?? throw new GenEftException(
            ErrorIds.DataNotIncluded,
            value is null or ""
                ? $"The input has no {property}; run {command} to include it."
                : $"The input's {property} is not what {command} made but what a file or a job has left of it, often as text; unroll it before.",
            result);
    }

    /// <summary>The value of a column of the result that rows repeat; null where it has none, or one of another type.</summary>
    public static T? Repeated<T>(PSObject result, string property)
    {
        try
        {
            return PipelineValue.Unwrap(result.Properties[property]?.Value) is { } given && LanguagePrimitives.TryConvertTo(given, out T? value) ? value : default;
        }
        catch (Exception exception) when (exception is not (RuntimeException or OutOfMemoryException))
        {
            return default;   // a value whose own conversion throws is none
        }
    }

    /// <summary>A row with the columns of a record and others that depend on the data, before or after them. A name that stands already is not
    /// repeated.</summary>
    /// <param name="before">Columns before the record's.</param>
    /// <param name="record">The record, whose type the row is named after.</param>
    /// <param name="after">Columns after the record's.</param>
    public static PSObject Row(IEnumerable<(string Name, object? Value)> before, object record, IEnumerable<(string Name, object? Value)> after)
    {
        Type type = record.GetType();
        PSObject row = new();
        row.TypeNames.Insert(0, type.FullName);
        foreach ((string name, object? value) in before
            .Concat(type.GetProperties(BindingFlags.Instance | BindingFlags.Public).OrderBy(property => property.MetadataToken)
                .Select(property => (property.Name, property.GetValue(record))))
            .Concat(after))
        {
            if (row.Properties[name] is null)
            {
                row.Properties.Add(new PSNoteProperty(name, value));
            }
        }

        return row;
    }
}
