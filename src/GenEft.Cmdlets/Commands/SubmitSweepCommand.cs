using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Sweeps;
using GenEft.Sweeps.Engines;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Hands a sweep to a cluster, or to processes of this machine that outlive the session.</summary>
/// <remarks>
/// <para>Slurm gets a job array by a batch script in the sweep's folder, jobs/0001.sh, that can be read and submitted by hand. Each task calls Invoke-Sweep, which trains what no other task has. A
/// minute before its time limit a task keeps what is under way and queues itself again; where it is preempted, Slurm does. Clusters that cancel what they preempt, and tasks that
/// failed, are answered by the same call again: it trains what is missing alone, and there are never more tasks than trainings that are missing.</para>
/// <para>The folder, the module and PowerShell must be found by the same paths on the cluster's machines. What a task says goes to the file that Log tells.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 9 | New-Sweep here -Seed (1..4) -MaxSteps 100
/// Submit-Sweep here -Engine Local -ShardCount 2 | Wait-Sweep</code>
/// <para>Two processes on this machine.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 9 | New-Sweep there -Seed (1..4) -MaxSteps 100
/// try {
///     Submit-Sweep there -ShardCount 4 -TimeLimit 1:00:00 -CpusPerTask 2 -Memory 4G -ErrorAction Stop | Wait-Sweep
/// }
/// catch {
///     "Not here: $_"
/// }</code>
/// <para>Four tasks of two cores on a cluster, for an hour each time.</para>
/// </example>
/// <seealso>New-Sweep</seealso>
/// <seealso>Wait-Sweep</seealso>
/// <seealso>Stop-Sweep</seealso>
/// <seealso>Receive-Sweep</seealso>
/// <seealso>about_GenEft_Sweeps</seealso>
[Cmdlet(VerbsLifecycle.Submit, "Sweep", SupportsShouldProcess = true)]
[OutputType(typeof(SweepSubmission))]
public sealed class SubmitSweepCommand : SweepCmdlet
{
    private const int MostProcesses = 1024;
    private const int MostTasks = 1_000_000;

    private SlurmOptions _options = new();

    /// <summary>The number of tasks that train at once: at most 1024 on this machine, a million on a cluster.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [InvariantNumber(Whole = true)]
    public int ShardCount { get; set; }

    /// <summary>Who runs them: Slurm, or Local for this machine.</summary>
    [Parameter(Mandatory = false)]
    [EnumName(typeof(SweepEngine))]
    public SweepEngine Engine { get; set; }

    /// <summary>Slurm's partition, or several with commas between.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    public string? Partition { get; set; }

    /// <summary>The account that Slurm charges.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    /// <summary>How long a task may run until it is queued again, as a TimeSpan or a number of seconds: from 5 minutes to 365 days. The default is the partition's.</summary>
    [Parameter(Mandatory = false)]
    [Seconds]
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>Cores of each task, from 1 to 1024. The default is 1 on a cluster; on this machine its cores are shared.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int? CpusPerTask { get; set; }

    /// <summary>Memory of each task, such as 4G.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    public string? Memory { get; set; }

    /// <summary>Graphics processors of each task, such as 1 or a100:1. A task then trains there, and fails where there is none.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    public string? Gpu { get; set; }

    /// <summary>What is to have happened before, such as afterok:123.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    public string? Dependency { get; set; }

    /// <summary>Further options of sbatch, each in one text, such as --qos=high.</summary>
    [Parameter(Mandatory = false)]
    public string[]? Option { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        Guard.Range(nameof(ShardCount), ShardCount, 1, Engine == SweepEngine.Local ? MostProcesses : MostTasks);
        if (Engine == SweepEngine.Local && NamesOfSlurm().FirstOrDefault() is { } name)
        {
            throw new GenEftException(ErrorIds.ParameterNotApplicable, $"{name} is told to Slurm; -Engine Local has no use for it.", name);
        }

        _options = new SlurmOptions
        {
            Partition = Partition, Account = Account, TimeLimit = TimeLimit, CpusPerTask = CpusPerTask ?? 1, Memory = Memory, Gpu = Gpu, Dependency = Dependency, Options = Option ?? [],
        };
        SweepSubmitter.Check(Engine, _options);
    }

    /// <inheritdoc/>
    private protected override void Process(SweepPlan plan)
    {
        SweepStatus status = SweepStatus.Of(plan, new SweepJournalIndex(plan), cancelToken: CancelToken);
        if (status.State == SweepState.Done)
        {
            WriteWarning($"All of the sweep '{plan.Folder}' is done; nothing is submitted.");
            return;
        }

        int count = Math.Min(ShardCount, status.CellCount - status.DoneCount);
        if (!ShouldProcess(plan.Folder, ProgressWriter.Describe($"Submit {count} task(s) for {status.CellCount - status.DoneCount} trainings")))
        {
            return;
        }

        SweepTask task = SweepTasks.Of(
            this, plan, CpusPerTask ?? (Engine == SweepEngine.Local ? Math.Max(1, Environment.ProcessorCount / count) : 1),
            Gpu is not null ? AcceleratorKind.Cuda : Engine == SweepEngine.Slurm ? AcceleratorKind.Cpu : AcceleratorKind.Auto);   // a node's device may be another job's
        WriteObject(Engine == SweepEngine.Local
            ? SweepSubmitter.ToProcesses(plan, count, task)
            : SweepSubmitter.ToSlurm(plan, count, _options, task));
    }

    private IEnumerable<string> NamesOfSlurm() => MyInvocation.BoundParameters.Keys.Intersect(
        [nameof(Partition), nameof(Account), nameof(TimeLimit), nameof(Memory), nameof(Gpu), nameof(Dependency), nameof(Option)], StringComparer.OrdinalIgnoreCase);
}
