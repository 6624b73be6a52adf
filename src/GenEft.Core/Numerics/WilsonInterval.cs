namespace GenEft.Numerics;

/// <summary>95 % confidence intervals of a probability from a number of trials (Wilson 1927).</summary>
internal static class WilsonInterval
{
    private const double Normal = StudentInterval.Normal;

    /// <summary>The ends of the interval.</summary>
    /// <param name="successes">From 0 to trials.</param>
    /// <param name="trials">At least 1.</param>
    public static (double Low, double High) Of(long successes, long trials)
    {
        double n = trials;
        double p = successes / n;
        double z2 = Normal * Normal;
        double middle = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        double half = Normal / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n)));

        // Without a success the lower end is 0, which rounding may miss; likewise the upper one.
        return (successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half);
    }
}
