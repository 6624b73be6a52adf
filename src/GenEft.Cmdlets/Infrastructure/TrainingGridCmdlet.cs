using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>A cmdlet that takes a grid of trainings.</summary>
public abstract class TrainingGridCmdlet : RowCmdlet
{
    /// <summary>One learning rate for the embeddings and the decoder, per step, greater than 0, in the place of EncoderLearningRate and DecoderLearningRate. Of several
    /// each makes a grid of its own, one after another.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    [AllowNull]
    public double[]? LearningRate { get; set; }

    /// <summary>The grids of the parameters' values.</summary>
    private protected IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<object>>> Grids(IReadOnlyDictionary<string, IReadOnlyList<object>> values) =>
        CommonLearningRate.Expand(values, LearningRate, CommonLearningRate.SettingNames.Where(IsGiven));

    // An empty cell of a row gives nothing.
    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) && value is not (null or "");
}
