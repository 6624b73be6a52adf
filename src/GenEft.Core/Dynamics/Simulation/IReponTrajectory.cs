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
