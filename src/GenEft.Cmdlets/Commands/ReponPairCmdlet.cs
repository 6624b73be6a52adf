using System.Management.Automation;

namespace GenEft.Commands;

/// <summary>Initial conditions of two repons, or of one and a cluster, as scalars or matrices: shared by the cmdlets that follow them.</summary>
public abstract class ReponPairCmdlet : GenEftCmdlet
{
    /// <summary>A row of settings; each property named like a parameter sets it, any other gives a warning.</summary>
    [Parameter(Mandatory = false, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>a_2 at the start.</summary>
    [Parameter(Mandatory = false, Position = 0, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? DecoderScale { get; set; } = [1];

    /// <summary>c at the start: half the separation.</summary>
    [Parameter(Mandatory = false, Position = 1, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Separation { get; set; } = [1];

    /// <summary>The mean of all repons, for the full equations.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Center { get; set; } = [0];

    /// <summary>The bias less the target, b - y, for the full equations.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Offset { get; set; } = [0];

    /// <summary>r at the start, half the separation: d numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] Displacement { get; set; } = [];

    /// <summary>The mean of all repons, for the full equations: d numbers. The default is 0.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[]? CenterVector { get; set; }

    /// <summary>The bias less the target, b - y, for the full equations: p numbers. The default is 0.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[]? OffsetVector { get; set; }

    /// <summary>eta_enc, greater than 0: per unit of time.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [InvariantNumber]
    public double[] EncoderLearningRate { get; set; } = [1];

    /// <summary>eta_dec, greater than 0: per unit of time.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [InvariantNumber]
    public double[] DecoderLearningRate { get; set; } = [1];

    /// <summary>The number of repons in the cluster that one repon meets (Eq. 13).</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int[]? ClusterSize { get; set; } = [1];

    /// <summary>The most initial conditions at once, from 1 to 1024. The default is one on each core.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>Whether the initial conditions are numbers, and not matrices.</summary>
    private protected bool IsScalar => ParameterSetName == "Scalar";

    /// <inheritdoc/>
    protected override void OnBegin() => Guard.Range(nameof(ThrottleLimit), ThrottleLimit, 1, 1024);

    /// <summary>Refuses a row that is none, and warns of columns that set nothing.</summary>
    private protected void CheckRow()
    {
        ReponRow.Check(this, InputObject, IsScalar);
        ReponRow.CheckScalars(DecoderScale, Separation);
        WarnOfUnknownColumns(InputObject, typeof(ReponPhaseResult), typeof(ReponTrajectoryPoint), typeof(ReponComparison));
    }

    /// <summary>Every combination of the parameters; the order is that of the parameters, the last varying fastest.</summary>
    private protected IEnumerable<Cell> Cells(IEnumerable<ReponModelKind> models) => models.Select(model => new Cell(model, 0, 0, 0, 0, 0, 0, 1))
        .Sweep(IsScalar ? DecoderScale : null, (cell, value) => cell with { DecoderScale = value })
        .Sweep(IsScalar ? Separation : null, (cell, value) => cell with { Separation = value })
        .Sweep(IsScalar ? Center : null, (cell, value) => cell with { Center = value })
        .Sweep(IsScalar ? Offset : null, (cell, value) => cell with { Offset = value })
        .Sweep(EncoderLearningRate, (cell, value) => cell with { EtaX = value })
        .Sweep(DecoderLearningRate, (cell, value) => cell with { EtaA = value })
        .Sweep(ClusterSize, (cell, value) => cell with { ClusterSize = value });

    /// <summary>One combination.</summary>
    private protected sealed record Cell(
        ReponModelKind Model, double DecoderScale, double Separation, double Center, double Offset, double EtaX, double EtaA, int ClusterSize)
    {
        /// <summary>Refuses numbers that cannot start anything.</summary>
        public void CheckScalars()
        {
            Guard.Finite(nameof(DecoderScale), DecoderScale);
            Guard.Finite(nameof(Separation), Separation);
            ReponSimulation.CheckPair(Model, new[,] { { DecoderScale } }, [Separation], EtaX, EtaA, ClusterSize, [Center], [Offset]);
        }
    }
}
