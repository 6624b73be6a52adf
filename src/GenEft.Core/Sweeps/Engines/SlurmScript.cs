using System.Text;

namespace GenEft.Sweeps.Engines;

/// <summary>
/// The batch script of a job array: what sbatch is asked, in its #SBATCH lines, and what each task does. It can be read, and submitted again by hand.
/// </summary>
internal static class SlurmScript
{
    private const string Body = """
        export NO_COLOR=1

        # A signal ends a wait early.
        wait_for_it() {
            while kill -0 $! 2>/dev/null; do wait $!; done
            wait $!; code=$?
        }

        # A minute before the time limit, or before preemption where the cluster tells it so: keep what is under way, and queue this task again. SLURM_JOB_ID would be the whole array for one of its tasks.
        again() {
            trap '' USR1
            trap 'cancelled=1' TERM
            kill -TERM $!
            wait_for_it
            [ $code -eq 0 ] && exit 0
            [ -n "$cancelled" ] && exit $code
            scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
            exit
        }
        trap again USR1

        # Preemption and scancel: what is under way is kept.
        trap 'kill -TERM $! 2>/dev/null' TERM

        COMMAND &

        wait_for_it
        exit $code

        """;

    /// <summary>Writes it.</summary>
    /// <param name="sweep">The sweep's folder.</param>
    /// <param name="name">The job's name.</param>
    /// <param name="log">Where a task writes what it says, in Slurm's pattern.</param>
    /// <param name="taskCount">The number of tasks.</param>
    /// <param name="options">What is asked of Slurm.</param>
    /// <param name="task">What each task runs.</param>
    /// <exception cref="GenEftException">ValueOutOfRange for a folder whose name cannot stand in a script.</exception>
    public static string Of(string sweep, string name, string log, int taskCount, SlurmOptions options, SweepTask task)
    {
        if (sweep.Any(char.IsControl))
        {
            throw new GenEftException(ErrorIds.ValueOutOfRange, $"Path is '{sweep}'; a batch script cannot name a folder with a line break or another control character.", sweep);
        }

        StringBuilder script = new("#!/bin/bash\n");
        script.Append("# Each task trains what no other task has, until nothing is left. Written by Submit-Sweep of GenEft ").Append(SweepPlan.ThisVersion).Append("; sbatch takes it again as it is.\n");
        foreach ((string option, string? value) in ((string, string?)[])[
            ("job-name", name), ("array", FormattableString.Invariant($"0-{taskCount - 1}")), ("output", log),
            ("open-mode", "append"), ("requeue", ""), ("signal", "B:USR1@60"), ("cpus-per-task", FormattableString.Invariant($"{options.CpusPerTask}")),
            ("time", options.TimeLimit is { } time ? FormattableString.Invariant($"{time.Days}-{time:hh\\:mm\\:ss}") : null), ("partition", options.Partition), ("account", options.Account),
            ("mem", options.Memory), ("gres", options.Gpu is { } gpu ? "gpu:" + gpu : null), ("dependency", options.Dependency)])
        {
            if (value is not null)
            {
                script.Append("#SBATCH --").Append(option).Append(value.Length > 0 ? "=" + ForSbatch(value) : "").Append('\n');
            }
        }

        foreach (string option in options.Options)
        {
            script.Append("#SBATCH ").Append(ForSbatch(option)).Append('\n');
        }

        script.Append('\n');
        foreach ((string variable, string value) in task.Environment)
        {
            script.Append("export ").Append(variable).Append('=').Append(ForBash(value)).Append('\n');
        }

        return script.Append(Body.ReplaceLineEndings("\n").Replace("COMMAND", string.Join(' ', task.Command.Select(ForBash)), StringComparison.Ordinal)).ToString();
    }

    /// <summary>A name for a sweep's jobs: its folder's, as far as Slurm's tables show it well, and the beginning of its plan's checksum.</summary>
    public static string JobName(SweepPlan plan) =>
        $"geneft-{string.Concat(Path.GetFileName(plan.Folder.TrimEnd(Path.DirectorySeparatorChar)).Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-').Take(40))}-{plan.Hash[..8]}";

    // sbatch reads its lines as a shell would, but takes a backslash in single quotes for an escape too.
    private static string ForSbatch(string value) => value.All(IsPlain) ? value : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string ForBash(string value) => value.Length > 0 && value.All(IsPlain) ? value : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || "_-./:,=@%+".Contains(letter, StringComparison.Ordinal);
}
