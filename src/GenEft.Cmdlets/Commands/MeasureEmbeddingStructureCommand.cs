using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Measures how trained embeddings lie: in clusters by class (Theorem 1), along a line by order, and the network's charge.</summary>
/// <remarks>
/// <para>The results must come from Invoke-Training with -IncludeEmbedding; with -IncludeModel too, Charge is the trace of the matrix that
/// gradient descent conserves in the limit of small steps (about_GenEft_Theory 5(vi)). Embeddings are those at the end of the run.</para>
/// <para>For an equivalence, or the two sides of a complete bipartite relation: mean distances within and between classes, the mean
/// silhouette, and the share of elements that lie nearest to the mean of their own class. For a total order: Spearman's rank correlation
/// along the embeddings' principal axis, which has the share LineShare of their variance.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 12 | Invoke-Training -MaxSteps 2000 -Seed 1, 2 -IncludeEmbedding -IncludeModel | Measure-EmbeddingStructure</code>
/// <para>Whether three classes became three points.</para>
/// </example>
/// <example>
/// <code>New-Relation GreaterThan -Count 10 | Invoke-Training -MaxSteps 1000 -IncludeEmbedding | Measure-EmbeddingStructure | Export-Csv structure.csv</code>
/// <para>Whether an order became a line.</para>
/// </example>
/// <seealso>Invoke-Training</seealso>
/// <seealso>Get-Embedding</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsDiagnostic.Measure, "EmbeddingStructure")]
[OutputType(typeof(EmbeddingStructure))]
public sealed class MeasureEmbeddingStructureCommand : GenEftCmdlet
{
    /// <summary>A training result.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(InputObject, item =>
    {
        EmbeddingTable embedding = ResultData.Read<EmbeddingTable>(item, "Embedding", "Invoke-Training with -IncludeEmbedding");
        object? model = item.Properties["Model"]?.Value;
        WriteObject(EmbeddingStructure.Measure(
            item.BaseObject as TrainingResult ?? throw new GenEftException(
                ErrorIds.DataNotIncluded, "The input is no result of Invoke-Training as it came; pipe it in before Select-Object.", item),
            embedding, PipelineValue.Unwrap(model) as NetworkModel, CancelToken));
    });
}
