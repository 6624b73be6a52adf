namespace GenEft.Dynamics.Simulation;

/// <summary>The exact solution of the reduced equations (about_GenEft_Theory 5(iii)), along time.</summary>
internal sealed class ClosedFormTrajectory : IReponTrajectory
{
    private readonly ReponSystem _system;
    private readonly ReponStart _start;
    private readonly double? _scalarDecoder;     // a_2 at the start, where A and r are numbers
    private readonly double _startPotential;     // it begins with what it was given
    private readonly int _sign;                  // of r, where it is a number

    /// <param name="system">The system, whose numbers were checked.</param>
    /// <param name="start">How it starts.</param>
    /// <param name="decoder">A0: [p, d].</param>
    /// <param name="displacement">r0: [d].</param>
    public ClosedFormTrajectory(ReponSystem system, ReponStart start, double[,] decoder, double[] displacement)
    {
        (_system, _start) = (system, start);
        _startPotential = Enumerable.Range(0, decoder.GetLength(0)).Sum(k => Math.Pow(displacement.Select((entry, i) => decoder[k, i] * entry).Sum(), 2) / 2);
        _scalarDecoder = decoder.Length == 1 ? decoder[0, 0] : null;
        _sign = decoder.Length == 1 ? Math.Sign(displacement[0]) : 1;
    }

    /// <inheritdoc/>
    public ReponStart Start => _start;

    /// <inheritdoc/>
    /// <remarks>|r| only falls: the collision lies between two rows.</remarks>
    public IEnumerable<ReponTrajectoryPoint> Rows(
        IReadOnlyList<double> times, SimulationSettings settings, long index, CancellationToken cancelToken)
    {
        double? collided = settings.CollisionTolerance * At(0, index, settings).Spread;
        double before = 0;
        bool isCollided = collided == 0;
        for (int i = 0; i < times.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            SimulationEnd? end = i == times.Count - 1 ? SimulationEnd.Completed : null;
            ReponTrajectoryPoint row = At(times[i], index, settings);
            if (!isCollided && row.Spread <= collided)
            {
                isCollided = true;
                double time = EventTime.First(before, times[i], middle => At(middle, index, settings).Spread <= collided);
                yield return At(time, index, settings) with { Event = ReponEvent.Collision, End = settings.StopAtEvent ? SimulationEnd.Event : null };
                if (settings.StopAtEvent)
                {
                    yield break;
                }
            }

            yield return row with { End = end };
            before = times[i];
        }
    }

    // Where A and r are numbers, a_2 = a_2(0)/sqrt(S) with S the denominator of about_GenEft_Theory 5(iii), its sign included.
    private ReponTrajectoryPoint At(double time, long index, SimulationSettings settings)
    {
        ReponSolution solution = _system.Solution;
        ReponSolution.Point point = solution.At(time);
        double[] r = _system.FromEigenbasis(point.Displacement);
        double trace = Enumerable.Range(0, r.Length).Sum(i => _system.Charge[i, i]);
        double separation = Math.Sqrt(r.Sum(entry => entry * entry));
        double scale = _scalarDecoder is double a ? a * Math.Exp(-point.LogDenominator / 2)
            : time == 0 ? _start.DecoderScale
            : solution.DecoderScaleOf(point);
        double potential = _scalarDecoder is not null ? scale * scale * separation * separation / 2
            : time == 0 ? _startPotential
            : solution.PotentialOf(point);
        ReponObservation observed = new(scale, _sign * separation, separation, 0, 1, trace, 0, potential);
        return _start.Row(observed, time, index, null) with
        {
            State = settings.IncludeState ? ReponState.OfPair(null, r, _start.ClusterSize!.Value) : null,
        };
    }
}
