using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Drawing;

/// <summary>What runs are called by what they differ in.</summary>
internal static class RunNames
{
    private static readonly string[] s_settings =
    [
        nameof(TrainingResult.Relation), nameof(TrainingResult.Count), .. TrainingSetting.All.Select(setting => setting.Name).Except([nameof(TrainingSettings.Seed)]),
    ];

    /// <summary>In which of relation, size and settings, but the seed, runs differ.</summary>
    /// <param name="rows">The runs.</param>
    /// <param name="but">Settings that are not looked at.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public static string[] Differing(IReadOnlyList<RowReader> rows, IEnumerable<string> but, CancellationToken cancelToken)
    {
        return [.. s_settings.Except(but).Where(name =>
        {
            cancelToken.ThrowIfCancellationRequested();
            return RowReader.Differ(rows, name);
        })];
    }

    /// <summary>The name of a run.</summary>
    public static string Of(RowReader row, IEnumerable<string> differing) => string.Join(", ", differing.Select(name => name switch
    {
        nameof(TrainingResult.Relation) => row.Text(name),
        nameof(TrainingResult.Count) => $"n {row.Text(name)}",
        _ => $"{name} {row.Text(name)}",
    }));
}
