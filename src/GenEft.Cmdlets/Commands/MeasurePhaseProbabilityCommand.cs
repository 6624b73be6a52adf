using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Measures how often networks generalize, with intervals, beside what the theory says (Figure 6).</summary>
/// <remarks>
/// <para>Pipe in results of Invoke-Training, or a file of their rows. Runs that agree in the properties of -By make a group and a row:
/// Probability is the share that ended in generalization (Table IV; with -IncludeGrokking also in grokking), Low and High its 95 % Wilson
/// interval. Runs without a phase, which had no test pairs, are left out with a warning.</para>
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

    private readonly Dictionary<string, PhaseGroup> _groups = new(StringComparer.Ordinal);
    private readonly List<(PhaseGroup Group, (string Name, object? Value)[] Keys)> _inOrder = [];
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
        foreach ((PhaseGroup group, (string Name, object? Value)[] keys) in _inOrder)
        {
            string text = string.Join(", ", keys.Select(pair => FormattableString.Invariant($"{pair.Value}")));
            WriteObject(ResultData.Row(keys, group.Measure(text), []));
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
        if (!_groups.TryGetValue(key, out PhaseGroup? group))
        {
            _groups.Add(key, group = new PhaseGroup(IncludeGrokking, ClusterSize));
            _inOrder.Add((group, keys));
        }

        bool isWhole = item.BaseObject is TrainingSettings;
        group.Add(phase, settings, hasRates: isWhole || row.Has(s_rates), hasLaw: isWhole || row.Has(s_ofLaw));
    }
}
