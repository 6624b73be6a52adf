using System.Management.Automation;
using System.Runtime.ExceptionServices;
using GenEft.Symmetry;

namespace GenEft.Commands;

/// <summary>What cmdlets share that may have to find automorphisms: the search goes on a thread of its own while the pipeline's
/// shows progress.</summary>
public abstract class SymmetryCmdlet : GenEftCmdlet
{
    private const int WorkerStackBytes = 16 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

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
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        Thread worker = new(
            () =>
            {
                try
                {
                    result = search(options);
                }
#pragma warning disable CA1031 // The pipeline thread's to report.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            WorkerStackBytes)
        { IsBackground = true, Name = "GenEft automorphisms" };
        ProgressWriter writer = new(this, $"Automorphisms of {relation}");
        worker.Start();
        try
        {
            while (!worker.Join(s_patience))
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
            }
        }
        finally
        {
            // Progress cannot be written once the pipeline stops; the search is stopping too then.
            worker.Join();
        }

        writer.Complete();
        failure?.Throw();
        return result;
    }
}
