using System.Collections;
using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Statics;
using GenEft.Statics.Inference;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Commands;

/// <summary>Measures how much of a relation a model must see before it can reach an accuracy (Eq. 1-4).</summary>
/// <remarks>
/// <para>The relation's description length is b = log2(n!/|Aut|) bits, however it was made or read: in closed form for total
/// orders, equivalences and complete bipartite relations, from its automorphism group, as Measure-DescriptionLength finds it,
/// for any other. Class sizes count as known here; Get-DescriptionLength gives the bits of whole classes of relations.</para>
/// <para>Where -TimeLimit cut the search short, b is known to lie in an interval: Low and High are the critical fractions at
/// its ends, Bits and CriticalFraction those of the upper end. Otherwise Low and High are empty.</para>
/// <para>Pairs of a sparse relation tell less than a bit: InformationPerPair is the most that one tells, and IdentificationFraction the share
/// of random pairs below which no learner that knows the relation up to its labels can identify it, on average; by unordered pairs
/// MirroredIdentificationFraction, where each pair determines its mirror. Where an accuracy is below BaselineAccuracy, what a constant answer
/// scores, a warning says so.</para>
/// <para>Analytic, the default, is Eq. 4's estimate log(1 - alpha) / (n^2 log(1 - 1/b)), the fraction from which on a share alpha of the pairs follows; what does not follow
/// counts as wrong, while Exact's guesser has some of it right and needs less, of an order a third. It may exceed 1, which IsReachable tells.
/// CriticalSampleCount is the smallest number of samples with which Eq. 3 reaches the accuracy, ScaleFraction the scale
/// b/n^2.</para>
/// <para>Exact and MonteCarlo draw samples, let each grow pair by pair, and find where the bound of Measure-AccuracyBound (its methods
/// Exact and Paper, which see) first reaches the accuracy: CriticalFraction is the mean over samplings, Low and High its 95 % confidence
/// interval (Student's t).</para>
/// <para>Training trains networks, each on a sample of its own, and finds by halving from which fraction on a network's accuracy over the
/// whole data set, training pairs included, is at least the accuracy: CriticalFraction is the mean over networks, the interval likewise,
/// widened by half of what the search leaves open: (s - 1)/2 pairs, s being -Tolerance times n^2 rounded down, at least 1. A network is trained for MaxSteps steps, 10,000 unless -Training says otherwise, and judged at the last.
/// Its seed is -Seed for the first, and the next numbers for the others; Invoke-Training with that seed and fraction trains the same. Where
/// some network fails even on all pairs, CriticalFraction is empty and ReachedCount tells how many do.</para>
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
/// <example>
/// <code>New-Relation Modulo -Count 10 | Measure-CriticalFraction -Method Training -Tolerance 0.1 -SamplingCount 2 -Training @{ DecoderDepth = 1, 2; Combination = 'SquaredDifference'; MaxSteps = 1000 }</code>
/// <para>What two architectures need.</para>
/// </example>
/// <seealso>Measure-DescriptionLength</seealso>
/// <seealso>Measure-AccuracyBound</seealso>
/// <seealso>Measure-InductiveGap</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsDiagnostic.Measure, "CriticalFraction", DefaultParameterSetName = "Relation", SupportsShouldProcess = true)]
[OutputType(typeof(CriticalFractionResult))]
public sealed class MeasureCriticalFractionCommand : PosteriorCmdlet
{
    // What the search sets itself, or does not look at.
    private static readonly string[] s_ownSettings =
    [
        nameof(TrainingSettings.TrainingFraction), nameof(TrainingSettings.Seed), nameof(TrainingSettings.StopWhen), nameof(TrainingSettings.Patience),
        nameof(TrainingSettings.EvaluationInterval), nameof(TrainingSettings.HistoryInterval), nameof(TrainingSettings.AccuracyThreshold),
        nameof(TrainingSettings.GrokkingDelay), nameof(TrainingSettings.Crossing), nameof(TrainingSettings.IncludeCharge),
        nameof(TrainingSettings.PhaseMetric), nameof(TrainingSettings.NegativeRatio), nameof(TrainingSettings.EvaluationCount),
    ];

    private TrainingSettings[] _trainings = [];
    private TrainingSession? _session;

    /// <summary>A row with Bits and Count, and more parameters perhaps, such as Measure-DescriptionLength and
    /// Get-DescriptionLength return; any other column gives a warning.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Bits", ValueFromPipeline = true)]
    [ReadableRow]
    public PSObject? InputObject { get; set; }

    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Relation", ValueFromPipeline = true)]
    [RelationValue(AllowsRow = true)]
    public Relation[] Relation { get; set; } = [];

