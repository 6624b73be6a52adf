using System.Management.Automation;

namespace GenEft.Commands;

/// <summary>Measures the largest accuracy that a fraction of training data allows (Eq. 5).</summary>
/// <remarks>
/// <para>What can be inferred is right; of the rest, the likelier answer is guessed: f + max(p*, 1 - p*)(1 - f), with f of
/// Eq. 3 and p* = 1/k for k classes, 1/2 for a complete bipartite relation and 1/3 for a total order. The accuracy is over
/// the whole data set, training pairs included.</para>
/// </remarks>
/// <example>
/// <code>New-Relation GreaterThan | Measure-AccuracyBound -TrainingFraction 0.1, 0.3, 0.5, 0.75</code>
/// <para>Four points of a dashed curve of Figure 2.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Modulus 3, 5 | Measure-AccuracyBound -TrainingFraction (Get-LogRange 0.01 1 20) | Export-Csv bounds.csv</code>
/// <para>Two curves as a file.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "AccuracyBound")]
[OutputType(typeof(AccuracyBoundResult))]
public sealed class MeasureAccuracyBoundCommand : SymmetryCmdlet
{
    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public Relation[] Relation { get; set; } = [];

    /// <summary>The fraction of all pairs trained on, greater than 0 and at most 1.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] TrainingFraction { get; set; } = [];

    /// <summary>How the bound is found.</summary>
    [Parameter(Mandatory = false)]
    public AccuracyBoundMethod Method { get; set; }

    /// <summary>The description length b in bits, in place of the measured one.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber]
    public double? Bits { get; set; }

    /// <summary>p*, the chance that a pair that cannot be inferred is related, for a relation whose structure does not give
    /// it.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber]
    public double? GuessProbability { get; set; }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        ForEach(Relation, relation =>
        {
            double guess = GuessProbability
                ?? AnalyticStatics.GuessProbability(RelationProperties.Measure(relation, CancelToken));
            double bits = Bits ?? Search(relation.Name, null, options => BitRange.Measure(relation, options, CancelToken)).High;
            WriteAll(TrainingFraction.Select(fraction =>
                AnalyticStatics.AccuracyBound(relation.Name, bits, relation.Count, guess, fraction)));
        });
    }
}
