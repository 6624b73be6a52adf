namespace GenEft.Numerics;

/// <summary>How uncertain a mean is: its standard error, and the degrees of freedom from which that is known.</summary>
/// <param name="StandardError">The standard error, at least 0; infinite where nothing is known.</param>
/// <param name="Freedom">Degrees of freedom, greater than 0; infinite where the error is known.</param>
internal readonly record struct Uncertainty(double StandardError, double Freedom)
{
    /// <summary>No uncertainty.</summary>
    public static Uncertainty None { get; } = new(0, double.PositiveInfinity);

    /// <summary>Half the width of the 95 % interval.</summary>
    public double Half => StandardError == 0 ? 0 : StudentInterval.Quantile(Freedom) * StandardError;

    /// <summary>That of the mean of independent values.</summary>
    public static Uncertainty Of(double[] values) =>
        new(StudentInterval.StandardError(values) ?? double.PositiveInfinity, Math.Max(1, values.Length - 1));

    /// <summary>That of an interval of half this width, by Student's t from so many values; by the normal law where their number is not
    /// told.</summary>
    public static Uncertainty OfInterval(double half, int? valueCount)
    {
        double freedom = valueCount is int count ? Math.Max(1, count - 1) : double.PositiveInfinity;
        return new Uncertainty(half / StudentInterval.Quantile(freedom), freedom);
    }

    /// <summary>That of the sum or difference of two independent means (Welch 1947, Satterthwaite 1946).</summary>
    public Uncertainty Join(Uncertainty other)
    {
        double own = StandardError * StandardError;
        double others = other.StandardError * other.StandardError;
        double both = own + others;
        return both == 0 || !double.IsFinite(both)
            ? new Uncertainty(Math.Sqrt(both), double.PositiveInfinity)
            : new Uncertainty(Math.Sqrt(both), 1 / ((own / both * (own / both) / Freedom) + (others / both * (others / both) / other.Freedom)));
    }
}
