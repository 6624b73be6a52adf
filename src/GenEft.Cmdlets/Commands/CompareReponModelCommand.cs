using System.Management.Automation;
using GenEft.Dynamics.Simulation;
using GenEft.Infrastructure;

namespace GenEft.Commands;

/// <summary>Tells where the reduced theory of two repons, or of one and a cluster, errs: its verdict beside the end of the full
/// equations.</summary>
/// <remarks>
/// <para>The reduced equations (Eq. 8, with Eq. 13's factor for clusters) hold exactly only for repons whose mean is the origin, with the bias
/// on target: Center and Offset 0. ReducedPhase is their exact verdict; FullPhase tells how the full equations (Eq. 7, the bias trained) end,
/// integrated until the repons have collided or stand still. It is empty where -MaxSteps did not suffice, as where time scales lie very far
/// apart. Difference is the full final separation less the reduced one.</para>
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
/// <seealso>Invoke-ReponSimulation</seealso>
/// <seealso>Get-ReponPhase</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsData.Compare, "ReponModel", DefaultParameterSetName = "Scalar")]
[OutputType(typeof(ReponComparison))]
public sealed class CompareReponModelCommand : ReponPairCmdlet
{
    private WorkerPool? _workers;
    private TaskWriter<ReponComparison>? _writer;

    /// <summary>A at the start: p rows of d numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [Matrix]
    public double[,] Decoder { get; set; } = new double[0, 0];

    /// <summary>The error of a step relative to the state, at most 1e-4. Repons closer than 1e-6 of their distance at the start, or than a hundred
    /// tolerances of it, have collided.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double? Tolerance { get; set; } = new SimulationSettings().Tolerance;

    /// <summary>The most integration steps.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, IsLong = true, AllowEmpty = true)]
    public long? MaxSteps { get; set; } = new SimulationSettings().MaxSteps;

    private SimulationSettings Settings => new() { Tolerance = Tolerance!.Value, MaxSteps = MaxSteps!.Value };

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        Settings.Validate();
        (_workers, _writer) = Start<ReponComparison>("Comparing repon models", "initial conditions", row => WriteObject(row));
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        Settings.Validate();
        CheckRow();

        bool isScalar = IsScalar;
        (double[,] decoder, double[] displacement, double[]? center, double[]? offset) = (Decoder, Displacement, CenterVector, OffsetVector);
        (double tolerance, long maxSteps) = (Tolerance!.Value, MaxSteps!.Value);
        AddAll(
            [ReponModelKind.Full],
            c => isScalar
                ? new ReponPair(new[,] { { c.DecoderScale } }, [c.Separation], [c.Center], [c.Offset], c.EtaX, c.EtaA, c.ClusterSize)
                : new ReponPair(decoder, displacement, center, offset, c.EtaX, c.EtaA, c.ClusterSize),
            make => _writer!.Add(_workers!.Run((_, cancelToken) => make().Compare(tolerance, maxSteps, cancelToken))));
    }

    /// <inheritdoc/>
    protected override void OnEnd() => _writer!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _workers?.Dispose();
        base.Dispose(disposing);
    }
}
