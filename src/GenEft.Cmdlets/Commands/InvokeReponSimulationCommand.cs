using System.Management.Automation;
using GenEft.Dynamics.Simulation;
using GenEft.Infrastructure;
using GenEft.Numerics;

namespace GenEft.Commands;

/// <summary>Follows interacting repons and their decoder along time: by the closed form, the reduced equations or the full ones.</summary>
/// <remarks>
/// <para>ClosedForm is the exact solution of the reduced equations (Eq. 8) in any dimension, Reduced integrates them, Full integrates Eq. 7:
/// any number of repons and targets, the bias trained. The reduced equations hold exactly only for repons whose
/// mean is the origin, with the bias on target; Compare-ReponModel tells how far they are off.</para>
/// <para>Scalar form: a_2 and c of Figure 4, several values of each making every combination. Matrix form: A and r in any dimension. Both are
/// two repons, a distance 2 r apart, or with ClusterSize N one repon and N others at one place; with -Model Full their mean is Center, and
/// Offset is b - y. Repons form: A, b, positions and targets; repons of equal targets are of one class.</para>
/// <para>A row comes out for each time asked for, and for each event: Collision when all repons of each target are together, Standstill when
/// no two of one target come closer any more and the potential does not fall (the closed form tells collisions only); a saddle may look so
/// too, until it is left. The last row's End says why it is the last: times completed, an event (-StopAtEvent), the step limit, steps too
/// small, or a state that is no longer finite. ChargeDrift tells how well the conserved matrix was kept.</para>
/// <para>DormandPrince adapts its steps to -Tolerance and is explicit: where time scales lie far apart it takes many. Euler, Midpoint and
/// RungeKutta4 take steps of -StepSize.</para>
/// </remarks>
/// <example>
/// <code>Invoke-ReponSimulation -DecoderScale 1 -Separation 0.5, 1.5 -EncoderLearningRate 1 -DecoderLearningRate 1 | Export-Csv trajectories.csv</code>
/// <para>One trajectory on each side of Figure 4's boundary.</para>
/// </example>
/// <example>
/// <code>Invoke-ReponSimulation -Model ClosedForm, Reduced, Full -DecoderScale 1 -Separation 0.5 -Time 0, 1, 5</code>
/// <para>Three ways to the same three points.</para>
/// </example>
/// <example>
/// <code>Invoke-ReponSimulation -Decoder @(@(1, 0.5), @(0, 2)) -Position @(@(1, 0), @(0.5, 0.2), @(-1, 0)) -Target @(@(1, 0), @(1, 0), @(0, 1)) -EndTime 1e6 -StopAtEvent |
///     Select-Object -Last 1</code>
/// <para>Three repons, two of one class: how they end.</para>
/// </example>
/// <seealso>Compare-ReponModel</seealso>
/// <seealso>Get-ReponState</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsLifecycle.Invoke, "ReponSimulation", DefaultParameterSetName = "Scalar")]
[OutputType(typeof(ReponTrajectoryPoint))]
public sealed class InvokeReponSimulationCommand : ReponPairCmdlet
{
    private readonly HashSet<string> _unused = [];
    private WorkerPool? _workers;
    private TaskWriter<List<ReponTrajectoryPoint>>? _writer;
    private long _next;

    /// <summary>The equations; several give trajectories each.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(ReponModelKind), AllowEmpty = true)]
    public ReponModelKind[] Model { get; set; } = [ReponModelKind.Reduced];

    /// <summary>A at the start: p rows of d numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Repons", ValueFromPipelineByPropertyName = true)]
    [Matrix]
    public double[,] Decoder { get; set; } = new double[0, 0];

    /// <summary>The repons at the start: a row of d numbers each.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Repons", ValueFromPipelineByPropertyName = true)]
    [Matrix]
    public double[,] Position { get; set; } = new double[0, 0];

    /// <summary>Their targets: a row of p numbers each, or one row for all.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Repons", ValueFromPipelineByPropertyName = true)]
    [Matrix]
    public double[,] Target { get; set; } = new double[0, 0];

    /// <summary>b at the start: p numbers. The default is 0.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Repons", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Bias { get; set; }

    /// <summary>The times of the rows, ascending from 0.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Time { get; set; }

    /// <summary>The last time. The default is 20 over the sum of the two rates at the start, eta_enc |A|^2 and kappa eta_dec |r|^2.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double? EndTime { get; set; }

    /// <summary>The number of rows, evenly spaced from 0 to the last time; at least 2.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int? PointCount { get; set; } = new SimulationSettings().PointCount;

    /// <summary>How the flow is integrated.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [EnumName(typeof(IntegrationMethod), AllowEmpty = true)]
    public IntegrationMethod? Method { get; set; }

    /// <summary>The error of a step of DormandPrince, relative to the state, at most 1e-4. The default is 1e-9.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double? Tolerance { get; set; }

    /// <summary>The step of the other methods. The default is a thousandth of the last time.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double? StepSize { get; set; }

    /// <summary>The most integration steps.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, IsLong = true, AllowEmpty = true)]
    public long? MaxSteps { get; set; } = new SimulationSettings().MaxSteps;

    /// <summary>The share of the spread at the start below which repons have collided, at most 0.1; 100 times the tolerance where that is more.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double? CollisionTolerance { get; set; } = new SimulationSettings().CollisionTolerance;

