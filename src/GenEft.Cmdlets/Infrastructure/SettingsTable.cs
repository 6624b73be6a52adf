using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using GenEft.Training;

namespace GenEft.Infrastructure;

/// <summary>Settings of a training given by name: as a hashtable, or as the columns of a row.</summary>
internal static class SettingsTable
{
    private static readonly PropertyInfo[] s_settings =
        [.. typeof(TrainingSettings).GetProperties().Where(property => property.CanWrite)];

    /// <summary>Every combination of a table's values; the order is that of Invoke-Training's defaults, the last varying
    /// fastest.</summary>
    /// <param name="table">Values, or arrays of them, by the names of Invoke-Training's parameters.</param>
    /// <param name="start">The settings that are not in the table.</param>
    /// <param name="excluded">Names that are set otherwise.</param>
    /// <exception cref="GenEftException">UnknownSetting or ValueOutOfRange.</exception>
    public static IEnumerable<TrainingSettings> Cells(IDictionary table, TrainingSettings start, IReadOnlyCollection<string> excluded)
    {
        PropertyInfo[] known = [.. s_settings.Where(property => !excluded.Contains(property.Name))];
        foreach (object key in table.Keys)
        {
            if (!Array.Exists(known, property => IsNamed(property, $"{key}")))
            {
                throw new GenEftException(
                    ErrorIds.UnknownSetting,
                    $"Training has '{key}'; it must be one of {string.Join(", ", known.Select(property => property.Name).Order(StringComparer.Ordinal))}.",
                    key);
            }
        }

        IEnumerable<TrainingSettings> cells = [start];
        foreach (PropertyInfo property in known)
        {
            object? name = table.Keys.Cast<object>().FirstOrDefault(key => IsNamed(property, $"{key}"));
            if (name is not null)
            {
                object? value = table[name] is PSObject wrapped ? wrapped.BaseObject : table[name];
                object[] values = [.. (value is IEnumerable list and not string ? list.Cast<object?>() : [value]).Select(item => Read(property, item))];
                if (values.Length == 0)
                {
                    throw new GenEftException(ErrorIds.ValueOutOfRange, $"{property.Name} is an empty list; it must hold one value at least.", name);
                }

                cells = cells.Sweep(values, (cell, item) => Set(cell, property, item));
            }
        }

        return cells;
    }

    /// <summary>The settings among a row's columns.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static TrainingSettings Read(PSObject row)
    {
        TrainingSettings settings = new();
        foreach (PropertyInfo property in s_settings)
        {
            if (row.Properties[property.Name]?.Value is { } value and not "")
            {
                settings = Set(settings, property, Read(property, value));
            }
        }

        return settings;
    }

    // Of another enumeration the same number would mean something else.
    private static object Named(Type type, object read) => read.GetType() == type ? read
        : throw new InvalidCastException($"The value is '{read}'; it must be one of {string.Join(", ", Enum.GetNames(type))}.");

    private static bool IsNamed(PropertyInfo property, string name) => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static TrainingSettings Set(TrainingSettings settings, PropertyInfo property, object value)
    {
        TrainingSettings changed = settings with { };
        property.SetValue(changed, value);
        return changed;
    }

    private static object Read(PropertyInfo property, object? value)
    {
        Type type = property.PropertyType;
        ArgumentTransformationAttribute reader = type.IsEnum
            ? new EnumNameAttribute(type)
            : type == typeof(bool) ? new TruthAttribute()
            : new InvariantNumberAttribute { Whole = type != typeof(double), IsLong = type == typeof(long) };
        try
        {
            object read = reader.Transform(null!, value ?? "");
            return type.IsEnum ? Named(type, read) : Convert.ChangeType(read, type, CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is ArgumentTransformationMetadataException or InvalidCastException)
        {
            throw new GenEftException(ErrorIds.ValueOutOfRange, $"{property.Name}: {failure.Message}", value);
        }
    }
}
