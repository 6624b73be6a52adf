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

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        foreach (Relation relation in Relation)
        {
            WriteObject(BackgroundWork.OfLarge(
                this, relation.Count, $"Properties of {relation.Name}", progress => RelationProperties.Measure(relation, progress, CancelToken)));
        }
    }
}
