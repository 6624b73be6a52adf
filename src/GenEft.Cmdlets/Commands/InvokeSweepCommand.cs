using System.Management.Automation;
using System.Runtime.InteropServices;
using GenEft.Infrastructure;
using GenEft.Sweeps;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Trains what is missing of a sweep.</summary>
/// <remarks>
/// <para>Each result is on the disk before it counts. A sweep that was stopped or killed, or whose machine vanished, is gone on with by the same call: what is finished is not
/// trained again, a long training goes on from its last half minute, and the union is what one run without a stop would give, bit for bit on one kind of processor.</para>
/// <para>Any number of processes may work on one sweep at once, on one machine or on several that share the folder: they claim pieces of it, the longest first. Where a
/// process is gone, others take its pieces over, at once on the same machine, elsewhere after a minute without its heartbeat. -Shard with -ShardCount keeps a process to
/// a fixed part, for folders that are not shared. SIGTERM, as a cluster sends it, ends the call as Ctrl+C does, and the script that it is in, with exit code 143, past any catch (in ForEach-Object -Parallel and in a thread job that part of it alone): what is under way is kept, and an error says so, with $ErrorActionPreference Stop
/// on stderr alone. Where the sweep is removed, or another is planned in its place, the call ends within a minute, or at once, with the error GenEft.FileNotFound.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 9 | New-Sweep small -Seed (1..4) -MaxSteps 100
/// Invoke-Sweep small -ThrottleLimit 1</code>
/// <para>On one core.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 9 | New-Sweep halves -Seed (1..4) -MaxSteps 100
/// Invoke-Sweep halves -Shard 0 -ShardCount 2
/// Invoke-Sweep halves -Shard 1 -ShardCount 2</code>
/// <para>In two fixed parts.</para>
/// </example>
/// <seealso>New-Sweep</seealso>
/// <seealso>Get-Sweep</seealso>
/// <seealso>Wait-Sweep</seealso>
/// <seealso>Receive-Sweep</seealso>
/// <seealso>about_GenEft_Sweeps</seealso>
[Cmdlet(VerbsLifecycle.Invoke, "Sweep", SupportsShouldProcess = true)]
[OutputType(typeof(SweepStatus))]
public sealed class InvokeSweepCommand : SweepCmdlet
{
    private const int TerminatedExitCode = 143;   // 128 + SIGTERM, as shells tell it

    /// <summary>The part of this process, from 0 to one less than ShardCount. The default is all parts.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int? Shard { get; set; }

    /// <summary>The number of parts, where Shard is given.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int? ShardCount { get; set; }

    /// <summary>Where to compute, as with Invoke-Training.</summary>
    [Parameter(Mandatory = false)]
    [EnumName(typeof(AcceleratorKind))]
    public AcceleratorKind Accelerator { get; set; }

    /// <summary>The most runs at once on the processor, from 1 to 1024. The default is one on each core.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        Guard.Range(nameof(ThrottleLimit), ThrottleLimit, 1, 1024);
        if (Shard is null != ShardCount is null)
        {
            throw new GenEftException(ErrorIds.ParameterNotApplicable, "Shard and ShardCount go together: give both or neither.", Shard ?? ShardCount);
        }

