using GenEft.Symmetry;

namespace GenEft.Infrastructure;

/// <summary>What cmdlets share that may have to find automorphisms: the search goes on a thread of its own while the pipeline's
/// shows progress.</summary>
public abstract class SymmetryCmdlet : GenEftCmdlet
{
    /// <summary>Searches, showing progress.</summary>
    /// <param name="relation">The relation's name, for the progress bar.</param>
    /// <param name="timeLimit">The longest time to search; null for no limit.</param>
    /// <param name="search">The search, given its options.</param>
    internal T Search<T>(string relation, TimeSpan? timeLimit, Func<AutomorphismOptions, T> search)
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
        return Aside($"Automorphisms of {relation}", () => search(options), writer =>
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
