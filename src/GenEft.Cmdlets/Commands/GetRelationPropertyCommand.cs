using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;

namespace GenEft.Commands;

/// <summary>Tells which properties a relation has: symmetric, transitive, an order, an equivalence, bipartite.</summary>
/// <remarks>
/// <para>Every property is checked on all pairs, not taken from the way the relation was made. The structure it finds is
/// what gives Measure-CriticalFraction a closed form.</para>
/// </remarks>
/// <example>
/// <code>New-Relation GreaterThan | Get-RelationProperty</code>
/// <para>Antisymmetric and transitive: a total order.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo, CompleteBipartite | Get-RelationProperty | Where-Object IsEquivalence</code>
/// <para>Only the equivalence passes.</para>
/// </example>
/// <example>
/// <code>Set-Content family.csv 'head,relation,tail', 'Ada,mother,Eve', 'Ada,aunt,Bob', 'Eve,cousin,Bob', 'Bob,cousin,Eve'
/// Import-Relation family.csv -RelationColumn relation | Get-RelationProperty -ByRelation</code>
/// <para>The relations of a knowledge graph, each on all of its elements: cousins are symmetric.</para>
/// </example>
/// <seealso>New-Relation</seealso>
/// <seealso>Measure-DescriptionLength</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsCommon.Get, "RelationProperty")]
[OutputType(typeof(RelationProperties))]
public sealed class GetRelationPropertyCommand : GenEftCmdlet
{
    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RelationValue]
    public Relation[] Relation { get; set; } = [];

    /// <summary>A row for each of the relations that Import-Relation has joined, on all elements, in place of one for whether any of them
    /// holds.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter ByRelation { get; set; }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        foreach (Relation relation in ByRelation ? Relation.SelectMany(joined => joined.Apart(CancelToken)) : Relation)
        {
            WriteObject(BackgroundWork.OfLarge(
                this, relation.Count, $"Properties of {relation.Name}", progress => RelationProperties.Measure(relation, progress, CancelToken)));
        }
    }
}
