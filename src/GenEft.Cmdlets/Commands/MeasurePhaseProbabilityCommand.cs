using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Measures how often networks generalize, with intervals, beside what the theory says (Figure 6).</summary>
/// <remarks>
/// <para>Pipe in results of Invoke-Training, or a file of their rows. Runs that agree in the properties of -By make a group and a row,
/// and by default those that differ in nothing but the seed. Probability is the share that ended in generalization (Table IV; with -IncludeGrokking
/// also in grokking), Low and High its 95 % Wilson interval. Runs that ended in confusion with a finite loss had too few steps to tell: they are
/// counted apart as UndecidedCount, with a warning. Runs without a phase, which had no test pairs, are left out with a warning too.</para>
/// <para>ScalarProbability (Eq. 12, with -ClusterSize Eq. 13) and ExactProbability (about_GenEft_Theory 5(v)) are those of the network's own first layer and initial scales, means
/// over the group's runs: two repons in a decoder of 2w outputs. They are empty for other combinations than Concatenation, and
/// for rows that lack a column they depend on; EmbeddingDimension, OutputDimension, DecoderSigma and SeparationSigma are what Get-ReponProbability
/// takes. What the theory
/// says of a pair need not hold of a network: the row shows both.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 12 | Invoke-Training -DecoderLearningRate 1e-3, 1e-2 -EncoderLearningRate 1e-3 -Seed (1..4) -MaxSteps 1000 |
///     Measure-PhaseProbability</code>
/// <para>Two learning rates, four networks each.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 9 | Invoke-Training -EncoderScale 0.5, 2 -Seed 1, 2 -MaxSteps 200 | Measure-PhaseProbability -By EncoderScale |
///     Export-Csv probability.csv</code>
/// <para>By the scale of the initial embeddings.</para>
/// </example>
/// <seealso>Invoke-Training</seealso>
/// <seealso>Get-ReponProbability</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsDiagnostic.Measure, "PhaseProbability")]
[OutputType(typeof(PhaseProbability))]
public sealed class MeasurePhaseProbabilityCommand : GenEftCmdlet
{
    private static readonly string[] s_rates = [nameof(TrainingSettings.EncoderLearningRate), nameof(TrainingSettings.DecoderLearningRate)];

    // What the law depends on: of a row without one of these it is not known.
    private static readonly string[] s_ofLaw =
    [
        .. s_rates, nameof(TrainingSettings.EmbeddingDimension), nameof(TrainingSettings.DecoderDepth), nameof(TrainingSettings.DecoderWidth),
        nameof(TrainingSettings.Combination), nameof(TrainingSettings.EncoderScale), nameof(TrainingSettings.DecoderScale),
        nameof(TrainingSettings.DecoderInitialization),
    ];

    // What makes groups unless -By says otherwise, and what does too where it differs between runs.
    private static readonly string[] s_always = [nameof(TrainingResult.Relation), .. s_rates];
    private static readonly string[] s_whereDifferent =
    [
        nameof(TrainingResult.Count), .. TrainingSetting.All.Select(setting => setting.Name).Except([.. s_rates, nameof(TrainingSettings.Seed)]),
    ];

    private readonly List<Run> _runs = [];
    private bool _isWarned;

    /// <summary>A result of Invoke-Training, or a row of a file of them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The properties whose values make the groups. The default is the relation, both learning rates, and every other
    /// setting, but the seed, that differs between the runs.</summary>
    [Parameter(Mandatory = false, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResultColumnCompleter))]
    public string[]? By { get; set; }

    /// <summary>Count grokking as generalization.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeGrokking { get; set; }

    /// <summary>N of Eq. 13, for both laws: the number of repons in the cluster that one repon meets.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ClusterSize { get; set; } = 1;

    /// <inheritdoc/>
    protected override void OnBegin() => Guard.Range(nameof(ClusterSize), ClusterSize, 1, int.MaxValue);

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(InputObject, Add);

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        string[] keys = By ?? [.. s_always, .. s_whereDifferent.Where(name => _runs.Select(run => run.Key(name)).Distinct().Count() > 1)];
        foreach (IGrouping<RowKey, Run> runs in _runs.GroupBy(run => new RowKey([.. keys.Select(run.Key)])))
        {
            PhaseGroup group = new(IncludeGrokking, ClusterSize);
            foreach (Run run in runs)
            {
                group.Add(run.Phase, run.IsDiverged, run.Settings, run.HasRates, run.HasLaw);
            }

            (string, object?)[] values = [.. keys.Select(name => (name, runs.First().Item.Properties[name]?.Value))];
            string text = string.Join(", ", runs.Key.Values);
            WriteObject(ResultData.Row(values, group.Measure(text), []));
        }

        if (_runs.Count(run => run.Phase == Phase.Confusion && !run.IsDiverged) is > 0 and int undecided)
        {
            WriteWarning(FormattableString.Invariant(
                $"{undecided} of {_runs.Count} runs ended in confusion: they had too few steps to tell, and are left out of the probability. Use a larger MaxSteps."));
        }
    }

    private void Add(PSObject item)
    {
        RowReader row = new(item);
        foreach (string property in (By ?? s_always).Append(nameof(TrainingResult.Phase)))
        {
            if (!row.Has(property))
            {
                throw new GenEftException(
                    ErrorIds.MissingColumn,
                    $"The input has no property '{property}'; it has {string.Join(", ", item.Properties.Select(known => known.Name))}. Name some of them with -By, or pipe in results of Invoke-Training.",
                    property);
            }

            _ = row.Text(property);
        }

        if (row.Text(nameof(TrainingResult.Phase)).Length == 0)
        {
            if (!_isWarned)
            {
                WriteWarning("Runs without a phase are left out: trained on all pairs, there is no test pair to judge by.");
                _isWarned = true;
            }

            return;
        }

        TrainingSettings settings = item.BaseObject as TrainingSettings ?? SettingsTable.Read(item);
        settings.Validate();
        bool isWhole = item.BaseObject is TrainingSettings;
        _runs.Add(new Run(
            item, settings, row.Name<Phase>(nameof(TrainingResult.Phase)), row.Truth(nameof(TrainingResult.IsDiverged)),
            isWhole || row.Has(s_rates), isWhole || row.Has(s_ofLaw)));
    }

    private sealed record Run(PSObject Item, TrainingSettings Settings, Phase Phase, bool IsDiverged, bool HasRates, bool HasLaw)
    {
        public string Key(string property) => new RowReader(Item).Text(property);
    }

    // Values that are equal one by one, whatever they hold.
    private sealed record RowKey(string[] Values)
    {
        public bool Equals(RowKey? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values);

        public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);
    }
}
