using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Infrastructure;
using GenEft.Statics;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Measures how much more data a trained network needs than the best possible guesser: the inductive gap (Figure 3).</summary>
/// <remarks>
/// <para>Pipe in networks and bounds, in any order, as they come from the cmdlets or from a file of their rows: either curves (the results
/// of Invoke-Training at several fractions, and those of Measure-AccuracyBound), or critical fractions of networks (Measure-CriticalFraction
/// -Method Training) and of bounds. One row comes out for each relation, architecture, accuracy and method of the bound; where critical
/// fractions have several seeds, for each of these, networks and sampled bounds of one seed together. An architecture is everything that
/// a training was given but fraction and seed.</para>
/// <para>InductiveGap is the fraction at which the network's accuracy over the whole data set reaches -Accuracy, less the fraction at
/// which the bound does. Each seed has a curve of its own: its crossing is read from the rising curve that fits it best by least squares.
/// The interval is that of the mean over seeds and of the bound where it is sampled (95 %, Student's t with the degrees of
/// freedom of Welch and Satterthwaite).</para>
/// <para>Where some network does not reach the accuracy, fraction and gap are empty, and ReachedCount tells how many do.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 12 | Measure-CriticalFraction -Method Exact, Training -Tolerance 0.05 -Training @{
///     Combination = 'Concatenation', 'SquaredDifference'; MaxSteps = 2000 } | Measure-InductiveGap</code>
/// <para>Two architectures against the exact bound.</para>
/// </example>
/// <example>
/// <code>$fractions = 0.1, 0.3, 0.5, 0.7, 0.9
/// $relation = New-Relation Modulo -Count 12
/// &amp; {
///     $relation | Measure-AccuracyBound -TrainingFraction $fractions -Method Exact
///     $relation | Invoke-Training -TrainingFraction $fractions -Seed (1..3) -MaxSteps 2000 -StopWhen MaxSteps
/// } | Measure-InductiveGap -Accuracy 0.9</code>
/// <para>The same from curves.</para>
/// </example>
/// <seealso>Measure-CriticalFraction</seealso>
/// <seealso>Measure-AccuracyBound</seealso>
/// <seealso>Invoke-Training</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsDiagnostic.Measure, "InductiveGap")]
[OutputType(typeof(InductiveGapResult))]
public sealed class MeasureInductiveGapCommand : GenEftCmdlet
{
    private readonly InductiveGaps _gaps = new();

    /// <summary>A result of Invoke-Training, Measure-AccuracyBound or Measure-CriticalFraction, or a row of a file of them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The accuracy that curves are to reach, strictly between 0 and 1; several give rows each. Critical fractions have their
    /// own.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] Accuracy { get; set; } = [0.9];

    /// <inheritdoc/>
    protected override void OnBegin() => Array.ForEach(Accuracy, accuracy => Guard.OpenUnit(nameof(Accuracy), accuracy));

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(InputObject, Add);

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        bool isTold = false;
        foreach (InductiveGapResult row in _gaps.Measure(Accuracy, Tell))
        {
            isTold = true;
            WriteObject(row);
        }

        if (!isTold)
        {
            WriteWarning("There is no gap to tell: the input holds no trained network. Pipe in results of Invoke-Training, or of Measure-CriticalFraction -Method Training.");
        }

        void Tell(GenEftException error)
        {
            isTold = true;
            WriteError(ErrorRecords.From(error));
        }
    }

    private void Add(PSObject item)
    {
        RowReader row = new(item);
        if (item.BaseObject is CriticalFractionResult fraction)
        {
            _gaps.Add(fraction);
        }
        else if (row.Has(nameof(CriticalFractionResult.CriticalFraction), nameof(CriticalFractionResult.Method)))
        {
            _gaps.Add(ReadFraction(item, row));
        }
        else if (row.Has(nameof(AccuracyBoundResult.AccuracyBound), nameof(AccuracyBoundResult.TrainingFraction), nameof(AccuracyBoundResult.Count)))
        {
            _gaps.Add(
                row.Text("Relation"), row.Whole<int>("Count"), $"{row.Name<AccuracyBoundMethod>("Method")}", row.Number("TrainingFraction"), row.Number("AccuracyBound"),
                row.Optional("StandardError"), row.OptionalWhole<int>("SamplingCount"));
        }
        else if (row.Has("Relation", "Count", "TrainingFraction", "Seed", "Accuracy"))
        {
            _gaps.Add(row.Text("Relation"), row.Whole<int>("Count"), item.BaseObject as TrainingSettings ?? SettingsTable.Read(item), row.Number("Accuracy"));
        }
        else
        {
            throw new GenEftException(
                ErrorIds.DataNotIncluded,
                "The input is no result of Invoke-Training, Measure-AccuracyBound or Measure-CriticalFraction, nor a row with their columns.",
                item);
        }
    }

    private static CriticalFractionResult ReadFraction(PSObject item, RowReader row)
    {
        CriticalFractionMethod method = row.Name<CriticalFractionMethod>("Method");
        TrainingSettings? network = method == CriticalFractionMethod.Training ? SettingsTable.Read(item) : null;
        return new CriticalFractionResult
        {
            Relation = row.Text("Relation"),
            Count = row.Whole<int>("Count"),
            Method = method,
            Accuracy = row.Number("Accuracy"),
            Bits = row.Number("Bits"),
            CriticalFraction = row.Optional("CriticalFraction"),
            CriticalSampleCount = row.Optional("CriticalSampleCount"),
            ScaleFraction = row.Number("ScaleFraction"),
            IsReachable = row.Truth("IsReachable"),
            Low = row.Optional("Low"),
            High = row.Optional("High"),
            SamplingCount = row.OptionalWhole<int>("SamplingCount"),
            Seed = row.OptionalWhole<long>("Seed"),
            ReachedCount = row.OptionalWhole<int>("ReachedCount"),
            Combination = network?.Combination.ToString(),
            EmbeddingDimension = network?.EmbeddingDimension,
            DecoderDepth = network?.DecoderDepth,
            DecoderWidth = network?.DecoderWidth,
            Training = row.Text("Training"),
        };
    }
}
