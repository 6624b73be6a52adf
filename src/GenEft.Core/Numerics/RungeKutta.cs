namespace GenEft.Numerics;

/// <summary>How a flow is integrated.</summary>
public enum IntegrationMethod
{
    /// <summary>Adaptive, of order 5 with an error estimate of order 4 (Dormand and Prince 1980).</summary>
    DormandPrince,

    /// <summary>Fixed steps, order 1.</summary>
    Euler,

    /// <summary>Fixed steps, order 2.</summary>
    Midpoint,

    /// <summary>Fixed steps, the classical method of order 4.</summary>
    RungeKutta4,
}

/// <summary>The rate of change of a state.</summary>
/// <param name="state">The state.</param>
/// <param name="rate">Where its rate of change goes.</param>
internal delegate void Flow(ReadOnlySpan<double> state, Span<double> rate);

/// <summary>Why a step could not be taken.</summary>
internal enum StepFailure
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>The error stays too large however small the step: the flow is too stiff, or not smooth.</summary>
    StepTooSmall,

    /// <summary>The state is no longer finite.</summary>
    Diverged,
}

/// <summary>Explicit Runge-Kutta methods for autonomous flows, step by step, with the state between two steps on request.</summary>
/// <remarks>Between steps: Shampine's interpolant of order 4 for Dormand-Prince (SIAM Review 1986), Hermite's cubic for the others.</remarks>
internal sealed class RungeKutta
{
    private static readonly double[][] s_dormandPrince =
    [
        [],
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
    ];

    private static readonly double[] s_error =
        [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40];

    // By stage, the coefficients of theta, theta^2, theta^3, theta^4.
    private static readonly double[][] s_between =
    [
        [1, -8048581381.0 / 2820520608, 8663915743.0 / 2820520608, -12715105075.0 / 11282082432],
        [0, 0, 0, 0],
        [0, 131558114200.0 / 32700410799, -68118460800.0 / 10900136933, 87487479700.0 / 32700410799],
        [0, -1754552775.0 / 470086768, 14199869525.0 / 1410260304, -10690763975.0 / 1880347072],
        [0, 127303824393.0 / 49829197408, -318862633887.0 / 49829197408, 701980252875.0 / 199316789632],
        [0, -282668133.0 / 205662961, 2019193451.0 / 616988883, -1453857185.0 / 822651844],
        [0, 40617522.0 / 29380423, -110615467.0 / 29380423, 69997945.0 / 29380423],
    ];

    private readonly Flow _flow;
    private readonly bool _isAdaptive;
    private readonly double[][] _stages;    // what each stage adds of those before
    private readonly double[] _weights;     // of the stages in a step
    private readonly double _tolerance;
    private readonly double[] _floor;       // [n] the absolute tolerance
    private readonly double[][] _rates;     // by stage, and the rate at the end of the step
    private readonly double[] _trial;
    private readonly double[] _previous;
    private double _step;

    /// <summary>Starts at time 0.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="start">[n] the state.</param>
    /// <param name="method">The method.</param>
    /// <param name="tolerance">The error of a step relative to the state, entry by entry; adaptive methods only.</param>
    /// <param name="scale">[n] the size below which an entry's error counts relative to this size; adaptive methods only.</param>
    /// <param name="step">The step of a fixed-step method; the first try of an adaptive one.</param>
    public RungeKutta(Flow flow, double[] start, IntegrationMethod method, double tolerance, double[] scale, double step)
    {
        _flow = flow;
        _tolerance = tolerance;
        _floor = Array.ConvertAll(scale, size => size * tolerance);
        _step = step;
        _isAdaptive = method == IntegrationMethod.DormandPrince;
        (_stages, _weights) = method switch
        {
            IntegrationMethod.Euler => ((double[][])[[]], [1.0]),
            IntegrationMethod.Midpoint => ([[], [0.5]], [0.0, 1]),
            IntegrationMethod.RungeKutta4 => ([[], [0.5], [0, 0.5], [0, 0, 1]], [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]),
            _ => (s_dormandPrince, (double[])[35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84]),
        };
        _rates = [.. Enumerable.Range(0, _weights.Length + 1).Select(_ => new double[start.Length])];
        _trial = new double[start.Length];
        _previous = new double[start.Length];
        State = [.. start];
        _flow(State, Rate);
    }

    /// <summary>The time reached.</summary>
    public double Time { get; private set; }

