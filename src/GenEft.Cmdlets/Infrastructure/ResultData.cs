using System.Management.Automation;

namespace GenEft.Commands;

/// <summary>Reads what hangs on training results, whether they come straight or through Select-Object.</summary>
internal static class ResultData
{
    /// <summary>The value of an extra property.</summary>
    /// <exception cref="GenEftException">DataNotIncluded, naming the parameter that would have included it.</exception>
    public static T Read<T>(PSObject result, string property, string parameter)
        where T : class =>
        (result.Properties[property]?.Value is PSObject wrapped ? wrapped.BaseObject : result.Properties[property]?.Value) as T
        ?? throw new GenEftException(
            ErrorIds.DataNotIncluded,
            $"The input has no {property}; run Invoke-Training with {parameter} to include it.",
            result);

    /// <summary>A setting that tells rows of different runs apart; null where the input lacks it.</summary>
    public static object? Setting(PSObject result, string property) => result.Properties[property]?.Value;
}
