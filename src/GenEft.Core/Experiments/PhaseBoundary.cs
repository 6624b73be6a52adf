using GenEft.Numerics;
using GenEft.Training;

namespace GenEft.Experiments;

/// <summary>
/// The boundary between generalization and memorization over the two learning rates, from runs on a grid of them (Figure 5): for each encoder
/// rate the decoder rate at which half of the seeds generalize, and the line through these points.
/// </summary>
/// <param name="includeGrokking">Whether grokking counts as generalization.</param>
public sealed class PhaseBoundary(bool includeGrokking)
{
    private const int Resamples = 400;

    private readonly List<Run> _runs = [];
    private long _runCount;
    private long _confused;
    private TrainingSettings? _first;
    private bool _hasOneLaw = true;

    private readonly record struct Run(double LogEncoder, double LogRatio, long Seed, bool IsGeneral);

    // A rate's middle, in log10 of the ratio; the gap is what lies between the last success and the first failure where nothing overlaps.
    private readonly record struct Middle(double LogEncoder, double LogRatio, double Error, double Gap);

    private readonly record struct Estimate(double LogRatio, double? Slope, double? Intercept, double? RSquared, IReadOnlyList<Middle> Middles);

    /// <summary>Adds a run.</summary>
    /// <param name="phase">How it ended.</param>
    /// <param name="settings">How it was trained; both learning rates greater than 0.</param>
    /// <param name="hasLaw">Whether all is known that the law depends on.</param>
    public void Add(Phase phase, TrainingSettings settings, bool hasLaw = true)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Guard.Positive(nameof(settings.EncoderLearningRate), settings.EncoderLearningRate);
        Guard.Positive(nameof(settings.DecoderLearningRate), settings.DecoderLearningRate);
        _runCount++;
        _first ??= settings;
        _hasOneLaw &= hasLaw && NetworkLaw.Of(settings) is { } law && NetworkLaw.Of(_first) is { } other
            && (law.EmbeddingDimension, law.OutputDimension, law.DecoderSigma, law.SeparationSigma)
                == (other.EmbeddingDimension, other.OutputDimension, other.DecoderSigma, other.SeparationSigma);
        if (phase == Phase.Confusion)
        {
            _confused++;
            return;
        }

