using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Reads what hangs on results, whether they come straight or through Select-Object.</summary>
internal static class ResultData
{
    /// <summary>The value of an extra property.</summary>
    /// <exception cref="GenEftException">DataNotIncluded, naming the command that would have included it.</exception>
    public static T Read<T>(PSObject result, string property, string command)
        where T : class =>
        (result.Properties[property]?.Value is PSObject wrapped ? wrapped.BaseObject : result.Properties[property]?.Value) as T
        ?? throw new GenEftException(
            ErrorIds.DataNotIncluded,
            $"The input has no {property}; run {command} to include it.",
            result);

    /// <summary>A row to unroll data to, begun with the settings that tell rows of different runs apart.</summary>
    /// <param name="result">The result; a setting it lacks stays empty.</param>
    /// <param name="typeName">The type name that the table view knows.</param>
    /// <param name="settings">The settings.</param>
    public static PSObject NewRow(PSObject result, string typeName, IEnumerable<string> settings)
    {
        PSObject row = new();
        row.TypeNames.Insert(0, typeName);
        foreach (string setting in settings)
        {
            row.Properties.Add(new PSNoteProperty(setting, result.Properties[setting]?.Value));
        }

        return row;
    }
}
