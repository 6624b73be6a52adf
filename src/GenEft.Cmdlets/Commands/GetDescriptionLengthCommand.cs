using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Statics;

namespace GenEft.Commands;

/// <summary>Gives the bits needed to single out one relation of a class: the paper's figure and the exact count (Table II).</summary>
/// <remarks>
/// <para>PaperBits is Table II's figure. ExactBits is log2 of the number of labelled relations in the class: for an
/// equivalence the Stirling number of the second kind, for a tree Cayley's formula, for a transitive relation a table up to
/// n = 18. PaperBits is empty where it needs a mean that was not given; ExactBits where no closed form or table has it.</para>
/// </remarks>
/// <example>
/// <code>Get-DescriptionLength -Count 30</code>
/// <para>All of Table II at the paper's number of elements.</para>
/// </example>
/// <example>
/// <code>Get-DescriptionLength -Class Equivalence -Count 30 -ClassCount 3, 5 | Measure-CriticalFraction -Accuracy 0.9</code>
/// <para>From the class's bits straight to the critical fraction.</para>
/// </example>
/// <seealso>Measure-DescriptionLength</seealso>
/// <seealso>Measure-CriticalFraction</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsCommon.Get, "DescriptionLength")]
[OutputType(typeof(ClassDescriptionLength))]
public sealed class GetDescriptionLengthCommand : RowCmdlet
{
    /// <summary>The class, a row of Table II. The default is all of them.</summary>
    [Parameter(Mandatory = false, Position = 0, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(RelationClass), AllowEmpty = true)]
    public RelationClass[] Class { get; set; } = Enum.GetValues<RelationClass>();

    /// <summary>The number of elements n.</summary>
    [Parameter(Mandatory = false, Position = 1, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[] Count { get; set; } = [30];

    /// <summary>k of an Equivalence, from 1 to n. The default is 3.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[]? ClassCount { get; set; }

    /// <summary>Elements in the first part of an IncompleteBipartite graph. The default is half of them.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[]? PartSize { get; set; }

    /// <summary>The mean length of a transitive chain, at least 1; the paper's figure for Transitive needs it.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? MeanChainLength { get; set; }

    /// <summary>The mean depth of a node, at least 1; the paper's figure for Tree needs it.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? MeanDepth { get; set; }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        // A class parameter goes to its own class among several; alone with another class it is refused by the engine.
        bool single = Class.Length == 1;
        T[]? For<T>(RelationClass owner, RelationClass c, T[]? values) => single || c == owner ? values : null;

        foreach (RelationClass c in Class)
        {
            IEnumerable<Cell> cells = Count.Select(count => new Cell(count, null, null, null, null))
                .Sweep(For(RelationClass.Equivalence, c, ClassCount), (cell, value) => cell with { ClassCount = value })
                .Sweep(For(RelationClass.IncompleteBipartite, c, PartSize), (cell, value) => cell with { PartSize = value })
                .Sweep(For(RelationClass.Transitive, c, MeanChainLength), (cell, value) => cell with { MeanChainLength = value })
                .Sweep(For(RelationClass.Tree, c, MeanDepth), (cell, value) => cell with { MeanDepth = value });
            ForEach(cells, cell => WriteObject(ClassDescriptionLength.Compute(
                c, cell.Count, cell.ClassCount, cell.PartSize, cell.MeanChainLength, cell.MeanDepth, CancelToken)));
        }
    }

    private sealed record Cell(int Count, int? ClassCount, int? PartSize, double? MeanChainLength, double? MeanDepth);
}
