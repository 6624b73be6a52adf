using System.Management.Automation;
using GenEft.Dynamics.Simulation;
using GenEft.Infrastructure;

namespace GenEft.Commands;

/// <summary>Unrolls the states of a simulation to rows, one for each repon at each time with its coordinates X1, X2 and so on.</summary>
/// <remarks>
/// <para>The rows must come from Invoke-ReponSimulation with -IncludeState. Class numbers the targets in the order in which they first occur;
/// Count is how many repons stand at one place, as in a cluster. Of the reduced equations and the closed form the mean of all is 0. The decoder
/// and the bias are on the rows that went in, as State.Decoder and State.Bias.</para>
/// </remarks>
/// <example>
/// <code>Invoke-ReponSimulation -Decoder @(@(1, 0.5), @(0, 2)) -Position @(@(1, 0), @(0.5, 0.2), @(-1, 0)) -Target @(@(1, 0), @(1, 0), @(0, 1)) -IncludeState |
///     Get-ReponState | Export-Csv positions.csv</code>
/// <para>The paths of three repons, two of one class.</para>
/// </example>
/// <example>
/// <code>Invoke-ReponSimulation -Model Reduced, Full -DecoderScale 1 -Separation 0.5 -ClusterSize 4 -Time 0, 1 -IncludeState | Get-ReponState</code>
/// <para>One repon and a cluster of four.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReponState")]
[OutputType(typeof(PSObject))]
public sealed class GetReponStateCommand : GenEftCmdlet
{
    private static readonly string[] s_columns =
        [nameof(ReponTrajectoryPoint.Index), nameof(ReponTrajectoryPoint.Model), nameof(ReponTrajectoryPoint.Time), nameof(ReponTrajectoryPoint.Event)];

    /// <summary>A row of a trajectory.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        ReponState state = ResultData.Read<ReponState>(InputObject, "State", "Invoke-ReponSimulation with -IncludeState");
        for (int n = 0; n < state.Position.GetLength(0); n++)
        {
            PSObject row = ResultData.NewRow(InputObject, "GenEft.ReponStateRow", s_columns);
            row.Properties.Add(new PSNoteProperty("Repon", n));
            row.Properties.Add(new PSNoteProperty("Class", state.Class[n]));
            row.Properties.Add(new PSNoteProperty("Count", state.Count[n]));
            for (int i = 0; i < state.Position.GetLength(1); i++)
            {
                row.Properties.Add(new PSNoteProperty(FormattableString.Invariant($"X{i + 1}"), state.Position[n, i]));
            }

            WriteObject(row);
        }
    }
}
