using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Reads the columns of a row, an object of ours or what Import-Csv made of one.</summary>
/// <param name="row">The row.</param>
internal sealed class RowReader(PSObject row)
{
    private static readonly InvariantNumberAttribute s_number = new() { AllowEmpty = true };

    /// <summary>Whether the row has all of these columns.</summary>
    public bool Has(params string[] columns) => Array.TrueForAll(columns, column => row.Properties[column] is not null);

    /// <summary>A column's text; empty where there is none.</summary>
    public string Text(string column) => $"{row.Properties[column]?.Value}";

    /// <summary>A column's number.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange where it is empty or no number.</exception>
    public double Number(string column) => Optional(column)
        ?? throw new GenEftException(ErrorIds.ValueOutOfRange, $"{column} is empty; it must be a number.", row);

    /// <summary>A column's number; null where it is empty or absent.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange where it is no number.</exception>
    public double? Optional(string column)
    {
        try
        {
            return row.Properties[column]?.Value is { } value && s_number.Transform(null!, value) is { } number
                ? LanguagePrimitives.ConvertTo<double>(number) : null;
        }
        catch (ArgumentTransformationMetadataException failure)
        {
            throw new GenEftException(ErrorIds.ValueOutOfRange, $"{column}: {failure.Message}", row);
        }
    }

    /// <summary>A column's truth value; false where it is empty or absent.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange where it is none.</exception>
    public bool Truth(string column)
    {
        try
        {
            return new TruthAttribute().Transform(null!, row.Properties[column]?.Value ?? "") is true;
        }
        catch (ArgumentTransformationMetadataException failure)
        {
            throw new GenEftException(ErrorIds.ValueOutOfRange, $"{column}: {failure.Message}", row);
        }
    }

    /// <summary>A column's name of an enumeration.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange where it is none.</exception>
    public TEnum Name<TEnum>(string column)
        where TEnum : struct, Enum =>
        Enum.TryParse(Text(column), ignoreCase: true, out TEnum name) && Enum.IsDefined(name)
            ? name
            : throw new GenEftException(
                ErrorIds.ValueOutOfRange, $"{column} is '{Text(column)}'; it must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.", row);
}
