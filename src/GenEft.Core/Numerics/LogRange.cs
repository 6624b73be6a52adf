namespace GenEft.Numerics;

/// <summary>Numbers evenly spaced on a logarithmic scale.</summary>
public static class LogRange
{
    /// <summary>The numbers, both ends included exactly.</summary>
    /// <param name="from">The first, greater than 0.</param>
    /// <param name="to">The last, greater than 0.</param>
    /// <param name="count">How many, at least 2.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static double[] Create(double from, double to, int count)
    {
        Guard.Positive("From", from);
        Guard.Positive("To", to);
        Guard.Range("Count", count, 2, 10_000_000);
        double low = Math.Log10(from);
        double high = Math.Log10(to);
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            // Both products before the division: whole exponents stay whole.
            values[i] = Math.Pow(10, ((low * (count - 1 - i)) + (high * i)) / (count - 1));
        }

        (values[0], values[^1]) = (from, to);
        return values;
    }
}
