using GenEft.Numerics;
using GenEft.Statics;
using GenEft.Training;

namespace GenEft.Experiments;

/// <summary>
/// Holds trained networks against what is possible: the fraction at which each relation and architecture reaches an accuracy, less the
/// fraction at which the bound does (about_GenEft_Theory 2). From curves (results of trainings and of bounds at several fractions), or from
/// critical fractions.
/// </summary>
public sealed class InductiveGaps
{
    private readonly List<(Subject Of, TrainingSettings Settings, double Accuracy)> _runs = [];
    private readonly List<(Subject Of, string Method, double Fraction, double Bound, Uncertainty Error)> _bounds = [];
    private readonly List<CriticalFractionResult> _fractions = [];

    /// <summary>Adds one training's accuracy over the whole data set.</summary>
    /// <param name="relation">The relation's name.</param>
    /// <param name="count">Its number of elements.</param>
    /// <param name="settings">How it was trained; fraction and seed make the curve, all else the architecture.</param>
    /// <param name="accuracy">Accuracy on all n^2 pairs, from 0 to 1.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public void Add(string relation, int count, TrainingSettings settings, double accuracy)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        Guard.Unit("Accuracy", accuracy);
        _runs.Add((SubjectOf(relation, count), settings, accuracy));
    }

    /// <summary>Adds one point of a bound.</summary>
    /// <param name="relation">The relation's name.</param>
    /// <param name="count">Its number of elements.</param>
    /// <param name="method">How it was found.</param>
    /// <param name="fraction">The training fraction, from 0 to 1.</param>
    /// <param name="bound">The accuracy bound, from 0 to 1.</param>
    /// <param name="standardError">Its standard error, where it has one.</param>
    /// <param name="samplingCount">The number of samplings that the error comes from; null where it is not known.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public void Add(string relation, int count, string method, double fraction, double bound, double? standardError, int? samplingCount = null)
    {
        Guard.Unit("TrainingFraction", fraction);
        Guard.Unit("AccuracyBound", bound);
        Guard.Unit("StandardError", standardError ?? 0);
        Guard.Range("SamplingCount", samplingCount ?? 1, 1, int.MaxValue);
        _bounds.Add((
            SubjectOf(relation, count), method, fraction, bound,
            new Uncertainty(standardError ?? 0, samplingCount is int samplings ? Math.Max(1, samplings - 1) : double.PositiveInfinity)));
    }

    /// <summary>Adds a critical fraction, of networks or of a bound.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public void Add(CriticalFractionResult fraction)
    {
        ArgumentNullException.ThrowIfNull(fraction);
        SubjectOf(fraction.Relation, fraction.Count);
        Guard.OpenUnit("Accuracy", fraction.Accuracy);
        Guard.NotNegative("Bits", fraction.Bits);
        if (fraction.Method == CriticalFractionMethod.Analytic)
        {
            Guard.NotNegative("CriticalFraction", fraction.CriticalFraction ?? 0);   // Eq. 4's may lie above 1
        }
        else
        {
            Guard.Unit("CriticalFraction", fraction.CriticalFraction ?? 0);
        }

        Guard.Finite("Low", fraction.Low ?? 0);
        Guard.Finite("High", fraction.High ?? 0);
        if (fraction.Low > fraction.CriticalFraction || fraction.High < fraction.CriticalFraction)
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                FormattableString.Invariant($"CriticalFraction is {fraction.CriticalFraction}, with Low {fraction.Low} and High {fraction.High}; it must lie between the two."), fraction.CriticalFraction);
        }

        Guard.Range("SamplingCount", fraction.SamplingCount ?? 1, 1, int.MaxValue);
        Guard.Range("ReachedCount", fraction.ReachedCount ?? 0, 0, fraction.SamplingCount ?? int.MaxValue);
        _fractions.Add(fraction);
    }

    /// <summary>One row for each architecture, relation, accuracy and method of the bound, in the order they came.</summary>
    /// <param name="accuracies">What is to be reached, for curves; critical fractions have their own.</param>
    /// <param name="refuse">Told of each architecture that cannot be held against anything, and why; the others go on.</param>
    public IEnumerable<InductiveGapResult> Measure(IReadOnlyList<double> accuracies, Action<GenEftException> refuse)
    {
        ArgumentNullException.ThrowIfNull(accuracies);
        ArgumentNullException.ThrowIfNull(refuse);
        List<Network> networks = [];
        List<Limit> limits = [];
        HashSet<(Subject, double)> refused = [];   // bounds that were given and cannot be read: said once
        foreach (double accuracy in accuracies)
        {
            Guard.OpenUnit("Accuracy", accuracy);
            Collect(networks, _runs.GroupBy(run => (run.Of, Key: run.Settings.Describe())), group => FromRuns([.. group], accuracy), (_, error) => refuse(error));
            Collect(limits, _bounds.GroupBy(bound => (bound.Of, bound.Method)), group => FromBounds([.. group], accuracy), (group, error) =>
            {
                refused.Add((group.Key.Of, accuracy));
                refuse(error);
            });
        }

        networks.AddRange(_fractions.Where(row => row.Method == CriticalFractionMethod.Training).Select(FromFraction));
        limits.AddRange(_fractions.Where(row => row.Method != CriticalFractionMethod.Training).Select(row => new Limit(
            Of(row), row.Accuracy, $"{row.Method}", row.Seed, row.IsReachable ? row.CriticalFraction : null, Error(row) ?? Uncertainty.None)));
        foreach (Network network in networks)
        {
            // Sampled bounds of several seeds each go with the networks of theirs.
            Limit[] against = [.. limits.Where(limit => limit.Of == network.Of && limit.Accuracy == network.Accuracy
                && (limit.Seed is null || network.Seed is null || limit.Seed == network.Seed))];
            if (against.Length == 0 && !refused.Contains((network.Of, network.Accuracy)))
            {
                refuse(new GenEftException(
                    ErrorIds.NoBound,
                    FormattableString.Invariant(
                        $"There is no bound for relation '{network.Of.Relation}' of {network.Of.Count} elements at accuracy {network.Accuracy}. Pipe in the results of Measure-AccuracyBound or Measure-CriticalFraction too, with the same seeds."),
                    network.Of.Relation));
            }

            foreach (Limit limit in against)
            {
                yield return Compare(network, limit);
            }
        }
    }

    private static void Collect<TSource, TResult>(
        List<TResult> results, IEnumerable<TSource> sources, Func<TSource, TResult> read, Action<TSource, GenEftException> refuse)
    {
        foreach (TSource source in sources)
        {
            try
            {
                results.Add(read(source));
            }
            catch (GenEftException error)
            {
                refuse(source, error);
            }
        }
    }

    // Each seed has a curve of its own; what they say apart gives the interval.
    private static Network FromRuns((Subject Of, TrainingSettings Settings, double Accuracy)[] runs, double accuracy)
    {
        (double Fraction, double Slope)?[] crossings = [.. runs.GroupBy(run => run.Settings.Seed).Select(seed =>
            AccuracyCurve.Crossing(seed.Select(run => (run.Settings.TrainingFraction, run.Accuracy)), accuracy,
                FormattableString.Invariant($"Networks of '{runs[0].Of.Relation}', {runs[0].Of.Count} elements, seed {seed.Key}")))];
        double[] reached = [.. crossings.OfType<(double Fraction, double Slope)>().Select(crossing => crossing.Fraction)];
        return new Network(
            runs[0].Of, accuracy, runs[0].Settings, runs[0].Settings.Describe(), null,
            reached.Length == crossings.Length ? reached.Average() : null, Uncertainty.Of(reached),
            crossings.Length, reached.Length);
    }

    // One curve for all seeds; its error at the crossing is that of the nearest point before it, over the slope.
    private static Limit FromBounds((Subject Of, string Method, double Fraction, double Bound, Uncertainty Error)[] bounds, double accuracy)
    {
        if (AccuracyCurve.Crossing(bounds.Select(bound => (bound.Fraction, bound.Bound)), accuracy,
            FormattableString.Invariant($"{bounds[0].Method} bound of '{bounds[0].Of.Relation}', {bounds[0].Of.Count} elements")) is not (double fraction, double slope))
        {
            return new Limit(bounds[0].Of, accuracy, bounds[0].Method, null, null, Uncertainty.None);
        }

        double nearest = bounds.Where(bound => bound.Fraction <= fraction).Max(bound => bound.Fraction);
        Uncertainty[] errors = [.. bounds.Where(bound => bound.Fraction == nearest).Select(bound => bound.Error)];
        Uncertainty sum = errors.Aggregate((all, error) => all.Join(error));
        return new Limit(
            bounds[0].Of, accuracy, bounds[0].Method, null, fraction, sum with { StandardError = sum.StandardError / errors.Length / slope });
    }

    private static Network FromFraction(CriticalFractionResult row) => new(
        Of(row), row.Accuracy,
        new TrainingSettings
        {
            Combination = Enum.Parse<Combination>(row.Combination!),
            EmbeddingDimension = row.EmbeddingDimension!.Value,
            DecoderDepth = row.DecoderDepth!.Value,
            DecoderWidth = row.DecoderWidth!.Value,
        },
        row.Training ?? "", row.Seed, row.CriticalFraction, Error(row) ?? new Uncertainty(double.PositiveInfinity, 1), row.SamplingCount ?? 0, row.ReachedCount ?? 0);

    private static Subject SubjectOf(string relation, int count)
    {
        Guard.Range("Count", count, 1, int.MaxValue);
        return new Subject(relation, count);
    }

    private static Subject Of(CriticalFractionResult row) => new(row.Relation, row.Count);

    // The interval of a description length that is known to lie in a range ends at the fraction itself.
    private static Uncertainty? Error(CriticalFractionResult row) =>
        row.CriticalFraction is double middle && row.Low is double low && row.High is double high
            ? Uncertainty.OfInterval(Math.Max(middle - low, high - middle), row.SamplingCount) : null;

    // Independent errors add in squares, each known as well as its number of values allows.
    private static InductiveGapResult Compare(Network network, Limit limit)
    {
        double? gap = network.Fraction - limit.Fraction;
        double half = network.Error.Join(limit.Error).Half;
        return new InductiveGapResult
        {
            Relation = network.Of.Relation,
            Count = network.Of.Count,
            Combination = network.Settings.Combination,
            EmbeddingDimension = network.Settings.EmbeddingDimension,
            DecoderDepth = network.Settings.DecoderDepth,
            DecoderWidth = network.Settings.DecoderWidth,
            Training = network.Training,
            Accuracy = network.Accuracy,
            NetworkFraction = network.Fraction,
            BoundMethod = limit.Method,
            BoundFraction = limit.Fraction,
            InductiveGap = gap,
            Low = double.IsFinite(half) ? gap - half : null,
            High = double.IsFinite(half) ? gap + half : null,
            Seed = network.Seed,
            SeedCount = network.SeedCount,
            ReachedCount = network.ReachedCount,
        };
    }

    /// <summary>Relations of different size have the same name.</summary>
    private readonly record struct Subject(string Relation, int Count);

    private sealed record Network(
        Subject Of, double Accuracy, TrainingSettings Settings, string Training, long? Seed, double? Fraction, Uncertainty Error, int SeedCount,
        int ReachedCount);

    private sealed record Limit(Subject Of, double Accuracy, string Method, long? Seed, double? Fraction, Uncertainty Error);
}
