using System.Management.Automation;
using GenEft.Dynamics;
using GenEft.Experiments;
using GenEft.Infrastructure;
using GenEft.Numerics;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Measures how often networks generalize, with intervals, beside what the theory says (Figure 6).</summary>
/// <remarks>
/// <para>Pipe in results of Invoke-Training, or a file of their rows. Runs that agree in the properties of -By make a group and a row:
/// Probability is the share that ended in generalization (Table IV; with -IncludeGrokking also in grokking), Low and High its 95 % Wilson
/// interval. Runs without a phase, which had no test pairs, are left out with a warning.</para>
/// <para>ScalarProbability (Eq. 12, with -ClusterSize Eq. 13) and ExactProbability (theory.md 5(v)) are those of the network's own first layer and initial scales, means
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
[Cmdlet(VerbsDiagnostic.Measure, "PhaseProbability")]
[OutputType(typeof(PSObject))]
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

    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly List<Group> _inOrder = [];
    private bool _isWarned;

    /// <summary>A result of Invoke-Training, or a row of a file of them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The properties whose values make the groups.</summary>
    [Parameter(Mandatory = false, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] By { get; set; } =
        [nameof(TrainingResult.Relation), nameof(TrainingSettings.EncoderLearningRate), nameof(TrainingSettings.DecoderLearningRate)];

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
        foreach (Group group in _inOrder)
        {
            PSObject row = new();
            row.TypeNames.Insert(0, "GenEft.PhaseProbabilityRow");
            (double low, double high) = WilsonInterval.Of(group.Successes, group.Runs);
            foreach ((string name, object? value) in group.Keys.Concat(
            [
                ("Group", string.Join(", ", group.Keys.Select(pair => FormattableString.Invariant($"{pair.Value}")))), ("RunCount", group.Runs), ("GeneralizationCount", group.Successes), ("Probability", (double)group.Successes / group.Runs),
                ("Low", low), ("High", high), ("LearningRateRatio", group.Ratio), ("EmbeddingDimension", group.Law?.EmbeddingDimension),
                ("OutputDimension", group.Law?.OutputDimension), ("DecoderSigma", group.Law?.DecoderSigma),
                ("SeparationSigma", group.Law?.SeparationSigma), ("ClusterSize", ClusterSize), ("ScalarProbability", group.Mean(group.Scalar)),
                ("ExactProbability", group.Mean(group.Exact)),
            ]))
            {
                // A property that made the groups stands already.
                if (row.Properties[name] is null)
                {
                    row.Properties.Add(new PSNoteProperty(name, value));
                }
            }

            WriteObject(row);
        }
    }

    private void Add(PSObject item)
    {
        RowReader row = new(item);
        foreach (string property in By.Append(nameof(TrainingResult.Phase)))
        {
            if (!row.Has(property))
            {
                throw new GenEftException(ErrorIds.MissingColumn, $"The input has no property '{property}'. Pipe in results of Invoke-Training.", item);
            }
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

        Phase phase = row.Name<Phase>(nameof(TrainingResult.Phase));
        TrainingSettings settings = item.BaseObject as TrainingSettings ?? SettingsTable.Read(item);
        settings.Validate();
        (string, object?)[] keys = [.. By.Select(property => (property, item.Properties[property].Value))];
        string key = string.Join('\n', keys.Select(pair => FormattableString.Invariant($"{pair.Item2}")));
        if (!_groups.TryGetValue(key, out Group? group))
        {
            _groups.Add(key, group = new Group(keys));
            _inOrder.Add(group);
        }

        bool isWhole = item.BaseObject is TrainingSettings || row.Has(s_ofLaw);
        group.Add(
            phase == Phase.Generalization || (IncludeGrokking && phase == Phase.Grokking),
            item.BaseObject is TrainingSettings || row.Has(s_rates) ? settings.DecoderLearningRate / settings.EncoderLearningRate : null,
            isWhole ? NetworkLaw.Of(settings, ClusterSize) : null);
    }

    /// <summary>Runs that agree in the properties.</summary>
    private sealed class Group((string, object?)[] keys)
    {
        private readonly HashSet<double?> _ratios = [];
        private readonly HashSet<(int, int, double, double)?> _laws = [];
        private ReponLaw? _law;

        public IEnumerable<(string Name, object? Value)> Keys => keys;

        public long Runs { get; private set; }

        public long Successes { get; private set; }

        public double? Scalar { get; private set; } = 0;

        public double? Exact { get; private set; } = 0;

        // Empty where the runs have several.
        public double? Ratio => _ratios.Count == 1 ? _ratios.Single() : null;

        public ReponLaw? Law => _laws.Count == 1 ? _law : null;

        public double? Mean(double? sum) => sum / Runs;

        public void Add(bool isSuccess, double? ratio, ReponLaw? law)
        {
            Runs++;
            Successes += isSuccess ? 1 : 0;
            _ratios.Add(ratio);
            _law = law;
            _laws.Add(law is null ? null : (law.EmbeddingDimension, law.OutputDimension, law.DecoderSigma, law.SeparationSigma));
            Scalar += ratio is double there ? law?.ScalarProbability(there) : null;
            Exact += ratio is double here ? law?.ExactProbability(here) : null;
        }
    }
}
