using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Sweeps;
using GenEft.Sweeps.Engines;

namespace GenEft.Commands;

/// <summary>Removes a sweep with all its results.</summary>
/// <remarks>
/// <para>Removes the files that a sweep consists of, and the folder if nothing else is in it. A sweep that a process works on is refused; -Force removes it all the same,
/// and processes that work on it end within a minute. -Force also removes a sweep whose plan is damaged, or lacks a relation, if there is nothing in its folders but a sweep's files. A removal that was stopped goes on when it is called again.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 6 | New-Sweep gone -MaxSteps 20
/// Remove-Sweep gone -Confirm:$false</code>
/// <para>A plan without results.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo -Count 6 | New-Sweep kept -MaxSteps 20
/// Remove-Sweep kept -WhatIf</code>
/// <para>What would be removed.</para>
/// </example>
/// <seealso>New-Sweep</seealso>
/// <seealso>Get-Sweep</seealso>
/// <seealso>about_GenEft_Sweeps</seealso>
[Cmdlet(VerbsCommon.Remove, "Sweep", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveSweepCommand : SweepCmdlet
{
    /// <summary>Remove it though a process works on it, or its plan is damaged.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessFolder(string folder)
    {
        if (SweepRemoval.IsBegun(folder))
        {
            RefuseForeign(folder, null);
            Remove(folder, "Remove what is left of the sweep");
            return;
        }

        try
        {
            base.ProcessFolder(folder);
        }
        catch (GenEftException damage) when (damage.ErrorId is ErrorIds.InvalidSweep or ErrorIds.FileUnreadable)
        {
            if (!Force)
            {
                throw new GenEftException(damage.ErrorId, $"{damage.Message} Remove-Sweep -Force removes it all the same.", folder, damage);
            }

            RefuseForeign(folder, damage);
            Remove(folder, $"Remove the damaged sweep ({damage.Message})");
        }
    }

    // A file of that name may be anybody's.
    private static void RefuseForeign(string folder, GenEftException? damage)
    {
        if (SweepRemoval.FindForeign(folder) is { } foreign)
        {
            throw new GenEftException(
                ErrorIds.InvalidSweep, $"{(damage is null ? "" : damage.Message + " ")}'{foreign}' is no file of a sweep: look what this folder is, and remove it by hand.", folder, damage);
        }
    }

    private void Remove(string folder, string action)
    {
        if (ShouldProcess(folder, action))
        {
            SweepRemoval.Remove(folder);
        }
    }

    /// <inheritdoc/>
    private protected override void Process(SweepPlan plan)
    {
        // Tasks may wait for a sweep that is done.
        SweepQueue queue = new(plan.Folder);
        queue.Ask(CancelToken);
        SweepStatus status = SweepStatus.Of(plan, new SweepJournalIndex(plan), cancelToken: CancelToken);
        int queued = queue.CountQueued(status.ProcessCount);
        if (status.ProcessCount + queued > 0 && !Force)
        {
            throw new GenEftException(
                ErrorIds.SweepExists, $"{status.ProcessCount} process(es) work on '{plan.Folder}', and {queued} task(s) wait for it: Stop-Sweep ends them; -Force removes it all the same.", plan.Folder);
        }

        Remove(plan.Folder, ProgressWriter.Describe($"Remove the sweep with {status.DoneCount} result(s)"));
    }
}
