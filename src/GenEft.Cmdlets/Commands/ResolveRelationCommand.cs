using System.Globalization;
using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Statics.Inference;

namespace GenEft.Commands;

/// <summary>Tells what follows from known pairs of a relation by what it is known to be.</summary>
/// <remarks>
/// <para>Each record is a known pair. Out come all pairs that are the same in every relation that agrees with those known, row by row; with
/// -IncludeOpen also those that are not, with the probability that they are related where the structure gives one.</para>
/// <para>-Property names what the relation is: what follows is found by closure. -Structure says more: an Equivalence (with -ClassCount, all
/// labelled assignments to so many classes that agree are counted, empty classes among them, and more follows), a TotalOrder, or a
/// CompleteBipartite relation. An order relates no element to itself, unless a known pair says that one is: then all are. Probabilities take each that agrees as equally likely; they are counted exactly within -Budget, and refused beyond.</para>
/// <para>A sample that no such relation has is refused, with the pairs that contradict each other.</para>
/// </remarks>
/// <example>
/// <code>@{ Source = 'a'; Target = 'b' }, @{ Source = 'b'; Target = 'c' } | ForEach-Object { [pscustomobject]$_ } |
///     Resolve-Relation -Property Symmetric, Transitive</code>
/// <para>Nine pairs follow from two.</para>
/// </example>
/// <example>
/// <code>New-Relation GreaterThan -Count 8 | Get-RelationPair -TrainingFraction 0.2 | Where-Object IsTraining |
///     Resolve-Relation -Count 8 -Structure TotalOrder -IncludeOpen | Where-Object Origin -eq Open</code>
/// <para>What a network that was trained on these pairs can only guess, and how well it could.</para>
/// </example>
/// <seealso>Get-RelationPair</seealso>
/// <seealso>Measure-AccuracyBound</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsDiagnostic.Resolve, "Relation", DefaultParameterSetName = "Property")]
[OutputType(typeof(InferredPair))]
public sealed class ResolveRelationCommand : GenEftCmdlet
{
    private readonly List<(int Source, int Target, bool Related)> _pairs = [];
    private readonly List<string> _labels = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>A known pair as a row; any column but its own and those of the module's rows gives a warning.</summary>
    [Parameter(Mandatory = false, ValueFromPipeline = true)]
    [ReadableRow]
    public PSObject? InputObject { get; set; }

    /// <summary>The first element of a known pair.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("head")]
    [Label]
    [ValidateNotNullOrEmpty]
    public string Source { get; set; } = "";

    /// <summary>The second element; empty for an element of which no pair is known.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("tail")]
    [Label]
    [AllowEmptyString]
    public string Target { get; set; } = "";

    /// <summary>Whether they are related. The default is that they are; a record where it is empty is left out.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [Truth]
    public bool? Related { get; set; } = true;

    /// <summary>The number of elements n, which are then named 0 to n - 1. The default is those that occur.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int? Count { get; set; }

    /// <summary>The properties of the relation.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Property")]
    [EnumName(typeof(RelationProperty), IsList = true, AllowEmpty = true)]
    public RelationProperty[]? Property { get; set; }

    /// <summary>The structure of the relation.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Structure")]
    [EnumName(typeof(RelationStructure))]
    public RelationStructure Structure { get; set; }

    /// <summary>The number of classes of an Equivalence. The default is any.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Structure")]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int? ClassCount { get; set; }

    /// <summary>Return the pairs too that do not follow.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeOpen { get; set; }

    /// <summary>The most steps that a count of probabilities may take, at most 1e9; each holds some 30 bytes.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Structure")]
    [InvariantNumber(Whole = true, IsLong = true)]
    public long Budget { get; set; } = new PosteriorSettings().Budget;

    /// <inheritdoc/>
    private protected override PSObject? Row => InputObject;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        new PosteriorSettings { Budget = Budget }.Validate();
        if (ClassCount is int classes)
        {
            Guard.Range(nameof(ClassCount), classes, 1, RelationSettings.MaximumCount);
            if (Structure != RelationStructure.Equivalence)
            {
                throw new GenEftException(
                    ErrorIds.ParameterNotApplicable, $"ClassCount was given; structure {Structure} does not have it.", classes);
            }
        }

        RelationPropertySet.RefuseContradictions(Property ?? []);
        if (Count is int count)
        {
            Guard.Range(nameof(Count), count, 1, MaximumCount);
            for (int i = 0; i < count; i++)
            {
                Number(nameof(Count), i.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        int source = Number(nameof(Source), Source);
        if (Target.Length == 0)
        {
            return;
        }

        int target = Number(nameof(Target), Target);
        if (Related is bool related)
        {
            _pairs.Add((source, target, related));
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        IEnumerable<InferredPair> rows = BackgroundWork.Run(
            this, "Inference",
            () =>
            {
                RelationInference inference = new(_labels, _pairs);
                return ParameterSetName == "Property"
                    ? inference.ByProperty(Property ?? [], CancelToken)
                    : inference.ByStructure(Structure, ClassCount, IncludeOpen, Budget, CancelToken);
            },
            writer => writer.Report(0, _ => $"{_pairs.Count} known pairs"));
        bool isEmpty = true;
        foreach (InferredPair row in rows)
        {
            CancelToken.ThrowIfCancellationRequested();
            if (row.Origin != PairOrigin.Open || IncludeOpen)
            {
                WriteObject(row);
                isEmpty = false;
            }
        }

        if (isEmpty)
        {
            WriteWarning("No pair is known, and nothing follows: no record has a Target and a Related that is not empty.");
        }
    }

    // Four tables of bits, 200 MB; of structures five tables of numbers, 640 MB.
    private int MaximumCount => ParameterSetName == "Property" ? 20_000 : 4_000;

    private int Number(string parameter, string label)
    {
        if (_numbers.TryGetValue(label, out int number))
        {
            return number;
        }

        if (Count is int count && _labels.Count == count)
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                FormattableString.Invariant($"{parameter} is '{label}'; with Count it must be a whole number from 0 to {count - 1}."), label);
        }

        Guard.Range("The number of elements", _labels.Count + 1, 1, MaximumCount);
        number = _labels.Count;
        _numbers.Add(label, number);
        _labels.Add(label);
        return number;
    }
}
