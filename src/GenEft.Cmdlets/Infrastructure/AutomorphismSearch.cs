using GenEft.Symmetry;

namespace GenEft.Infrastructure;

/// <summary>Searches for automorphisms on a thread of its own while the pipeline's shows progress.</summary>
internal static class AutomorphismSearch
{
    /// <summary>Searches, showing progress.</summary>
    /// <param name="cmdlet">Who waits.</param>
    /// <param name="relation">The relation's name, for the progress bar.</param>
    /// <param name="timeLimit">The longest time to search; null for no limit.</param>
    /// <param name="search">The search, given its options.</param>
    public static T Run<T>(GenEftCmdlet cmdlet, string relation, TimeSpan? timeLimit, Func<AutomorphismOptions, T> search)
    {
        AutomorphismProgress? latest = null;
        object gate = new();
        AutomorphismOptions options = new()
        {
            TimeLimit = timeLimit,
            Progress = new DirectProgress<AutomorphismProgress>(progress =>
            {
                lock (gate)
                {
                    latest = progress;
                }
            }),
        };
        return BackgroundWork.Run(cmdlet, $"Automorphisms of {relation}", () => search(options), writer =>
        {
            lock (gate)
            {
                if (latest is { } progress)
                {
                    double done = timeLimit is { } limit ? progress.Elapsed / limit : 0;
                    writer.Report(done, _ => ProgressWriter.Describe(
                        $"{progress.Stage}, {progress.Vertices:#,0} elements, {progress.SearchNodes:#,0} search nodes"));
                }
            }
        });
    }
}
