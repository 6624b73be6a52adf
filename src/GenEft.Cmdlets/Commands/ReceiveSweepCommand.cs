using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Sweeps;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Returns the results of a sweep, as Invoke-Training would.</summary>
/// <remarks>
/// <para>What is finished when it is called comes in the order of the plan, while the sweep runs too; millions of results stream. Each has its history where the plan has a
/// HistoryInterval.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 9 | New-Sweep mine -EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-2, 1e-1 -Seed 1, 2 -MaxSteps 200
/// Invoke-Sweep mine
/// Receive-Sweep mine | Measure-PhaseProbability</code>
/// <para>Results go where those of Invoke-Training go.</para>
/// </example>
/// <example>
/// <code>New-Relation GreaterThan -Count 6 | New-Sweep curve -MaxSteps 100 -HistoryInterval 20
/// Invoke-Sweep curve
/// Receive-Sweep curve | Get-TrainingHistory</code>
/// <para>With a history.</para>
/// </example>
/// <seealso>New-Sweep</seealso>
/// <seealso>Invoke-Sweep</seealso>
/// <seealso>Measure-PhaseBoundary</seealso>
/// <seealso>Export-Figure</seealso>
/// <seealso>about_GenEft_Sweeps</seealso>
[Cmdlet(VerbsCommunications.Receive, "Sweep")]
[OutputType(typeof(TrainingResult))]
public sealed class ReceiveSweepCommand : SweepCmdlet
{
    /// <inheritdoc/>
    private protected override void Process(SweepPlan plan)
    {
        SweepJournalIndex index = new(plan, keepsPlaces: true);
        index.Read(CancelToken);
        TellDamage(plan, index);
        if (index.DoneCount == 0)
        {
            WriteWarning($"The sweep '{plan.Folder}' has no finished training yet.");
        }

        foreach (SweepEntry entry in index.Entries(WriteFailure, CancelToken))
        {
            PSObject output = PSObject.AsPSObject(entry.Result);
            if (entry.History is { } history)
            {
                output.Properties.Add(new PSNoteProperty("History", history));
            }

            WriteObject(output);
        }
    }
}
