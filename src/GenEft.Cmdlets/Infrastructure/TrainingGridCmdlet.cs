using System.Management.Automation;
using GenEft.Training;

namespace GenEft.Infrastructure;

/// <summary>A cmdlet that takes a grid of trainings.</summary>
public abstract class TrainingGridCmdlet : RowCmdlet
{
    private bool _isPatienceTyped;

    /// <summary>One learning rate for the embeddings and the decoder, per step, greater than 0, in the place of EncoderLearningRate and DecoderLearningRate, which must
    /// then not be given, by rows neither. Of several each makes a grid of its own, one after another.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    [AllowNull]
    public double[]? LearningRate { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin() => _isPatienceTyped = IsGiven(nameof(TrainingSettings.Patience));

    /// <summary>The grids of the parameters' values.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange, ParameterNotApplicable.</exception>
    private protected IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<object>>> Grids(IReadOnlyDictionary<string, IReadOnlyList<object>> values)
    {
        if (_isPatienceTyped && !values[nameof(TrainingSettings.StopWhen)].Contains(StopCondition.Plateau))
        {
            object patience = values[nameof(TrainingSettings.Patience)][0];
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, $"Patience is {patience} and StopWhen is {values[nameof(TrainingSettings.StopWhen)][0]}; only -StopWhen Plateau has patience.", patience);
        }

        return CommonLearningRate.Expand(values, LearningRate, CommonLearningRate.SettingNames.Where(IsGiven));
    }
}
