using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Statics;
using GenEft.Symmetry;

namespace GenEft.Commands;

/// <summary>Unrolls the generators of a relation's automorphism group to rows.</summary>
/// <remarks>
/// <para>Every automorphism is a product of these. One row a generator: Support is the number of elements it moves, Cycles
/// writes it out by labels, as in (a b)(c d e).</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 9 | Measure-DescriptionLength -IncludeGenerator | Get-Generator</code>
/// <para>Exchanges within the three classes, and of whole classes.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 9 | Measure-DescriptionLength -IncludeGenerator | Get-Generator | Where-Object Support -gt 2</code>
/// <para>Only the exchanges of whole classes.</para>
/// </example>
/// <seealso>Measure-DescriptionLength</seealso>
/// <seealso>Get-Orbit</seealso>
/// <seealso>about_GenEft_Symmetry</seealso>
[Cmdlet(VerbsCommon.Get, "Generator")]
[OutputType(typeof(GeneratorRow))]
public sealed class GetGeneratorCommand : GenEftCmdlet
{
    /// <summary>A result of Measure-DescriptionLength -IncludeGenerator.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(InputObject, Unroll);

    private void Unroll(PSObject item)
    {
        GeneratorTable table = ResultData.Read<GeneratorTable>(
            item, "Generators", "Measure-DescriptionLength with -IncludeGenerator");
        string? relation = ResultData.Repeated<string>(item, nameof(DescriptionLengthResult.Relation));
        int index = 0;
        foreach (SparsePermutation generator in table.Generators)
        {
            CancelToken.ThrowIfCancellationRequested();
            WriteObject(new GeneratorRow
            {
                Relation = relation,
                Index = index++,
                Support = generator.From.Count,
                Cycles = table.ToCycles(generator),
            });
        }
    }
}
