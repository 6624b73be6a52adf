using System.Management.Automation;
using GenEft.Dynamics.Simulation;

namespace GenEft.Infrastructure;

/// <summary>Where two repons and their decoder start, as scalars or matrices: shared by the cmdlets that judge and follow them.</summary>
public abstract class ReponStartCmdlet : RowCmdlet
{
    /// <summary>a_2 at the start.</summary>
    [Parameter(Mandatory = false, Position = 0, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? DecoderScale { get; set; } = [1];

    /// <summary>c at the start: half the separation.</summary>
    [Parameter(Mandatory = false, Position = 1, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Separation { get; set; } = [1];

    /// <summary>r at the start, half the separation: d numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] Displacement { get; set; } = [];

    /// <summary>eta_enc, greater than 0: per unit of time.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] EncoderLearningRate { get; set; } = [1];

    /// <summary>eta_dec, greater than 0: per unit of time.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] DecoderLearningRate { get; set; } = [1];

    /// <summary>The number of repons in the cluster that one repon meets (Eq. 13).</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[]? ClusterSize { get; set; } = [1];

    private bool _isSeparationTyped;

    /// <inheritdoc/>
    protected override void OnBegin() => _isSeparationTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Separation));

    /// <summary>Whether the initial conditions are numbers, and not matrices.</summary>
    private protected bool IsScalar => ParameterSetName == "Scalar";

    /// <summary>Refuses rows whose DecoderScale and Separation are lengths in more dimensions than one.</summary>
    /// <exception cref="GenEftException">ShapeMismatch.</exception>
    private protected void CheckRow()
    {
        if (InputObject is null || !IsScalar)
        {
            return;
        }

        RowReader row = new(InputObject);
        if (!_isSeparationTyped && row.Has(nameof(ReponTrajectoryPoint.Time), nameof(Separation)) && row.Optional(nameof(Separation)) is null)
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange, "The row's Separation is empty: no two of its repons have one target, so that nothing can start from it. Give Separation.", InputObject);
        }

        foreach (string dimension in new[] { nameof(ReponTrajectoryPoint.EmbeddingDimension), nameof(ReponTrajectoryPoint.OutputDimension) })
        {
            if (row.OptionalWhole<int>(dimension) is int length and not 1)
            {
                throw new GenEftException(
                    ErrorIds.ShapeMismatch,
                    FormattableString.Invariant($"The row's {dimension} is {length}; its DecoderScale and Separation are lengths, from which nothing can start. Give Decoder and Displacement."),
                    InputObject);
            }
        }
    }
}
