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
[Cmdlet(VerbsCommon.Get, "TrainingHistory")]
[OutputType(typeof(PSObject))]
public sealed class GetTrainingHistoryCommand : GenEftCmdlet
{
    private static readonly string[] s_settings =
    [
        nameof(TrainingResult.Relation), nameof(TrainingSettings.TrainingFraction), nameof(TrainingSettings.DecoderDepth),
        nameof(TrainingSettings.DecoderWidth), nameof(TrainingSettings.Optimizer), nameof(TrainingSettings.EncoderLearningRate),
        nameof(TrainingSettings.DecoderLearningRate), nameof(TrainingSettings.Seed),
    ];

    /// <summary>A training result.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        TrainingHistory history = ResultData.Read<TrainingHistory>(InputObject, "History", "Invoke-Training with -HistoryInterval");
        foreach (HistoryPoint point in history.Points)
        {
            PSObject row = ResultData.NewRow(
                InputObject, point.Charge is null ? "GenEft.TrainingHistoryRow" : "GenEft.TrainingChargeRow", s_settings);
            row.Properties.Add(new PSNoteProperty(nameof(point.Step), point.Step));
            row.Properties.Add(new PSNoteProperty(nameof(point.TrainLoss), point.TrainLoss));
            row.Properties.Add(new PSNoteProperty(nameof(point.TestLoss), point.TestLoss));
            row.Properties.Add(new PSNoteProperty(nameof(point.TrainAccuracy), point.TrainAccuracy));
            row.Properties.Add(new PSNoteProperty(nameof(point.TestAccuracy), point.TestAccuracy));
            row.Properties.Add(new PSNoteProperty(nameof(point.Charge), point.Charge));
            row.Properties.Add(new PSNoteProperty(nameof(point.ChargeDrift), point.ChargeDrift));
            WriteObject(row);
        }
    }
}
