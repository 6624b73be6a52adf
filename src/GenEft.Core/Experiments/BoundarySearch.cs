using GenEft.Relations;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Experiments;

/// <summary>
/// The phase boundary with as few runs as tell it: at each encoder rate each seed's turn is looked for among the decoder rates by halving, from
/// where the seed before it turned, and where seeds turn at different rates all of them are run at all rates between. The middle one of the encoder rates
/// is searched first, and the others from where its ratio is theirs.
/// </summary>
public sealed class BoundarySearch
{
    private readonly double[] _decoderRates;
    private readonly long[] _seeds;
    private readonly bool _includeGrokking;

    /// <summary>Prepares the search.</summary>
    /// <param name="decoderRates">eta_dec to choose from, two at least, each greater than 0; their spacing is how finely the boundary is sought.</param>
    /// <param name="seeds">The seeds, one at least.</param>
    /// <param name="includeGrokking">Whether grokking counts as generalization.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public BoundarySearch(IEnumerable<double> decoderRates, IEnumerable<long> seeds, bool includeGrokking)
    {
        _decoderRates = [.. decoderRates.Distinct().Order()];
        _seeds = [.. seeds.Distinct()];
        _includeGrokking = includeGrokking;
        Array.ForEach(_decoderRates, rate => Guard.Positive(nameof(TrainingSettings.DecoderLearningRate), rate));
        Guard.Range("The number of different values of DecoderLearningRate", _decoderRates.Length, 2, int.MaxValue);
        Guard.Range("The number of values of Seed", _seeds.Length, 1, int.MaxValue);
    }

    /// <summary>Trains networks at several encoder rates.</summary>
    /// <param name="scheduler">Who trains them.</param>
    /// <param name="relation">What is learnt.</param>
    /// <param name="settings">How; both rates and the seed are set by the search.</param>
    /// <param name="encoderRates">eta_enc, one at least, each greater than 0.</param>
    /// <param name="cancelToken">Stops the search; what was submitted the scheduler stops.</param>
    /// <returns>The runs that it took.</returns>
    public async Task<IReadOnlyList<TrainingResult>> RunAsync(
        TrainingScheduler scheduler, Relation relation, TrainingSettings settings, IEnumerable<double> encoderRates, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        double[] rates = [.. encoderRates.Distinct().Order()];
        List<TrainingResult> runs = [];
        double middle = rates[rates.Length / 2];
        double? ratio = await AtAsync(middle, null).ConfigureAwait(false) / middle;
        await Task.WhenAll(rates.Where(rate => rate != middle).Select(rate => AtAsync(rate, ratio * rate))).ConfigureAwait(false);
        return runs;

        Task<double?> AtAsync(double encoderRate, double? expected) => SearchAsync(
            async (rate, seed) =>
            {
                cancelToken.ThrowIfCancellationRequested();
                TrainingRun run = new(relation, settings with { EncoderLearningRate = encoderRate, DecoderLearningRate = rate, Seed = seed });
                TrainingResult result = await scheduler.Submit(run, outcome => outcome.Result).ConfigureAwait(false);
                lock (runs)
                {
                    runs.Add(result);
                }

                return (PhaseOf(result), result.IsDiverged);
            },
            expected);
    }

    private static Phase PhaseOf(TrainingResult result) => result.Phase ?? throw new GenEftException(
        ErrorIds.ValueOutOfRange,
        $"Runs of '{result.Relation}' have no phase by {result.PhaseMetric}: their training or test pairs are all of one kind. Use another TrainingFraction, or -PhaseMetric Accuracy.",
        result.PhaseMetric);

    /// <summary>Asks how runs end until the turn of each seed is known.</summary>
    /// <param name="ask">How a run of a decoder rate and a seed ends, and whether it diverged.</param>
    /// <param name="expected">About where the boundary is; null where nothing is known of it.</param>
    /// <returns>The decoder rate amid the turns; null where none was found.</returns>
    internal async Task<double?> SearchAsync(Func<double, long, Task<(Phase Phase, bool IsDiverged)>> ask, double? expected = null)
    {
        Dictionary<(int Rate, long Seed), (bool IsBelow, bool IsDecided)> known = [];
        List<(int Below, int Above)> turns = [];
        int guess = expected is double near ? Enumerable.Range(0, _decoderRates.Length).MinBy(i => Math.Abs(Math.Log(_decoderRates[i] / near))) : _decoderRates.Length / 2;
        foreach (long seed in _seeds)
        {
            if (await TurnOf(seed, guess).ConfigureAwait(false) is { } turn)
            {
                turns.Add(turn);
                guess = turn.Below;
            }
        }

        if (turns.Count == 0)
        {
            return null;
        }

        // Where seeds disagree all of them are asked: the logistic curve then sees every seed at every rate of its slope.
        int first = turns.Min(turn => turn.Below);
        int last = turns.Max(turn => turn.Above);
        await Task.WhenAll(
            from rate in Enumerable.Range(first, last - first + 1)
            from seed in _seeds
            where !known.ContainsKey((rate, seed))
            select ask(_decoderRates[rate], seed)).ConfigureAwait(false);
        return Math.Exp(turns.Average(turn => Math.Log(_decoderRates[turn.Below] * _decoderRates[turn.Above]) / 2));

        // Two neighbouring rates of which the lower generalizes and the upper does not; null where all do, or none.
        async Task<(int Below, int Above)?> TurnOf(long seed, int start)
        {
            (int below, int above) = (-1, _decoderRates.Length);
            int step = 1;
            int next = start;
            while (above - below > 1)
            {
                if (await IsBelow(next, seed).ConfigureAwait(false))
                {
                    below = next;
                }
                else
                {
                    above = next;
                }

                // In strides that double until both sides are known, then by halves.
                bool isBracketed = below >= 0 && above < _decoderRates.Length;
                next = isBracketed ? (below + above) / 2
                    : below >= 0 ? Math.Min(below + step, _decoderRates.Length - 1)
                    : Math.Max(above - step, 0);
                step *= 2;
            }

            if (below < 0 || above >= _decoderRates.Length)
            {
                return null;
            }

            // The boundary is measured by runs that were decided: one at least on either side.
            for (int rate = below; rate > 0 && !known[(rate, seed)].IsDecided; rate--)
            {
                await IsBelow(rate - 1, seed).ConfigureAwait(false);
            }

            for (int rate = above; rate + 1 < _decoderRates.Length && !known[(rate, seed)].IsDecided; rate++)
            {
                await IsBelow(rate + 1, seed).ConfigureAwait(false);
            }

            return (below, above);
        }

        // A run that had too few steps is slower than the boundary, not beyond it.
        async Task<bool> IsBelow(int rate, long seed)
        {
            if (!known.TryGetValue((rate, seed), out (bool IsBelow, bool IsDecided) answer))
            {
                (Phase phase, bool isDiverged) = await ask(_decoderRates[rate], seed).ConfigureAwait(false);
                bool isDecided = phase != Phase.Confusion;
                answer = (isDecided ? phase == Phase.Generalization || (_includeGrokking && phase == Phase.Grokking) : !isDiverged, isDecided);
                known.Add((rate, seed), answer);
            }

            return answer.IsBelow;
        }
    }
}
