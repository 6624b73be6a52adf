namespace GenEft.Dynamics.Simulation;

/// <summary>How a trajectory starts, as its rows tell.</summary>
internal sealed record ReponStart
{
    /// <summary>The equations.</summary>
    public required ReponModelKind Kind { get; init; }

    /// <summary>The learning rate eta_x of the repons, per unit of time.</summary>
    public required double EtaX { get; init; }

    /// <summary>The learning rate eta_A of the decoder, per unit of time.</summary>
    public required double EtaA { get; init; }

    /// <summary>N of Eq. 13; null for repons given one by one.</summary>
    public required int? ClusterSize { get; init; }

    /// <summary>The number p of outputs.</summary>
    public required int OutputDimension { get; init; }

    /// <summary>The dimension d.</summary>
    public required int EmbeddingDimension { get; init; }

    /// <summary>a_2, or the largest singular value of A.</summary>
    public required double DecoderScale { get; init; }

    /// <summary>c, or |r|.</summary>
    public required double Separation { get; init; }

    /// <summary>The mean of two repons by the full equations, where A and r are numbers.</summary>
    public double? Center { get; init; }

    /// <summary>b - y, likewise.</summary>
    public double? Offset { get; init; }

    /// <summary>The sum of the rates at which decoder and repons move at the start, 1 / time.</summary>
    public required double Rate { get; init; }

    /// <summary>The start of a decoder and repons whose positions have a sum of squares.</summary>
    /// <param name="kind">The equations.</param>
    /// <param name="decoder">A0: [p, d].</param>
    /// <param name="square">The sum of |x_i|^2, or |r|^2.</param>
    /// <param name="separation">c, or |r|.</param>
    /// <param name="etaX">eta_x.</param>
    /// <param name="etaA">eta_A.</param>
    /// <param name="kappa">The factor of Eq. 8 or 13; 1 for the full equations.</param>
    /// <param name="clusterSize">N of Eq. 13; null for repons given one by one.</param>
    public static ReponStart Of(
        ReponModelKind kind, double[,] decoder, double square, double separation, double etaX, double etaA, double kappa, int? clusterSize)
    {
        double largest = Libraries.Decomposition.Singular(decoder).Values[0];
        return new ReponStart
        {
            Kind = kind,
            EtaX = etaX,
            EtaA = etaA,
            ClusterSize = clusterSize,
            OutputDimension = decoder.GetLength(0),
            EmbeddingDimension = decoder.GetLength(1),
            DecoderScale = decoder.Length == 1 ? decoder[0, 0] : largest,
            Separation = separation,
            Rate = (etaX * largest * largest) + (kappa * etaA * square),
        };
    }

    /// <summary>A row of the trajectory.</summary>
    /// <param name="observed">What is seen at the time.</param>
    /// <param name="time">The time.</param>
    /// <param name="index">The trajectory's number.</param>
    /// <param name="stepCount">Integration steps so far; null where nothing is integrated.</param>
    public ReponTrajectoryPoint Row(ReponObservation observed, double time, long index, long? stepCount) => new()
    {
        Index = index,
        Model = Kind,
        Method = null,
        Tolerance = null,
        EncoderLearningRate = EtaX,
        DecoderLearningRate = EtaA,
        ClusterSize = ClusterSize,
        StartCenter = Center,
        StartOffset = Offset,
        StartDecoderScale = DecoderScale,
        StartSeparation = observed.HasPair ? Separation : null,
        EmbeddingDimension = EmbeddingDimension,
        OutputDimension = OutputDimension,
        Time = time,
        DecoderScale = observed.DecoderScale,
        Separation = observed.HasPair ? observed.Separation : null,
        Spread = observed.HasPair ? observed.Spread : null,
        First = observed.HasPair ? observed.First : null,
        Second = observed.HasPair ? observed.Second : null,
        Charge = observed.Charge,
        ChargeDrift = Kind == ReponModelKind.ClosedForm ? null : observed.ChargeDrift,
        Potential = observed.Potential,
        Center = observed.Center,
        Offset = observed.Offset,
        Event = ReponEvent.None,
        StepCount = stepCount,
    };
}
