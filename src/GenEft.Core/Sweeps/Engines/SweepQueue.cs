using System.Diagnostics;

namespace GenEft.Sweeps.Engines;

/// <summary>What engines say of the tasks that were submitted for a sweep. They are asked four times a minute at most, since a cluster's controller has others to serve.</summary>
/// <param name="sweep">The sweep's folder.</param>
public sealed class SweepQueue(string sweep)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);

    private readonly Stopwatch _sinceAsked = new();
    private readonly List<(SweepJob Job, string Task, string State)> _failed = [];
    private int _local;
    private int _slurm;

    /// <summary>Tasks that wait, start or run; the journals and owners tell which of them train.</summary>
    internal int LiveCount => _local + _slurm;

    /// <summary>Tasks that ended otherwise than they should, as far as a cluster remembers.</summary>
    internal int FailedCount => _failed.Count;

    /// <summary>A submission whose engine could not be asked; null where all answered.</summary>
    public string? Unknown { get; private set; }

    /// <summary>One of the tasks that failed, in words; null where there is none.</summary>
    public string? DescribeFailed() => _failed.Count == 0 ? null
        : $"{_failed.Count} task(s) ended otherwise than they should, task {_failed[^1].Task} of job {_failed[^1].Job.Id} as {_failed[^1].State}: see '{SweepJob.LogOf(sweep, _failed[^1].Job.Number, _failed[^1].Task)}'";

    /// <summary>Asks, unless it just has.</summary>
    /// <param name="cancelToken">Ends the waiting.</param>
    internal void Ask(CancellationToken cancelToken)
    {
        _local = CountLocal();
        if (_sinceAsked.IsRunning && _sinceAsked.Elapsed < s_interval)
        {
            return;
        }

        (Unknown, _slurm) = (null, 0);
        _failed.Clear();
        foreach (SweepJob job in SweepJob.ReadAll(sweep).Where(job => job.Engine == SweepEngine.Slurm))
        {
            if (Slurm.Count(job, cancelToken) is not { } counts)
            {
                Unknown = job.Id;
                continue;
            }

            _slurm += counts.Waiting + counts.Running;
            _failed.AddRange(counts.Failed.Select(failed => (job, failed.Task, failed.State)));
        }

        _sinceAsked.Restart();
    }

    /// <summary>Processes of this machine that were submitted and run.</summary>
    internal int CountLocal() => SweepJob.ReadAll(sweep).Where(job => job.Engine == SweepEngine.Local).Sum(LocalProcesses.Count);

    /// <summary>Cancels all that wait, start or run: jobs on clusters, and processes of this machine that are not at the sweep yet. Those that are leave by <see cref="SweepStopRequest"/>.</summary>
    /// <param name="cancelToken">Ends the waiting.</param>
    /// <exception cref="GenEftException">EngineFailed.</exception>
    internal void Cancel(CancellationToken cancelToken)
    {
        HashSet<int> atWork = [.. SweepOwner.ReadAlive(SweepClaims.OwnersOf(sweep)).Where(owner => owner.Host == Environment.MachineName).Select(owner => owner.Process)];
        foreach (SweepJob job in SweepJob.ReadAll(sweep))
        {
            if (job.Engine == SweepEngine.Slurm)
            {
                Slurm.Cancel(job, cancelToken);
            }
            else if (job.Host == Environment.MachineName)
            {
                foreach (ProcessIdentity process in job.Processes.Where(process => !atWork.Contains(process.Id)))
                {
                    process.Kill();
                }
            }
        }

        _sinceAsked.Reset();
    }
}
