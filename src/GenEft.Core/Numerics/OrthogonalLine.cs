namespace GenEft.Numerics;

/// <summary>A line through weighted points that are uncertain alike on both axes: the least weighted squares of the distances at a right angle
/// (Deming's regression with a variance ratio of 1).</summary>
/// <param name="Slope">Change of y over a unit of x; infinite where the line is upright.</param>
/// <param name="Intercept">y at x = 0.</param>
/// <param name="RSquared">The squared weighted correlation; NaN where all x, or all y, are one.</param>
internal readonly record struct OrthogonalLine(double Slope, double Intercept, double RSquared)
{
    /// <summary>Fits the line.</summary>
    /// <param name="points">Two at least, with weights greater than 0.</param>
    public static OrthogonalLine Fit(IReadOnlyList<(double X, double Y, double Weight)> points)
    {
        double total = points.Sum(p => p.Weight);
        double x = points.Sum(p => p.Weight * p.X) / total;
        double y = points.Sum(p => p.Weight * p.Y) / total;
        double xx = points.Sum(p => p.Weight * (p.X - x) * (p.X - x));
        double yy = points.Sum(p => p.Weight * (p.Y - y) * (p.Y - y));
        double xy = points.Sum(p => p.Weight * (p.X - x) * (p.Y - y));

        // Of the two forms of the root the one that does not cancel.
        double half = (yy - xx) / 2;
        double root = Math.Sqrt((half * half) + (xy * xy));
        double slope = half >= 0 ? (half + root) / xy : xy / (root - half);
        return new OrthogonalLine(slope, y - (slope * x), xy * xy / (xx * yy));
    }
}
