using GenEft.Figures;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Drawing;

/// <summary>Settings of runs as axes.</summary>
internal static class SettingAxis
{
    private const double LogSpan = 20;   // largest over least from which on an axis is logarithmic

    private static readonly HashSet<string> s_numbers =
    [
        nameof(TrainingResult.Count),
        .. TrainingSetting.All.Where(setting => setting.Type == typeof(double) || setting.Type == typeof(int)).Select(setting => setting.Name),
    ];

    /// <summary>The setting of numbers that has most values; null where none is of numbers.</summary>
    /// <param name="names">The settings to choose from.</param>
    /// <param name="rows">Rows that have them.</param>
    public static string? Choose(IEnumerable<string> names, IReadOnlyList<RowReader> rows) =>
        names.Where(s_numbers.Contains).MaxBy(name => rows.Select(row => row.Text(name)).Distinct().Count());

    /// <summary>The axis of a setting.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="values">Its values.</param>
    public static FigureAxis Of(string name, IEnumerable<double> values)
    {
        string label = string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
        double[] all = [.. values.Distinct().Order()];
        double[] positive = [.. all.Where(value => value > 0)];
        if (positive.Length == 0 || all[0] < 0 || positive[^1] < LogSpan * positive[0])
        {
            return new FigureAxis(label);
        }

        // One step before the others.
        return new FigureAxis(label, IsLog: true, Zero: all[0] == 0 ? (positive[0] * positive[0] / positive[1], positive[0]) : null);
    }
}
