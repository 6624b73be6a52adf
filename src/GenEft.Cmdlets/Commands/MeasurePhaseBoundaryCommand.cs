using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Measures the boundary between generalization and memorization over the two learning rates: its slope and the critical ratio, with
/// intervals (Figure 5).</summary>
/// <remarks>
/// <para>Pipe in results of Invoke-Training on a grid of both learning rates, or a file of their rows; several relations and architectures at once
/// give a row each. At each encoder rate a logistic curve of log10(eta_dec/eta_enc) is fitted to all seeds (by Firth's likelihood, which stays
/// finite where no seeds disagree); the boundary goes through where it is one half. Runs that ended in confusion are left out and counted.
/// A rate whose runs all end alike has no point, and neither has one whose curve falls the other way.</para>
/// <para>log10 eta_dec = Slope log10 eta_enc + Intercept is fitted with both axes uncertain alike; CriticalRatio is the mean of the points as of a slope
/// of 1. The ratio's 95 % interval comes from drawing the seeds anew 400 times, those of the line from leaving each seed out, with Student's t for few seeds; where seeds do not disagree, what the
/// spacing of the rates leaves open is added. Use at least three seeds, better six. Nothing is drawn that the rows do not fix: the same rows give
/// the same numbers.</para>
/// <para>PredictedRatio is the exact law's and ScalarRatio that of Eq. 12, for the network's own first layer and initial scales. They are
/// gradient flow's, for two repons; what Adam does is what is measured here.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 15 | Invoke-Training -DecoderLearningRate (Get-LogRange 1e-3 1 7) -EncoderLearningRate 3e-3, 1e-2 -Seed (1..3) -MaxSteps 500 |
///     Measure-PhaseBoundary</code>
/// <para>A coarse grid, three seeds.</para>
/// </example>
/// <example>
/// <code>$runs = New-Relation Modulo -Count 15 | Invoke-Training -DecoderLearningRate (Get-LogRange 1e-3 1 7) -EncoderLearningRate 1e-2 -Seed (1..3) -MaxSteps 500
/// $runs | Measure-PhaseBoundary -ByEncoderRate</code>
/// <para>The points that the line goes through.</para>
/// </example>
/// <seealso>Invoke-Training</seealso>
/// <seealso>Measure-PhaseProbability</seealso>
/// <seealso>Get-CriticalLearningRate</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsDiagnostic.Measure, "PhaseBoundary")]
[OutputType(typeof(PhaseBoundaryResult), typeof(PhaseBoundaryPoint))]
public sealed class MeasurePhaseBoundaryCommand : PhaseRunCmdlet
{
    /// <summary>A row for each encoder rate at which the boundary is crossed, in place of one for the group.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter ByEncoderRate { get; set; }

    /// <inheritdoc/>
    private protected override string[] Always => [nameof(TrainingResult.Relation)];

    /// <inheritdoc/>
    private protected override string[] Needed => s_rates;

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        foreach ((string text, (string, object?)[] values, IReadOnlyList<Run> runs) in Groups())
        {
            PhaseBoundary boundary = new(IncludeGrokking);
            foreach (Run run in runs)
            {
                boundary.Add(run.Phase, run.Settings, run.HasLaw);
            }

            bool isCrossed;
            if (ByEncoderRate)
            {
                IReadOnlyList<PhaseBoundaryPoint> points = boundary.Points(text);
                WriteAll(points.Select(point => ResultData.Row(values, point, [])));
                isCrossed = points.Count > 0;
            }
            else
            {
                PhaseBoundaryResult result = BackgroundWork.Run(this, $"Boundary of {text}", progress => boundary.Measure(text, progress, CancelToken));
                WriteObject(ResultData.Row(values, result, []));
                isCrossed = result.BoundaryPointCount > 0;
            }

            if (!isCrossed)
            {
                WriteWarning(Uncrossed(text));
            }
        }
    }

    /// <summary>What to say where no encoder rate has a boundary.</summary>
    internal static string Uncrossed(string group) =>
        $"{PipelineValue.Describe(group)}: no encoder rate has both runs that generalize and, at larger decoder rates, runs that do not; the boundary lies outside the rates. Use a wider -DecoderLearningRate, or a larger MaxSteps (or Patience) where runs ended in confusion.";

    /// <inheritdoc/>
    private protected override void Check(Run run)
    {
        Guard.Positive(nameof(TrainingSettings.EncoderLearningRate), run.Settings.EncoderLearningRate);
        Guard.Positive(nameof(TrainingSettings.DecoderLearningRate), run.Settings.DecoderLearningRate);
    }
}
