namespace GenEft.Dynamics.Simulation;

/// <summary>Repons along time from one initial condition.</summary>
internal interface IReponTrajectory
{
    /// <summary>How it starts.</summary>
    ReponStart Start { get; }

    /// <summary>A row at each time and at each event, in order of time; the last says why it is the last.</summary>
    /// <param name="times">The times, ascending from 0.</param>
    /// <param name="settings">How it is followed.</param>
    /// <param name="index">The trajectory's number, for the rows.</param>
    /// <param name="cancelToken">Stops the work.</param>
    IEnumerable<ReponTrajectoryPoint> Rows(IReadOnlyList<double> times, SimulationSettings settings, long index, CancellationToken cancelToken);
}

/// <summary>When something that happens between two times does.</summary>
internal static class Crossing
{
    /// <summary>The first time at which something is true, by halving down to neighbouring numbers.</summary>
    public static double FirstTime(double before, double after, Func<double, bool> isTrue)
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
