using System.Management.Automation;

namespace GenEft.Commands;

/// <summary>Tells where the reduced theory of two repons, or of one and a cluster, errs: its verdict beside the end of the full
/// equations.</summary>
/// <remarks>
/// <para>The reduced equations (Eq. 8, with Eq. 13's factor for clusters) hold exactly only for repons whose mean is the origin, with the bias
/// on target: Center and Offset 0. ReducedPhase is their exact verdict; FullPhase tells how the full equations (Eq. 7, the bias trained) end, integrated until the
/// repons have collided or nothing moves any more. Difference is the full final separation less the reduced one.</para>
/// <para>Several values of a scalar make every combination, and rows come as they are found, in order.</para>
/// </remarks>
/// <example>
/// <code>Compare-ReponModel -DecoderScale 0.5, 1 -Separation 0.5, 1 -Offset 0, 1</code>
/// <para>Eight initial conditions.</para>
/// </example>
/// <example>
/// <code>Compare-ReponModel -Decoder @(@(1, 0.5), @(0, 2), @(1, 1)) -Displacement 0.3, -0.2 -CenterVector 0.5, 0 -OffsetVector 0, 0, 1</code>
/// <para>Two embedding dimensions, three outputs.</para>
/// </example>
[Cmdlet(VerbsData.Compare, "ReponModel", DefaultParameterSetName = "Scalar")]
[OutputType(typeof(ReponComparison))]
public sealed class CompareReponModelCommand : GenEftCmdlet
{
    private OrderedWork<Work, ReponComparison>? _comparisons;

    /// <summary>A row of settings; each property named like a parameter sets it, any other gives a warning.</summary>
    [Parameter(Mandatory = false, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>a_2 at the start.</summary>
    [Parameter(Mandatory = false, Position = 0, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [InvariantNumber]
    public double[] DecoderScale { get; set; } = [1];

    /// <summary>c at the start: half the separation.</summary>
    [Parameter(Mandatory = false, Position = 1, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [InvariantNumber]
    public double[] Separation { get; set; } = [1];

    /// <summary>The mean of all repons.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Center { get; set; } = [0];

    /// <summary>The bias less the target, b - y.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Offset { get; set; } = [0];

    /// <summary>A at the start: p rows of d numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [Matrix]
    public double[,] Decoder { get; set; } = new double[0, 0];

    /// <summary>r at the start, half the separation: d numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] Displacement { get; set; } = [];

    /// <summary>The mean of all repons: d numbers. The default is 0.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[]? CenterVector { get; set; }

    /// <summary>b - y: p numbers. The default is 0.</summary>
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

    /// <summary>The error of a step relative to the state, at most 1e-4. Repons closer than 1e-6 of their distance at the start, or than a hundred
    /// tolerances of it, have collided.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double Tolerance { get; set; } = new SimulationSettings().Tolerance;

    /// <summary>The most integration steps.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, IsLong = true)]
    public long MaxSteps { get; set; } = new SimulationSettings().MaxSteps;

    /// <summary>The most comparisons at once, from 1 to 1024. The default is one on each core.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        Guard.Range(nameof(ThrottleLimit), ThrottleLimit, 1, 1024);
        new SimulationSettings { Tolerance = Tolerance, MaxSteps = MaxSteps }.Validate();
        _comparisons = new OrderedWork<Work, ReponComparison>(
            this, "Comparing repon models", "initial conditions", ThrottleLimit,
            (work, _, cancelToken) => work.Make().Compare(work.Tolerance, work.MaxSteps, cancelToken), row => WriteObject(row), WriteFailure, CancelToken);
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        new SimulationSettings { Tolerance = Tolerance, MaxSteps = MaxSteps }.Validate();
        bool isScalar = ParameterSetName == "Scalar";
        ReponRow.Check(InputObject, isScalar);
        WarnOfUnknownColumns(InputObject, typeof(ReponPhaseResult), typeof(ReponTrajectoryPoint), typeof(ReponComparison));
        IEnumerable<Cell> cells = new[] { new Cell(0, 0, 0, 0, 0, 0, 1) }
            .Sweep(isScalar ? DecoderScale : null, (cell, value) => cell with { DecoderScale = value })
            .Sweep(isScalar ? Separation : null, (cell, value) => cell with { Separation = value })
            .Sweep(isScalar ? Center : null, (cell, value) => cell with { Center = value })
            .Sweep(isScalar ? Offset : null, (cell, value) => cell with { Offset = value })
            .Sweep(EncoderLearningRate, (cell, value) => cell with { EtaX = value })
            .Sweep(DecoderLearningRate, (cell, value) => cell with { EtaA = value })
            .Sweep(ClusterSize, (cell, value) => cell with { ClusterSize = value });

        // All of a record's initial conditions are checked before any is followed; they are made when their turn comes.
        foreach (Cell c in cells)
        {
            CancelToken.ThrowIfCancellationRequested();
            if (isScalar)
            {
                ReponRow.CheckScalars(c.DecoderScale, c.Separation);
                ReponSimulation.CheckPair(
                    ReponModelKind.Full, new[,] { { c.DecoderScale } }, [c.Separation], c.EtaX, c.EtaA, c.ClusterSize, [c.Center], [c.Offset]);
            }
            else
            {
                _ = new ReponPair(Decoder, Displacement, CenterVector, OffsetVector, c.EtaX, c.EtaA, c.ClusterSize);
            }
        }

        (double[,] decoder, double[] displacement, double[]? center, double[]? offset) = (Decoder, Displacement, CenterVector, OffsetVector);
        foreach (Cell c in cells)
        {
            _comparisons!.Add(new Work(
                () => isScalar
                    ? new ReponPair(new[,] { { c.DecoderScale } }, [c.Separation], [c.Center], [c.Offset], c.EtaX, c.EtaA, c.ClusterSize)
                    : new ReponPair(decoder, displacement, center, offset, c.EtaX, c.EtaA, c.ClusterSize),
                Tolerance, MaxSteps));
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd() => _comparisons!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _comparisons?.Dispose();
        base.Dispose(disposing);
    }

    private sealed record Cell(double DecoderScale, double Separation, double Center, double Offset, double EtaX, double EtaA, int ClusterSize);

    private sealed record Work(Func<ReponPair> Make, double Tolerance, long MaxSteps);
}
