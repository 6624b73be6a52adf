using System.Management.Automation;
using GenEft.Dynamics;
using GenEft.Infrastructure;

namespace GenEft.Commands;

/// <summary>Tells whether two repons of one class collide (generalization) or stop apart (memorization), exactly.</summary>
/// <remarks>
/// <para>The reduced theory of two interacting repons (Eq. 8): with Q = A^T A/(kappa eta_dec) - r r^T/eta_enc conserved, the
/// repons collide if and only if Q has no negative eigenvalue, that is, if CollisionRatio is below 1. Above it they stop at
/// FinalSeparation; at 1, where the phase is Critical, they come together as slowly as a power of the time. The scalar form takes a_2 and c of Figure 4, several values of each making every combination; the matrix
/// form any dimension; a decoder whose rank is below both its numbers of rows and columns is refused. With fewer outputs than dimensions
/// generic repons never collide. ClusterSize is N of Eq. 13.</para>
/// </remarks>
/// <example>
/// <code>Get-ReponPhase -DecoderScale 1 -Separation 0.5, 1 -EncoderLearningRate 1e-3 -DecoderLearningRate 1e-3</code>
/// <para>One initial condition on each side of the boundary |c| = |a| sqrt(eta_enc/(2 eta_dec)).</para>
/// </example>
/// <example>
/// <code>Get-ReponPhase -Decoder @(@(1, 0.5), @(0, 2), @(1, 1)) -Displacement 0.3, -0.2</code>
/// <para>Two embedding dimensions, three outputs.</para>
/// </example>
/// <seealso>Get-ReponProbability</seealso>
/// <seealso>Invoke-ReponSimulation</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsCommon.Get, "ReponPhase", DefaultParameterSetName = "Scalar")]
[OutputType(typeof(ReponPhaseResult))]
public sealed class GetReponPhaseCommand : ReponStartCmdlet
{
    /// <summary>Starts with a network's usual rates.</summary>
    public GetReponPhaseCommand()
    {
        (EncoderLearningRate, DecoderLearningRate) = ([1e-3], [1e-3]);
    }

    /// <summary>A at the start: p rows of d numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [Matrix]
    public double[,] Decoder { get; set; } = new double[0, 0];

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        CheckRow();
        IEnumerable<Cell> cells = new[] { new Cell(0, 0, 0, 0, 1) }
            .Sweep(IsScalar ? DecoderScale : null, (cell, value) => cell with { DecoderScale = value })
            .Sweep(IsScalar ? Separation : null, (cell, value) => cell with { Separation = value })
            .Sweep(EncoderLearningRate, (cell, value) => cell with { EtaX = value })
            .Sweep(DecoderLearningRate, (cell, value) => cell with { EtaA = value })
            .Sweep(ClusterSize, (cell, value) => cell with { ClusterSize = value });
        long starts = IsScalar ? (DecoderScale?.LongLength ?? 1) * (Separation?.LongLength ?? 1) : 1;
        WriteAll(
            cells.Select(c => IsScalar
                ? ReponPhaseResult.FromScalars(c.DecoderScale, c.Separation, c.EtaX, c.EtaA, c.ClusterSize)
                : ReponPhaseResult.FromMatrix(Decoder, Displacement, c.EtaX, c.EtaA, c.ClusterSize)),
            starts * EncoderLearningRate.LongLength * DecoderLearningRate.LongLength * (ClusterSize?.LongLength ?? 1));
    }

    private sealed record Cell(double DecoderScale, double Separation, double EtaX, double EtaA, int ClusterSize);
}
