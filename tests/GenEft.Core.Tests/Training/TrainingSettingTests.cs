using System.Reflection;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Settings are declared in one place: what is made of them is equal to it.</summary>
public sealed class TrainingSettingTests
{
    // In the order of a grid; what is part of a run's identity with exact crossings only is marked *, what is not -.
    private const string Known =
        "TrainingFraction EmbeddingDimension DecoderDepth DecoderWidth Combination Activation Optimizer BatchSize EncoderScale DecoderScale " +
        "DecoderInitialization EncoderWeightDecay DecoderWeightDecay MaxSteps* AccuracyThreshold GrokkingDelay- EvaluationInterval Crossing StopWhen Patience " +
        "HistoryInterval IncludeCharge EncoderLearningRate DecoderLearningRate Seed";

    /// <summary>Scripts rely on the order of a grid, and checkpoints on what identifies a run; further settings may stand between.</summary>
    [Fact]
    public void The_settings_keep_their_order_and_their_identity()
    {
        string[] known = Known.Split(' ');
        Assert.Equal(known, TrainingSetting.All
            .Select(setting => setting.Name + setting.Identity switch { Identity.Always => "", Identity.Never => "-", _ => "*" })
            .Where(known.Contains));
    }

    /// <summary>A property without the attribute would let another run's state be resumed, or not be checked.</summary>
    [Fact]
    public void Every_property_that_can_be_set_is_declared_a_setting() => Assert.All(
        typeof(TrainingSettings).GetProperties().Where(property => property.CanWrite),
        property => Assert.NotNull(property.GetCustomAttribute<SettingAttribute>()));

    /// <summary>Two runs share a key if and only if they differ in nothing that determines their steps.</summary>
    [Fact]
    public void The_identity_changes_with_every_setting_that_is_part_of_it()
    {
        foreach (Crossing crossing in Enum.GetValues<Crossing>())
        {
            TrainingSettings start = new() { Crossing = crossing };
            foreach (TrainingSetting setting in TrainingSetting.All)
            {
                bool isPart = setting.Identity == Identity.Always || (setting.Identity == Identity.WithExactCrossing && crossing == Crossing.Exact);
                foreach (object other in Others(setting, setting.Get(start)))
                {
                    Assert.Equal(isPart, start.TrajectoryKey() != setting.With(start, other).TrajectoryKey());
                    Assert.NotEqual(start, setting.With(start, other));
                }
            }
        }
    }

    /// <summary>Whole numbers beside their range and real numbers of no range are refused by the setting's name.</summary>
    [Fact]
    public void Ranges_are_checked_by_name()
    {
        foreach (TrainingSetting setting in TrainingSetting.All.Where(setting => setting.Type == typeof(double) || setting.Type == typeof(int)))
        {
            object bad = setting.Type == typeof(double) ? (object)double.NaN : -1;
            GenEftException error = Assert.Throws<GenEftException>(setting.With(new TrainingSettings(), bad).Validate);
            Assert.Equal(ErrorIds.ValueOutOfRange, error.ErrorId);
            Assert.StartsWith($"{setting.Name} is {bad}; it must be ", error.Message, StringComparison.Ordinal);
        }

        new TrainingSettings().Validate();
    }

    [Fact]
    public void A_grid_varies_its_last_setting_fastest_and_rates_and_seed_after_all_others() => Assert.Equal(
        ["1 7 0.5 0", "1 7 0.5 1", "2 7 0.5 0", "2 7 0.5 1", "1 8 0.5 0", "1 8 0.5 1", "2 8 0.5 0", "2 8 0.5 1"],
        TrainingSetting.Grid(
            new TrainingSettings { EncoderLearningRate = 0.5 },
            new Dictionary<string, IReadOnlyList<object>> { ["Seed"] = [0L, 1L], ["BatchSize"] = [1, 2], ["DecoderWidth"] = [7, 8] })
            .Select(cell => FormattableString.Invariant($"{cell.BatchSize} {cell.DecoderWidth} {cell.EncoderLearningRate} {cell.Seed}")));

    [Fact]
    public void The_description_tells_what_is_not_the_default() => Assert.Equal(
        "DecoderDepth=1; Optimizer=Adam",
        new TrainingSettings { Optimizer = Optimizer.Adam, DecoderDepth = 1, Seed = 9, TrainingFraction = 0.1 }.Describe());

    private static IEnumerable<object> Others(TrainingSetting setting, object value) => value switch
    {
        double number => [number + 1, number + 1e-9],
        int number => [number + 1],
        long number => [number - 1],
        bool flag => [!flag],
        _ => Enum.GetValues(setting.Type).Cast<object>().Where(other => !other.Equals(value) && setting.Name != nameof(Crossing)),
    };
}
