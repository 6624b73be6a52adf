using GenEft.Numerics;

namespace GenEft.Dynamics.Simulation;

/// <summary>What happens at a row's time.</summary>
public enum ReponEvent
{
    /// <summary>Nothing that was looked for.</summary>
    None,

    /// <summary>All repons of each target have come together.</summary>
    Collision,

    /// <summary>Nothing moves any more; not looked for in the closed form.</summary>
    Standstill,
}

/// <summary>Why a trajectory ends.</summary>
public enum SimulationEnd
{
    /// <summary>The last time asked for was reached.</summary>
    Completed,

    /// <summary>An event ended it.</summary>
    Event,

    /// <summary>It took as many steps as allowed.</summary>
    StepLimit,

    /// <summary>Steps became too small: the flow is too stiff for the method, or the tolerance too strict.</summary>
    StepTooSmall,

    /// <summary>The state is no longer finite: fixed steps are too long, or numbers too large.</summary>
    Diverged,
}

/// <summary>Repons at one time.</summary>
public sealed record ReponTrajectoryPoint
{
    /// <summary>The number of the trajectory, from 0: of the initial condition and the model.</summary>
    public required long Index { get; init; }

    /// <summary>The equations.</summary>
    public required ReponModelKind Model { get; init; }

    /// <summary>How they were integrated; empty for the closed form.</summary>
    public required IntegrationMethod? Method { get; init; }

    /// <summary>The relative tolerance of a step; empty for fixed steps and the closed form.</summary>
    public required double? Tolerance { get; init; }

    /// <summary>The learning rate eta_enc of the repons, per unit of time.</summary>
    public required double EncoderLearningRate { get; init; }

    /// <summary>The learning rate eta_dec of the decoder, per unit of time.</summary>
    public required double DecoderLearningRate { get; init; }

    /// <summary>N of Eq. 13; empty where the repons were given one by one.</summary>
    public required int? ClusterSize { get; init; }

    /// <summary>The mean of all repons at the start, of one and a cluster by the full equations, where A and r are numbers.</summary>
    public required double? StartCenter { get; init; }

    /// <summary>b - y at the start, likewise.</summary>
    public required double? StartOffset { get; init; }

    /// <summary>DecoderScale at time 0.</summary>
    public required double StartDecoderScale { get; init; }

    /// <summary>Separation at time 0.</summary>
    public required double? StartSeparation { get; init; }

    /// <summary>The dimension d of the embeddings.</summary>
    public required int EmbeddingDimension { get; init; }

    /// <summary>The number p of the decoder's outputs.</summary>
    public required int OutputDimension { get; init; }

    /// <summary>t, in the unit in which the learning rates count.</summary>
    public required double Time { get; init; }

    /// <summary>The largest singular value of A; a_2 with its sign where A and r are numbers.</summary>
    public required double DecoderScale { get; init; }

    /// <summary>Half the distance of the closest two repons of one target, |r|; c with its sign where A and r are numbers. Empty where no
    /// two repons have one target.</summary>
    public required double? Separation { get; init; }

    /// <summary>Half the distance of the farthest two repons of one target; empty likewise.</summary>
    public required double? Spread { get; init; }

    /// <summary>The number of one of the closest two, from 0; empty likewise.</summary>
    public required int? First { get; init; }

    /// <summary>The number of the other.</summary>
    public required int? Second { get; init; }

    /// <summary>The trace of the conserved matrix (about_GenEft_Theory 5(i), 5(ii)): for two repons in one dimension C of Eq. 11 by the
    /// reduced equations, and twice that by the full ones, which have two repons where those have one separation.</summary>
    public required double Charge { get; init; }

    /// <summary>How far the conserved matrix is from its start, relative to the size of its two terms then; empty for the closed form,
    /// which rests on it.</summary>
    public required double? ChargeDrift { get; init; }

    /// <summary>r^T A^T A r / 2 of the reduced equations; the loss of Eq. 6 of the full ones, a sum over repons: kappa times that where the
    /// reduced equations are exact.</summary>
    public required double Potential { get; init; }

    /// <summary>The mean of all repons, of one and another or a cluster by the full equations, where A and r are numbers.</summary>
    public required double? Center { get; init; }

    /// <summary>b - y, likewise.</summary>
    public required double? Offset { get; init; }

    /// <summary>What happens at this time.</summary>
    public required ReponEvent Event { get; init; }

    /// <summary>Why the trajectory ends here; empty but for the last row.</summary>
    public SimulationEnd? End { get; init; }

    /// <summary>Where all repons are; null where it was not asked for.</summary>
    internal ReponState? State { get; init; }

    /// <summary>Integration steps up to here; empty for the closed form.</summary>
    public required long? StepCount { get; init; }
}
