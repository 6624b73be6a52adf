
namespace GenEft.Dynamics.Simulation;

/// <summary>Repons with their decoder from one initial condition, along time.</summary>
public sealed partial class ReponSimulation
{
    private readonly ReponModelKind _kind;
    private readonly ReponSystem? _system;       // of the closed form
    private readonly ReponModel? _model;         // of the others
    private readonly double _etaX;
    private readonly double _etaA;
    private readonly int? _clusterSize;
    private readonly double _decoderRate;        // 1 / time at the start
    private readonly double _encoderRate;
    private readonly double? _scalarDecoder;     // a_2 at the start, where A and r are numbers
    private readonly double _startPotential;     // of the closed form, which begins with what it was given
    private readonly int _signR = 1;
    private readonly int _p;
    private readonly int _d;
    private readonly double _startDecoderScale;
    private readonly double _startSeparation;
    private readonly double? _center;            // of two repons by the full equations, where A and r are numbers
    private readonly double? _offset;

    private ReponSimulation(ReponModelKind kind, double[,] decoder, double square, double etaX, double etaA, double kappa, int? clusterSize)
    {
        (_kind, _etaX, _etaA, _clusterSize) = (kind, etaX, etaA, clusterSize);
        (_p, _d) = (decoder.GetLength(0), decoder.GetLength(1));
        double largest = Libraries.Decomposition.Singular(decoder).Values[0];
        _startDecoderScale = decoder.Length == 1 ? decoder[0, 0] : largest;
        _encoderRate = etaX * largest * largest;
        _decoderRate = kappa * etaA * square;
    }

    // The system has checked the numbers.
    private ReponSimulation(
        ReponModelKind kind, ReponSystem system, double[,] decoder, double[] displacement, double etaX, double etaA, int clusterSize)
        : this(kind, decoder, displacement.Sum(entry => entry * entry), etaX, etaA, ReponSystem.Kappa(clusterSize), clusterSize)
    {
        if (kind == ReponModelKind.ClosedForm)
        {
            _system = system;
            _startPotential = Enumerable.Range(0, _p).Sum(k => Math.Pow(displacement.Select((entry, i) => decoder[k, i] * entry).Sum(), 2) / 2);
        }
        else
        {
            _model = new ReducedModel(decoder, displacement, etaX, etaA, clusterSize);
        }

        _startSeparation = Math.Sqrt(displacement.Sum(entry => entry * entry));
        if (decoder.Length == 1)
        {
            (_scalarDecoder, _signR, _startSeparation) = (decoder[0, 0], Math.Sign(displacement[0]), displacement[0]);
        }
    }

    private ReponSimulation(
        double[,] decoder, double[] bias, double[,] positions, double[,] targets, double etaX, double etaA, double[] weights, int? clusterSize = null)
        : this(
            ReponModelKind.Full, decoder,
            positions.Cast<double>().Select((entry, i) => weights[i / positions.GetLength(1)] * entry * entry).Sum(), etaX, etaA, 1, clusterSize)
    {
        _model = new FullModel(decoder, bias, positions, targets, etaX, etaA, weights);
        ReponObservation start = _model.Observe(_model.Start, default);
        Guard.Finite("The charge of these initial conditions and rates", start.Charge);
        _startSeparation = start.Separation;
    }

    // One repon and a cluster of others at one place, around the mean of all.
    private ReponSimulation(
        double[,] decoder, double[] displacement, double etaX, double etaA, int clusterSize, double[] center, double[] offset)
        : this(
            decoder, offset, ReponState.Places(displacement, clusterSize, center), new double[2, decoder.GetLength(0)], etaX, etaA, [1, clusterSize], clusterSize)
    {
        if (decoder.Length == 1)
        {
            (_center, _offset) = (center[0], offset[0]);
        }
    }

