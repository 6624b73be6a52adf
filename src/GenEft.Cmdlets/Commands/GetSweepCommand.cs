using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Sweeps;
using GenEft.Sweeps.Engines;

namespace GenEft.Commands;

/// <summary>Tells what is done of a sweep.</summary>
/// <remarks>
/// <para>Journals are read as they are, while the sweep runs too, and Slurm is asked for tasks that were submitted. Lines that do not count, because a disk damaged them, are told by file and number; what they held is
/// trained again by Invoke-Sweep.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 9 | New-Sweep told -Seed (1..3) -MaxSteps 100
/// Get-Sweep told</code>
/// <para>Nothing is trained yet.</para>
/// </example>
/// <example>
/// <code>New-Relation Modulo, GreaterThan -Count 6 | New-Sweep both -MaxSteps 50
/// Invoke-Sweep both
/// (Get-Sweep both).State</code>
/// <para>All of it is done.</para>
/// </example>
/// <seealso>New-Sweep</seealso>
/// <seealso>Invoke-Sweep</seealso>
/// <seealso>Wait-Sweep</seealso>
/// <seealso>about_GenEft_Sweeps</seealso>
[Cmdlet(VerbsCommon.Get, "Sweep")]
[OutputType(typeof(SweepStatus))]
public sealed class GetSweepCommand : SweepCmdlet
{
    /// <inheritdoc/>
    private protected override void Process(SweepPlan plan) => WriteStatus(plan, new SweepJournalIndex(plan), new SweepQueue(plan.Folder));
}
