using System.Collections;
using System.Globalization;
using System.Management.Automation;
using GenEft.Training;

namespace GenEft.Infrastructure;

/// <summary>Settings of a training given by name: as a hashtable, or as the columns of a row.</summary>
internal static class SettingsTable
{
    /// <summary>Every combination of a table's values; the order is that of Invoke-Training's grid, the last varying
    /// fastest.</summary>
    /// <param name="table">Values, or arrays of them, by the names of Invoke-Training's parameters.</param>
    /// <param name="start">The settings that are not in the table.</param>
    /// <param name="excluded">Names that are set otherwise.</param>
    /// <exception cref="GenEftException">UnknownSetting or ValueOutOfRange.</exception>
    public static IEnumerable<TrainingSettings> Cells(IDictionary table, TrainingSettings start, IReadOnlyCollection<string> excluded)
    {
        TrainingSetting[] known = [.. TrainingSetting.All.Where(setting => !excluded.Contains(setting.Name))];
        bool takesCommonRate = !CommonLearningRate.SettingNames.Any(excluded.Contains);
        double[]? commonRates = null;
        Dictionary<string, IReadOnlyList<object>> values = [];
        foreach ((string key, object? entry) in PipelineValue.Entries(table))
        {
            object? value = PipelineValue.Unwrap(entry);
            IEnumerable<object?> items = value is IEnumerable list and not string ? PipelineValue.Items(list) : [value];
            if (takesCommonRate && key.Equals(CommonLearningRate.Name, StringComparison.OrdinalIgnoreCase))
            {
                commonRates = commonRates is null
                    ? [.. items.Select(item => (double)Read(CommonLearningRate.Name, typeof(double), item))]
                    : throw Twice(CommonLearningRate.Name, key);
                continue;
            }

            TrainingSetting setting = Array.Find(known, setting => setting.Name.Equals(key, StringComparison.OrdinalIgnoreCase))
                ?? throw new GenEftException(
                    ErrorIds.UnknownSetting,
                    $"Training has '{key}'; it must be one of {string.Join(", ", known.Select(setting => setting.Name).Concat(takesCommonRate ? [CommonLearningRate.Name] : []).Order(StringComparer.Ordinal))}.",
                    key);
            object[] axis = [.. items.Select(item => Read(setting.Name, setting.Type, item))];
            if (values.ContainsKey(setting.Name))
            {
                throw Twice(setting.Name, key);
            }

            values[setting.Name] = axis.Length > 0 ? axis
                : throw new GenEftException(ErrorIds.ValueOutOfRange, $"{setting.Name} is an empty list; it must hold one value at least.", key);
        }

        return CommonLearningRate.Expand(values, commonRates, CommonLearningRate.SettingNames.Where(values.ContainsKey))
            .SelectMany(grid => TrainingSetting.Grid(start, grid));
    }

    /// <summary>The settings among a row's columns.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static TrainingSettings Read(PSObject row)
    {
        TrainingSettings settings = new();
        foreach (TrainingSetting setting in TrainingSetting.All)
        {
            if (row.Properties[setting.Name]?.Value is { } value and not "")
            {
                settings = setting.With(settings, Read(setting.Name, setting.Type, value));
            }
        }

        return settings;
    }

    private static GenEftException Twice(string name, string key) =>
        new(ErrorIds.ValueOutOfRange, $"Training has {name} twice, in different letters; it must have it once.", key);

    /// <summary>A value as one of a type: a name, a truth value or a number.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange where it is none.</exception>
    public static object Read(string name, Type type, object? value)
    {
        ArgumentTransformationAttribute reader = type.IsEnum
            ? new EnumNameAttribute(type)
            : type == typeof(bool) ? new TruthAttribute()
            : new InvariantNumberAttribute { Whole = type != typeof(double), IsLong = type == typeof(long) };
        try
        {
            object read = reader.Transform(null!, value ?? "");
            return read is Array ? throw new ArgumentTransformationMetadataException($"The value is '{PipelineValue.Describe(value)}'; it must be one value.")
                : type.IsEnum ? read : Convert.ChangeType(read, type, CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is ArgumentTransformationMetadataException or InvalidCastException or OverflowException)
        {
            throw new GenEftException(ErrorIds.ValueOutOfRange, $"{name}: {failure.Message}", value);
        }
    }
}