    /// <summary>Two repons of one class, or one and a cluster of others.</summary>
    /// <param name="kind">The equations.</param>
    /// <param name="decoder">A0: [p, d], finite.</param>
    /// <param name="displacement">r0, half the separation: [d], finite.</param>
    /// <param name="encoderLearningRate">eta_x, greater than 0.</param>
    /// <param name="decoderLearningRate">eta_A, greater than 0.</param>
    /// <param name="clusterSize">N of Eq. 13, at least 1.</param>
    /// <param name="center">The mean of all repons: [d], finite; for the full equations. Null is 0, as the reduced ones have it.</param>
    /// <param name="offset">b - y: [p], likewise.</param>
    /// <exception cref="GenEftException">ValueOutOfRange, ShapeMismatch or ParameterNotApplicable.</exception>
    public static ReponSimulation OfPair(
        ReponModelKind kind, double[,] decoder, double[] displacement, double encoderLearningRate, double decoderLearningRate,
        int clusterSize = 1, double[]? center = null, double[]? offset = null)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(displacement);
        CheckPair(kind, decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize, center, offset);
        return kind == ReponModelKind.Full
            ? new ReponSimulation(
                decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize, center ?? new double[displacement.Length],
                offset ?? new double[decoder.GetLength(0)])
            : new ReponSimulation(
                kind, new ReponSystem(decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize), decoder, displacement,
                encoderLearningRate, decoderLearningRate, clusterSize);
    }

    /// <summary>Refuses what OfPair would, at much less cost than making it.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange, ShapeMismatch or ParameterNotApplicable.</exception>
    internal static void CheckPair(
        ReponModelKind kind, double[,] decoder, double[] displacement, double encoderLearningRate, double decoderLearningRate, int clusterSize,
        double[]? center, double[]? offset)
    {
        ReponSystem.Check(decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize);
        foreach ((string name, double[]? vector, int length, string other) in new[]
        {
            ("Center", center, displacement.Length, "Displacement"), ("Offset", offset, decoder.GetLength(0), "Decoder has rows"),
        })
        {
            if (vector is not null && vector.Length != length)
            {
                throw new GenEftException(
                    ErrorIds.ShapeMismatch,
                    FormattableString.Invariant($"{name} has {vector.Length} entries; it must have {length}, as many as {other}."), vector);
            }

            foreach (double entry in vector ?? [])
            {
                Guard.Finite(name, entry);
                if (kind != ReponModelKind.Full && entry != 0)
                {
                    throw new GenEftException(
                        ErrorIds.ParameterNotApplicable,
                        FormattableString.Invariant($"{name} is {entry} and Model {kind}; the reduced equations are those around 0, with Model Full it may be any number."), kind);
                }
            }
        }
    }

    /// <summary>Any repons by the full equations.</summary>
    /// <param name="decoder">A0: [p, d], finite.</param>
    /// <param name="bias">b0: [p], finite.</param>
    /// <param name="positions">x: [N, d], finite, N at least 1.</param>
    /// <param name="targets">y: [N, p], or [1, p] for all alike; finite. Repons of equal targets are of one class.</param>
    /// <param name="encoderLearningRate">eta_x, greater than 0.</param>
    /// <param name="decoderLearningRate">eta_A, greater than 0.</param>
    /// <exception cref="GenEftException">ValueOutOfRange or ShapeMismatch.</exception>
    public static ReponSimulation OfRepons(
        double[,] decoder, double[] bias, double[,] positions, double[,] targets, double encoderLearningRate, double decoderLearningRate)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(bias);
        ArgumentNullException.ThrowIfNull(positions);
        ArgumentNullException.ThrowIfNull(targets);
        Guard.Positive("EncoderLearningRate", encoderLearningRate);
        Guard.Positive("DecoderLearningRate", decoderLearningRate);
        (int p, int d, int n) = (decoder.GetLength(0), decoder.GetLength(1), positions.GetLength(0));
        if (decoder.Length == 0 || bias.Length != p || n == 0 || positions.GetLength(1) != d
            || targets.GetLength(1) != p || (targets.GetLength(0) != n && targets.GetLength(0) != 1))
        {
            throw new GenEftException(
                ErrorIds.ShapeMismatch,
                FormattableString.Invariant($"Decoder is {p} x {d}, Bias has {bias.Length} entries, Position is {n} x {positions.GetLength(1)}, Target is {targets.GetLength(0)} x {targets.GetLength(1)}; ") +
                "they must be p x d, p, N x d, and N x p or 1 x p.",
                positions);
        }

        foreach ((string name, IEnumerable<double> entries) in new[]
        {
            ("An entry of Decoder", decoder.Cast<double>()), ("An entry of Bias", bias), ("An entry of Position", positions.Cast<double>()),
            ("An entry of Target", targets.Cast<double>()),
        })
        {
            foreach (double entry in entries)
            {
                Guard.Finite(name, entry);
            }
        }

        double[,] each = new double[n, p];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < p; k++)
            {
                each[i, k] = targets[targets.GetLength(0) == 1 ? 0 : i, k];
            }
        }

        return new ReponSimulation(
            decoder, bias, positions, each, encoderLearningRate, decoderLearningRate, [.. Enumerable.Repeat(1.0, n)]);
    }

    /// <summary>Follows the repons.</summary>
    /// <param name="settings">At which times, and how.</param>
    /// <param name="index">The number of the initial condition, for the rows.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <returns>A row at each time asked for and at each event, in order of time. The last says why it is the last.</returns>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public IEnumerable<ReponTrajectoryPoint> Run(SimulationSettings settings, long index = 0, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        IReadOnlyList<double> times = settings.Time ?? Grid(settings.EndTime ?? DefaultEndTime(), settings.PointCount);
        return _kind == ReponModelKind.ClosedForm
            ? ClosedFormRows(times, settings, index, cancelToken)
            : new Integration(this, _model!, times, settings, index, cancelToken).Rows();
    }

    private static double[] Grid(double end, int count) => [.. Enumerable.Range(0, count).Select(i => end * (i / (count - 1.0)))];

    private double DefaultEndTime()
    {
        double end = 20 / (_encoderRate + _decoderRate);
        return double.IsFinite(end) && end > 0 ? end : 1;
    }

    // Where something comes true between two times, by halving down to neighbouring numbers.
    private static double FirstTime(double before, double after, Func<double, bool> isTrue)
    {
        double middle = before + ((after - before) / 2);
        while (middle > before && middle < after)
        {
            (before, after) = isTrue(middle) ? (before, middle) : (middle, after);
            middle = before + ((after - before) / 2);
        }

        return after;
    }

    // |r| only falls: the collision lies between two rows.
    private IEnumerable<ReponTrajectoryPoint> ClosedFormRows(
        IReadOnlyList<double> times, SimulationSettings settings, long index, CancellationToken cancelToken)
    {
        double collided = settings.CollisionTolerance * ClosedFormAt(0, index, settings).Spread;
        double before = 0;
        bool isCollided = collided == 0;
        for (int i = 0; i < times.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            SimulationEnd? end = i == times.Count - 1 ? SimulationEnd.Completed : null;
            ReponTrajectoryPoint row = ClosedFormAt(times[i], index, settings);
            if (!isCollided && row.Spread <= collided)
            {
                isCollided = true;
                double time = FirstTime(before, times[i], middle => ClosedFormAt(middle, index, settings).Spread <= collided);
                yield return ClosedFormAt(time, index, settings) with { Event = ReponEvent.Collision, End = settings.StopAtEvent ? SimulationEnd.Event : null };
                if (settings.StopAtEvent)
                {
                    yield break;
                }
            }

            yield return row with { End = end };
            before = times[i];
        }
    }

    // A^T A follows from r by the conserved matrix, which the solution rests on: where little is left of it, only half its digits are right.
    // Where A and r are numbers, a_2 = a_2(0)/sqrt(S) with S the denominator of about_GenEft_Theory 5(iii), to all digits.
    private ReponTrajectoryPoint ClosedFormAt(double time, long index, SimulationSettings settings)
    {
        double[] r = _system!.DisplacementAt(time);
        double kappa = ReponSystem.Kappa(_clusterSize!.Value);
        int d = r.Length;
        double[,] gram = new double[d, d];
        double potential = 0;
        double trace = 0;
        for (int i = 0; i < d; i++)
        {
            trace += _system.Charge[i, i];
            for (int j = 0; j < d; j++)
            {
                gram[i, j] = kappa * _etaA * (_system.Charge[i, j] + (r[i] * r[j] / _etaX));
                potential += r[i] * gram[i, j] * r[j] / 2;
            }
        }

        double separation = Math.Sqrt(r.Sum(entry => entry * entry));
        double scale = _scalarDecoder is double a ? a * Math.Exp(-_system.LogDenominatorAt(time) / 2)
            : time == 0 ? _startDecoderScale
            : Math.Sqrt(Math.Max(0, Libraries.Decomposition.Eigen(gram).Values[^1]));
        potential = _scalarDecoder is not null ? scale * scale * separation * separation / 2
            : time == 0 ? _startPotential
            : potential;
        ReponObservation observed = new(scale, _signR * separation, separation, 0, 1, trace, 0, Math.Max(0, potential));
        return Row(observed, time, index, null) with
        {
            State = settings.IncludeState ? ReponState.OfPair(null, r, _clusterSize.Value) : null,
        };
    }

    private ReponTrajectoryPoint Row(ReponObservation observed, double time, long index, long? stepCount) => new()
    {
        Index = index,
        Model = _kind,
        Method = null,
        Tolerance = null,
        EncoderLearningRate = _etaX,
        DecoderLearningRate = _etaA,
        ClusterSize = _clusterSize,
        StartCenter = _center,
        StartOffset = _offset,
        StartDecoderScale = _startDecoderScale,
        StartSeparation = _startSeparation,
        EmbeddingDimension = _d,
        OutputDimension = _p,
        Time = time,
        DecoderScale = observed.DecoderScale,
        Separation = observed.Separation,
        Spread = observed.Spread,
        First = observed.First,
        Second = observed.Second,
        Charge = observed.Charge,
        ChargeDrift = _kind == ReponModelKind.ClosedForm ? null : observed.ChargeDrift,
        Potential = observed.Potential,
        Center = observed.Center,
        Offset = observed.Offset,
        Event = ReponEvent.None,
        StepCount = stepCount,
    };
}
