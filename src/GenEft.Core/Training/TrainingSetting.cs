using System.Reflection;

namespace GenEft.Training;

/// <summary>One setting of a training, as <see cref="TrainingSettings"/> declares it.</summary>
internal sealed class TrainingSetting
{
    private readonly PropertyInfo _property;
    private readonly SettingAttribute _declared;

    private TrainingSetting(PropertyInfo property)
    {
        _property = property;
        _declared = property.GetCustomAttribute<SettingAttribute>()
            ?? throw new InvalidOperationException($"TrainingSettings.{property.Name} has no [Setting]: whether it is part of a run's identity must be decided.");
        Default = property.GetValue(new TrainingSettings())!;
    }

    /// <summary>All settings in the order of a grid: as declared, those that vary fastest last.</summary>
    public static IReadOnlyList<TrainingSetting> All { get; } =
    [
        .. typeof(TrainingSettings).GetProperties().Where(property => property.CanWrite).OrderBy(property => property.MetadataToken)
            .Select(property => new TrainingSetting(property)).OrderBy(setting => setting._declared.VariesFastest),
    ];

    /// <summary>What parameters and columns call it.</summary>
    public string Name => _property.Name;

    /// <summary>The type of its values.</summary>
    public Type Type => _property.PropertyType;

    /// <summary>What it is where nothing is said.</summary>
    public object Default { get; }

    /// <summary>Whether it is part of a run's identity.</summary>
    public Identity Identity => _declared.Identity;

    /// <summary>Whether the parameter takes several values, which make a grid.</summary>
    public bool Sweeps => _declared.Sweeps;

    /// <summary>Its value.</summary>
    public object Get(TrainingSettings settings) => _property.GetValue(settings)!;

    /// <summary>The settings with another value of it.</summary>
    public TrainingSettings With(TrainingSettings settings, object value)
    {
        TrainingSettings changed = settings with { };
        _property.SetValue(changed, value);
        return changed;
    }

    /// <summary>Checks that its value lies in its range.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public void Check(TrainingSettings settings)
    {
        switch (Get(settings), _declared.Range)
        {
            case (double value, NumberRange.Positive):
                Guard.Positive(Name, value);
                break;
            case (double value, NumberRange.NotNegative):
                Guard.NotNegative(Name, value);
                break;
            case (double value, NumberRange.Fraction):
                Guard.Fraction(Name, value);
                break;
            case (double value, NumberRange.OpenUnit):
                Guard.OpenUnit(Name, value);
                break;
            case (double value, _):
                Guard.Finite(Name, value);
                break;
            case (int value, _):
                Guard.Range(Name, value, _declared.Minimum, _declared.Maximum);
                break;
            default:
                break;   // any of an enumeration, a truth value or a 64-bit number
        }
    }

    /// <summary>Every combination of settings' values; the order is that of <see cref="All"/>, the last varying fastest.</summary>
    /// <param name="start">The settings that are not varied.</param>
    /// <param name="values">By name, the values of those that are.</param>
    public static IEnumerable<TrainingSettings> Grid(TrainingSettings start, IReadOnlyDictionary<string, IReadOnlyList<object>> values)
    {
        IEnumerable<TrainingSettings> cells = [start];
        foreach (TrainingSetting setting in All)
        {
            if (values.TryGetValue(setting.Name, out IReadOnlyList<object>? axis))
            {
                cells = cells.SelectMany(cell => axis.Select(value => setting.With(cell, value)));
            }
        }

        return cells;
    }
}
