using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Statics.Inference;

/// <summary>Accuracy bounds from samples of a relation: what follows from each sample, and the best guess at the rest (Figure 2,
/// Appendix D, and the exact posterior), averaged over samplings.</summary>
public sealed class SampledBounds
{
    private readonly Relation _relation;
    private readonly int[]? _classOf;   // of an equivalence, or of the two sides of a complete bipartite relation
    private readonly int _classCount;
    private readonly bool _isFlipped;

    /// <summary>Recognizes the relation's structure.</summary>
    /// <param name="relation">An equivalence, a total order or a complete bipartite relation.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">NoPosterior for any other, or RelationTooLarge.</exception>
    public SampledBounds(Relation relation, IProgress<double>? progress = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(relation);
        relation.RequireOne();
        _relation = relation;
        PairSet.RequireRoom(relation);
        RelationProperties properties = RelationProperties.Measure(relation, progress, cancelToken);
        _classOf = RelationClasses.Of(relation, properties);
        _isFlipped = properties.IsCompleteBipartite;
        _classCount = _isFlipped ? 2 : properties.ClassCount ?? 0;
        if (_classOf is null && !properties.IsTotalOrder)
        {
            throw new GenEftException(
                ErrorIds.NoPosterior,
                $"Relation '{relation.Name}' is no equivalence, total order or complete bipartite relation; only of these are all relations that agree with a sample known. Use -Method Analytic.",
                relation.Name);
        }
    }

    /// <summary>The samplings that the paper averages over: 20 for classes, 3 for orders.</summary>
    public int DefaultSamplingCount => _classOf is null ? 3 : 20;

    /// <summary>The bound, averaged over samplings; they run on several cores, and the result does not depend on how many.</summary>
    /// <param name="method">Paper or Exact.</param>
    /// <param name="sampleCount">m, from 0 to n^2 pairs drawn without repetition.</param>
    /// <param name="samplingCount">How many samplings, at least 1. The first is the one that a network is trained on with the same
    /// seed and fraction.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="settings">What may be spent.</param>
    /// <param name="threadCount">The most cores to use.</param>
    /// <param name="progress">Told how many samplings are done; on any thread.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ValueOutOfRange, or ExactOverBudget.</exception>
    public AccuracyBoundResult Measure(
        AccuracyBoundMethod method, long sampleCount, int samplingCount, long seed, PosteriorSettings settings,
        int threadCount = 1, IProgress<int>? progress = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        Guard.Range("SampleCount", sampleCount, 0, _relation.PairCount);
        Guard.Range("SamplingCount", samplingCount, 1, 1_000_000);
        PosteriorBound[] bounds = Concurrent.Each(
            samplingCount, threadCount,
            sampling => Bound(method, sampleCount, sampling, seed, settings, cancelToken), progress, cancelToken);
        CompensatedSum inferable = default;
        CompensatedSum accuracy = default;
        foreach (PosteriorBound bound in bounds)
        {
            inferable.Add(bound.InferableFraction);
            accuracy.Add(bound.AccuracyBound);
        }

        double mean = accuracy.Value / samplingCount;
        return new AccuracyBoundResult
        {
            Relation = _relation.Name,
            Count = _relation.Count,
            TrainingFraction = (double)sampleCount / _relation.PairCount,
            SampleCount = sampleCount,
            InferableFraction = inferable.Value / samplingCount,
            GuessProbability = null,
            AccuracyBound = mean,
            StandardError = StudentInterval.StandardError(Array.ConvertAll(bounds, bound => bound.AccuracyBound)),
            Method = method,
            SamplingCount = samplingCount,
            IsExact = bounds.All(bound => bound.IsExact),
            Seed = seed,
        };
    }

