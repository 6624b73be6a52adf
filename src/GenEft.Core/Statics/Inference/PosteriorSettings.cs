namespace GenEft.Statics.Inference;

/// <summary>How a posterior over relations is found, and how much may be spent on it.</summary>
public sealed record PosteriorSettings
{
    /// <summary>The most steps that an exact count of one part may take; beyond it draws are made. A step holds some
    /// 30 bytes.</summary>
    public long Budget { get; init; } = 2_000_000;

    /// <summary>Draws where counting is out of reach, and the paper's sequences.</summary>
    public int DrawCount { get; init; } = 1000;

    /// <summary>Whether draws may take the place of an exact count; otherwise that is refused.</summary>
    public bool AllowSampling { get; init; } = true;

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public void Validate()
    {
        Guard.Range(nameof(Budget), Budget, 0, 1_000_000_000);
        Guard.Range(nameof(DrawCount), DrawCount, 2, 1_000_000);
    }

    /// <summary>The error of an exact count that is out of reach and may not be sampled.</summary>
    internal GenEftException OverBudget(int size) => new(
        ErrorIds.ExactOverBudget,
        FormattableString.Invariant($"{size} elements hang together by the sample, and an exact count over them is out of reach of {Budget} steps, ") +
        "or at all (more than 25 groups wait at once, or order is not known over 127 places). Allow draws where there is a choice, or give a larger -Budget.",
        Budget);
}
