namespace GenEft;

/// <summary>What the reduced theory says of two repons, beside how the full equations end (theory.md section 4).</summary>
public sealed record ReponComparison
{
    /// <summary>a_2 at the start; empty in more dimensions.</summary>
    public required double? DecoderScale { get; init; }

    /// <summary>c at the start, or |r|.</summary>
    public required double Separation { get; init; }

    /// <summary>The mean of all repons, or its length.</summary>
    public required double Center { get; init; }

    /// <summary>b - y, or its length.</summary>
    public required double Offset { get; init; }

    /// <summary>eta_x.</summary>
    public required double EncoderLearningRate { get; init; }

    /// <summary>eta_A.</summary>
    public required double DecoderLearningRate { get; init; }

    /// <summary>The number N of repons in the cluster that one repon meets; 1 for two repons.</summary>
    public required int ClusterSize { get; init; }

    /// <summary>How the reduced flow ends, exactly (theory.md 5(iv)).</summary>
    public required ReponPhase ReducedPhase { get; init; }

    /// <summary>How the full flow ends; empty where it was not followed to its end.</summary>
    public required ReponPhase? FullPhase { get; init; }

    /// <summary>Whether the two differ; empty where that is not known, or on the reduced boundary.</summary>
    public bool? IsDifferent => FullPhase is null || ReducedPhase == ReponPhase.Critical ? null : FullPhase != ReducedPhase;

    /// <summary>|r| at the end of the reduced flow.</summary>
    public required double ReducedSeparation { get; init; }

    /// <summary>Half the distance of the two at the end of the full flow; 0 where they collide.</summary>
    public required double FullSeparation { get; init; }

    /// <summary>FullSeparation - ReducedSeparation.</summary>
    public double Difference => FullSeparation - ReducedSeparation;

    /// <summary>The time at which the full flow had collided or stood still.</summary>
    public required double Time { get; init; }

    /// <summary>How far the full flow's conserved matrix drifted, relative to its terms at the start.</summary>
    public required double ChargeDrift { get; init; }

    /// <summary>Why the integration ended.</summary>
    public required SimulationEnd End { get; init; }

    /// <summary>Compares both for one initial condition.</summary>
    /// <param name="decoder">A0: [p, d].</param>
    /// <param name="displacement">r0, half the separation: [d].</param>
    /// <param name="center">The mean of all repons: [d].</param>
    /// <param name="offset">b - y: [p].</param>
    /// <param name="encoderLearningRate">eta_x, greater than 0.</param>
    /// <param name="decoderLearningRate">eta_A, greater than 0.</param>
    /// <param name="clusterSize">N of Eq. 13: one repon meets so many at one place.</param>
    /// <param name="tolerance">Of a step of the adaptive integration, relative to the state.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ValueOutOfRange or ShapeMismatch.</exception>
    public static ReponComparison Measure(
        double[,] decoder, double[] displacement, double[] center, double[] offset, double encoderLearningRate, double decoderLearningRate,
        int clusterSize = 1, double tolerance = 1e-9, long maxSteps = 1_000_000, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(center);
        ArgumentNullException.ThrowIfNull(offset);
        ReponSystem reduced = new(decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize);
        // Until it has collided or stands still, however long that takes in time: steps are what is limited.
        SimulationSettings settings = new() { EndTime = 1e300, PointCount = 2, Tolerance = tolerance, MaxSteps = maxSteps, StopAtEvent = true };
        ReponTrajectoryPoint end = ReponSimulation
            .OfPair(ReponModelKind.Full, decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize, center, offset)
            .Run(settings, 0, cancelToken).Last();
        bool isCollision = end.Event == ReponEvent.Collision;
        return new ReponComparison
        {
            DecoderScale = decoder.Length == 1 ? decoder[0, 0] : null,
            Separation = displacement.Length == 1 ? displacement[0] : Length(displacement),
            Center = center.Length == 1 ? center[0] : Length(center),
            Offset = offset.Length == 1 ? offset[0] : Length(offset),
            EncoderLearningRate = encoderLearningRate,
            DecoderLearningRate = decoderLearningRate,
            ClusterSize = clusterSize,
            ReducedPhase = reduced.Phase,
            FullPhase = isCollision ? ReponPhase.Generalization : end.Event == ReponEvent.Standstill ? ReponPhase.Memorization : null,
            ReducedSeparation = reduced.FinalSeparation,
            FullSeparation = isCollision ? 0 : end.Spread,
            Time = end.Time,
            ChargeDrift = end.ChargeDrift!.Value,
            End = end.End!.Value,
        };
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(entry => entry * entry));
}
