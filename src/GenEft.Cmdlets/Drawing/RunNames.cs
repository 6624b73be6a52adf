using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Drawing;

/// <summary>What runs are called by what they differ in.</summary>
internal static class RunNames
{
    /// <summary>The settings that rows of histories and of embeddings repeat from their run, which tell runs apart.</summary>
    public static readonly string[] Repeated =
    [
        nameof(TrainingHistoryRow.Relation), nameof(TrainingHistoryRow.TrainingFraction), nameof(TrainingHistoryRow.Combination), nameof(TrainingHistoryRow.EmbeddingDimension), nameof(TrainingHistoryRow.DecoderDepth),
        nameof(TrainingHistoryRow.DecoderWidth), nameof(TrainingHistoryRow.Activation), nameof(TrainingHistoryRow.Optimizer), nameof(TrainingHistoryRow.BatchSize), nameof(TrainingHistoryRow.EncoderLearningRate),
        nameof(TrainingHistoryRow.DecoderLearningRate), nameof(TrainingHistoryRow.EncoderWeightDecay), nameof(TrainingHistoryRow.DecoderWeightDecay), nameof(TrainingHistoryRow.EncoderScale),
        nameof(TrainingHistoryRow.DecoderScale), nameof(TrainingHistoryRow.Seed),
    ];

    // What legends have room for.
    private static readonly Dictionary<string, string> s_short = new()
    {
        [nameof(TrainingResult.Count)] = "n", [nameof(TrainingSettings.EmbeddingDimension)] = "d",
        [nameof(TrainingSettings.DecoderDepth)] = "depth", [nameof(TrainingSettings.DecoderWidth)] = "width",
    };

    // Their values say what they are.
    private static readonly HashSet<string> s_unnamed =
        [nameof(TrainingResult.Relation), .. TrainingSetting.All.Where(setting => setting.Type.IsEnum).Select(setting => setting.Name)];

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

    /// <summary>The name of a run: what is no number first.</summary>
    public static string Of(RowReader row, IEnumerable<string> differing) => string.Join(
        ", ", differing.OrderBy(name => !s_unnamed.Contains(name)).Select(name => s_unnamed.Contains(name) ? row.Text(name) : $"{s_short.GetValueOrDefault(name, name)} {row.Text(name)}"));
}
