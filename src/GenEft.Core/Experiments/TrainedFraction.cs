using System.Collections.Concurrent;
using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Statics;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Experiments;

/// <summary>The fraction of all pairs from which on a trained network reaches an accuracy over the whole data set, training pairs
/// included (Figure 3), by halving: runs are spent where the crossing is.</summary>
public sealed class TrainedFraction
{
    private readonly Relation _relation;
    private readonly TrainingSettings _settings;
    private readonly ConcurrentDictionary<(long Seed, long SampleCount), Lazy<Task<double>>> _accuracies = [];   // of runs that several targets share

    /// <summary>Prepares the search; nothing is trained yet.</summary>
    /// <param name="relation">What is to be learnt.</param>
    /// <param name="settings">How it is trained; fraction and seed are not looked at. Runs go to MaxSteps, and the accuracy is that of
    /// the last step.</param>
    /// <exception cref="GenEftException">ValueOutOfRange, or TrainingTooLarge.</exception>
    public TrainedFraction(Relation relation, TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(relation);
        ArgumentNullException.ThrowIfNull(settings);
        _relation = relation;
        _settings = settings with { StopWhen = StopCondition.MaxSteps, EvaluationInterval = settings.MaxSteps, HistoryInterval = 0, IncludeCharge = false };
        LargestRun = new TrainingRun(relation, _settings with { TrainingFraction = 1 });
    }

    /// <summary>The run on all pairs, the largest of the search.</summary>
    public TrainingRun LargestRun { get; }

    /// <summary>The most runs that one network's search takes: all pairs, then one for each halving.</summary>
    public int MaximumRunCount(double tolerance) =>
        1 + (int)Math.Ceiling(Math.Log2(_relation.PairCount / Step(tolerance)));

    /// <summary>The mean over several networks, each with a seed of its own for its sample and its initial weights.</summary>
    /// <param name="scheduler">Who trains the networks.</param>
    /// <param name="accuracy">alpha, strictly between 0 and 1.</param>
    /// <param name="tolerance">How finely each network's fraction is searched, greater than 0 and below 1.</param>
    /// <param name="bits">b, for the row.</param>
    /// <param name="networkCount">How many networks, at least 2.</param>
    /// <param name="seed">The first one's seed; the others follow.</param>
    /// <param name="cancelToken">Stops the submission of networks; what was submitted the scheduler stops.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public async Task<CriticalFractionResult> MeasureAsync(
        TrainingScheduler scheduler, double accuracy, double tolerance, double bits, int networkCount, long seed, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        Guard.OpenUnit("Accuracy", accuracy);
        Guard.OpenUnit("Tolerance", tolerance);
        Guard.Range("SamplingCount", networkCount, 2, 1_000_000);
        int runs = 0;
        double?[] crossings = await Task.WhenAll(Enumerable.Range(0, networkCount).Select(i =>
        {
            cancelToken.ThrowIfCancellationRequested();
            return Crossing(seed + i);
        })).ConfigureAwait(false);
        double pairs = _relation.PairCount;
        double[] reached = [.. crossings.OfType<double>()];
        bool isReachable = reached.Length == networkCount;
        (double mean, double half) = StudentInterval.Of(reached);

        // Where a crossing lies within its last bracket is not known.
        half += (Step(tolerance) - 1) / 2.0;
        return new CriticalFractionResult
        {
            Relation = _relation.Name,
            Count = _relation.Count,
            Method = CriticalFractionMethod.Training,
            Accuracy = accuracy,
            Bits = bits,
            CriticalFraction = isReachable ? mean / pairs : null,
            CriticalSampleCount = isReachable ? Math.Ceiling(mean) : null,
            ScaleFraction = bits / pairs,
            IsReachable = isReachable,
            Low = isReachable ? (mean - half) / pairs : null,
            High = isReachable ? (mean + half) / pairs : null,
            SamplingCount = networkCount,
            Seed = seed,
            ReachedCount = reached.Length,
            RunCount = runs,
            Combination = $"{_settings.Combination}",
            EmbeddingDimension = _settings.EmbeddingDimension,
            DecoderDepth = _settings.DecoderDepth,
            DecoderWidth = _settings.DecoderWidth,
            Training = (_settings with { StopWhen = default, EvaluationInterval = new TrainingSettings().EvaluationInterval }).Describe(),
        };

        // The middle of what the last bracket leaves, in pairs; null if all pairs are not enough.
        async Task<double?> Crossing(long networkSeed)
        {
            (long below, long enough) = (0, _relation.PairCount);
            if (await Accuracy(networkSeed, enough).ConfigureAwait(false) < accuracy)
            {
                return null;
            }

            while (enough - below > Step(tolerance))
            {
                long middle = below + ((enough - below) / 2);
                bool isEnough = await Accuracy(networkSeed, middle).ConfigureAwait(false) >= accuracy;
                (below, enough) = isEnough ? (below, middle) : (middle, enough);
            }

            return (below + 1 + enough) / 2.0;
        }

        async Task<double> Accuracy(long networkSeed, long sampleCount)
        {
            double reached = await _accuracies.GetOrAdd(
                (networkSeed, sampleCount), run => new Lazy<Task<double>>(() => Train(scheduler, run.Seed, run.SampleCount))).Value.ConfigureAwait(false);
            Interlocked.Increment(ref runs);
            return reached;
        }
    }

    private long Step(double tolerance) => Math.Max(1, (long)(tolerance * _relation.PairCount));

    private Task<double> Train(TrainingScheduler scheduler, long seed, long sampleCount) => scheduler.Submit(
        new TrainingRun(_relation, _settings with { Seed = seed, TrainingFraction = (double)sampleCount / _relation.PairCount }),
        outcome => outcome.Result.Accuracy);
}
