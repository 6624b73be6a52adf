namespace GenEft.Dynamics.Simulation;

/// <summary>Repons with their decoder from one initial condition, along time.</summary>
public sealed class ReponSimulation
{
    private readonly IReponTrajectory _trajectory;

    private ReponSimulation(IReponTrajectory trajectory)
    {
        _trajectory = trajectory;
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
        return new ReponSimulation(kind == ReponModelKind.Full
            ? FullPair(
                decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize, center ?? new double[displacement.Length],
                offset ?? new double[decoder.GetLength(0)])
            : ReducedPair(kind, decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize));
    }

    /// <summary>Refuses what OfPair would, at much less cost than making it.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange, ShapeMismatch or ParameterNotApplicable.</exception>
    internal static void CheckPair(
        ReponModelKind kind, double[,] decoder, double[] displacement, double encoderLearningRate, double decoderLearningRate, int clusterSize,
        double[]? center, double[]? offset)
    {
        ReponSystem.Check(decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize);
        double potential = 0;
        for (int k = 0; k < decoder.GetLength(0); k++)
        {
            double output = displacement.Select((entry, i) => decoder[k, i] * entry).Sum();
            potential += output * output / 2;
        }

        Guard.Finite("The potential at these initial conditions", potential);
        string kindOfNumber = decoder.Length == 1 ? "" : "Vector";
        foreach ((string name, double[]? vector, int length, string other) in new[]
        {
            ($"Center{kindOfNumber}", center, displacement.Length, "Displacement"),
            ($"Offset{kindOfNumber}", offset, decoder.GetLength(0), "Decoder has rows"),
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

        return new ReponSimulation(Full(
            decoder, bias, positions, each, encoderLearningRate, decoderLearningRate, [.. Enumerable.Repeat(1.0, n)], clusterSize: null));
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
        return _trajectory.Rows(times, settings, index, cancelToken);
    }

    private static double[] Grid(double end, int count) => [.. Enumerable.Range(0, count).Select(i => end * (i / (count - 1.0)))];

    private double DefaultEndTime()
    {
        double end = 20 / _trajectory.Start.Rate;
        return double.IsFinite(end) && end > 0 ? end : 1;
    }

    private static IReponTrajectory ReducedPair(
        ReponModelKind kind, double[,] decoder, double[] displacement, double etaX, double etaA, int clusterSize)
    {
        ReponSystem system = new(decoder, displacement, etaX, etaA, clusterSize);   // checks the numbers
        double square = displacement.Sum(entry => entry * entry);
        ReponStart start = ReponStart.Of(
            kind, decoder, square, decoder.Length == 1 ? displacement[0] : Math.Sqrt(square), etaX, etaA, ReponSystem.Kappa(clusterSize), clusterSize);
        return kind == ReponModelKind.ClosedForm
            ? new ClosedFormTrajectory(system, start, decoder, displacement)
            : new IntegratedTrajectory(new ReducedModel(decoder, displacement, etaX, etaA, clusterSize), start);
    }

    // One repon and a cluster of others at one place, around the mean of all.
    private static IntegratedTrajectory FullPair(
        double[,] decoder, double[] displacement, double etaX, double etaA, int clusterSize, double[] center, double[] offset)
    {
        IntegratedTrajectory pair = Full(
            decoder, offset, ReponState.Places(displacement, clusterSize, center), new double[2, decoder.GetLength(0)], etaX, etaA, [1, clusterSize], clusterSize);
        return decoder.Length == 1 ? pair with { Start = pair.Start with { Center = center[0], Offset = offset[0] } } : pair;
    }

    private static IntegratedTrajectory Full(
        double[,] decoder, double[] bias, double[,] positions, double[,] targets, double etaX, double etaA, double[] weights, int? clusterSize)
    {
        FullModel model = new(decoder, bias, positions, targets, etaX, etaA, weights);
        ReponObservation first = model.Observe(model.Start, default);
        Guard.Finite("The charge of these initial conditions and rates", first.Charge);
        Guard.Finite("The loss at these initial conditions", first.Potential);
        double square = positions.Cast<double>().Select((entry, i) => weights[i / positions.GetLength(1)] * entry * entry).Sum();
        return new IntegratedTrajectory(
            model, ReponStart.Of(ReponModelKind.Full, decoder, square, first.Separation, etaX, etaA, kappa: 1, clusterSize));
    }
}
