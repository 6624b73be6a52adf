namespace GenEft.Dynamics.Simulation;

/// <summary>Two repons of one class, or one and a cluster of others, as the reduced theory and the full equations see them.</summary>
public sealed class ReponPair
{
    private readonly ReponSystem _reduced;
    private readonly ReponSimulation _full;
    private readonly int _p;
    private readonly int _d;
    private readonly double? _decoderScale;   // where A and r are numbers
    private readonly double _separation;
    private readonly double _center;
    private readonly double _offset;
    private readonly double _etaX;
    private readonly double _etaA;
    private readonly int _clusterSize;

    /// <summary>Checks an initial condition; nothing is followed yet.</summary>
    /// <param name="decoder">A0: [p, d].</param>
    /// <param name="displacement">r0, half the separation: [d].</param>
    /// <param name="center">The mean of all repons: [d]; null is 0.</param>
    /// <param name="offset">b - y: [p]; null is 0.</param>
    /// <param name="encoderLearningRate">eta_x, greater than 0.</param>
    /// <param name="decoderLearningRate">eta_A, greater than 0.</param>
    /// <param name="clusterSize">N of Eq. 13: one repon meets so many at one place.</param>
    /// <exception cref="GenEftException">ValueOutOfRange, ShapeMismatch or SingularDecoder.</exception>
    public ReponPair(
        double[,] decoder, double[] displacement, double[]? center, double[]? offset, double encoderLearningRate, double decoderLearningRate,
        int clusterSize = 1)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(displacement);
        _reduced = new ReponSystem(decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize);
        if (decoder.Length > 1)
        {
            _reduced.RequireFullRank(decoder);
        }

        _full = ReponSimulation.OfPair(
            ReponModelKind.Full, decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize, center, offset);
        (_p, _d) = (decoder.GetLength(0), decoder.GetLength(1));
        _decoderScale = decoder.Length == 1 ? decoder[0, 0] : null;
        (_separation, _center, _offset) = (Size(displacement), Size(center ?? [0]), Size(offset ?? [0]));
        (_etaX, _etaA, _clusterSize) = (encoderLearningRate, decoderLearningRate, clusterSize);
    }

    /// <summary>Follows the full equations to their end and puts it beside the reduced theory's verdict.</summary>
    /// <param name="tolerance">Of a step of the adaptive integration, relative to the state.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public ReponComparison Compare(double tolerance = 1e-9, long maxSteps = 1_000_000, CancellationToken cancelToken = default)
    {
        // Until it has collided or stands still, however long that takes in time: steps are what is limited.
        SimulationSettings settings = new() { EndTime = 1e300, PointCount = 2, Tolerance = tolerance, MaxSteps = maxSteps, StopAtEvent = true };
        ReponTrajectoryPoint end = _full.Run(settings, 0, cancelToken).Last();

        // What counts as a collision must be closer than the reduced flow would end.
        bool isResolved = _reduced.FinalSeparation == 0 || end.Spread < 0.01 * _reduced.FinalSeparation;
        bool isCollision = end.Event == ReponEvent.Collision ? isResolved : end.Event == ReponEvent.Standstill && end.Spread == 0;
        return new ReponComparison
        {
            DecoderScale = _decoderScale,
            EmbeddingDimension = _d,
            OutputDimension = _p,
            Separation = _separation,
            Center = _center,
            Offset = _offset,
            EncoderLearningRate = _etaX,
            DecoderLearningRate = _etaA,
            ClusterSize = _clusterSize,
            ReducedPhase = _reduced.Phase,
            FullPhase = isCollision ? ReponPhase.Generalization
                : end.Event == ReponEvent.Standstill ? ReponPhase.Memorization
                : null,
            ReducedSeparation = _reduced.FinalSeparation,
            FullSeparation = isCollision ? 0 : end.Spread!.Value,
            Time = end.Time,
            ChargeDrift = end.ChargeDrift!.Value,
            End = end.End!.Value,
        };
    }

    // A number with its sign, or a vector's length.
    private static double Size(double[] vector) => vector.Length == 1 ? vector[0] : Math.Sqrt(vector.Sum(entry => entry * entry));
}
