using System.Management.Automation;
using GenEft.Dynamics;
using GenEft.Infrastructure;

namespace GenEft.Commands;

/// <summary>Gives the probability that repons collide, and so that the representation generalizes (Theorem 3).</summary>
/// <remarks>
/// <para>ScalarProbability is the paper's arctan law, Eq. 12 (Eq. 13 with ClusterSize). ExactProbability is its
/// generalisation to d embedding dimensions and p outputs: with the entries of A and r normal, an F distribution. The
/// learning-rate ratio is eta_dec/eta_enc.</para>
/// <para>Results of Invoke-Training that are piped in bring the ratio and the law of their own network; with Concatenation, width w and
/// default initialization OutputDimension is 2w, DecoderSigma sqrt(1/(6d)) and SeparationSigma EncoderScale/sqrt(2).</para>
/// <para>-SampleCount draws so many initial conditions and counts those that collide, with a Wilson interval. All ratios see the same
/// draws, which depend on the seed alone and not on the number of threads; rows come when all are drawn.</para>
/// </remarks>
/// <example>
/// <code>Get-LogRange 1e-2 1e2 9 | Get-ReponProbability -DecoderSigma 1 -SeparationSigma 1</code>
/// <para>The black line of Figure 6.</para>
/// </example>
/// <example>
/// <code>Get-ReponProbability -LearningRateRatio 0.1 -EmbeddingDimension 2 -OutputDimension 50</code>
/// <para>The exact law beside the scalar formula.</para>
/// </example>
/// <example>
/// <code>Get-LogRange 1e-1 1e1 3 | Get-ReponProbability -EmbeddingDimension 2 -OutputDimension 10 -SampleCount 100000</code>
/// <para>And what so many draws say.</para>
/// </example>
/// <seealso>Get-CriticalLearningRate</seealso>
/// <seealso>Measure-PhaseProbability</seealso>
/// <seealso>about_GenEft_Theory</seealso>
[Cmdlet(VerbsCommon.Get, "ReponProbability")]
[OutputType(typeof(ReponProbabilityResult))]
public sealed class GetReponProbabilityCommand : ReponLawCmdlet
{
    /// <summary>eta_dec/eta_enc, greater than 0.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("CriticalRatio")]
    [ValidateNotNullOrEmpty]
    [InvariantNumber(IsPiped = true)]
    public double[] LearningRateRatio { get; set; } = [];

    /// <summary>Initial conditions to draw; 0 draws none.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, IsLong = true)]
    public long SampleCount { get; set; }

    /// <summary>The seed of the draws.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, IsLong = true)]
    public long Seed { get; set; }

    /// <summary>The most cores to draw on, from 1 to 1024. The default is all.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    private readonly List<(ReponLaw Law, double Ratio, ReponProbabilityResult Row)> _asked = [];

    /// <inheritdoc/>
    private protected override PSObject? Row => InputObject?.BaseObject is IConvertible && !IsTyped(nameof(LearningRateRatio)) ? null : InputObject;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        Guard.Range(nameof(SampleCount), SampleCount, 0, 1_000_000_000_000);
        Guard.Range(nameof(ThrottleLimit), ThrottleLimit, 1, 1024);
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        (ReponLaw Law, double Ratio, ReponProbabilityResult Row)[] rows =
        [
            .. from law in Laws()
               from ratio in LearningRateRatio
               select (law, ratio, ReponProbabilityResult.FromLaw(law, ratio)),
        ];
        if (SampleCount > 0)
        {
            Array.ForEach(rows, row => ReponSampler.Validate(row.Law.EmbeddingDimension, row.Law.OutputDimension, SampleCount));
        }

        if (SampleCount == 0)
        {
            WriteAll(rows.Select(row => row.Row));
        }
        else
        {
            _asked.AddRange(rows);
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        Dictionary<(ReponLaw, double), long> collisions = [];
        foreach (var shape in _asked.GroupBy(row => (row.Law.EmbeddingDimension, row.Law.OutputDimension)))
        {
            (ReponLaw Law, double Ratio, ReponProbabilityResult Row)[] rows = [.. shape];
            int blocks = ReponSampler.BlockCount(SampleCount);
            int done = 0;
            long[] counts = BackgroundWork.Run(
                this, "Drawing repons",
                () => ReponSampler.Count(
                    shape.Key.EmbeddingDimension, shape.Key.OutputDimension, [.. rows.Select(row => row.Law.Strength(row.Ratio))], SampleCount, Seed,
                    ThrottleLimit, new DirectProgress<int>(value => Volatile.Write(ref done, value)), CancelToken),
                writer => writer.Report(
                    (double)Volatile.Read(ref done) / blocks, _ => ProgressWriter.Describe($"{4096L * Volatile.Read(ref done)} of {SampleCount} draws")));
            for (int i = 0; i < rows.Length; i++)
            {
                collisions[(rows[i].Law, rows[i].Ratio)] = counts[i];
            }
        }

        foreach ((ReponLaw law, double ratio, ReponProbabilityResult row) in _asked)
        {
            PSObject drawn = PSObject.AsPSObject(row.WithSample(collisions[(law, ratio)], SampleCount, Seed));
            drawn.TypeNames.Insert(0, $"{typeof(ReponProbabilityResult).FullName}#Sampled");   // a table with the sample
            WriteObject(drawn);
        }
    }
}
