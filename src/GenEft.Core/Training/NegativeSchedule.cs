using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>The batches of a run with NegativeRatio: related training pairs in a fresh random order each epoch, the last batch of an epoch taking
/// what is left, and with each some unrelated training pairs drawn anew. A function of seed and step alone.</summary>
internal sealed class NegativeSchedule : IBatchSchedule
{
    private readonly Relation _relation;
    private readonly PairSides _sides;
    private readonly BatchSchedule _related;
    private readonly PairSet _batch;
    private readonly long[] _drawn;    // places for a batch's unrelated pairs
    private readonly bool[] _isRelated;
    private readonly int _ratio;
    private readonly long _seed;

    /// <param name="relation">What is learnt.</param>
    /// <param name="train">Training pairs, all related ones among them.</param>
    /// <param name="sides">The split that they are of.</param>
    /// <param name="settings">NegativeRatio, BatchSize and the seed.</param>
    /// <exception cref="GenEftException">ValueOutOfRange where no training pair is related, or all are.</exception>
    public NegativeSchedule(Relation relation, PairSet train, PairSides sides, TrainingSettings settings)
    {
        (_relation, _sides, _ratio, _seed) = (relation, sides, settings.NegativeRatio, settings.Seed);
        PairSet related = new(train.RelatedCount);
        for (int s = 0, next = 0; s < train.Count; s++)
        {
            if (train.Related[s])
            {
                related.Copy(next++, train, s);
            }
        }

        if (related.Count == 0 || related.Count == _sides.CountOf(isTraining: true))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                FormattableString.Invariant($"TrainingFraction is {settings.TrainingFraction}; of the {_sides.CountOf(isTraining: true)} training pairs of '{relation.Name}' {related.Count} are related, and NegativeRatio needs both kinds."),
                settings.TrainingFraction);
        }

        _related = new BatchSchedule(related, settings);
        _batch = new PairSet(Capacity);
        _drawn = new long[_related.Capacity * _ratio];
        _isRelated = new bool[_drawn.Length];
    }

    /// <inheritdoc/>
    public bool IsFull => false;

    /// <inheritdoc/>
    public int Capacity => _related.Capacity * (1 + _ratio);

    /// <inheritdoc/>
    public PairSet Select(int step, CancellationToken cancelToken)
    {
        PairSet related = _related.Select(step, cancelToken);
        _batch.Count = related.Count * (1 + _ratio);
        for (int s = 0; s < related.Count; s++)
        {
            _batch.Copy(s, related, s);
        }

        // All are drawn before any is looked up, so that what misses the caches overlaps.
        StepRandom random = new(new CounterRandom(_seed, RandomPurpose.Negative, step));
        long size = _sides.CountOf(isTraining: true);
        for (int s = related.Count; s < _batch.Count;)
        {
            cancelToken.ThrowIfCancellationRequested();
            Span<long> drawn = _drawn.AsSpan(0, _batch.Count - s);
            for (int k = 0; k < drawn.Length; k++)
            {
                drawn[k] = random.NextLong(size);
            }

            _sides.PairsAt(isTraining: true, drawn);
            _relation.Find(drawn, _isRelated);
            for (int k = 0; k < drawn.Length; k++)
            {
                if (!_isRelated[k])
                {
                    (long i, long j) = Math.DivRem(drawn[k], _relation.Count);
                    _batch.Set(s++, (int)i, (int)j, related: false);
                }
            }
        }

        return _batch;
    }
}
