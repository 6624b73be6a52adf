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
/// <seealso>Invoke-ReponSimulation</seealso>
/// <seealso>about_GenEft_Pipelines</seealso>
[Cmdlet(VerbsCommon.Get, "ReponState")]
[OutputType(typeof(ReponStateRow))]
public sealed class GetReponStateCommand : GenEftCmdlet
{
    /// <summary>A row of a trajectory.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnRecord() => ForEach(InputObject, Unroll);

    private void Unroll(PSObject item)
    {
        ReponState state = ResultData.Read<ReponState>(item, "State", "Invoke-ReponSimulation with -IncludeState");
        for (int n = 0; n < state.Position.GetLength(0); n++)
        {
            ReponStateRow repon = new()
            {
                Index = ResultData.Repeated<long?>(item, nameof(ReponTrajectoryPoint.Index)),
                Model = ResultData.Repeated<ReponModelKind?>(item, nameof(ReponTrajectoryPoint.Model)),
                Time = ResultData.Repeated<double?>(item, nameof(ReponTrajectoryPoint.Time)),
                Event = ResultData.Repeated<ReponEvent?>(item, nameof(ReponTrajectoryPoint.Event)),
                Repon = n,
                Class = state.Class[n],
                Count = state.Count[n],
            };
            WriteObject(ResultData.Row([], repon, Enumerable.Range(0, state.Position.GetLength(1))
                .Select(i => (FormattableString.Invariant($"X{i + 1}"), (object?)state.Position[n, i]))));
        }
    }
}
