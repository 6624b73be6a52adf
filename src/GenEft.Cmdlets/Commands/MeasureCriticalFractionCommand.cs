using System.Management.Automation;

namespace GenEft.Commands;

/// <summary>Measures how much of a relation a model must see before it can reach an accuracy (Eq. 1-4).</summary>
/// <remarks>
/// <para>The relation's description length is b = log2(n!/|Aut|) bits, however it was made or read: in closed form for total
/// orders, equivalences and complete bipartite relations, from its automorphism group, as Measure-DescriptionLength finds it,
/// for any other. Class sizes count as known here; Get-DescriptionLength gives the bits of whole classes of relations.</para>
/// <para>Where -TimeLimit cut the search short, b is known to lie in an interval: Low and High are the critical fractions at
/// its ends, Bits and CriticalFraction those of the upper end. Otherwise Low and High are empty.</para>
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
public sealed class MeasureCriticalFractionCommand : SymmetryCmdlet
{
    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Relation", ValueFromPipeline = true)]
    public Relation[] Relation { get; set; } = [];

    /// <summary>The description length b in bits: 0, or at least 1. With a relation it takes the place of the
    /// measured one.</summary>
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

    /// <summary>The longest time to search for automorphisms of one relation, as a TimeSpan or a number of seconds. Past it the
    /// result is an interval that is proved. The default is no limit.</summary>
    [Parameter(Mandatory = false)]
    [Seconds]
    public TimeSpan? TimeLimit { get; set; }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        if (ParameterSetName == "Bits")
        {
            WriteAll(Count.SelectMany(count => Rows(Name, Given(), count)));
            return;
        }

        ForEach(Relation, relation =>
        {
            BitRange[] bits = Bits is null
                ? [Search(relation.Name, TimeLimit, options => BitRange.Measure(relation, options, CancelToken))]
                : Given();
            WriteAll(Rows(relation.Name, bits, relation.Count));
        });
    }

    private BitRange[] Given() => Array.ConvertAll(Bits!, bits => new BitRange(bits, bits));

    private IEnumerable<CriticalFractionResult> Rows(string name, BitRange[] allBits, int count) =>
        from bits in allBits
        from accuracy in Accuracy
        select AnalyticStatics.CriticalFraction(name, bits, count, accuracy);
}