    /// <summary>The time before the last step.</summary>
    public double PreviousTime { get; private set; }

    /// <summary>[n] the state at that time.</summary>
    public double[] State { get; }

    /// <summary>[n] its rate of change.</summary>
    public double[] Rate => _rates[^1];

    /// <summary>Steps taken.</summary>
    public long StepCount { get; private set; }

    /// <summary>Takes one step, at most to a time.</summary>
    public StepFailure Advance(double end)
    {
        while (true)
        {
            // A rest that rounding left of the last fixed step is no step.
            double left = end - Time;
            double step = !_isAdaptive && left <= _step * (1 + 1e-9) ? left : Math.Min(_step, left);
            if (!(Time + step > Time))
            {
                return StepFailure.StepTooSmall;
            }

            // The rate at the end of the last step is that of this one's first stage.
            Rate.CopyTo(_rates[0], 0);
            for (int stage = 1; stage < _weights.Length; stage++)
            {
                Combine(_trial, _stages[stage], step);
                _flow(_trial, _rates[stage]);
            }

            Combine(_trial, _weights, step);
            _flow(_trial, Rate);
            bool isFinite = Array.TrueForAll(_trial, double.IsFinite) && Array.TrueForAll(Rate, double.IsFinite);
            double error = _isAdaptive && isFinite ? Error(step) : 0;
            if (isFinite && error <= 1)
            {
                State.CopyTo(_previous, 0);
                _trial.CopyTo(State, 0);
                PreviousTime = Time;
                Time = step == end - Time ? end : Time + step;
                StepCount++;
                if (_isAdaptive)
                {
                    // A step cut short by the end says nothing against longer ones.
                    _step = Math.Max(step == _step ? 0 : _step, step * Factor(error));
                }

                return StepFailure.None;
            }

            _rates[0].CopyTo(Rate, 0);
            if (!_isAdaptive)
            {
                return StepFailure.Diverged;
            }

            _step = step * (isFinite ? Factor(error) : 0.1);
            if (!(Time + _step > Time))
            {
                return isFinite ? StepFailure.StepTooSmall : StepFailure.Diverged;
            }
        }
    }

    /// <summary>The state at a time within the last step.</summary>
    public void Between(double time, Span<double> state)
    {
        double step = Time - PreviousTime;
        double theta = (time - PreviousTime) / step;
        if (!_isAdaptive)
        {
            // Hermite's cubic, from states and rates at both ends.
            double t2 = theta * theta;
            double t3 = t2 * theta;
            for (int i = 0; i < state.Length; i++)
            {
                state[i] = (((2 * t3) - (3 * t2) + 1) * _previous[i]) + (((3 * t2) - (2 * t3)) * State[i])
                    + (step * (((t3 - (2 * t2) + theta) * _rates[0][i]) + ((t3 - t2) * Rate[i])));
            }

            return;
        }

        _previous.CopyTo(state);
        for (int stage = 0; stage < _rates.Length; stage++)
        {
            double[] c = s_between[stage];
            double weight = step * theta * (c[0] + (theta * (c[1] + (theta * (c[2] + (theta * c[3]))))));
            for (int i = 0; i < state.Length; i++)
            {
                state[i] += weight * _rates[stage][i];
            }
        }
    }

    private void Combine(double[] result, double[] weights, double step)
    {
        State.CopyTo(result, 0);
        for (int stage = 0; stage < weights.Length; stage++)
        {
            double weight = step * weights[stage];
            if (weight != 0)
            {
                double[] rate = _rates[stage];
                for (int i = 0; i < result.Length; i++)
                {
                    result[i] += weight * rate[i];
                }
            }
        }
    }

    // The largest error of an entry, in tolerances.
    private double Error(double step)
    {
        double largest = 0;
        for (int i = 0; i < _trial.Length; i++)
        {
            double error = 0;
            for (int stage = 0; stage < s_error.Length; stage++)
            {
                error += s_error[stage] * _rates[stage][i];
            }

            double allowed = _floor[i] + (_tolerance * Math.Max(Math.Abs(State[i]), Math.Abs(_trial[i])));
            largest = Math.Max(largest, Math.Abs(step * error) / allowed);
        }

        return largest;
    }

    private static double Factor(double error) => Math.Clamp(0.9 * Math.Pow(error, -0.2), 0.2, 10);
}
