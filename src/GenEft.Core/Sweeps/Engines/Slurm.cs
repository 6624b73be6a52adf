namespace GenEft.Sweeps.Engines;

/// <summary>A cluster that Slurm schedules, by its programs.</summary>
internal static class Slurm
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // A busy controller lets sbatch wait; one that is killed may have submitted all the same.
    private static readonly TimeSpan s_patienceToSubmit = TimeSpan.FromMinutes(10);

    // What a task is that has not ended; all else is an end.
    private static readonly HashSet<string> s_waiting = ["PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT", "RESV_DEL_HOLD"];
    private const string Completing = "COMPLETING";
    private static readonly HashSet<string> s_running = ["RUNNING", Completing, "SUSPENDED", "STOPPED", "SIGNALING", "STAGE_OUT", "RESIZING"];

    // Why a task waits that Slurm will not start by itself. Other reasons (resources, limits, priorities) pass.
    private static readonly HashSet<string> s_held =
    [
        "JobHeldUser", "JobHeldAdmin", "JobHoldMaxRequeue", "launch_failed_requeued_held", "job_requeued_in_held_state", "DependencyNeverSatisfied", "BadConstraints",
        "InvalidAccount", "InvalidQOS", "PartitionConfig", "PartitionDown", "PartitionInactive", "PartitionNodeLimit", "PartitionTimeLimit",
    ];

    /// <summary>Submits a job array.</summary>
    /// <param name="script">The batch script.</param>
    /// <param name="folder">Where its tasks run.</param>
    /// <returns>The array's number and its cluster.</returns>
    /// <exception cref="GenEftException">EngineFailed, with what sbatch says.</exception>
    public static (string Id, string? Cluster) Submit(string script, string folder)
    {
        ProgramRun run = ProgramRun.Of("sbatch", ["--parsable", script], folder, s_patienceToSubmit, CancellationToken.None);
        string[] answer = run.Output.Trim().Split(';');
        return run.IsGood && answer[0].Length > 0 && answer[0].All(char.IsAsciiDigit)
            ? (answer[0], answer.Length > 1 ? answer[1] : null)
            : throw new GenEftException(ErrorIds.EngineFailed, $"Slurm did not take the job: {(run.Error.Length > 0 ? run.Error : $"sbatch answered '{run.Output.Trim()}'")}", folder);
    }

    /// <summary>Cancels a job array: tasks that run are told by SIGTERM.</summary>
    /// <exception cref="GenEftException">EngineFailed, with what scancel says.</exception>
    public static void Cancel(SweepJob job, CancellationToken cancelToken)
    {
        ProgramRun run = ProgramRun.Of("scancel", [.. OfJob(job), job.Id!], Path.GetTempPath(), s_patience, cancelToken);
        if (!run.IsGood && !IsForgotten(run))
        {
            throw new GenEftException(ErrorIds.EngineFailed, $"Job {job.Id} could not be cancelled, and its tasks may start later: {run.Error.TrimEnd('.')}. Call Stop-Sweep again when Slurm answers.", job.Id);
        }
    }

    /// <summary>Whether a task that is held for a reason goes on by scontrol release.</summary>
    public static bool IsReleasable(string reason) => reason.StartsWith("Job", StringComparison.OrdinalIgnoreCase) || reason.EndsWith("held", StringComparison.Ordinal);

    /// <summary>How the tasks of a job array are.</summary>
    /// <returns>The counts; null where the queue cannot be asked.</returns>
    public static TaskCounts? Count(SweepJob job, CancellationToken cancelToken)
    {
        Dictionary<string, (string State, string Reason)> states = [];
        ProgramRun queue = ProgramRun.Of(
            "squeue", [.. OfJob(job), "--jobs=" + job.Id, "--states=all", "--array", "--noheader", "--format=%K|%T|%r"], Path.GetTempPath(), s_patience, cancelToken);
        if (!queue.IsGood && !IsForgotten(queue))
        {
            return null;
        }

        // What the controller has forgotten may be in the accounts, where a cluster keeps some.
        AddStates(states, queue.IsGood ? queue.Output : "");
        if (states.Count < job.TaskCount)
        {
            ProgramRun accounts = ProgramRun.Of(
                "sacct", [.. OfJob(job), "--jobs=" + job.Id, "--allocations", "--noheader", "--parsable2", "--format=JobID,State"], Path.GetTempPath(), s_patience, cancelToken);
            AddStates(states, accounts.IsGood ? accounts.Output : "");
        }

        return new TaskCounts(
            states.Values.Count(task => s_waiting.Contains(task.State)),
            states.Values.Count(task => s_running.Contains(task.State)),
            states.Values.Count(task => task.State == Completing),
            [.. states.Where(task => s_waiting.Contains(task.Value.State) && s_held.Contains(task.Value.Reason)).Select(task => (task.Key, task.Value.Reason))],
            [.. states.Where(task => !s_waiting.Contains(task.Value.State) && !s_running.Contains(task.Value.State) && task.Value.State is not ("COMPLETED" or "CANCELLED"))
                .Select(task => (task.Key, task.Value.State))]);
    }

    // Lines such as 3|PENDING|Priority of squeue, 17_3|CANCELLED by 1000 of sacct. Ranges, as 17_[4-9], are of tasks that wait, which squeue has told.
    private static void AddStates(Dictionary<string, (string State, string Reason)> states, string lines)
    {
        foreach (string line in lines.Split('\n'))
        {
            string[] parts = line.Trim().Split('|');
            string task = parts[0][(parts[0].IndexOf('_', StringComparison.Ordinal) + 1)..];
            if (parts.Length is 2 or 3 && task.Length > 0 && task.All(char.IsAsciiDigit))
            {
                states.TryAdd(task, (parts[1].Split(' ')[0].TrimEnd('+'), parts.Length == 3 ? parts[2].Replace(' ', '_') : ""));
            }
        }
    }

    // The name too: on another cluster, or in another year, a job of the same number is another.
    private static string[] OfJob(SweepJob job) => job.Cluster is { } cluster ? ["--clusters=" + cluster, "--name=" + job.Name] : ["--name=" + job.Name];

    // Of a job that ended some minutes ago.
    private static bool IsForgotten(ProgramRun run) => run.ExitCode is not null && run.Error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase);
}
