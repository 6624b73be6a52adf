using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Measures how often networks generalize, with intervals, beside what the theory says (Figure 6).</summary>
/// <remarks>
/// <para>Pipe in results of Invoke-Training, or a file of their rows. Runs that agree in the properties of -By make a group and a row,
/// and by default those that differ in nothing but the seed. Probability is the share that ended in generalization (Table IV; with -IncludeGrokking
/// also in grokking), Low and High its 95 % Wilson interval. Runs that ended in confusion with a finite loss had too few steps to tell, or a network that cannot learn them: they are
/// counted apart as UndecidedCount, with a warning. Runs without a phase, which had no test pairs, are left out with a warning too.</para>
/// <para>ScalarProbability (Eq. 12, with -ClusterSize Eq. 13) and ExactProbability (about_GenEft_Theory 5(v)) are those of the network's own first layer and initial scales, means
/// over the group's runs: two repons in a decoder of 2w outputs. They are empty for other combinations than Concatenation, and
/// for rows that lack a column they depend on; EmbeddingDimension, OutputDimension, DecoderSigma and SeparationSigma are what Get-ReponProbability
/// takes. What the theory
/// says of a pair need not hold of a network: the row shows both.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 12 | Invoke-Training -DecoderLearningRate 1e-3, 1e-2 -EncoderLearningRate 1e-3 -Seed (1..4) -MaxSteps 1000 |
///     Measure-PhaseProbability</code>
/// <para>Two learning rates, four networks each.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 9 | Invoke-Training -EncoderScale 0.5, 2 -Seed 1, 2 -MaxSteps 200 | Measure-PhaseProbability -By EncoderScale |
///     Export-Csv probability.csv</code>
/// <para>By the scale of the initial embeddings.</para>
/// </example>
/// <seealso>Invoke-Training</seealso>
/// <seealso>Get-ReponProbability</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsDiagnostic.Measure, "PhaseProbability")]
[OutputType(typeof(PhaseProbability))]
public sealed class MeasurePhaseProbabilityCommand : PhaseRunCmdlet
{
    /// <summary>N of Eq. 13, for both laws: the number of repons in the cluster that one repon meets.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ClusterSize { get; set; } = 1;

    /// <inheritdoc/>
    private protected override string[] Always => [nameof(TrainingResult.Relation), .. s_rates];

    /// <inheritdoc/>
    protected override void OnBegin() => Guard.Range(nameof(ClusterSize), ClusterSize, 1, int.MaxValue);

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        foreach ((string text, (string, object?)[] values, IReadOnlyList<Run> runs) in Groups())
        {
            PhaseGroup group = new(IncludeGrokking, ClusterSize);
            foreach (Run run in runs)
            {
                group.Add(run.Phase, run.IsDiverged, run.Settings, run.HasRates, run.HasLaw);
            }

            WriteObject(ResultData.Row(values, group.Measure(text), []));
        }

        if (Runs.Count(run => run.Phase == Phase.Confusion && !run.IsDiverged) is > 0 and int undecided)
        {
            bool hasPlateaus = Runs.Any(run => run.Phase == Phase.Confusion && run.Settings.StopWhen == StopCondition.Plateau);
            WriteWarning(FormattableString.Invariant(
                $"{undecided} of {Runs.Count} runs ended in confusion: they had too few steps to tell, or cannot learn their pairs at all, and are left out of the probability. Use a larger MaxSteps{(hasPlateaus ? ", or a larger Patience where they ended at a plateau" : "")}; where that does not help, a deeper or wider decoder or another -Combination."));
        }
    }
}
