using GenEft.Training;

namespace GenEft.Infrastructure;

/// <summary>LearningRate: one rate for the embeddings and the decoder, in the place of one for each.</summary>
internal static class CommonLearningRate
{
    /// <summary>What parameters and columns call it.</summary>
    public const string Name = "LearningRate";

    /// <summary>What it sets.</summary>
    public static IReadOnlyList<string> SettingNames { get; } = [nameof(TrainingSettings.EncoderLearningRate), nameof(TrainingSettings.DecoderLearningRate)];

    /// <summary>A grid for each common rate; the grid itself where there is none.</summary>
    /// <param name="grid">Settings' values by name.</param>
    /// <param name="rates">Per step; null for none.</param>
    /// <param name="given">The rates that were given by themselves.</param>
    /// <exception cref="GenEftException">ValueOutOfRange; ParameterNotApplicable where a rate is given twice.</exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<object>>> Expand(
        IReadOnlyDictionary<string, IReadOnlyList<object>> grid, double[]? rates, IEnumerable<string> given)
    {
        if (rates is null)
        {
            return [grid];
        }

        if (rates.Length == 0)
        {
            throw new GenEftException(ErrorIds.ValueOutOfRange, $"{Name} is empty; it must have a value, or be left out.", rates);
        }

        if (given.FirstOrDefault() is { } twice)
        {
            throw new GenEftException(ErrorIds.ParameterNotApplicable, $"{Name} and {twice} are both given; {Name} sets both rates. Give it alone, or the two rates.", rates[0]);
        }

        return [.. rates.Select(rate =>
        {
            Guard.Positive(Name, rate);
            Dictionary<string, IReadOnlyList<object>> cells = new(grid);
            foreach (string setting in SettingNames)
            {
                cells[setting] = [rate];
            }

            return cells;
        })];
    }
}
