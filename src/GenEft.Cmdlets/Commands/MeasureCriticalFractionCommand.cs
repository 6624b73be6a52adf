using System.Management.Automation;

namespace GenEft.Commands;

/// <summary>Measures how much of a relation a model must see before it can reach an accuracy (Eq. 1-4).</summary>
/// <remarks>
/// <para>The relation's description length is b = log2(n!/|Aut|) bits, from its structure, however it was made or read. Total
/// order: log2 n!. Equivalence: log2(n!/(product of all m! for class sizes m, times c! for each c classes of one size)).
/// Complete bipartite with parts a and c: log2(n!/(a! c!)), one bit less where a = c. Class sizes count as known here;
/// Get-DescriptionLength gives the bits of whole classes of relations. For any other relation give -Bits.</para>
/// <para>CriticalFraction is Eq. 4's log(1 - alpha) / (n^2 log(1 - 1/b)): it may exceed 1, which IsReachable tells.
/// CriticalSampleCount is the smallest number of samples with which Eq. 3 reaches the accuracy, ScaleFraction the scale
/// b/n^2.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Modulus 3, 5 | Measure-CriticalFraction -Accuracy 0.9, 0.99</code>
/// <para>Two relations, two accuracies: four rows.</para>
/// </example>
/// <example>
/// <code>Measure-CriticalFraction -Bits 107.7 -Count 30</code>
/// <para>From the bits alone.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "CriticalFraction", DefaultParameterSetName = "Relation")]
[OutputType(typeof(CriticalFractionResult))]
public sealed class MeasureCriticalFractionCommand : GenEftCmdlet
{
    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Relation", ValueFromPipeline = true)]
    public Relation[] Relation { get; set; } = [];

    /// <summary>The description length b in bits: 0, or at least 1. With a relation it takes the place of the
    /// structure's.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Relation")]
    [Parameter(Mandatory = true, ParameterSetName = "Bits", ValueFromPipelineByPropertyName = true)]
    [Alias("ExactBits")]
    [InvariantNumber]
    public double[]? Bits { get; set; }

    /// <summary>The number of elements n.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Bits", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true)]
    public int[] Count { get; set; } = [];

    /// <summary>A name for the rows made from bits alone; the class, where Get-DescriptionLength is piped in.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Bits", ValueFromPipelineByPropertyName = true)]
    [Alias("Class")]
    public string Name { get; set; } = "";

    /// <summary>The accuracy to reach, strictly between 0 and 1.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] Accuracy { get; set; } = [0.9];

    /// <summary>How the fraction is found.</summary>
    [Parameter(Mandatory = false)]
    public CriticalFractionMethod Method { get; set; }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        if (ParameterSetName == "Bits")
        {
            WriteAll(Count.SelectMany(count => Rows(Name, Bits!, count)));
            return;
        }

        ForEach(Relation, relation =>
        {
            double[] bits = Bits ?? [AnalyticStatics.MeasureBits(RelationProperties.Measure(relation, CancelToken))];
            WriteAll(Rows(relation.Name, bits, relation.Count));
        });
    }

    private IEnumerable<CriticalFractionResult> Rows(string name, double[] allBits, int count) =>
        from bits in allBits
        from accuracy in Accuracy
        select AnalyticStatics.CriticalFraction(name, bits, count, accuracy);
}
