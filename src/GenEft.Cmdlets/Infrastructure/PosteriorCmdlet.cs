using System.Management.Automation;
using GenEft.Statics.Inference;

namespace GenEft.Infrastructure;

/// <summary>What cmdlets share that sample a relation and judge what agrees with the sample.</summary>
public abstract class PosteriorCmdlet : GenEftCmdlet
{
    /// <summary>How many samples are averaged over, at least 1, and 2 for a critical fraction, of which one has no interval. The default is the paper's, 20 for classes
    /// and 3 for orders; it is 5 for networks that are trained.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int? SamplingCount { get; set; }

    /// <summary>Draws where the posterior cannot be counted, and the paper's sequences; at least 2.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int DrawCount { get; set; } = new PosteriorSettings().DrawCount;

    /// <summary>The most steps that an exact count may take before draws stand in, at most 1e9; each holds some 30
    /// bytes.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, IsLong = true)]
    public long Budget { get; set; } = new PosteriorSettings().Budget;

    /// <summary>Refuse what cannot be counted within the budget instead of drawing.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter NoSampling { get; set; }

    /// <summary>Determines the samples and draws. The first sample is the one that Invoke-Training trains on with the same seed and
    /// fraction.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, IsLong = true, AllowEmpty = true)]
    public long[] Seed { get; set; } = [0];

    /// <summary>The most samplings at once, from 1 to 1024. The default is one on each core.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>What may be spent.</summary>
    internal PosteriorSettings Settings => new() { Budget = Budget, DrawCount = DrawCount, AllowSampling = !NoSampling };

    /// <summary>Whether a method was chosen that draws samples.</summary>
    private protected abstract bool DrawsSamples { get; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        foreach (string parameter in new[] { nameof(SamplingCount), nameof(DrawCount), nameof(Budget), nameof(NoSampling) })
        {
            if (!DrawsSamples && MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) && value is not null)
            {
                throw new GenEftException(ErrorIds.ParameterNotApplicable, $"{parameter} was given; -Method Analytic draws no samples.", value);
            }
        }

        Settings.Validate();
        Guard.Range(nameof(ThrottleLimit), ThrottleLimit, 1, 1024);
        Guard.Range(nameof(SamplingCount), SamplingCount ?? 1, 1, 1_000_000);
    }

    /// <summary>Does the work of some pieces, showing how many are done.</summary>
    /// <param name="activity">What is going on.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="count">How many pieces there are, at most.</param>
    /// <param name="noun">What they are called.</param>
    /// <param name="work">The work, given whom to tell how many are done.</param>
    internal T Counted<T>(string activity, string part, int count, string noun, Func<IProgress<int>, T> work)
    {
        int done = 0;
        return BackgroundWork.Run(
            this, activity,
            () => work(new DirectProgress<int>(value => Volatile.Write(ref done, value))),
            writer => writer.Report(
                (double)Volatile.Read(ref done) / count,
                _ => ProgressWriter.Describe($"{part}: {Volatile.Read(ref done)} of {count} {noun}")));
    }
}
