using System.Management.Automation;
using GenEft.Dynamics;
using GenEft.Experiments;
using GenEft.Training;

namespace GenEft.Infrastructure;

/// <summary>The parameters of the law of collision, shared by the cmdlet that evaluates it and the one that inverts it. A run of Invoke-Training
/// has a law of its own.</summary>
public abstract class ReponLawCmdlet : RowCmdlet
{
    private HashSet<string> _typed = [];

    /// <summary>Standard deviation of the entries of A at the start (sigma_a), greater than 0. Of a run that is piped in the default is its own.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] DecoderSigma { get; set; } = [1];

    /// <summary>Standard deviation of the entries of r at the start (sigma_c), greater than 0. Of a run the default is its own.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] SeparationSigma { get; set; } = [1];

    /// <summary>d, the dimension of the embeddings.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[] EmbeddingDimension { get; set; } = [1];

    /// <summary>p, the number of outputs of the linearised decoder; below d the repons never collide. Of a run the default is its own, twice the
    /// width of its first layer.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[] OutputDimension { get; set; } = [1];

    /// <summary>N of Eq. 13: the number of repons in the cluster that one repon meets.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[] ClusterSize { get; set; } = [1];

    /// <summary>Whether a parameter was given on the command line, and not by a row.</summary>
    private protected bool IsTyped(string parameter) => _typed.Contains(parameter);

    /// <inheritdoc/>
    protected override void OnBegin() => _typed = [.. MyInvocation.BoundParameters.Keys];

    /// <summary>The law for every combination of the parameters; of a run that of its network, but for what was typed.</summary>
    /// <exception cref="GenEftException">ParameterNotApplicable for a network whose law is not known, MissingColumn for a run that lacks a
    /// setting.</exception>
    private protected IEnumerable<ReponLaw> Laws()
    {
        TrainingSettings? network = Network();
        return
            from cluster in ClusterSize
            let own = network is null ? null : OfNetwork(network, cluster)
            from decoder in own is null || IsTyped(nameof(DecoderSigma)) ? DecoderSigma : [own.DecoderSigma]
            from separation in own is null || IsTyped(nameof(SeparationSigma)) ? SeparationSigma : [own.SeparationSigma]
            from d in own is null || IsTyped(nameof(EmbeddingDimension)) ? EmbeddingDimension : [own.EmbeddingDimension]
            from p in own is null || IsTyped(nameof(OutputDimension)) ? OutputDimension : [own.OutputDimension]
            select new ReponLaw(d, p, decoder, separation, cluster);
    }

    // The settings of a run; null for another row, and where nothing of the law is left to them.
    private TrainingSettings? Network()
    {
        if (InputObject is null || (IsTyped(nameof(DecoderSigma)) && IsTyped(nameof(SeparationSigma)) && IsTyped(nameof(OutputDimension))))
        {
            return null;
        }

        RowReader row = new(InputObject);
        if (InputObject.BaseObject is TrainingSettings settings)
        {
            return settings;
        }

        string[] missing = [.. NetworkLaw.SettingNames.Where(name => !row.Has(name))];
        if (row.Has(nameof(OutputDimension)) || (missing.Length > 0 && !row.Has(nameof(TrainingResult.Phase))))
        {
            return null;
        }

        return missing.Length == 0 ? SettingsTable.Read(InputObject) : throw new GenEftException(
            ErrorIds.MissingColumn,
            $"The row is a run's and has no {string.Join(", ", missing)}, on which the law of its network depends. Keep these columns, or give -OutputDimension, -DecoderSigma and -SeparationSigma.",
            missing[0]);
    }

    private static ReponLaw OfNetwork(TrainingSettings network, int cluster) => NetworkLaw.Of(network, cluster) ?? throw new GenEftException(
        ErrorIds.ParameterNotApplicable,
        network.Combination == Combination.Concatenation
            ? FormattableString.Invariant($"EncoderScale is {network.EncoderScale} and DecoderScale {network.DecoderScale}; the law of a network is known for scales greater than 0.")
            : $"Combination is {network.Combination}; the law of a network is known for Concatenation. Give -OutputDimension, -DecoderSigma and -SeparationSigma for another.",
        network.Combination);
}