        Guard.Range(nameof(ShardCount), ShardCount ?? 1, 1, 1_000_000);
        Guard.Range(nameof(Shard), Shard ?? 0, 0, (ShardCount ?? 1) - 1);
    }

    /// <inheritdoc/>
    private protected override void Process(SweepPlan plan)
    {
        SweepJournalIndex index = new(plan);
        SweepStatus before = SweepStatus.Of(plan, index, cancelToken: CancelToken);
        if (before.State == SweepState.Done || !ShouldProcess(plan.Folder, ProgressWriter.Describe($"Train what is missing, {plan.CellCount - before.DoneCount} of {plan.CellCount}")))
        {
            WriteStatus(plan, index);
            return;
        }

        if (plan.Version != SweepPlan.ThisVersion)
        {
            WriteWarning($"The sweep '{plan.Folder}' was planned by GenEft {plan.Version}, and this is {SweepPlan.ThisVersion}: results of the two may differ in their last bits.");
        }

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(CancelToken);
        StopSignal signal = new();
        using PosixSignalRegistration registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;   // what is under way is kept first
            signal.IsGiven = true;
            stop.Cancel();
        });
        GenEftException? stopped;
        try
        {
            stopped = Train(plan, stop, signal);
        }
        catch (GenEftException failure) when (signal.IsGiven)
        {
            stopped = failure;
        }

        if (stopped is null)
        {
            WriteStatus(plan, index);
        }
        else if (!signal.IsGiven)
        {
            ThrowTerminatingError(ErrorRecords.From(stopped));   // other sweeps of this call are not begun
        }
        else if (StopsOnErrors)
        {
            Host.UI.WriteErrorLine(stopped.Message);   // an error record would go to the script's catch, and the script on from there
        }
        else
        {
            WriteError(ErrorRecords.From(stopped));
        }

        if (signal.IsGiven)
        {
            Host.SetShouldExit(TerminatedExitCode);
            throw new PipelineStoppedException();   // as Ctrl+C does: nothing that follows in a script is begun, but what it does at last
        }
    }

    private bool StopsOnErrors => (MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given) ? given : GetVariableValue("ErrorActionPreference")) switch
    {
        ActionPreference preference => preference == ActionPreference.Stop,
        { } text => text.ToString()!.Equals(nameof(ActionPreference.Stop), StringComparison.OrdinalIgnoreCase),
        null => false,
    };

    private sealed class StopSignal
    {
        public volatile bool IsGiven;
    }

    // What stopped it; null for nothing.
    private GenEftException? Train(SweepPlan plan, CancellationTokenSource stop, StopSignal signal)
    {
        SweepStopRequest request = new(plan.Folder);
        bool isRequested = false;
        using SweepRunner runner = new(plan, Shard ?? 0, ShardCount ?? 1, cancelToken: stop.Token);
        try
        {
            using TrainingSession session = new(this, Accelerator, runner.Checkpoint, ThrottleLimit, inOrder: false, stop.Token);
            CheckAccelerator(session, plan);
            int told = 0;
            bool isDiskTold = false;
            BackgroundWork.Run(
                this, $"Sweep {plan.Folder}",
                () =>
                {
                    runner.Run(session.Scheduler);
                    return true;
                },
                writer =>
                {
                    Tell(runner, ref told);
                    if (runner.DiskFailure is { } trouble && !isDiskTold)
                    {
                        isDiskTold = true;
                        WriteWarning($"Results wait, since the sweep '{plan.Folder}' cannot be written to: {trouble.TrimEnd('.')}. It is tried again every second.");
                    }

                    if (request.IsMade())
                    {
                        isRequested = true;
                        stop.Cancel();
                    }

                    writer.Report((double)runner.DoneCount / plan.CellCount, elapsed => ProgressWriter.Describe(
                        $"{runner.DoneCount} of {plan.CellCount} trainings, {session.Scheduler.StepCount / elapsed.TotalSeconds:#,0} steps/s{(runner.DiskFailure is { } failure ? $"; results wait, the sweep cannot be written to: {failure}" : "")}"));
                });
            Tell(runner, ref told);
            session.TellFailure();
        }
        catch (OperationCanceledException) when (isRequested || signal.IsGiven)
        {
            return new GenEftException(
                ErrorIds.SweepStopped, $"The sweep '{plan.Folder}' was stopped by {(signal.IsGiven ? "SIGTERM" : "Stop-Sweep")}; {Kept(runner)}. Invoke-Sweep goes on with it.", plan.Folder);
        }

        foreach (GenEftException failure in runner.Failures)
        {
            WriteFailure(failure);
        }

        return null;
    }

    private static string Kept(SweepRunner runner) => (runner.DiskFailure ?? runner.Checkpoint.TakeFailure()?.Message) is { } failure
        ? $"what could not be written is trained again ({failure.TrimEnd('.')}), all else is kept"
        : "what is finished and what was under way is kept";

    // A device that is asked for by name must be able to train all of it.
    private void CheckAccelerator(TrainingSession session, SweepPlan plan)
    {
        for (int cell = 0; cell < plan.CellCount && Accelerator is AcceleratorKind.Cuda or AcceleratorKind.OpenCL; cell++)
        {
            CancelToken.ThrowIfCancellationRequested();
            session.Check(new TrainingRun(plan[cell].Relation, plan[cell].Settings));
        }
    }

    private void Tell(SweepRunner runner, ref int told)
    {
        for (; told < runner.TakenOver.Count; told++)
        {
            SweepPredecessor predecessor = runner.TakenOver[told];
            if (predecessor.HasLeft)
            {
                WriteVerbose($"'{predecessor.Owner}' has left; what it had begun goes on here.");
            }
            else
            {
                WriteWarning($"The work of '{predecessor.Owner}' is taken over: that process is gone.");
            }
        }
    }
}
