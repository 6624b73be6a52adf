namespace GenEft;

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
        FormattableString.Invariant(
            $"An exact count over a part of {size} elements that hang together takes more than {Budget} steps. Give a larger -Budget, or leave out -NoSampling."),
        Budget);
}
