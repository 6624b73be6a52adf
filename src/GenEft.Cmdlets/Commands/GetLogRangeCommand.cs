using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Numerics;

namespace GenEft.Commands;

/// <summary>Gives numbers evenly spaced on a logarithmic scale, both ends included.</summary>
/// <remarks>
/// <para>The ends are exact, and whole powers of ten between them come out as such.</para>
/// </remarks>
/// <example>
/// <code>Get-LogRange -From 1e-5 -To 1e-1 -Count 21</code>
/// <para>The learning rates of Figure 5: five a decade.</para>
/// </example>
/// <example>
/// <code>Get-LogRange 1e-2 1e2 5 | Get-ReponProbability</code>
/// <para>A curve of Figure 6.</para>
/// </example>
/// <seealso>Invoke-Training</seealso>
/// <seealso>Get-ReponProbability</seealso>
/// <seealso>about_GenEft_Pipelines</seealso>
[Cmdlet(VerbsCommon.Get, "LogRange")]
[OutputType(typeof(double))]
public sealed class GetLogRangeCommand : RowCmdlet
{
    /// <summary>The first number, greater than 0.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double From { get; set; }

    /// <summary>The last number, greater than 0.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double To { get; set; }

    /// <summary>How many numbers, at least 2.</summary>
    [Parameter(Mandatory = false, Position = 2, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int? Count { get; set; } = 21;

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        foreach (double value in LogRange.Create(From, To, Count!.Value))
        {
            WriteObject(value);
        }
    }
}
