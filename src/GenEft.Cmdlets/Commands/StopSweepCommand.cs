using System.Diagnostics;
using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Sweeps;
using GenEft.Sweeps.Engines;

namespace GenEft.Commands;

/// <summary>Ends all work on a sweep: cancels tasks in queues, and has every process leave it.</summary>
/// <remarks>
/// <para>Processes on any machine see it by a file in the folder, whoever started them, and leave with what is finished and what is under way kept: Invoke-Sweep or Submit-Sweep goes on from there. Waits
/// until they have left, two minutes at most.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 9 | New-Sweep ended -Seed (1..4) -MaxSteps 100
/// Stop-Sweep ended</code>
/// <para>Nobody works on it.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo | New-Sweep long -EncoderLearningRate 1e-6 -DecoderLearningRate 1e-6 -Seed (1..2)
/// $null = Submit-Sweep long -Engine Local -ShardCount 1
/// Stop-Sweep long</code>
/// <para>A process of this machine is told to leave.</para>
/// </example>
/// <seealso>Submit-Sweep</seealso>
/// <seealso>Invoke-Sweep</seealso>
/// <seealso>Get-Sweep</seealso>
/// <seealso>about_GenEft_Sweeps</seealso>
[Cmdlet(VerbsLifecycle.Stop, "Sweep", SupportsShouldProcess = true)]
[OutputType(typeof(SweepStatus))]
public sealed class StopSweepCommand : SweepCmdlet
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    private protected override void Process(SweepPlan plan)
    {
        SweepJournalIndex index = new(plan);
        SweepQueue queue = new(plan.Folder);
        if (ShouldProcess(plan.Folder, "End the processes that work on it, and cancel tasks in queues"))
        {
            // Processes leave while a cluster that is slow to answer is asked; what it starts meanwhile is told again below.
            GenEftException? problem = MakeRequest(plan);
            queue.EndLocal();
            queue.Ask(CancelToken);
            IReadOnlyList<GenEftException> failures = queue.Cancel(CancelToken);
            WaitUntilLeft(plan, index, queue);
            foreach (GenEftException failure in failures.Prepend(problem).OfType<GenEftException>())
            {
                WriteFailure(failure);   // which may end the script, so last
            }
        }

        WriteStatus(plan, index, queue);
    }

    // Of a disk that is full the rest is done all the same.
    private static GenEftException? MakeRequest(SweepPlan plan)
    {
        try
        {
            SweepStopRequest.Make(plan.Folder);
            return null;
        }
        catch (GenEftException failure)
        {
            return failure;
        }
    }

    // A process that had not begun to look when the request was made sees the next one.
    private void WaitUntilLeft(SweepPlan plan, SweepJournalIndex index, SweepQueue queue)
    {
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan next = s_again;
        ProgressWriter writer = new(this, $"Sweep {plan.Folder}");
        int left = CountLeft(plan, index, queue);
        while (left > 0 && clock.Elapsed < s_patience)
        {
            if (clock.Elapsed > next)
            {
                MakeRequest(plan);
                next += s_again;
            }

            writer.Report(clock.Elapsed / s_patience, _ => ProgressWriter.Describe($"{left} process(es) are to leave"));
            CancelToken.WaitHandle.WaitOne(s_interval);
            CancelToken.ThrowIfCancellationRequested();
            left = CountLeft(plan, index, queue);
        }

        writer.Complete();
        if (left > 0)
        {
            WriteWarning(ProgressWriter.Describe($"{left} process(es) have not left '{plan.Folder}' in {s_patience.TotalMinutes:0} minutes."));
        }
    }

    // Those of this machine have left when they have ended.
    private int CountLeft(SweepPlan plan, SweepJournalIndex index, SweepQueue queue) => Math.Max(SweepStatus.Of(plan, index, cancelToken: CancelToken).ProcessCount, queue.CountLocal());
}