    /// <summary>The description length b in bits: 0, or at least 1. With a relation it takes the place of the
    /// measured one, for -Method Analytic alone.</summary>
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
    [InvariantNumber(AllowEmpty = true)]
    public double[] Accuracy { get; set; } = [0.9];

    /// <summary>How the fraction is found; several give rows each. From bits alone only Analytic.</summary>
    [Parameter(Mandatory = false)]
    [EnumName(typeof(CriticalFractionMethod), AllowEmpty = true)]
    public CriticalFractionMethod[] Method { get; set; } = [CriticalFractionMethod.Analytic];

    /// <summary>The longest time to search for automorphisms of one relation, as a TimeSpan or a number of seconds. Past it the
    /// result is an interval that is proved. The default is no limit.</summary>
    [Parameter(Mandatory = false)]
    [Seconds]
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>How the networks of -Method Training are trained: tables of Invoke-Training's parameters and their values. Several values,
    /// or several tables, give rows each.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Relation")]
    [Table]
    public IDictionary[] Training { get; set; } = [];

    /// <summary>How finely the fraction of each network is searched, strictly between 0 and 1. -Method Training only.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Relation")]
    [InvariantNumber]
    public double Tolerance { get; set; } = 0.01;

    /// <summary>Where the networks of -Method Training are trained, as with Invoke-Training.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Relation")]
    [EnumName(typeof(AcceleratorKind))]
    public AcceleratorKind Accelerator { get; set; }

    /// <summary>A file that keeps the state of every run of -Method Training, as with Invoke-Training: started again, the search goes on from
    /// where it was.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Relation")]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <inheritdoc/>
    private protected override PSObject? Row => ParameterSetName == "Bits" ? InputObject : null;

    /// <inheritdoc/>
    private protected override bool DrawsSamples => Method.Any(method => method != CriticalFractionMethod.Analytic);

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        Guard.OpenUnit(nameof(Tolerance), Tolerance);
        foreach (string parameter in new[] { nameof(Training), nameof(Tolerance), nameof(Accelerator), nameof(Checkpoint) })
        {
            if (MyInvocation.BoundParameters.ContainsKey(parameter) && !Method.Contains(CriticalFractionMethod.Training))
            {
                throw new GenEftException(
                    ErrorIds.ParameterNotApplicable, $"{parameter} was given; only -Method Training has it.", parameter);
            }
        }

