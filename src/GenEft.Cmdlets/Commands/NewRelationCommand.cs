using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;

namespace GenEft.Commands;

/// <summary>Makes a relation: one of the paper's Table I, or a random one.</summary>
/// <remarks>
/// <para>A relation on n elements is the n x n table of which ordered pairs are related. Kinds: Modulo (x = y mod k), Equivalence,
/// GreaterThan (R(x, y) = 1 iff x &lt; y), CompleteBipartite (exactly one of x, y in a part), IncompleteBipartite (each pair across the
/// parts related, both ways, with probability Density), Tree, Tournament (exactly one direction of every pair, each tournament equally
/// likely), Random.</para>
/// <para>An Equivalence has the classes of -ClassSize, in order; without it, it is random: each with -ClassCount classes is equally likely,
/// or each at all.</para>
/// <para>A Tree is uniform among all labelled trees (by Pruefer code), or with -Law Recursive each element joins one of those before it,
/// all equally likely.</para>
/// <para>A Random relation has each free pair with probability Density; Symmetric or Antisymmetric draws once per unordered pair, and
/// Transitive is the closure of that draw, along a uniformly random order where the closure must stay antisymmetric or irreflexive. With
/// -Law Uniform each relation that has the properties is equally likely: any number of elements, but for transitive relations that are not
/// symmetric, which can be drawn up to 10.</para>
/// <para>Kind, Count, Modulus, ClassCount, PartSize, Density and Seed take several values and make every combination, the last
/// varying fastest.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Modulus 3, 5</code>
/// <para>The first two relations of Table I, on 30 elements.</para>
/// </example>
/// <example>
/// <code>New-Relation Random -Count 20 -Property Symmetric, Reflexive -Density 0.2 -Seed (1..3)</code>
/// <para>Three random symmetric reflexive relations.</para>
/// </example>
/// <example>
/// <code>New-Relation Equivalence -Count 100 -ClassCount 5 -Seed (1..3) | Get-RelationProperty</code>
/// <para>Three of all equivalences of 100 elements with five classes.</para>
/// </example>
/// <example>
/// <code>New-Relation Equivalence -ClassSize 10, 15, 5 | Get-RelationProperty</code>
/// <para>An equivalence with three classes of different sizes.</para>
/// </example>
/// <seealso>Import-Relation</seealso>
/// <seealso>Get-RelationProperty</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsCommon.New, "Relation")]
[OutputType(typeof(Relation))]
public sealed class NewRelationCommand : RowCmdlet
{
    /// <summary>What kind of relation: Modulo, Equivalence, GreaterThan, CompleteBipartite, IncompleteBipartite, Tree,
    /// Tournament or Random.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KindCompleter))]
    public string[] Kind { get; set; } = [];

    /// <summary>The number of elements n. The default is 30, or the sum of the class sizes.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[]? Count { get; set; }

    /// <summary>k of Modulo k. The default is 3.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[]? Modulus { get; set; }

    /// <summary>The class sizes of an Equivalence that is not random; from text, separated by commas, semicolons, plus signs or spaces.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, IsList = true, AllowEmpty = true)]
    public int[]? ClassSize { get; set; }

    /// <summary>The number of classes of a random Equivalence.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[]? ClassCount { get; set; }

    /// <summary>The number of elements in the part S of a bipartite relation. The default is half of them.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[]? PartSize { get; set; }

    /// <summary>The probability of each free pair of a random relation, from 0 to 1. The default is 0.5.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Density { get; set; }

    /// <summary>The properties of a Random relation; from text, separated as the class sizes.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(RelationProperty), IsList = true, AllowEmpty = true)]
    public RelationProperty[]? Property { get; set; }

    /// <summary>The law by which a Tree (Uniform or Recursive) or a Random relation (Independent or Uniform) is drawn.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(RelationLaw), AllowEmpty = true)]
    public RelationLaw? Law { get; set; }

    /// <summary>The seed of a random relation; the same seed gives the same relation.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, IsLong = true, AllowEmpty = true)]
    public long[] Seed { get; set; } = [0];

    /// <summary>The name shown in results. The default describes the relation.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        RelationSettings start = new()
        {
            Kind = "",
            ClassSize = ClassSize,
            Property = Property,
            Law = Law,
            Name = string.IsNullOrEmpty(Name) ? null : Name,
        };
        RelationSettings[] cells = [.. new[] { start }
            .Sweep(Kind, (cell, kind) => cell with { Kind = kind })
            .Sweep(Count, (cell, count) => cell with { Count = count })
            .Sweep(Modulus, (cell, modulus) => cell with { Modulus = modulus })
            .Sweep(ClassCount, (cell, classes) => cell with { ClassCount = classes })
            .Sweep(PartSize, (cell, size) => cell with { PartSize = size })
            .Sweep(Density, (cell, density) => cell with { Density = density })
            .Sweep(Seed, (cell, seed) => cell with { Seed = seed })];

        // All of a record's relations are checked before any is made.
        Array.ForEach(cells, RelationFactory.Validate);
        foreach (RelationSettings cell in cells)
        {
            long count = cell.Count ?? cell.ClassSize?.Sum(size => (long)size) ?? 0;
            WriteObject(BackgroundWork.OfLarge(this, count, $"Making {cell.Kind}", progress => RelationFactory.Create(cell, progress, CancelToken)));
        }
    }
}
