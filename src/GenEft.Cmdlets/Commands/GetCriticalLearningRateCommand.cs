using System.Management.Automation;
using GenEft.Dynamics;
using GenEft.Infrastructure;

namespace GenEft.Commands;

/// <summary>Gives the learning-rate ratio at which repons collide with a chosen probability, and the rate for a given partner.</summary>
/// <remarks>
/// <para>The inverse of Get-ReponProbability: CriticalRatio by the exact law, ScalarRatio by Eq. 12/13, both eta_dec/eta_enc.
/// Below the ratio the repons collide more often. Given one learning rate, the row holds the other that makes the exact
/// ratio.</para>
/// </remarks>
/// <example>
/// <code>Get-CriticalLearningRate -Probability 0.5, 0.9</code>
/// <para>The scalar model.</para>
/// </example>
/// <example>
/// <code>Get-CriticalLearningRate -EncoderLearningRate 1e-3 -EmbeddingDimension 2 -OutputDimension 100 -DecoderSigma 0.2887 -SeparationSigma 0.7071</code>
/// <para>The largest decoder learning rate at which the paper's default network is as likely as not to generalize, by the
/// theory.</para>
/// </example>
/// <seealso>Get-ReponProbability</seealso>
/// <seealso>Measure-PhaseProbability</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsCommon.Get, "CriticalLearningRate", DefaultParameterSetName = "Encoder")]
[OutputType(typeof(CriticalLearningRateResult))]
public sealed class GetCriticalLearningRateCommand : ReponLawCmdlet
{
    /// <summary>The probability to reach, strictly between 0 and 1.</summary>
    [Parameter(Mandatory = false, Position = 0, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] Probability { get; set; } = [0.5];

    /// <summary>eta_enc, for which the decoder's rate is to be given.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Encoder", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? EncoderLearningRate { get; set; }

    /// <summary>eta_dec, for which the encoder's rate is to be given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Decoder")]
    [InvariantNumber]
    public double[]? DecoderLearningRate { get; set; }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        bool fromDecoder = ParameterSetName == "Decoder";
        double?[] partners = (fromDecoder ? DecoderLearningRate : EncoderLearningRate) is { } given
            ? [.. given.Select(rate => (double?)rate)]
            : [null];
        WriteAll(
            from law in Laws()
            from probability in Probability
            from partner in partners
            select CriticalLearningRateResult.FromLaw(
                law, probability, fromDecoder ? null : partner, fromDecoder ? partner : null));
    }
}
