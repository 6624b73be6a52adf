using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Unrolls the embeddings of training results to rows, one per element with its coordinates E1, E2 and so on.</summary>
/// <remarks>
/// <para>Class and Place say which class of an equivalence or which place in an order the element has, where the relation is one: Export-Figure draws points in
/// colours by them.</para>
/// <para>The results must come from Invoke-Training with -IncludeEmbedding. Runs of different dimension give rows of different
/// columns; Export-Csv takes its columns from the first row, so write them to separate files.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 12 | Invoke-Training -MaxSteps 500 -IncludeEmbedding | Get-Embedding</code>
/// <para>Twelve points in the plane.</para>
/// </example>
/// <example>
/// <code>New-Relation GreaterThan -Count 12 | Invoke-Training -EmbeddingDimension 1 -Combination Difference -MaxSteps 500 -IncludeEmbedding |
///     Get-Embedding | Export-Csv line.csv</code>
/// <para>An order learnt on a line.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 12 | Invoke-Training -MaxSteps 500 -IncludeEmbedding | Get-Embedding | Export-Figure embedding.svg</code>
/// <para>A picture of them, each class in a colour of its own.</para>
/// </example>
/// <seealso>Invoke-Training</seealso>
/// <seealso>Measure-EmbeddingStructure</seealso>
/// <seealso>Export-Figure</seealso>
/// <seealso>about_GenEft_Pipelines</seealso>
[Cmdlet(VerbsCommon.Get, "Embedding")]
[OutputType(typeof(EmbeddingRow))]
public sealed class GetEmbeddingCommand : GenEftCmdlet
{
    /// <summary>A training result.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(InputObject, Unroll);

    private void Unroll(PSObject item)
    {
        EmbeddingTable embedding = ResultData.Read<EmbeddingTable>(item, "Embedding", "Invoke-Training with -IncludeEmbedding");
        Relation learnt = embedding.Relation;
        (int[]? classes, int[]? places) = BackgroundWork.OfLarge(this, learnt.Count, $"Properties of {learnt.Name}", progress =>
        {
            RelationProperties properties = RelationProperties.Measure(learnt, progress, CancelToken);
            return (RelationClasses.Of(learnt, properties), RelationClasses.Places(learnt, properties));
        });
        for (int i = 0; i < embedding.Values.GetLength(0); i++)
        {
            EmbeddingRow element = new()
            {
                Relation = ResultData.Repeated<string>(item, nameof(TrainingResult.Relation)),
                Phase = ResultData.Repeated<Phase?>(item, nameof(TrainingResult.Phase)),
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
                Index = i,
                Element = embedding.Labels[i],
                Class = classes?[i],
                Place = places?[i],
            };
            WriteObject(ResultData.Row([], element, Enumerable.Range(0, embedding.Values.GetLength(1))
                .Select(k => (FormattableString.Invariant($"E{k + 1}"), (object?)embedding.Values[i, k]))));
        }
    }
}
