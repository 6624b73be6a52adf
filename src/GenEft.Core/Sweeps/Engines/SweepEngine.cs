namespace GenEft.Sweeps.Engines;

/// <summary>Who runs the processes that train a sweep.</summary>
public enum SweepEngine
{
    /// <summary>A cluster, by Slurm's sbatch: a job array.</summary>
    Slurm,

    /// <summary>This machine: processes that go on when the session ends.</summary>
    Local,
}