    /// <summary>The fraction at which the bound reaches an accuracy. Each sampling grows pair by pair in an order of its own; where it
    /// gets there is found by halving, as if the bound only ever rose: a pair may make another less certain, but hardly ever
    /// does.</summary>
    /// <param name="method">MonteCarlo or Exact.</param>
    /// <param name="accuracy">alpha, strictly between 0 and 1.</param>
    /// <param name="bits">b, for the row.</param>
    /// <param name="samplingCount">How many samplings, at least 2.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="settings">What may be spent.</param>
    /// <param name="threadCount">The most cores to use.</param>
    /// <param name="progress">Told how many samplings are done; on any thread.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ValueOutOfRange, or ExactOverBudget.</exception>
    public CriticalFractionResult CriticalFraction(
        CriticalFractionMethod method, double accuracy, double bits, int samplingCount, long seed, PosteriorSettings settings,
        int threadCount = 1, IProgress<int>? progress = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        Guard.OpenUnit("Accuracy", accuracy);
        Guard.Range("SamplingCount", samplingCount, 2, 1_000_000);
        AccuracyBoundMethod bound = method switch
        {
            CriticalFractionMethod.MonteCarlo => AccuracyBoundMethod.Paper,
            CriticalFractionMethod.Exact => AccuracyBoundMethod.Exact,
            _ => throw new ArgumentOutOfRangeException(nameof(method)),
        };
        double pairs = _relation.PairCount;
        int drawn = 0;   // bounds that were not counted
        double[] crossings = Concurrent.Each(samplingCount, threadCount, Crossing, progress, cancelToken);
        (double mean, double half) = StudentInterval.Of(crossings);
        return new CriticalFractionResult
        {
            Relation = _relation.Name,
            Count = _relation.Count,
            Method = method,
            Accuracy = accuracy,
            Bits = bits,
            CriticalFraction = mean / pairs,
            CriticalSampleCount = Math.Ceiling(mean),
            ScaleFraction = bits / pairs,
            IsReachable = true,
            Low = (mean - half) / pairs,
            High = (mean + half) / pairs,
            SamplingCount = samplingCount,
            Seed = seed,
            IsExact = drawn == 0,
        };

        double Crossing(int sampling)
        {
            // All pairs known is always enough, and -1 never is.
            (long below, long enough) = (-1, _relation.PairCount);
            while (enough - below > 1)
            {
                long middle = below + ((enough - below) / 2);
                bool isEnough = Reaches(bound, accuracy, middle, sampling, seed, settings, ref drawn, cancelToken);
                (below, enough) = isEnough ? (below, middle) : (middle, enough);
            }

            return enough;
        }
    }

    // A guess is right at least half the time: often what follows from the sample is enough to tell.
    private bool Reaches(
        AccuracyBoundMethod method, double accuracy, long sampleCount, int sampling, long seed, PosteriorSettings settings,
        ref int drawn, CancellationToken cancelToken)
    {
        (long inferable, Func<PosteriorBound> bound) = Infer(method, sampleCount, sampling, seed, settings, cancelToken);
        double share = (double)inferable / _relation.PairCount;
        if (share + ((1 - share) / 2) >= accuracy)
        {
            return true;
        }

        PosteriorBound measured = bound();
        if (!measured.IsExact)
        {
            Interlocked.Increment(ref drawn);
        }

        return measured.AccuracyBound >= accuracy;
    }

    private PosteriorBound Bound(
        AccuracyBoundMethod method, long sampleCount, int sampling, long seed, PosteriorSettings settings, CancellationToken cancelToken) =>
        Infer(method, sampleCount, sampling, seed, settings, cancelToken).Bound();

    // What follows from a sample at once, and the rest on request.
    private (long InferableCount, Func<PosteriorBound> Bound) Infer(
        AccuracyBoundMethod method, long sampleCount, int sampling, long seed, PosteriorSettings settings, CancellationToken cancelToken)
    {
        PairSet known = PairSet.Draw(_relation, (int)sampleCount, seed, sampling, cancelToken);
        long drawSeed = (long)new CounterRandom(seed, RandomPurpose.Extension, -1 - sampling).NextBits();
        bool isPaper = method == AccuracyBoundMethod.Paper;
        if (_classOf is null)
        {
            OrderKnowledge order = OrderKnowledge.From(known, _relation.Count, cancelToken);
            OrderPosterior orders = new(order, settings);
            return (order.InferableCount, () => isPaper ? orders.PaperBound(drawSeed, cancelToken) : orders.ExactBound(drawSeed, cancelToken));
        }

        ClassKnowledge groups = ClassKnowledge.From(known, _relation.Count, _isFlipped);
        ClassPosterior classes = new(groups, _classOf, _classCount, settings);
        return (groups.InferableCount, () => isPaper ? classes.PaperBound() : classes.ExactBound(drawSeed, cancelToken));
    }
}
