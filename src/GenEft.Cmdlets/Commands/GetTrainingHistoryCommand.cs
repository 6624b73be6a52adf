using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Unrolls the history of training results to rows, one per recorded step.</summary>
/// <remarks>
/// <para>The results must come from Invoke-Training with -HistoryInterval. Each row repeats the settings that most often tell
/// runs apart. Charge and ChargeDrift are empty unless the training had -IncludeCharge.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 12 | Invoke-Training -MaxSteps 200 -HistoryInterval 20 | Get-TrainingHistory</code>
/// <para>A learning curve.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 12 | Invoke-Training -MaxSteps 100 -HistoryInterval 50 -Seed 1, 2 | Get-TrainingHistory | Export-Csv history.csv</code>
/// <para>The learning curves of two seeds in one file.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 12 | Invoke-Training -Optimizer GradientDescent, AdamW -MaxSteps 200 -HistoryInterval 50 -IncludeCharge -StopWhen MaxSteps |
///     Get-TrainingHistory</code>
/// <para>How well two optimizers keep the charge that gradient flow conserves.</para>
/// </example>
/// <seealso>Invoke-Training</seealso>
/// <seealso>Get-Embedding</seealso>
/// <seealso>about_GenEft_Training</seealso>
[Cmdlet(VerbsCommon.Get, "TrainingHistory")]
[OutputType(typeof(TrainingHistoryRow))]
public sealed class GetTrainingHistoryCommand : GenEftCmdlet
{
    /// <summary>A training result.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(InputObject, Unroll);

    private void Unroll(PSObject item)
    {
        TrainingHistory history = ResultData.Read<TrainingHistory>(item, "History", "Invoke-Training with -HistoryInterval");
        foreach (HistoryPoint point in history.Points)
        {
            PSObject row = PSObject.AsPSObject(new TrainingHistoryRow
            {
                Relation = ResultData.Repeated<string>(item, nameof(TrainingResult.Relation)),
                TrainingFraction = ResultData.Repeated<double?>(item, nameof(TrainingSettings.TrainingFraction)),
                Combination = ResultData.Repeated<Combination?>(item, nameof(TrainingSettings.Combination)),
                EmbeddingDimension = ResultData.Repeated<int?>(item, nameof(TrainingSettings.EmbeddingDimension)),
                DecoderDepth = ResultData.Repeated<int?>(item, nameof(TrainingSettings.DecoderDepth)),
                DecoderWidth = ResultData.Repeated<int?>(item, nameof(TrainingSettings.DecoderWidth)),
                Activation = ResultData.Repeated<Activation?>(item, nameof(TrainingSettings.Activation)),
                Optimizer = ResultData.Repeated<Optimizer?>(item, nameof(TrainingSettings.Optimizer)),
                BatchSize = ResultData.Repeated<int?>(item, nameof(TrainingSettings.BatchSize)),
                EncoderLearningRate = ResultData.Repeated<double?>(item, nameof(TrainingSettings.EncoderLearningRate)),
                DecoderLearningRate = ResultData.Repeated<double?>(item, nameof(TrainingSettings.DecoderLearningRate)),
                EncoderWeightDecay = ResultData.Repeated<double?>(item, nameof(TrainingSettings.EncoderWeightDecay)),
                DecoderWeightDecay = ResultData.Repeated<double?>(item, nameof(TrainingSettings.DecoderWeightDecay)),
                EncoderScale = ResultData.Repeated<double?>(item, nameof(TrainingSettings.EncoderScale)),
                DecoderScale = ResultData.Repeated<double?>(item, nameof(TrainingSettings.DecoderScale)),
                Seed = ResultData.Repeated<long?>(item, nameof(TrainingSettings.Seed)),
                Step = point.Step,
                TrainLoss = point.TrainLoss,
                TestLoss = point.TestLoss,
                BaselineAccuracy = ResultData.Repeated<double?>(item, nameof(TrainingResult.BaselineAccuracy)),
                Train = point.Train,
                Test = point.Test,
                Charge = point.Charge,
                ChargeDrift = point.ChargeDrift,
            });
            if (point.Charge is not null)
            {
                row.TypeNames.Insert(0, $"{typeof(TrainingHistoryRow).FullName}#Charge");   // a table with the charge
            }

            WriteObject(row);
        }
    }
}
