using GenEft.Numerics;

namespace GenEft.Dynamics.Simulation;

/// <summary>How repons are simulated.</summary>
public sealed record SimulationSettings
{
    /// <summary>The times of the rows, ascending, from 0; null for PointCount of them from 0 to EndTime.</summary>
    public IReadOnlyList<double>? Time { get; init; }

    /// <summary>The last time; null for 20 over the sum of the two rates at the start, eta_x |A|^2 of the repons and kappa eta_A |r|^2 of
    /// the decoder (of the full equations eta_A sum_i |x_i|^2).</summary>
    public double? EndTime { get; init; }

    /// <summary>The number of rows, evenly spaced, the first at time 0.</summary>
    public int PointCount { get; init; } = 51;

    /// <summary>How the flow is integrated.</summary>
    public IntegrationMethod Method { get; init; }

    /// <summary>The error of a step of an adaptive method, relative to the state.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>The step of a fixed-step method; null for a thousandth of the last time.</summary>
    public double? StepSize { get; init; }

    /// <summary>The most integration steps.</summary>
    public long MaxSteps { get; init; } = 1_000_000;

    /// <summary>The share of the spread at the start below which repons have collided; 100 times Tolerance where that is more.</summary>
    public double CollisionTolerance { get; init; } = 1e-6;

    /// <summary>Repons stand still when the decoder, in every direction in which more than this share of what is between two of one target lies, is
    /// at most this share of its largest, and falls: they will not come closer by more than this share, nor will the potential fall by more than
    /// its square of its size. 100 times Tolerance where that is more.</summary>
    public double StandstillTolerance { get; init; } = 1e-6;

    /// <summary>Whether rows carry the whole state.</summary>
    public bool IncludeState { get; init; }

    /// <summary>Whether the first event ends the trajectory.</summary>
    public bool StopAtEvent { get; init; }

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public void Validate()
    {
        // Events are told by a hundred times the tolerance: beyond these nothing would be left to tell.
        Guard.PositiveAtMost(nameof(Tolerance), Tolerance, 1e-4);
        Guard.PositiveAtMost(nameof(CollisionTolerance), CollisionTolerance, 0.1);
        Guard.PositiveAtMost(nameof(StandstillTolerance), StandstillTolerance, 0.1);
        Guard.Range(nameof(PointCount), PointCount, 2, 1_000_000);
        Guard.Range(nameof(MaxSteps), MaxSteps, 1, long.MaxValue);
        if (EndTime is double end)
        {
            Guard.Positive(nameof(EndTime), end);
        }

        if (StepSize is double step)
        {
            Guard.Positive(nameof(StepSize), step);
        }

        if (Time is { Count: 0 })
        {
            throw new GenEftException(ErrorIds.ValueOutOfRange, "Time is an empty list; it must hold one number at least.", Time);
        }

        foreach ((double time, double before) in (Time ?? []).Zip((Time ?? []).Prepend(0)))
        {
            Guard.NotNegative(nameof(Time), time);
            if (time < before)
            {
                throw new GenEftException(
                    ErrorIds.ValueOutOfRange, FormattableString.Invariant($"Time is {time} after {before}; times must ascend from 0."), time);
            }
        }
    }
}