    /// <summary>At a standstill the decoder sees at most this share of what is between repons of one target, and they will come closer by at most
    /// this share; 100 times the tolerance where that is more.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double? StandstillTolerance { get; set; } = new SimulationSettings().StandstillTolerance;

    /// <summary>Each row carries a State: Decoder, Bias and the Position of each repon, for Get-ReponState.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeState { get; set; }

    /// <summary>End each trajectory at its first event, if there is one before the last time.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter StopAtEvent { get; set; }

    private SimulationSettings Settings => new()
    {
        Time = Time,
        EndTime = EndTime,
        PointCount = PointCount!.Value,
        Method = Method ?? default,
        Tolerance = Tolerance ?? new SimulationSettings().Tolerance,
        StepSize = StepSize,
        MaxSteps = MaxSteps!.Value,
        CollisionTolerance = CollisionTolerance!.Value,
        StandstillTolerance = StandstillTolerance!.Value,
        StopAtEvent = StopAtEvent,
        IncludeState = IncludeState,
    };

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        Settings.Validate();
        (_workers, _writer) = Start<List<ReponTrajectoryPoint>>(
            "Repon simulation", "trajectories", rows => rows.ForEach(row => WriteObject(ToOutput(row))));
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        SimulationSettings settings = Settings;
        settings.Validate();
        WarnOfUnused(settings);
        CheckRow();
        if (ParameterSetName == "Repons" && MyInvocation.BoundParameters.ContainsKey(nameof(Model)) && Model.Any(model => model != ReponModelKind.Full))
        {
            throw new GenEftException(ErrorIds.ParameterNotApplicable, "Model is not Full; Position and Target are of the full equations.", Model);
        }

        if (ParameterSetName == "Repons" && (ClusterSize ?? []).Any(size => size != 1))
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, "ClusterSize is not 1; where repons are given one by one a cluster is so many of them.", ClusterSize);
        }

        (string set, double[,] decoder, double[] displacement, double[]? center, double[]? offset) =
            (ParameterSetName, Decoder, Displacement, CenterVector, OffsetVector);
        (double[,] position, double[,] target, double[] bias) = (Position, Target, Bias ?? new double[Decoder.GetLength(0)]);
        AddAll(
            set == "Repons" ? [ReponModelKind.Full] : Model,
            c => set == "Repons" ? ReponSimulation.OfRepons(decoder, bias, position, target, c.EtaX, c.EtaA)
                : set == "Scalar" ? ReponSimulation.OfPair(
                    c.Model, new[,] { { c.DecoderScale } }, [c.Separation], c.EtaX, c.EtaA, c.ClusterSize, [c.Center], [c.Offset])
                : ReponSimulation.OfPair(c.Model, decoder, displacement, c.EtaX, c.EtaA, c.ClusterSize, center, offset),
            make =>
            {
                long index = _next++;
                _writer!.Add(_workers!.Run((progress, cancelToken) => Follow(make(), settings, index, progress, cancelToken)));
            });
    }

    /// <inheritdoc/>
    protected override void OnEnd() => _writer!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _workers?.Dispose();
        base.Dispose(disposing);
    }

    private static object ToOutput(ReponTrajectoryPoint row)
    {
        if (row.State is null)
        {
            return row;
        }

        PSObject output = PSObject.AsPSObject(row);
        output.Properties.Add(new PSNoteProperty(nameof(row.State), row.State));
        return output;
    }

    private static List<ReponTrajectoryPoint> Follow(
        ReponSimulation simulation, SimulationSettings settings, long index, IProgress<double> progress, CancellationToken cancelToken)
    {
        List<ReponTrajectoryPoint> rows = [];
        double expected = settings.Time?.Count ?? settings.PointCount;
        foreach (ReponTrajectoryPoint row in simulation.Run(settings, index, cancelToken))
        {
            rows.Add(row);
            progress.Report(rows.Count / expected);
        }

        return rows;
    }

    // What a setting would change is set otherwise: said once, as rows may carry it.
    private void WarnOfUnused(SimulationSettings settings)
    {
        bool isAdaptive = settings.Method == IntegrationMethod.DormandPrince;
        bool isClosed = ParameterSetName != "Repons" && Model.All(model => model == ReponModelKind.ClosedForm);
        (bool IsUnused, string Text)[] checks =
        [
            (isClosed && (Method is not null || Tolerance is not null || StepSize is not null), "Method, Tolerance and StepSize are ignored: the closed form is not integrated."),
            (!isClosed && isAdaptive && StepSize is not null, "StepSize is ignored: DormandPrince chooses its steps, by Tolerance."),
            (!isClosed && !isAdaptive && Tolerance is not null, $"Tolerance is ignored: {settings.Method} takes steps of StepSize."),
            (Time is not null && EndTime is not null, "EndTime is ignored: Time tells the times of the rows."),
            (Time is not null && MyInvocation.BoundParameters.ContainsKey(nameof(PointCount)), "PointCount is ignored: Time tells the times of the rows."),
        ];
        foreach ((bool isUnused, string text) in checks)
        {
            if (isUnused && _unused.Add(text))
            {
                WriteWarning(text);
            }
        }
    }
}
