using GenEft.Numerics;

namespace GenEft.Dynamics.Simulation;

/// <summary>A model that is integrated along time.</summary>
/// <param name="Model">The equations and where they start.</param>
/// <param name="Start">How it starts.</param>
internal sealed record IntegratedTrajectory(ReponModel Model, ReponStart Start) : IReponTrajectory
{
    /// <inheritdoc/>
    public IEnumerable<ReponTrajectoryPoint> Rows(
        IReadOnlyList<double> times, SimulationSettings settings, long index, CancellationToken cancelToken) =>
        new ReponIntegration(Start, Model, times, settings, index, cancelToken).Rows();
}

/// <summary>One integration with its rows and events.</summary>
internal sealed class ReponIntegration
{
    private const double Rounding = 1e-14;

    private readonly ReponStart _start;
    private readonly ReponModel _model;
    private readonly IReadOnlyList<double> _times;
    private readonly SimulationSettings _settings;
    private readonly long _index;
    private readonly CancellationToken _cancelToken;
    private readonly bool _isAdaptive;
    private readonly double _end;
    private readonly double[] _between;
    private readonly double _collisionSpread;
    private readonly double _still;
    private readonly double _size;   // of the potential
    private bool _isCollided;
    private bool _isStill;
    private double _fullRate;                              // the largest so far
    private (double Dissipation, double Approach) _before = (double.NaN, double.NaN);

    public ReponIntegration(
        ReponStart start, ReponModel model, IReadOnlyList<double> times, SimulationSettings settings, long index,
        CancellationToken cancelToken)
    {
        (_start, _model, _times, _settings, _index, _cancelToken) = (start, model, times, settings, index, cancelToken);
        _isAdaptive = settings.Method == IntegrationMethod.DormandPrince;
        _end = times[^1];
        _between = new double[model.Start.Length];

        // What repons tremble by at rest must lie well below what counts as collided or still.
        double tremble = _isAdaptive ? 100 * settings.Tolerance : 0;
        ReponObservation first = model.Observe(model.Start, cancelToken);
        _isCollided = !(first.Spread > 0);   // no two that could collide, or they have
        _collisionSpread = first.Spread * Math.Max(settings.CollisionTolerance, tremble);
        _still = Math.Max(settings.StandstillTolerance, tremble);

        // At the start, or of repons so far apart that the decoder sees wholly: by chance it may see them hardly at all.
        double spread = double.IsNaN(first.Spread) ? 0 : first.Spread;
        _size = Math.Max(first.Potential, first.DecoderScale * first.DecoderScale * (spread * spread) / 2);
    }

    public IEnumerable<ReponTrajectoryPoint> Rows()
    {
        RungeKutta solver = new(
            _model.Flow, _model.Start, _settings.Method, _settings.Tolerance, _model.Scale,
            _isAdaptive ? FirstStep() : _settings.StepSize ?? _end / 1000);
        int next = 0;
        for (; next < _times.Count && _times[next] == 0; next++)
        {
            yield return At(solver, 0) with { End = next == _times.Count - 1 ? SimulationEnd.Completed : null };
        }

        while (next < _times.Count)
        {
            _cancelToken.ThrowIfCancellationRequested();
            SimulationEnd? cut = solver.StepCount >= _settings.MaxSteps ? SimulationEnd.StepLimit : solver.Advance(_end) switch
            {
                StepFailure.StepTooSmall => SimulationEnd.StepTooSmall,
                StepFailure.Diverged => SimulationEnd.Diverged,
                _ => null,
            };
            if (cut is not null)
            {
                yield return At(solver, solver.Time) with { End = cut };
                yield break;
            }

            (ReponEvent kind, double eventTime) = FindEvent(solver);
            for (; next < _times.Count && _times[next] <= Math.Min(solver.Time, eventTime); next++)
            {
                bool isLast = next == _times.Count - 1 && kind == ReponEvent.None;
                yield return At(solver, _times[next]) with { End = isLast ? SimulationEnd.Completed : null };
            }

            if (kind != ReponEvent.None)
            {
                bool isLast = _settings.StopAtEvent || next == _times.Count;
                yield return At(solver, eventTime) with
                {
                    Event = kind,
                    End = _settings.StopAtEvent ? SimulationEnd.Event : isLast ? SimulationEnd.Completed : null,
                };
                if (isLast)
                {
                    yield break;
                }
            }

            for (; next < _times.Count && _times[next] <= solver.Time; next++)
            {
                yield return At(solver, _times[next]) with { End = next == _times.Count - 1 ? SimulationEnd.Completed : null };
            }
        }
    }

    private double FirstStep() => Math.Min(_end, 0.01 / Math.Max(_start.Rate, 1e-300));

    // The event of the last step, if there is one, and its time; infinitely late otherwise.
    private (ReponEvent Kind, double Time) FindEvent(RungeKutta solver)
    {
        if (!_isCollided && _model.IsCollided(solver.State, _collisionSpread, _cancelToken))
        {
            _isCollided = true;
            return (ReponEvent.Collision, EventTime.First(solver.PreviousTime, solver.Time, middle =>
            {
                solver.Between(middle, _between);
                return _model.IsCollided(_between, _collisionSpread, _cancelToken);
            }));
        }

        // A saddle is left when the potential falls again.
        bool wasStill = _isStill;
        double step = solver.Time - solver.PreviousTime;
        _isStill = IsStill(solver) || (wasStill && _before.Dissipation * step <= _still * _still * _size);
        if (_isStill && !wasStill)
        {
            return (ReponEvent.Standstill, solver.Time);
        }

        return (ReponEvent.None, double.PositiveInfinity);
    }

    // At rest the decoder sees next to nothing of any direction in which a part of what is between two repons lies, and what it sees falls so
    // fast that they will not come closer by more than the share, nor will the potential fall by more than its square of its size. A mode
    // that is merely slow does not fall. A saddle whose way out is far below what falls on the way there looks the same.
    private bool IsStill(RungeKutta solver)
    {
        double elapsed = solver.Time - solver.PreviousTime;
        _fullRate = Math.Max(_fullRate, _model.FullRate(solver.State));
        double dissipation = _model.Dissipation(solver.Rate);
        double approach = double.NaN;   // the costly one last
        bool isStill = Remains(_before.Dissipation, dissipation, elapsed) <= _still * _still * _size;
        if (isStill)
        {
            approach = _model.ApproachRate(solver.State, _collisionSpread, _still, _cancelToken);
            double unseen = Rounding * Rounding * _fullRate;
            isStill = approach <= unseen
                || (approach <= _still * _still * _fullRate && Remains(_before.Approach, approach, elapsed) <= _still);
        }

        _before = (dissipation, approach);
        return isStill;
    }

    // The integral over all time to come of a rate that falls exponentially, as it did in the last step; infinite if it did not fall.
    private static double Remains(double before, double rate, double elapsed) =>
        rate == 0 ? 0 : rate < before ? rate * elapsed / Math.Log(before / rate) : double.PositiveInfinity;

    private ReponTrajectoryPoint At(RungeKutta solver, double time)
    {
        _cancelToken.ThrowIfCancellationRequested();
        if (time == solver.Time)
        {
            solver.State.CopyTo(_between, 0);
        }
        else
        {
            solver.Between(time, _between);
        }

        return _start.Row(_model.Observe(_between, _cancelToken), time, _index, solver.StepCount) with
        {
            Method = _settings.Method,
            Tolerance = _isAdaptive ? _settings.Tolerance : null,
            State = _settings.IncludeState ? _model.StateOf(_between) : null,
        };
    }
}
