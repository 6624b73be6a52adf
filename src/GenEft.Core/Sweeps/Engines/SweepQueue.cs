using System.Diagnostics;

namespace GenEft.Sweeps.Engines;

/// <summary>What engines say of the tasks that were submitted for a sweep. Slurm is asked every 15 seconds at most, since a cluster's controller has others to serve.</summary>
/// <param name="sweep">The sweep's folder.</param>
public sealed class SweepQueue(string sweep)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(15);

    private readonly Stopwatch _sinceAsked = new();
    private readonly HashSet<int> _ended = [];   // jobs that need not be asked for again
    private readonly HashSet<int> _cancelled = [];
    private IReadOnlyList<(string Task, string State)> _failed = [];
    private readonly List<(string Job, string Task, string Reason)> _held = [];
    private SweepJob? _newest;
    private int _waiting;
    private int _running;

    /// <summary>Tasks of the newest job that ended otherwise than they should, as far as a cluster remembers; what became of older ones was answered by it.</summary>
    internal int FailedCount => _failed.Count;

    /// <summary>A submission whose engine could not be asked; null where all answered.</summary>
    public string? Unknown { get; private set; }

    /// <summary>Whether asking again may help where a submission is unknown: Slurm's programs are here.</summary>
    public static bool CanAsk => ProgramRun.Exists("squeue");

    /// <summary>One of the tasks that failed, in words; null where there is none.</summary>
    public string? DescribeFailed() => _failed.Count == 0 ? null
        : $"{_failed.Count} task(s) ended otherwise than they should, task {_failed[0].Task} of job {_newest!.Id} as {_failed[0].State}: see '{SweepJob.LogOf(sweep, _newest.Number, _failed[0].Task)}'";

    /// <summary>Tasks in a queue that do not start unless somebody does something, in words; null where there is none.</summary>
    public string? DescribeHeld() => _held.Count == 0 ? null
        : $"{_held.Count} task(s) wait that Slurm does not start by itself, task {_held[0].Task} of job {_held[0].Job} for the reason {_held[0].Reason}: {(_held.Exists(held => Slurm.IsReleasable(held.Reason)) ? "Slurm's scontrol releases what somebody holds, or " : "")}Stop-Sweep cancels them and Submit-Sweep submits anew";

    /// <summary>Whether tasks that start by themselves wait in a queue, or start.</summary>
    /// <param name="processes">How many processes are at work.</param>
    internal bool WillStart(int processes) => CountQueued(processes) > _held.Count;

    /// <summary>Tasks that wait in a queue, or start: not those that are at work.</summary>
    /// <param name="processes">How many processes are at work.</param>
    internal int CountQueued(int processes) => _waiting + Math.Max(0, _running - processes);

    /// <summary>Asks; Slurm not, if it just has been.</summary>
    /// <param name="cancelToken">Ends the waiting.</param>
    internal void Ask(CancellationToken cancelToken)
    {
        if (_sinceAsked.IsRunning && _sinceAsked.Elapsed < s_interval)
        {
            return;
        }

        (Unknown, _waiting, _running, _failed) = (null, 0, CountLocal(), []);
        _held.Clear();
        SweepJob[] jobs = [.. SweepJob.ReadAll(sweep).Where(job => job.Engine == SweepEngine.Slurm)];
        _newest = jobs.LastOrDefault();
        foreach (SweepJob job in jobs.Where(job => job == _newest || !_ended.Contains(job.Number)))
        {
            if (Slurm.Count(job, cancelToken) is not { } counts)
            {
                Unknown = job.Id;
                break;   // nor of others, by a controller that is down: each would be waited for
            }

            (_waiting, _running) = (_waiting + counts.Waiting, _running + counts.Running - (_cancelled.Contains(job.Number) || job.IsStopped(sweep) ? counts.Completing : 0));
            _held.AddRange(counts.Held.Select(held => (job.Id!, held.Task, held.Reason)));
            _failed = job == _newest ? counts.Failed : _failed;
            if (counts.Waiting + counts.Running == 0)
            {
                _ended.Add(job.Number);
            }
        }

        if (jobs.Length > 0)
        {
            _sinceAsked.Restart();
        }
    }

    /// <summary>Processes of this machine that were submitted and run.</summary>
    internal int CountLocal() => SweepJob.ReadAll(sweep).Where(job => job.Engine == SweepEngine.Local).Sum(LocalProcesses.Count);

    /// <summary>Ends processes of this machine that were submitted and are not at the sweep yet. Those that are leave by <see cref="SweepStopRequest"/>.</summary>
    internal void EndLocal()
    {
        HashSet<int> atWork = [.. SweepOwner.ReadAlive(SweepClaims.OwnersOf(sweep)).Where(SweepOwner.IsHere).Select(owner => owner.Process)];
        foreach (ProcessIdentity process in SweepJob.ReadAll(sweep).Where(job => job.Engine == SweepEngine.Local && job.Host == Environment.MachineName)
            .SelectMany(job => job.Processes).Where(process => !atWork.Contains(process.Id)))
        {
            process.Kill();
        }
    }

    /// <summary>Cancels jobs on clusters.</summary>
    /// <param name="cancelToken">Ends the waiting.</param>
    /// <returns>What could not be cancelled, and why.</returns>
    internal IReadOnlyList<GenEftException> Cancel(CancellationToken cancelToken)
    {
        List<GenEftException> failures = [];
        foreach (SweepJob job in SweepJob.ReadAll(sweep).Where(job => job.Engine == SweepEngine.Slurm && !_ended.Contains(job.Number)))
        {
            try
            {
                Slurm.Cancel(job, cancelToken);
                _cancelled.Add(job.Number);
            }
            catch (GenEftException failure)
            {
                failures.Add(failure);
                if (Unknown is not null)
                {
                    break;   // the controller is down
                }
            }
        }

        if (Unknown is null)
        {
            _sinceAsked.Reset();   // it answers: how it is now
        }

        return failures;
    }
}
