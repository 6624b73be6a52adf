using System.Management.Automation;
using GenEft.Dynamics;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Gives the learning-rate ratio at which repons collide with a chosen probability, and the rate for a given partner.</summary>
/// <remarks>
/// <para>The inverse of Get-ReponProbability: CriticalRatio by the exact law, ScalarRatio by Eq. 12/13, both eta_dec/eta_enc.
/// Below the ratio the repons collide more often. Given one learning rate, the row holds the other that makes the exact
/// ratio.</para>
/// <para>Results of Invoke-Training that are piped in bring their network: the dimension, the outputs and the initial scales of its first layer,
/// and its encoder rate, for which the decoder rate is given (or with -DecoderLearningRate the other way round).</para>
/// <para>The law is gradient flow's, for two repons of a class. What Adam does with a whole network is not in it: Measure-PhaseBoundary
/// measures that, and shows both.</para>
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
/// <example>
/// <code>New-Relation Modulo -Count 9 | Invoke-Training -MaxSteps 100 | Get-CriticalLearningRate -Probability 0.9</code>
/// <para>The same of a network as it was trained.</para>
/// </example>
/// <seealso>Get-ReponProbability</seealso>
/// <seealso>Measure-PhaseProbability</seealso>
/// <seealso>Measure-PhaseBoundary</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsCommon.Get, "CriticalLearningRate")]
[OutputType(typeof(CriticalLearningRateResult))]
public sealed class GetCriticalLearningRateCommand : ReponLawCmdlet
{
    private bool _isToldNever;

    /// <summary>The probability to reach, strictly between 0 and 1.</summary>
    [Parameter(Mandatory = false, Position = 0, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[] Probability { get; set; } = [0.5];

    /// <summary>eta_enc, for which the decoder's rate is to be given.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? EncoderLearningRate { get; set; }

    /// <summary>eta_dec, for which the encoder's rate is to be given.</summary>
    [Parameter(Mandatory = false, ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? DecoderLearningRate { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        if (IsTyped(nameof(EncoderLearningRate)) && IsTyped(nameof(DecoderLearningRate)))
        {
            throw BothGiven();
        }
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        (double[]? encoders, double[]? decoders) = (EncoderLearningRate, DecoderLearningRate);
        if (encoders is not null && decoders is not null)
        {
            // What is typed goes before what a row has. A row of results has both, and is asked for the decoder's.
            RowReader row = new(InputObject!);
            bool isResult = row.Has(nameof(TrainingResult.Phase)) || row.Has(nameof(TrainingResult.LearningRateRatio)) || row.Has(nameof(CriticalLearningRateResult.CriticalRatio));
            if (IsTyped(nameof(DecoderLearningRate)))
            {
                encoders = null;
            }
            else
            {
                decoders = IsTyped(nameof(EncoderLearningRate)) || isResult ? null : throw BothGiven();
            }
        }

        bool fromDecoder = decoders is not null;
        double?[] partners = (fromDecoder ? decoders : encoders) is { } given ? [.. given.Select(rate => (double?)rate)] : [null];
        CriticalLearningRateResult[] results =
        [
            .. from law in Laws()
               from probability in Probability
               from partner in partners
               select CriticalLearningRateResult.FromLaw(law, probability, fromDecoder ? null : partner, fromDecoder ? partner : null),
        ];
        if (!_isToldNever && Array.Find(results, result => result.CriticalRatio is null) is { } never)
        {
            _isToldNever = true;
            WriteWarning(FormattableString.Invariant(
                $"OutputDimension is {never.OutputDimension} and EmbeddingDimension {never.EmbeddingDimension}: with fewer outputs than dimensions repons never collide, and no ratio makes them; CriticalRatio is empty."));
        }

        WriteAll(results);
    }

    private static GenEftException BothGiven() => new(
        ErrorIds.ParameterNotApplicable, "EncoderLearningRate and DecoderLearningRate were both given; the partner of one of them is to be found.", null);
}
