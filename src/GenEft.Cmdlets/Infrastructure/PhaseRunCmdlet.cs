using System.Globalization;
using System.Management.Automation;
using GenEft.Experiments;
using GenEft.Training;

namespace GenEft.Infrastructure;

/// <summary>A cmdlet that judges runs by how they ended: results of Invoke-Training, or rows of a file of them, in groups.</summary>
public abstract class PhaseRunCmdlet : GenEftCmdlet
{
    private protected static readonly string[] s_rates = [nameof(TrainingSettings.EncoderLearningRate), nameof(TrainingSettings.DecoderLearningRate)];

    // Of a row without one of these the law is not known.
    private static readonly string[] s_ofLaw = [.. s_rates, .. NetworkLaw.SettingNames];

    // What makes groups where it differs between runs.
    private static readonly string[] s_whereDifferent =
    [
        nameof(TrainingResult.Count), .. TrainingSetting.All.Select(setting => setting.Name).Except([.. s_rates, nameof(TrainingSettings.Seed)]),
    ];

    private readonly List<Run> _runs = [];
    private readonly RepeatedRuns _repeats = new();
    private bool _isWarned;

    /// <summary>A result of Invoke-Training, or a row of a file of them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The properties whose values make the groups. The default is the relation and every other setting that differs between the
    /// runs, but for the seed.</summary>
    [Parameter(Mandatory = false, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ResultColumnCompleter))]
    public string[]? By { get; set; }

    /// <summary>Count grokking as generalization.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeGrokking { get; set; }

    /// <summary>What makes groups in any case, unless By says otherwise.</summary>
    private protected abstract string[] Always { get; }

    /// <summary>What rows must have beside the phase and what makes the groups.</summary>
    private protected virtual string[] Needed => [];

    /// <summary>The runs so far.</summary>
    private protected IReadOnlyList<Run> Runs => _runs;

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(InputObject, Add);

    /// <summary>The runs in groups, each with the values that made it; their text tells those that differ between groups.</summary>
    private protected IEnumerable<(string Text, (string Name, object? Value)[] Values, IReadOnlyList<Run> Runs)> Groups()
    {
        if (_repeats.Warning is { } warning)
        {
            WriteWarning(warning);
        }

        string[] keys = By ?? [.. Always, .. s_whereDifferent.Where(name => RowReader.Differ(_runs.Select(run => run.Row), name))];
        string[] apart = [.. keys.Where(name => _runs.Select(run => Rounded(run.Row, name)).Distinct().Skip(1).Any())];
        string[] told = apart.Length > 0 ? apart : keys[..1];
        return _runs.GroupBy(run => new RowKey([.. keys.Select(name => Rounded(run.Row, name))])).Select(runs => (
            string.Join(", ", told.Select(name => Told(name, runs.Key.Values[Array.IndexOf(keys, name)]))),
            keys.Select((name, k) => (name, Value(runs, name, runs.Key.Values[k]))).ToArray(),
            (IReadOnlyList<Run>)[.. runs]));
    }

    // Numbers that are alike to twelve digits are one: ratios of rates from a grid differ in the last.
    private static string Rounded(RowReader row, string name) =>
        row.Typed(name) is double number ? number.ToString("G12", CultureInfo.InvariantCulture) : row.Text(name);

    private static object? Value(IEnumerable<Run> runs, string name, string rounded) =>
        RowReader.Differ(runs.Select(run => run.Row), name) ? double.Parse(rounded, CultureInfo.InvariantCulture) : runs.First().Row.Typed(name);

    private static string Told(string name, string value) => name == nameof(TrainingResult.Relation) ? value : $"{name} {value}";

    private void Add(PSObject item)
    {
        RowReader row = new(item);
        if (row.Has(nameof(EmbeddingRow.Index), nameof(EmbeddingRow.Element)))
        {
            throw new GenEftException(ErrorIds.ValueOutOfRange, "The input is one element of a run, by Get-Embedding; it must be a run: pipe in results of Invoke-Training.", item);
        }

        foreach (string property in (By ?? Always).Concat(Needed).Append(nameof(TrainingResult.Phase)))
        {
            if (!row.Has(property))
            {
                throw new GenEftException(
                    ErrorIds.MissingColumn,
                    $"The input has no property '{property}'; it has {(item.Properties.Any() ? string.Join(", ", item.Properties.Select(known => known.Name)) : "none")}. Name some of them with -By, or pipe in results of Invoke-Training.",
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
        Run run = new(
            item, settings, row.Name<Phase>(nameof(TrainingResult.Phase)), row.Truth(nameof(TrainingResult.IsDiverged)),
            isWhole || row.Has(s_rates), isWhole || row.Has(s_ofLaw));
        Check(run);
        if (!_repeats.IsRepeat(row))
        {
            _runs.Add(run);
        }
    }

    /// <summary>Refuses a run that cannot be judged.</summary>
    private protected virtual void Check(Run run)
    {
    }

    private protected sealed record Run(PSObject Item, TrainingSettings Settings, Phase Phase, bool IsDiverged, bool HasRates, bool HasLaw)
    {
        public RowReader Row { get; } = new(Item);
    }
}
