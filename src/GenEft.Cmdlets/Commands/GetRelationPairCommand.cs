using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;

namespace GenEft.Commands;

/// <summary>Unrolls a relation to rows, one for each ordered pair of elements; with a fraction, says which a network is trained
/// on.</summary>
/// <remarks>
/// <para>The pairs come row by row, the diagonal included. With -TrainingFraction, IsTraining tells the training pairs of Invoke-Training
/// with the same fraction and seed: the same data for other tools.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 6 | Get-RelationPair -TrainingFraction 0.5 -Seed 3 | Export-Csv pairs.csv</code>
/// <para>The data set of one run, as a file.</para>
/// </example>
/// <example>
/// <code>New-Relation Tree -Count 5 | Get-RelationPair | Where-Object Related</code>
/// <para>The edges of a tree.</para>
/// </example>
/// <seealso>New-Relation</seealso>
/// <seealso>Resolve-Relation</seealso>
/// <seealso>about_GenEft_Training</seealso>
[Cmdlet(VerbsCommon.Get, "RelationPair")]
[OutputType(typeof(RelationPair))]
public sealed class GetRelationPairCommand : GenEftCmdlet
{
    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [RelationValue]
    public Relation[] Relation { get; set; } = [];

    /// <summary>The fraction of all pairs that is trained on, greater than 0 and at most 1.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(AllowEmpty = true)]
    public double? TrainingFraction { get; set; }

    /// <summary>The seed of the split, as of Invoke-Training.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, IsLong = true)]
    public long Seed { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        if (TrainingFraction is double fraction)
        {
            Guard.Fraction(nameof(TrainingFraction), fraction);
        }
        else if (MyInvocation.BoundParameters.ContainsKey(nameof(Seed)))
        {
            throw new GenEftException(ErrorIds.ParameterNotApplicable, "Seed was given; without TrainingFraction there is no split.", Seed);
        }
    }

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(Relation, relation =>
    {
        foreach (RelationPair pair in RelationPair.All(relation, TrainingFraction, Seed, CancelToken))
        {
            WriteObject(pair);
        }
    });
}
