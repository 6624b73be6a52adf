using System.Collections.Concurrent;
using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Statics;
using GenEft.Training;

namespace GenEft.Experiments;

/// <summary>The fraction of all pairs from which on a trained network reaches an accuracy over the whole data set, training pairs
/// included (Figure 3), by halving: runs are spent where the crossing is.</summary>
public sealed class TrainedFraction
{
    private static readonly MemoryBudget s_memory = new((long)(0.8 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    private readonly Relation _relation;
    private readonly TrainingSettings _settings;
    private readonly ConcurrentDictionary<(long Seed, long SampleCount), double> _accuracies = [];   // of runs that several targets share

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
        _ = new TrainingRun(relation, _settings with { TrainingFraction = 1 });
    }

    /// <summary>The most runs that one network's search takes: all pairs, then one for each halving.</summary>
    public int MaximumRunCount(double tolerance) =>
        1 + (int)Math.Ceiling(Math.Log2(_relation.PairCount / Step(tolerance)));

    /// <summary>The mean over several networks, each with a seed of its own for its sample and its initial weights.</summary>
    /// <param name="accuracy">alpha, strictly between 0 and 1.</param>
    /// <param name="tolerance">How finely each network's fraction is searched, greater than 0 and below 1.</param>
    /// <param name="bits">b, for the row.</param>
    /// <param name="networkCount">How many networks, at least 2.</param>
    /// <param name="seed">The first one's seed; the others follow.</param>
    /// <param name="threadCount">The most networks to train at once.</param>
    /// <param name="progress">Told how many runs are done; on any thread.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public CriticalFractionResult Measure(
        double accuracy, double tolerance, double bits, int networkCount, long seed, int threadCount = 1,
        IProgress<int>? progress = null, CancellationToken cancelToken = default)
    {
        Guard.OpenUnit("Accuracy", accuracy);
        Guard.OpenUnit("Tolerance", tolerance);
        Guard.Range("SamplingCount", networkCount, 2, 1_000_000);
        int runs = 0;
        double?[] crossings = Concurrent.Each(networkCount, threadCount, i => Crossing(seed + i), null, cancelToken);
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
        double? Crossing(long networkSeed)
        {
            (long below, long enough) = (0, _relation.PairCount);
            if (Accuracy(networkSeed, enough) < accuracy)
            {
                return null;
            }

            while (enough - below > Step(tolerance))
            {
                long middle = below + ((enough - below) / 2);
                bool isEnough = Accuracy(networkSeed, middle) >= accuracy;
                (below, enough) = isEnough ? (below, middle) : (middle, enough);
            }

            return (below + 1 + enough) / 2.0;
        }

        double Accuracy(long networkSeed, long sampleCount)
        {
            if (!_accuracies.TryGetValue((networkSeed, sampleCount), out double known))
            {
                known = Train(networkSeed, sampleCount, cancelToken);
                _accuracies[(networkSeed, sampleCount)] = known;
            }

            int done = Interlocked.Increment(ref runs);
            progress?.Report(done);
            return known;
        }
    }

    private long Step(double tolerance) => Math.Max(1, (long)(tolerance * _relation.PairCount));

    private double Train(long seed, long sampleCount, CancellationToken cancelToken)
    {
        TrainingRun run = new(_relation, _settings with { Seed = seed, TrainingFraction = (double)sampleCount / _relation.PairCount });
        s_memory.Acquire(run.MemoryBytes, cancelToken);
        try
        {
            return run.Execute(cancelToken: cancelToken).Result.Accuracy;
        }
        finally
        {
            s_memory.Release(run.MemoryBytes);
        }
    }
}
