using System.Globalization;
using System.Management.Automation;
using System.Runtime.InteropServices;
using GenEft.Training;

namespace GenEft.Infrastructure;

/// <summary>Reads the columns of a row, an object of ours or what Import-Csv made of one.</summary>
/// <param name="row">The row.</param>
internal sealed class RowReader(PSObject row)
{
    private static readonly InvariantNumberAttribute s_number = new() { AllowEmpty = true };
    private static readonly InvariantNumberAttribute s_whole = new() { AllowEmpty = true, Whole = true, IsLong = true };

    private static readonly Dictionary<string, Type> s_types = typeof(TrainingResult).GetProperties().ToDictionary(
        property => property.Name, property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the row has all of these columns.</summary>
    public bool Has(params string[] columns) => Array.TrueForAll(columns, column => row.Properties[column] is not null);

    /// <summary>Whether rows have several texts in a column.</summary>
    public static bool Differ(IEnumerable<RowReader> rows, string column)
    {
        RowReader? first = null;
        object? value = null;
        foreach (RowReader row in rows)
        {
            if (first is null)
            {
                (first, value) = (row, row.Value(column));
            }
            else if (!AreSame(row.Value(column), value) && row.Text(column) != first.Text(column))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A column's text; empty where there is none.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange where it is neither a text nor a number or the like.</exception>
    public string Text(string column) => Typed(column) is not { } value ? ""
        : PipelineValue.Label(value)
        ?? throw new GenEftException(ErrorIds.ValueOutOfRange, $"{column} is {PipelineValue.Describe(value)}; it must be a text.", row);

    /// <summary>A column's value as a training's result would have it, whatever file the row was in: texts as numbers, and the numbers that JSON has as
    /// names. As it is where it is no such column, or holds something else.</summary>
    public object? Typed(string column)
    {
        object? value = Value(column);
        if (value is null or "" || s_types.GetValueOrDefault(column) is not { } type || type.IsInstanceOfType(value) || !(type.IsEnum || type.IsPrimitive))
        {
            return value;
        }

        try
        {
            return SettingsTable.Read(column, type, value);
        }
        catch (GenEftException)
        {
            return value;
        }
    }

    /// <summary>A column's number.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange where it is empty or no number.</exception>
    public double Number(string column) => Optional(column)
        ?? throw new GenEftException(ErrorIds.ValueOutOfRange, $"{column} is empty; it must be a number.", row);

    /// <summary>A column's whole number.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange where it is empty, or none of the type.</exception>
    public T Whole<T>(string column)
        where T : struct => OptionalWhole<T>(column)
        ?? throw new GenEftException(ErrorIds.ValueOutOfRange, $"{column} is empty; it must be a whole number.", row);

    /// <summary>A column's number; null where it is empty or absent.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange where it is no number.</exception>
    public double? Optional(string column) => Read<double>(column, s_number);

    /// <summary>A column's whole number; null where it is empty or absent.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange where it is none of the type.</exception>
    public T? OptionalWhole<T>(string column)
        where T : struct => Read<T>(column, s_whole);

    // Texts, numbers and names; of what else there may be the text decides.
    private static bool AreSame(object? one, object? other) => one is IConvertible && one.Equals(other);

    private object? Value(string column) => PipelineValue.Unwrap(row.Properties[column]?.Value);

    private T? Read<T>(string column, InvariantNumberAttribute reader)
        where T : struct
    {
        try
        {
            return row.Properties[column]?.Value is not { } value || reader.Transform(null!, value) is not { } number ? null
                : number is Array ? throw new ArgumentTransformationMetadataException($"The value is '{PipelineValue.Describe(value)}'; it must be one number.")
                : (T)Convert.ChangeType(number, typeof(T), CultureInfo.InvariantCulture);
        }
        catch (OverflowException failure)
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange, $"{column} is {Text(column)}; it must be a number of at most {8 * Marshal.SizeOf<T>()} bits.", row, failure);
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
