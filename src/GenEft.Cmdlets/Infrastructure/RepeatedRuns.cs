using GenEft.Training;

namespace GenEft.Infrastructure;

/// <summary>Finds runs that have been met before, such as the rows of a file that was appended to twice: one relation, the same settings and seed,
/// and the same end to the last digit. Counted again they would make intervals narrower than they are.</summary>
internal sealed class RepeatedRuns
{
    private static readonly string[] s_columns =
    [
        nameof(TrainingResult.Relation), nameof(TrainingResult.Count), .. TrainingSetting.All.Select(setting => setting.Name), nameof(TrainingResult.Phase),
        nameof(TrainingResult.StepCount), nameof(TrainingResult.TrainStep), nameof(TrainingResult.TestStep), nameof(TrainingResult.TrainLoss), nameof(TrainingResult.TestLoss),
    ];

    private readonly HashSet<RowKey> _met = [];
    private int _count;
    private int _repeats;

    /// <summary>What to say of them; null where there are none.</summary>
    public string? Warning => _repeats == 0 ? null : FormattableString.Invariant(
        $"{_repeats} of {_count} runs repeat others (one relation, the same settings, seed and end), as in a file that was appended to twice; each is counted once.");

    /// <summary>Whether a row is a run that has been met before. A row without one of a run's columns is none.</summary>
    public bool IsRepeat(RowReader row)
    {
        if (!row.Has(s_columns))
        {
            return false;
        }

        _count++;
        bool isRepeat = !_met.Add(new RowKey([.. s_columns.Select(row.Text)]));
        _repeats += isRepeat ? 1 : 0;
        return isRepeat;
    }
}
