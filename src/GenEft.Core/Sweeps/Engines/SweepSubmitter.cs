namespace GenEft.Sweeps.Engines;

/// <summary>Hands a sweep to processes that outlive the session: a cluster's, or this machine's.</summary>
internal static class SweepSubmitter
{
    /// <summary>Refuses what could not be submitted, before anything is written.</summary>
    /// <exception cref="GenEftException">EngineNotFound, ValueOutOfRange.</exception>
    public static void Check(SweepEngine engine, SlurmOptions options)
    {
        options.Check();
        if (engine == SweepEngine.Slurm && !ProgramRun.Exists("sbatch"))
        {
            throw new GenEftException(ErrorIds.EngineNotFound, "Slurm's sbatch is in no folder of PATH: this machine submits to no cluster. -Engine Local starts processes here.", engine);
        }
    }

    /// <summary>Submits a job array to Slurm.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="taskCount">The number of tasks.</param>
    /// <param name="options">What is asked of Slurm.</param>
    /// <param name="task">What each runs.</param>
    /// <exception cref="GenEftException">EngineFailed, FileNotWritable; nothing stays in the folder.</exception>
    public static SweepSubmission ToSlurm(SweepPlan plan, int taskCount, SlurmOptions options, SweepTask task) => Numbered(plan.Folder, number =>
    {
        string script = SweepJob.ScriptOf(plan.Folder, number);
        string log = SweepJob.LogOf(plan.Folder.Replace("%", "%%", StringComparison.Ordinal), number, "%a");
        string name = SlurmScript.JobName(plan);
        File.WriteAllText(script, SlurmScript.Of(plan.Folder, name, log, taskCount, options, task));
        (string id, string? cluster) = Slurm.Submit(script, plan.Folder);
        return (new SweepJob { Engine = SweepEngine.Slurm, Id = id, Name = name, Cluster = cluster, TaskCount = taskCount, Number = number },
            new SweepSubmission { Path = plan.Folder, Engine = SweepEngine.Slurm, JobId = id, TaskCount = taskCount, Script = script, Log = SweepJob.LogOf(plan.Folder, number, "*") });
    });

    /// <summary>Starts processes on this machine.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="taskCount">Their number.</param>
    /// <param name="task">What each runs.</param>
    /// <exception cref="GenEftException">EngineFailed, FileNotWritable; nothing stays in the folder, and no process.</exception>
    public static SweepSubmission ToProcesses(SweepPlan plan, int taskCount, SweepTask task) => Numbered(plan.Folder, number =>
    {
        List<ProcessIdentity> processes = [];
        try
        {
            for (int i = 0; i < taskCount; i++)
            {
                processes.Add(LocalProcesses.Start(task, plan.Folder, SweepJob.LogOf(plan.Folder, number, FormattableString.Invariant($"{i}"))));
            }
        }
        catch (GenEftException)
        {
            processes.ForEach(process => process.Kill());
            throw;
        }

        return (new SweepJob { Engine = SweepEngine.Local, Host = Environment.MachineName, Processes = processes, TaskCount = taskCount, Number = number },
            new SweepSubmission { Path = plan.Folder, Engine = SweepEngine.Local, TaskCount = taskCount, Log = SweepJob.LogOf(plan.Folder, number, "*") });
    });

    // What could not be told and ended later is ended at once.
    private static void Keep(SweepJob job, string folder)
    {
        try
        {
            job.Write(folder);
        }
        catch (GenEftException)
        {
            foreach (ProcessIdentity process in job.Processes)
            {
                process.Kill();
            }

            if (job.Engine == SweepEngine.Slurm)
            {
                Slurm.Cancel(job, CancellationToken.None);
            }

            throw;
        }
    }

    private static SweepSubmission Numbered(string folder, Func<int, (SweepJob, SweepSubmission)> submit)
    {
        int number = 0;
        try
        {
            number = SweepJob.Reserve(folder);
            (SweepJob job, SweepSubmission submission) = submit(number);
            Keep(job, folder);
            number = 0;
            return submission;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(ErrorIds.FileNotWritable, $"The sweep '{folder}' cannot be written to: {failure.Message}", folder, failure);
        }
        finally
        {
            if (number > 0)
            {
                SweepJob.Free(folder, number);
            }
        }
    }
}
