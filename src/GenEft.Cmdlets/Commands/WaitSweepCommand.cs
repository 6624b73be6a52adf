using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Sweeps;
using GenEft.Sweeps.Engines;

namespace GenEft.Commands;

/// <summary>Waits for a sweep that other processes train, until all of it is done.</summary>
/// <remarks>
/// <para>Shows what is done meanwhile. Ends too when no process works on the sweep any more and no task waits in a queue that will start by itself, with a warning, and when -Timeout is over, with an error.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 9 | New-Sweep waited -MaxSteps 50
/// Invoke-Sweep waited
/// Wait-Sweep waited -Timeout 10</code>
/// <para>What is done need not be waited for.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 6 | New-Sweep nobody -MaxSteps 50
/// (Wait-Sweep nobody -WarningAction SilentlyContinue).State</code>
/// <para>Nobody works on it.</para>
/// </example>
/// <seealso>Invoke-Sweep</seealso>
/// <seealso>Get-Sweep</seealso>
/// <seealso>Receive-Sweep</seealso>
/// <seealso>about_GenEft_Sweeps</seealso>
[Cmdlet(VerbsLifecycle.Wait, "Sweep")]
[OutputType(typeof(SweepStatus))]
public sealed class WaitSweepCommand : SweepCmdlet
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(5);

    /// <summary>The most seconds to wait, at least 0. The default is to wait without end.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(AllowEmpty = true)]
    public double? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin() => Guard.NotNegative(nameof(Timeout), Timeout ?? 0);

    /// <inheritdoc/>
    private protected override void Process(SweepPlan plan)
    {
        System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
        ProgressWriter writer = new(this, $"Sweep {plan.Folder}");
        SweepJournalIndex index = new(plan);
        SweepQueue queue = new(plan.Folder);
        SweepStatus status = Look();
        bool isTold = false;
        while (status.State is SweepState.Running or SweepState.Queued || (status.State != SweepState.Done && queue.Unknown is not null && SweepQueue.CanAsk))
        {
            if (queue.Unknown is { } job && !isTold)
            {
                isTold = true;
                WriteWarning($"Slurm cannot be asked for job {job} of the sweep '{plan.Folder}'; it is asked again until it answers.");
            }

            if (clock.Elapsed.TotalSeconds > Timeout)
            {
                throw TimedOut(plan, FormattableString.Invariant($"{status.DoneCount} of {status.CellCount} trainings"));
            }

            writer.Report((double)status.DoneCount / status.CellCount, _ => ProgressWriter.Describe(
                $"{status.DoneCount} of {status.CellCount} trainings, {status.ProcessCount} process(es), {(queue.Unknown is null ? $"{status.QueuedTaskCount} task(s) in queues" : "Slurm does not answer")}"));
            CancelToken.WaitHandle.WaitOne(s_interval);
            CancelToken.ThrowIfCancellationRequested();
            status = Look();
        }

        // What is done is received or removed next, which those that are about to leave would hinder.
        System.Diagnostics.Stopwatch leaving = System.Diagnostics.Stopwatch.StartNew();
        while (status.State == SweepState.Done && Math.Max(status.ProcessCount, queue.CountLocal()) > 0 && leaving.Elapsed < s_patience)
        {
            CancelToken.WaitHandle.WaitOne(s_interval / 10);
            CancelToken.ThrowIfCancellationRequested();
            status = SweepStatus.Of(plan, index, queue, CancelToken);
        }

        writer.Complete();
        if (status.State != SweepState.Done && queue.DescribeHeld() is null)
        {
            WriteWarning($"No process works on '{plan.Folder}', and it is not done. Invoke-Sweep or Submit-Sweep goes on with it.");
        }

        WriteStatus(plan, index, queue);

        // A cluster that does not answer makes a timeout longer by some seconds alone.
        SweepStatus Look()
        {
            index.Read(CancelToken);
            if (index.DoneCount < plan.CellCount)
            {
                using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(CancelToken);
                if (Timeout is { } seconds)
                {
                    end.CancelAfter(TimeSpan.FromSeconds(Math.Clamp(seconds - clock.Elapsed.TotalSeconds, 0, int.MaxValue / 1000)) + s_answer);
                }

                try
                {
                    queue.Ask(end.Token);
                }
                catch (OperationCanceledException) when (!CancelToken.IsCancellationRequested)
                {
                    throw TimedOut(plan, FormattableString.Invariant($"{index.DoneCount} of {plan.CellCount} trainings, and Slurm does not answer"));
                }
            }

            return SweepStatus.Of(plan, index, queue, CancelToken);
        }
    }

    private GenEftException TimedOut(SweepPlan plan, string state) => new(
        ErrorIds.TimedOut, FormattableString.Invariant($"Timeout is {Timeout} s; the sweep '{plan.Folder}' is not done by then: {state}."), plan.Folder);
}
