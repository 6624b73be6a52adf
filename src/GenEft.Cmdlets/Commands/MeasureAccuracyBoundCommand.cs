using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Statics;
using GenEft.Statics.Inference;

namespace GenEft.Commands;

/// <summary>Measures the largest accuracy that a fraction of training data allows: Eq. 5, the paper's Monte Carlo, and the exact
/// posterior (Figure 2).</summary>
/// <remarks>
/// <para>The accuracy is over the whole data set, training pairs included: what is known or follows is right, of the rest the
/// likelier answer is guessed.</para>
/// <para>Analytic is f + max(p*, 1 - p*)(1 - f), with f of Eq. 3 and p* = 1/k for k classes, 1/2 for a complete bipartite relation
/// and 1/3 for a total order. It is the paper's estimate from the description length alone, and no strict bound: a guesser who knows the kind of relation may do
/// better where little is known.</para>
/// <para>Exact draws samples and averages over them the expected accuracy of the best possible guesser, who knows what kind of
/// relation it is (an equivalence with k classes, a total order, a complete bipartite relation) and takes every relation of that
/// kind that agrees with the sample as equally likely. It is an average over those relations too: on a single one, classes of equal sizes say, the same guesser may be
/// right more often or less. Elements that hang together by the sample are counted over exactly, within
/// -Budget; beyond it -DrawCount draws stand in, which IsExact tells: cluster moves (Wang, Swendsen and Kotecky) for classes, for orders
/// monotone coupling from the past (Propp and Wilson) on the order polytope: two draws that are exactly uniform, and further ones along
/// the chain from each. A relation of 1000 elements takes seconds, up to a minute where much is known. -NoSampling
/// refuses that instead.</para>
/// <para>Paper is the Monte Carlo of the paper's Appendix D: closure of the sample, then candidate classes for each element, equally
/// likely and independent; for orders 1000 random sequences. For classes it is no upper bound: it errs both ways. For orders the
/// likelier answer is scored on the same draws that chose it, which is a little too high.</para>
/// </remarks>
/// <example>
/// <code>New-Relation GreaterThan -Count 12 | Measure-AccuracyBound -TrainingFraction 0.1, 0.3, 0.5, 0.75 -Method Analytic, Exact</code>
/// <para>Four points of a dashed and a solid curve of Figure 2.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Modulus 3, 5 | Measure-AccuracyBound -TrainingFraction (Get-LogRange 0.01 1 20) -Method Paper | Export-Csv bounds.csv</code>
/// <para>Two curves as a file.</para>
/// </example>
/// <seealso>Measure-CriticalFraction</seealso>
/// <seealso>Measure-InductiveGap</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsDiagnostic.Measure, "AccuracyBound", DefaultParameterSetName = "Fraction")]
[OutputType(typeof(AccuracyBoundResult))]
public sealed class MeasureAccuracyBoundCommand : PosteriorCmdlet
{
    /// <summary>A row of settings; each property named like a parameter sets it, any other gives a warning.</summary>
    [Parameter(Mandatory = false, ValueFromPipeline = true)]
    [ReadableRow]
    public PSObject? InputObject { get; set; }

    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RelationValue(AllowsRow = true)]
    public Relation[] Relation { get; set; } = [];

    /// <summary>The fraction of all pairs trained on, greater than 0 and at most 1.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Fraction", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] TrainingFraction { get; set; } = [];

    /// <summary>The number of pairs trained on, from 1 to n^2, in place of the fraction.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Count")]
    [InvariantNumber(Whole = true, IsLong = true)]
    public long[] SampleCount { get; set; } = [];

    /// <summary>How the bound is found; several give a row each.</summary>
    [Parameter(Mandatory = false)]
    [EnumName(typeof(AccuracyBoundMethod), AllowEmpty = true)]
    public AccuracyBoundMethod[] Method { get; set; } = [AccuracyBoundMethod.Analytic];

    /// <summary>The description length b in bits, in place of the measured one. Analytic only.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(AllowEmpty = true)]
    public double? Bits { get; set; }

    /// <summary>p*, the chance that a pair that cannot be inferred is related, for a relation whose structure does not give
    /// it. Analytic only.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(AllowEmpty = true)]
    public double? GuessProbability { get; set; }

    /// <inheritdoc/>
    private protected override PSObject? Row => InputObject?.BaseObject is Relation ? null : InputObject;

    /// <inheritdoc/>
    private protected override bool DrawsSamples => Method.Any(method => method != AccuracyBoundMethod.Analytic);

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        bool isAnalytic = Method.Contains(AccuracyBoundMethod.Analytic);
        RefuseForeign(nameof(Bits), Bits, !isAnalytic);
        RefuseForeign(nameof(GuessProbability), GuessProbability, !isAnalytic);
    }

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(Relation, relation =>
    {
        (double Fraction, long Count)[] sizes = Sizes(relation);
        SampledBounds? bounds = null;
        foreach (AccuracyBoundMethod method in Method)
        {
            if (method == AccuracyBoundMethod.Analytic)
            {
                WriteAnalytic(relation, sizes);
            }
            else
            {
                bounds ??= BackgroundWork.OfLarge(
                    this, relation.Count, $"Structure of {relation.Name}", progress => new SampledBounds(relation, progress, CancelToken));
                WriteSampled(relation, bounds, method, sizes);
            }
        }
    });

    private static void RefuseForeign(string parameter, object? value, bool isForeign)
    {
        if (value is not null && isForeign)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, $"{parameter} was given; only -Method Analytic has it.", value);
        }
    }

    // Everything is checked before anything is drawn.
    private (double Fraction, long Count)[] Sizes(Relation relation)
    {
        foreach (double fraction in TrainingFraction)
        {
            Guard.Fraction(nameof(TrainingFraction), fraction);
        }

        foreach (long count in SampleCount)
        {
            Guard.Range(nameof(SampleCount), count, 1, relation.PairCount);
        }

        return ParameterSetName == "Count"
            ? Array.ConvertAll(SampleCount, count => ((double)count / relation.PairCount, count))
            : Array.ConvertAll(TrainingFraction, fraction => (fraction, PairSet.SampleCount(fraction, relation.PairCount)));
    }

    private void WriteAnalytic(Relation relation, (double Fraction, long Count)[] sizes)
    {
        relation.RequireOne();   // Eq. 5 guesses whether a pair is related
        double guess = GuessProbability
            ?? BackgroundWork.OfLarge(this, relation.Count, $"Structure of {relation.Name}", progress =>
                AnalyticStatics.GuessProbability(RelationProperties.Measure(relation, progress, CancelToken)));
        double bits = Bits ?? AutomorphismSearch.Run(this, relation.Name, null, options => BitRange.Measure(relation, options, CancelToken)).High;
        WriteAll(sizes.Select(size =>
            AnalyticStatics.AccuracyBound(relation.Name, bits, relation.Count, guess, size.Fraction) with { BaselineAccuracy = relation.BaselineAccuracy }));
    }

    private void WriteSampled(
        Relation relation, SampledBounds bounds, AccuracyBoundMethod method, (double Fraction, long Count)[] sizes)
    {
        int samplings = SamplingCount ?? bounds.DefaultSamplingCount;
        foreach (long seed in Seed)
        {
            foreach ((double fraction, long count) in sizes)
            {
                AccuracyBoundResult row = Counted(
                    $"Accuracy bound of {relation.Name}", $"{method}, {count} pairs", samplings, "samplings",
                    progress => bounds.Measure(method, count, samplings, seed, Settings, ThrottleLimit, progress, CancelToken));
                WriteObject(row with { TrainingFraction = fraction, BaselineAccuracy = relation.BaselineAccuracy });
            }
        }
    }
}
