namespace GenEft.Dynamics.Simulation;

/// <summary>When something that happens between two times does.</summary>
internal static class EventTime
{
    /// <summary>The first time at which something is true, by halving down to neighbouring numbers.</summary>
    public static double First(double before, double after, Func<double, bool> isTrue)
    {
        double middle = before + ((after - before) / 2);
        while (middle > before && middle < after)
        {
            (before, after) = isTrue(middle) ? (before, middle) : (middle, after);
            middle = before + ((after - before) / 2);
        }

        return after;
    }
}
