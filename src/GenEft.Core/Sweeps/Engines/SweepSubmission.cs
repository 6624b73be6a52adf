namespace GenEft.Sweeps.Engines;

/// <summary>Tasks that were handed to an engine to train a sweep.</summary>
public sealed record SweepSubmission
{
    /// <summary>The sweep's folder.</summary>
    public required string Path { get; init; }

    /// <summary>Who runs the tasks.</summary>
    public required SweepEngine Engine { get; init; }

    /// <summary>Slurm's number of the job array; null on this machine.</summary>
    public string? JobId { get; init; }

    /// <summary>The number of tasks: processes that train at once.</summary>
    public required int TaskCount { get; init; }

    /// <summary>The batch script that was submitted; null on this machine.</summary>
    public string? Script { get; init; }

    /// <summary>Where the tasks write what they say; * stands for a task's number, from 0.</summary>
    public required string Log { get; init; }
}
