using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Statics;

namespace GenEft.Commands;

/// <summary>Unrolls the orbits of a relation's elements to rows.</summary>
/// <remarks>
/// <para>Two elements are in one orbit where an automorphism takes the one to the other: nothing but their names tells them
/// apart. One row an element, in the order of the elements; Orbit is the index of the orbit's first element.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Tree -Count 200 | Measure-DescriptionLength -IncludeOrbit | Get-Orbit | Where-Object OrbitSize -gt 1</code>
/// <para>The elements that could be exchanged for another.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 9 | Measure-DescriptionLength -IncludeOrbit | Get-Orbit | Export-Csv orbits.csv</code>
/// <para>One row an element, as a file.</para>
/// </example>
/// <seealso>Measure-DescriptionLength</seealso>
/// <seealso>Get-Generator</seealso>
/// <seealso>about_GenEft_Symmetry</seealso>
[Cmdlet(VerbsCommon.Get, "Orbit")]
[OutputType(typeof(OrbitRow))]
public sealed class GetOrbitCommand : GenEftCmdlet
{
    /// <summary>A result of Measure-DescriptionLength -IncludeOrbit.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(InputObject, Unroll);

    private void Unroll(PSObject item)
    {
        OrbitTable orbits = ResultData.Read<OrbitTable>(item, "Orbits", "Measure-DescriptionLength with -IncludeOrbit");
        string? relation = ResultData.Repeated<string>(item, nameof(DescriptionLengthResult.Relation));
        for (int i = 0; i < orbits.Count; i++)
        {
            CancelToken.ThrowIfCancellationRequested();
            WriteObject(new OrbitRow
            {
                Relation = relation,
                Index = i,
                Element = orbits.GetLabel(i),
                Orbit = orbits.GetOrbit(i),
                OrbitSize = orbits.GetOrbitSize(i),
            });
        }
    }
}
