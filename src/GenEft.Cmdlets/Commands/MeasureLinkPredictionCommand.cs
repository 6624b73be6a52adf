using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Measures how well trained networks find the other end of edges that they were not trained on.</summary>
/// <remarks>
/// <para>By the protocol of link prediction: for each edge of the test pairs all elements are scored in the place of its head, and of its tail.
/// The rank of the right one is 1 + those that score better + half of those that score the same. Filtered, the relation's other edges are left
/// out of the ranking; raw, they count as wrong.</para>
/// <para>A row for both ends together, one for heads and one for tails.</para>
/// <para>Pairs are trained on in their order: where a relation is symmetric, most test edges have been seen the other way round, and a network that takes both ways
/// alike (-Combination SquaredDifference) knows them. MirroredEdgeCount says how many, and a warning where it is most; -ExcludeMirrored ranks the others alone, of which nothing was told.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Tree -Count 40 | Invoke-Training -NegativeRatio 5 -MaxSteps 500 -StopWhen MaxSteps -IncludeModel | Measure-LinkPrediction</code>
/// <para>A tree's held-out edges.</para>
/// </example>
/// <example>
/// <code>New-Relation GreaterThan -Count 20 | Invoke-Training -MaxSteps 500 -Seed (0..2) -IncludeModel | Measure-LinkPrediction |
///     Where-Object Side -eq Both | Measure-Object MeanReciprocalRank -Average</code>
/// <para>The mean over three seeds.</para>
/// </example>
/// <example>
/// <code>New-Relation Equivalence -Count 20 | Invoke-Training -TrainingFraction 0.6 -MaxSteps 500 -IncludeModel | Measure-LinkPrediction -ExcludeMirrored</code>
/// <para>A symmetric relation: edges of which neither way was trained on.</para>
/// </example>
/// <seealso>Invoke-Training</seealso>
/// <seealso>Get-Embedding</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsDiagnostic.Measure, "LinkPrediction")]
[OutputType(typeof(LinkPredictionResult))]
public sealed class MeasureLinkPredictionCommand : GenEftCmdlet
{
    private readonly HashSet<string> _told = [];   // relations whose mirrored edges have been spoken of

    /// <summary>A training result with its model.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Leaves out the test edges that are among the training pairs the other way round.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter ExcludeMirrored { get; set; }

    /// <summary>The most cores to use, from 1 to 1024. The default is all.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void OnBegin() => Guard.Range(nameof(ThrottleLimit), ThrottleLimit, 1, 1024);

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(InputObject, item =>
    {
        NetworkModel model = ResultData.Read<NetworkModel>(item, "Model", "Invoke-Training with -IncludeModel");
        TrainingResult result = item.BaseObject as TrainingResult ?? throw new GenEftException(
            ErrorIds.DataNotIncluded, "The input is no result of Invoke-Training as it came; pipe it in before Select-Object.", item);
        int done = 0;
        foreach (LinkPredictionResult row in BackgroundWork.Run(
            this, $"Ranks of {result.Relation}",
            () => LinkPrediction.Measure(result, model, ExcludeMirrored, ThrottleLimit, new DirectProgress<int>(value => Volatile.Write(ref done, value)), CancelToken),
            writer => writer.Report(Volatile.Read(ref done) / (2.0 * result.Count), _ => ProgressWriter.Describe($"{Volatile.Read(ref done)} elements"))))
        {
            if (!row.ExcludesMirrored && row.Side == LinkSide.Both && 2 * row.MirroredEdgeCount > row.EdgeCount && _told.Add(row.Relation))
            {
                WriteWarning(FormattableString.Invariant(
                    $"Of {row.EdgeCount} test edges of '{row.Relation}' {row.MirroredEdgeCount} are among the training pairs the other way round: their ranks are not those of edges that nothing told of. -ExcludeMirrored leaves them out."));
            }

            WriteObject(row);
        }
    });
}
