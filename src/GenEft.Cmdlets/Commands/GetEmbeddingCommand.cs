using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Unrolls the embeddings of training results to rows, one per element with its coordinates E1, E2 and so on.</summary>
/// <remarks>
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
[Cmdlet(VerbsCommon.Get, "Embedding")]
[OutputType(typeof(PSObject))]
public sealed class GetEmbeddingCommand : GenEftCmdlet
{
    private static readonly string[] s_settings =
        [nameof(TrainingResult.Relation), nameof(TrainingResult.Phase), nameof(TrainingSettings.Seed)];

    /// <summary>A training result.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        EmbeddingTable embedding = ResultData.Read<EmbeddingTable>(InputObject, "Embedding", "Invoke-Training with -IncludeEmbedding");
        for (int i = 0; i < embedding.Values.GetLength(0); i++)
        {
            PSObject row = ResultData.NewRow(InputObject, "GenEft.EmbeddingRow", s_settings);
            row.Properties.Add(new PSNoteProperty("Index", i));
            row.Properties.Add(new PSNoteProperty("Element", embedding.Labels[i]));
            for (int k = 0; k < embedding.Values.GetLength(1); k++)
            {
                row.Properties.Add(new PSNoteProperty(FormattableString.Invariant($"E{k + 1}"), embedding.Values[i, k]));
            }

            WriteObject(row);
        }
    }
}
