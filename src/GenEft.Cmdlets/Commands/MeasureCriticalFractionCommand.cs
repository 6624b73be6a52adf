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
/// <para>Exact and MonteCarlo draw samples, let each grow pair by pair, and find where the bound of Measure-AccuracyBound (its methods
/// Exact and Paper, which see) first reaches the accuracy: CriticalFraction is the mean over samplings, Low and High its 95 % confidence
/// interval (Student's t).</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Modulus 3, 5 | Measure-CriticalFraction -Accuracy 0.9, 0.99</code>
/// <para>Two relations, two accuracies: four rows.</para>
/// </example>
/// <example>
/// <code>Measure-CriticalFraction -Bits 107.7 -Count 30</code>
/// <para>From the bits alone.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 12 | Measure-CriticalFraction -Method Analytic, Exact</code>
/// <para>Eq. 4 beside what the best possible guesser needs.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "CriticalFraction", DefaultParameterSetName = "Relation")]
[OutputType(typeof(CriticalFractionResult))]
public sealed class MeasureCriticalFractionCommand : PosteriorCmdlet
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

    /// <summary>How the fraction is found; several give rows each. From bits alone only Analytic.</summary>
    [Parameter(Mandatory = false)]
    public CriticalFractionMethod[] Method { get; set; } = [CriticalFractionMethod.Analytic];

    /// <summary>The longest time to search for automorphisms of one relation, as a TimeSpan or a number of seconds. Past it the
    /// result is an interval that is proved. The default is no limit.</summary>
    [Parameter(Mandatory = false)]
    [Seconds]
    public TimeSpan? TimeLimit { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        if (ParameterSetName == "Bits" && Method.Any(method => method != CriticalFractionMethod.Analytic))
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, "Method is not Analytic; samples are drawn from a relation, so -Relation is needed.", Method);
        }

        Array.ForEach(Accuracy, accuracy => Guard.OpenUnit(nameof(Accuracy), accuracy));
    }

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
            SampledBounds? bounds = null;
            foreach (CriticalFractionMethod method in Method)
            {
                if (method == CriticalFractionMethod.Analytic)
                {
                    WriteAll(Rows(relation.Name, bits, relation.Count));
                }
                else
                {
                    bounds ??= new SampledBounds(relation, CancelToken);
                    WriteSampled(relation, bounds, method, bits[0].High);
                }
            }
        });
    }

    private BitRange[] Given() => Array.ConvertAll(Bits!, bits => new BitRange(bits, bits));

    private IEnumerable<CriticalFractionResult> Rows(string name, BitRange[] allBits, int count) =>
        from bits in allBits
        from accuracy in Accuracy
        select AnalyticStatics.CriticalFraction(name, bits, count, accuracy);

    private void WriteSampled(Relation relation, SampledBounds bounds, CriticalFractionMethod method, double bits)
    {
        int samplings = SamplingCount ?? bounds.DefaultSamplingCount;
        foreach (long seed in Seed)
        {
            foreach (double accuracy in Accuracy)
            {
                WriteObject(Sample(
                    $"Critical fraction of {relation.Name}", ProgressWriter.Describe($"{method}, accuracy {accuracy}"), samplings,
                    progress => bounds.CriticalFraction(
                        method, accuracy, bits, samplings, seed, Settings, ThrottleLimit, progress, CancelToken)));
            }
        }
    }
}