        if (ParameterSetName == "Bits" && DrawsSamples)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, "Method is not Analytic; samples are drawn from a relation, so -Relation is needed.", Method);
        }

        if (Bits is not null && DrawsSamples)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, "Bits was given; only -Method Analytic goes by them, the others by the relation itself.", Bits);
        }

        if (DrawsSamples)
        {
            Guard.Range(nameof(SamplingCount), SamplingCount ?? 2, 2, 1_000_000);   // one has no interval
        }

        Array.ForEach(Accuracy, accuracy => Guard.OpenUnit(nameof(Accuracy), accuracy));
        if (Method.Contains(CriticalFractionMethod.Training))
        {
            TrainingSettings start = new() { MaxSteps = 10_000 };
            _trainings = Training.Length == 0
                ? [start]
                : [.. Training.SelectMany(table => SettingsTable.Cells(table, start, s_ownSettings))];
            Array.ForEach(_trainings, settings => settings.Validate());
            _session = new TrainingSession(this, Accelerator, Checkpoint, ThrottleLimit, inOrder: false);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _session?.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        if (ParameterSetName == "Bits")
        {
            // Of a search that was cut, the interval that is proved.
            RowReader? row = InputObject is null ? null : new RowReader(InputObject);
            string name = Name.Length == 0 && row is not null ? row.Text(nameof(DescriptionLengthResult.Relation))
                : row is not null && row.Has("Class") && Enum.TryParse(Name, out RelationClass known) && Enum.IsDefined(known) ? $"{known}"   // of JSON a number
                : Name;
            BitRange[] bits = row?.Optional(nameof(DescriptionLengthResult.BitsLow)) is double low
                && row.Optional(nameof(DescriptionLengthResult.BitsHigh)) is double high && Bits is [double given] && low <= given && given <= high
                ? [new BitRange(low, high)] : Given();
            WriteAll(Count.SelectMany(count => Rows(name, bits, count)));
            return;
        }

        ForEach(Relation, relation =>
        {
            PairInformation information = BackgroundWork.OfLarge(
                this, relation.Count, $"Pairs of {relation.Name}", _ => PairInformation.Of(relation, CancelToken));
            TellBaseline(relation, information.BaselineAccuracy);
            BitRange[] bits = Bits is null
                ? [AutomorphismSearch.Run(this, relation.Name, TimeLimit, options => BitRange.Measure(relation, options, CancelToken))]
                : Given();
            SampledBounds? bounds = null;
            foreach (CriticalFractionMethod method in Method)
            {
                if (method == CriticalFractionMethod.Analytic)
                {
                    WriteAll(Rows(relation.Name, bits, relation.Count).Select(row => row.With(information)));
                }
                else if (method == CriticalFractionMethod.Training)
                {
                    WriteTrained(relation, bits[0].High, information);
                }
                else
                {
                    bounds ??= BackgroundWork.OfLarge(
                    this, relation.Count, $"Structure of {relation.Name}", progress => new SampledBounds(relation, progress, CancelToken));
                    WriteSampled(relation, bounds, method, bits[0].High, information);
                }
            }
        });
    }

    private BitRange[] Given() => Array.ConvertAll(Bits!, bits => new BitRange(bits, bits));

    private IEnumerable<CriticalFractionResult> Rows(string name, BitRange[] allBits, int count) =>
        from bits in allBits
        from accuracy in Accuracy
        select AnalyticStatics.CriticalFraction(name, bits, count, accuracy);

    // Once a relation: an accuracy that a constant answer has is reached without seeing a pair.
    private void TellBaseline(Relation relation, double baseline)
    {
        if (Accuracy.Where(accuracy => accuracy < baseline).ToArray() is [double first, ..])
        {
            WriteWarning(FormattableString.Invariant(
                $"Accuracy {first} is below {baseline:0.####}, what {(relation.Joined.Count > 0 ? "one answer for all" : $"the answer \"{(relation.Density < 0.5 ? "never" : "always")}\"")} scores on all pairs of '{relation.Name}': fractions that reach it say nothing about what is known of its {relation.EdgeCount} edges. IdentificationFraction tells from which share of the pairs on the relation can be identified."));
        }
    }

    private void WriteSampled(Relation relation, SampledBounds bounds, CriticalFractionMethod method, double bits, PairInformation information)
    {
        int samplings = SamplingCount ?? bounds.DefaultSamplingCount;
        foreach (long seed in Seed)
        {
            foreach (double accuracy in Accuracy)
            {
                WriteObject(Counted(
                    $"Critical fraction of {relation.Name}", ProgressWriter.Describe($"{method}, accuracy {accuracy}"), samplings, "samplings",
                    progress => bounds.CriticalFraction(
                        method, accuracy, bits, samplings, seed, Settings, ThrottleLimit, progress, CancelToken)).With(information));
            }
        }
    }

    private void WriteTrained(Relation relation, double bits, PairInformation information)
    {
        int networks = SamplingCount ?? 5;

        // All are checked before any is trained.
        TrainedFraction[] searches = Array.ConvertAll(_trainings, settings => new TrainedFraction(relation, settings));
        Array.ForEach(searches, search => _session!.Check(search.LargestRun));
        Array.ForEach(searches, search => _session!.TellWhere(search.LargestRun));
        if (!ShouldProcess(relation.Name, $"Train networks: {searches.Length} architecture(s), {networks} each"))
        {
            return;
        }

        TrainingScheduler scheduler = _session!.Scheduler;
        long before = scheduler.Progress.Finished;
        double expected = (double)networks * Seed.Length * Accuracy.Length * searches.Sum(search => search.MaximumRunCount(Tolerance));
        // A few searches at once keep all workers busy, and rows come while others are still sought.
        int capacity = 1 + (2 * scheduler.Breadth / networks);
        TaskWriter<CriticalFractionResult> writer = new(
            this, $"Critical fraction of {relation.Name}", capacity, row => WriteObject(row.With(information)),
            () => (scheduler.Progress.Finished - before) / expected,
            _ => ProgressWriter.Describe($"{scheduler.Progress.Finished - before} of at most {expected} runs"));
        foreach (TrainedFraction search in searches)
        {
            foreach (long seed in Seed)
            {
                foreach (double accuracy in Accuracy)
                {
                    writer.Add(search.MeasureAsync(scheduler, accuracy, Tolerance, bits, networks, seed, CancelToken));
                }
            }
        }

        writer.Finish();
        _session.TellFailure();
    }
}
