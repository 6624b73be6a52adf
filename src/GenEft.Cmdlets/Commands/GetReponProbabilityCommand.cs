using System.Management.Automation;

namespace GenEft.Commands;

/// <summary>Gives the probability that repons collide, and so that the representation generalizes (Theorem 3).</summary>
/// <remarks>
/// <para>ScalarProbability is the paper's arctan law, Eq. 12 (Eq. 13 with ClusterSize). ExactProbability is its
/// generalisation to d embedding dimensions and p outputs: with the entries of A and r normal, an F distribution. The
/// learning-rate ratio is eta_dec/eta_enc.</para>
/// <para>For a network with Concatenation, width w and default initialization: OutputDimension 2w, DecoderSigma
/// sqrt(1/(6d)), SeparationSigma EncoderScale/sqrt(2).</para>
/// </remarks>
/// <example>
/// <code>Get-LogRange 1e-2 1e2 9 | Get-ReponProbability -DecoderSigma 1 -SeparationSigma 1</code>
/// <para>The black line of Figure 6.</para>
/// </example>
/// <example>
/// <code>Get-ReponProbability -LearningRateRatio 0.1 -EmbeddingDimension 2 -OutputDimension 50</code>
/// <para>The exact law beside the scalar formula.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ReponProbability")]
[OutputType(typeof(ReponProbabilityResult))]
public sealed class GetReponProbabilityCommand : ReponLawCmdlet
{
    /// <summary>eta_dec/eta_enc, greater than 0.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber]
    public double[] LearningRateRatio { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        WriteAll(
            from law in Laws()
            from ratio in LearningRateRatio
            select ReponProbabilityResult.FromLaw(law, ratio));
    }
}
