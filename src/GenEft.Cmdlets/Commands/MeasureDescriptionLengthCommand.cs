using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Statics;
using GenEft.Symmetry;

namespace GenEft.Commands;

/// <summary>Measures the description length of any relation, b = log2(n!/|Aut|) bits, from its automorphism group.</summary>
/// <remarks>
/// <para>An automorphism is a permutation of the elements that keeps which pairs are related, in which direction; |Aut| is
/// their number, so b is the information in the relation beyond its shape. n counts every element, those that are related
/// to none too. The group is found exactly, for relations of millions of elements in seconds.</para>
/// <para>Few relations are so symmetric and yet so irregular that the search takes long: -TimeLimit cuts it short. Then
/// IsExact is False, b is proved to lie from BitsLow to BitsHigh, and Bits is BitsHigh; GroupOrder is empty, Log2GroupOrder and
/// the generators and orbits are of the part of the group that was found.</para>
/// <para>GroupOrder is the exact number, up to 32767 digits; a longer one is written as its prime powers, which is exact
/// too.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Tree -Count 1000 -Seed (1..3) | Measure-DescriptionLength</code>
/// <para>Three random trees.</para>
/// </example>
/// <example>
/// <code>New-Relation CompleteBipartite -Count 8 | Measure-DescriptionLength -IncludeOrbit -IncludeGenerator | Get-Orbit</code>
/// <para>The orbits: all elements play the same part.</para>
/// </example>
/// <seealso>Get-Orbit</seealso>
/// <seealso>Get-Generator</seealso>
/// <seealso>Get-DescriptionLength</seealso>
/// <seealso>about_GenEft_Symmetry</seealso>
[Cmdlet(VerbsDiagnostic.Measure, "DescriptionLength")]
[OutputType(typeof(DescriptionLengthResult))]
public sealed class MeasureDescriptionLengthCommand : GenEftCmdlet
{
    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RelationValue]
    public Relation[] Relation { get; set; } = [];

    /// <summary>The longest time to search for automorphisms of one relation, as a TimeSpan or a number of seconds. Past it the
    /// result is an interval that is proved. The default is no limit.</summary>
    [Parameter(Mandatory = false)]
    [Seconds]
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>Adds the generators of the group to the result, for Get-Generator.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeGenerator { get; set; }

    /// <summary>Adds the orbits of the elements to the result, for Get-Orbit.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeOrbit { get; set; }

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(Relation, relation =>
    {
        (AutomorphismGroup group, OrbitTable orbits, DescriptionLengthResult result) = AutomorphismSearch.Run(this, relation.Name, TimeLimit, options =>
        {
            AutomorphismGroup found = RelationSymmetry.Find(relation, options, CancelToken);
            OrbitTable table = new(relation, found);
            return (found, table, DescriptionLengthResult.From(relation.Name, found, table));
        });
        PSObject output = PSObject.AsPSObject(result);
        if (IncludeGenerator)
        {
            output.Properties.Add(new PSNoteProperty("Generators", new GeneratorTable(relation, group)));
        }

        if (IncludeOrbit)
        {
            output.Properties.Add(new PSNoteProperty("Orbits", orbits));
        }

        WriteObject(output);
    });
}