        double encoder = Math.Log10(settings.EncoderLearningRate);
        _runs.Add(new Run(
            encoder, Math.Log10(settings.DecoderLearningRate) - encoder, settings.Seed,
            phase == Phase.Generalization || (includeGrokking && phase == Phase.Grokking)));
    }

    /// <summary>The boundary; there must be one run at least.</summary>
    /// <param name="group">The values that made the group, as text.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public PhaseBoundaryResult Measure(string group, IProgress<double>? progress = null, CancellationToken cancelToken = default)
    {
        Curves curves = new(_runs);
        Estimate? estimate = Of(curves.Middles(null));
        Interval? interval = estimate is { } known ? Resampled(curves, known, progress, cancelToken) : null;
        Dynamics.ReponLaw? law = _hasOneLaw ? NetworkLaw.Of(_first!) : null;
        return new PhaseBoundaryResult
        {
            Group = group,
            RunCount = _runCount,
            ConfusionCount = _confused,
            SeedCount = curves.SeedCount,
            EncoderRateCount = curves.EncoderRateCount,
            BoundaryPointCount = estimate?.Middles.Count ?? 0,
            Slope = estimate?.Slope,
            SlopeLow = estimate?.Slope - interval?.Slope,
            SlopeHigh = estimate?.Slope + interval?.Slope,
            Intercept = estimate?.Intercept,
            InterceptLow = estimate?.Intercept - interval?.Intercept,
            InterceptHigh = estimate?.Intercept + interval?.Intercept,
            RSquared = estimate?.RSquared,
            CriticalRatio = Power(estimate?.LogRatio),
            CriticalRatioLow = Power(estimate?.LogRatio - interval?.LogRatio),
            CriticalRatioHigh = Power(estimate?.LogRatio + interval?.LogRatio),
            PredictedRatio = Finite(law?.ExactRatio(0.5)),
            ScalarRatio = Finite(law?.ScalarRatio(0.5)),
        };
    }

    /// <summary>The points that the boundary goes through, by encoder rate; where all decided runs of a rate end alike there is none.</summary>
    /// <param name="group">The values that made the group, as text.</param>
    public IReadOnlyList<PhaseBoundaryPoint> Points(string group) =>
    [
        .. new Curves(_runs).Middles(null).Select(middle => new PhaseBoundaryPoint
        {
            Group = group,
            EncoderLearningRate = Math.Pow(10, middle.LogEncoder),
            DecoderLearningRate = Math.Pow(10, middle.LogEncoder + middle.LogRatio),
            LearningRateRatio = Math.Pow(10, middle.LogRatio),
            LogStandardError = middle.Error,
            RunCount = _runs.Count(run => run.LogEncoder == middle.LogEncoder),
            GeneralizationCount = _runs.Count(run => run.LogEncoder == middle.LogEncoder && run.IsGeneral),
        }),
    ];

    private static double? Finite(double? value) => value is double given && double.IsFinite(given) ? given : null;

    private static double? Power(double? exponent) => exponent is double given ? Math.Pow(10, given) : null;

    private static Estimate? Of(IReadOnlyList<Middle> middles)
    {
        if (middles.Count == 0)
        {
            return null;
        }

        (double X, double Y, double Weight)[] points = [.. middles.Select(m => (m.LogEncoder, m.LogEncoder + m.LogRatio, 1 / (m.Error * m.Error)))];
        double total = points.Sum(p => p.Weight);
        double ratio = middles.Select((m, i) => points[i].Weight * m.LogRatio).Sum() / total;
        if (middles.Count < 2)
        {
            return new Estimate(ratio, null, null, null, middles);
        }

        OrthogonalLine line = OrthogonalLine.Fit(points);
        return new Estimate(
            ratio, Finite(line.Slope), double.IsFinite(line.Slope) ? line.Intercept : null, Finite(line.RSquared), middles);
    }

    private readonly record struct Interval(double LogRatio, double? Slope, double? Intercept);

    // The ratio's interval is by bootstrap: seeds are drawn with replacement, and what one seed does at all rates stays together. Those of slope and intercept are by
    // the jackknife, each seed left out in turn: drawings of a few different seeds bend the line more than the seeds do. Few seeds are made up for by
    // Student's t, and what the spacing of the rates leaves open, where no seeds disagree, is added.
    private static Interval? Resampled(Curves curves, Estimate estimate, IProgress<double>? progress, CancellationToken cancelToken)
    {
        int k = curves.SeedCount;
        if (k < 2)
        {
            return null;
        }

        CounterRandom random = new(0, RandomPurpose.Bootstrap);
        List<Estimate> drawn = [];
        Dictionary<string, Estimate?> known = [];   // few seeds can be drawn in few ways
        int[] times = new int[k];
        for (int resample = 0; resample < Resamples; resample++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report((double)resample / Resamples);
            Array.Clear(times);
            for (int draw = 0; draw < k; draw++)
            {
                times[random.NextInt(k)]++;
            }

            string drawing = string.Join(',', times);
            if (!known.TryGetValue(drawing, out Estimate? found))
            {
                found = Of(curves.Middles(times));
                known.Add(drawing, found);
            }

            if (found is { } one)
            {
                drawn.Add(one);
            }
        }

        // Without most of them the spread would be that of the lucky ones.
        if (drawn.Count < Resamples / 2)
        {
            return null;
        }

        // One root of k/(k-1) for the draws, as of a mean; the middle of few seeds varies more than their mean (SyntheticDiagram's coverage).
        double factor = StudentInterval.Quantile(k - 1) * k / (k - 1);
        double[] weights = [.. estimate.Middles.Select(m => 1 / (m.Error * m.Error))];
        double total = weights.Sum();
        double gap = estimate.Middles.Select((m, i) => weights[i] * m.Gap).Sum() / total;
        double x = estimate.Middles.Select((m, i) => weights[i] * m.LogEncoder).Sum() / total;
        double xx = estimate.Middles.Select((m, i) => weights[i] / total * (m.LogEncoder - x) * (m.LogEncoder - x)).Sum() * estimate.Middles.Count;

        // What is uniform within a gap: 95 % of it for the ratio, which all points may miss alike; for the slope each for itself.
        double open = 0.475 * gap;
        double openSlope = StudentInterval.Normal * gap / Math.Sqrt(12 * xx);
        double ratio = Math.Sqrt(drawn.Count) * StudentInterval.StandardError([.. drawn.Select(one => one.LogRatio)])!.Value;
        Estimate?[] without = [.. Enumerable.Range(0, k).Select(left => Of(curves.Middles([.. Enumerable.Range(0, k).Select(seed => seed == left ? 0 : 1)])))];
        return new Interval(
            double.Hypot(factor * ratio, open), Jackknifed(one => one.Slope, openSlope), Jackknifed(one => one.Intercept, double.Hypot(open, openSlope * x)));

        double? Jackknifed(Func<Estimate, double?> valueOf, double spacing)
        {
            double[] values = [.. without.Select(one => one is { } known ? valueOf(known) : null).OfType<double>()];
            return values.Length < k ? null : double.Hypot(StudentInterval.Quantile(k - 1) * (k - 1) * StudentInterval.StandardError(values)!.Value, spacing);
        }
    }

    // The runs by encoder rate, ratio and seed.
    private sealed class Curves
    {
        private readonly (double LogEncoder, (double LogRatio, (int Seed, bool IsGeneral)[] Runs)[] Cells)[] _rates;

        public Curves(List<Run> runs)
        {
            long[] seeds = [.. runs.Select(run => run.Seed).Distinct().Order()];
            SeedCount = seeds.Length;
            _rates =
            [
                .. runs.GroupBy(run => run.LogEncoder).OrderBy(rate => rate.Key).Select(rate => (rate.Key,
                    rate.GroupBy(run => run.LogRatio).OrderBy(cell => cell.Key)
                        .Select(cell => (cell.Key, cell.Select(run => (Array.BinarySearch(seeds, run.Seed), run.IsGeneral)).ToArray())).ToArray())),
            ];
        }

        public int SeedCount { get; }

        public int EncoderRateCount => _rates.Length;

        // With each seed as many times as said, or once.
        public List<Middle> Middles(int[]? times)
        {
            List<Middle> middles = [];
            List<LogisticCurve.Trials> trials = [];
            foreach ((double logEncoder, (double LogRatio, (int Seed, bool IsGeneral)[] Runs)[] cells) in _rates)
            {
                trials.Clear();
                foreach ((double logRatio, (int Seed, bool IsGeneral)[] runs) in cells)
                {
                    int successes = 0;
                    int count = 0;
                    foreach ((int seed, bool isGeneral) in runs)
                    {
                        count += times?[seed] ?? 1;
                        successes += isGeneral ? times?[seed] ?? 1 : 0;
                    }

                    if (count > 0)
                    {
                        trials.Add(new LogisticCurve.Trials(logRatio, successes, count));
                    }
                }

                if (MiddleOf(logEncoder, trials) is { } middle)
                {
                    middles.Add(middle);
                }
            }

            return middles;
        }

        // Both outcomes must be there, and generalization be the one of smaller ratios, with its middle among those tried.
        private static Middle? MiddleOf(double logEncoder, List<LogisticCurve.Trials> trials)
        {
            double last = double.NegativeInfinity;
            double first = double.PositiveInfinity;
            foreach (LogisticCurve.Trials t in trials)
            {
                last = t.Successes > 0 ? t.X : last;
                first = t.Successes < t.Count ? Math.Min(first, t.X) : first;
            }

            if (!double.IsFinite(last) || !double.IsFinite(first) || trials.Count < 2)
            {
                return null;
            }

            LogisticCurve curve = LogisticCurve.Fit(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(trials));
            return curve.Slope < 0 && curve.Middle >= trials[0].X && curve.Middle <= trials[^1].X
                ? new Middle(logEncoder, curve.Middle, curve.MiddleError, Math.Max(0, first - last))
                : null;
        }
    }
}
