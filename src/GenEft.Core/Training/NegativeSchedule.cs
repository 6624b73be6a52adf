using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>The batches of a run with NegativeRatio: related training pairs in a fresh random order each epoch, the last batch of an epoch taking
/// what is left, and with each some unrelated training pairs drawn anew. A function of seed and step alone.</summary>
internal sealed class NegativeSchedule : IBatchSchedule
{
    private readonly Relation _relation;
    private readonly PairSides _sides;
    private readonly PairSet _train;
    private readonly int[] _related;   // places in _train
    private readonly int[] _order;     // of this epoch
    private readonly PairSet _batch;
    private readonly long[] _drawn;    // places for a batch's unrelated pairs
    private readonly int[] _room;      // likewise
    private readonly bool[] _isRelated;
    private readonly int _batchSize;
    private readonly int _batchesPerEpoch;
    private readonly int _ratio;
    private readonly long _seed;
    private int _epoch = -1;

    /// <param name="relation">What is learnt.</param>
    /// <param name="train">Training pairs, all related ones among them.</param>
    /// <param name="sides">The split that they are of.</param>
    /// <param name="settings">NegativeRatio, BatchSize and the seed.</param>
    /// <exception cref="GenEftException">ValueOutOfRange where no training pair is related, or all are.</exception>
    public NegativeSchedule(Relation relation, PairSet train, PairSides sides, TrainingSettings settings)
    {
        (_relation, _train, _sides, _ratio, _seed) = (relation, train, sides, settings.NegativeRatio, settings.Seed);
        _related = [.. Enumerable.Range(0, train.Count).Where(s => train.Related[s])];
        if (_related.Length == 0 || _related.Length == _sides.CountOf(isTraining: true))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                FormattableString.Invariant($"TrainingFraction is {settings.TrainingFraction}; of the {_sides.CountOf(isTraining: true)} training pairs of '{relation.Name}' {_related.Length} are related, and NegativeRatio needs both kinds."),
                settings.TrainingFraction);
        }

        _order = new int[_related.Length];
        _batchSize = settings.BatchSize == 0 ? _related.Length : Math.Min(settings.BatchSize, _related.Length);
        _batchesPerEpoch = (_related.Length + _batchSize - 1) / _batchSize;
        _batch = new PairSet(_batchSize * (1 + _ratio));
        _drawn = new long[_batchSize * _ratio];
        _room = new int[_drawn.Length];
        _isRelated = new bool[_drawn.Length];
    }

    /// <inheritdoc/>
    public bool IsFull => false;

    /// <inheritdoc/>
    public int Capacity => _batchSize * (1 + _ratio);

    /// <inheritdoc/>
    public PairSet Select(int step, CancellationToken cancelToken)
    {
        int epoch = step / _batchesPerEpoch;
        if (epoch != _epoch)
        {
            _related.CopyTo(_order, 0);
            new CounterRandom(_seed, RandomPurpose.Batch, epoch).Shuffle(_order.AsSpan(), cancelToken);
            _epoch = epoch;
        }

        int start = step % _batchesPerEpoch * _batchSize;
        int count = Math.Min(_batchSize, _related.Length - start);
        _batch.Count = count * (1 + _ratio);
        for (int s = 0; s < count; s++)
        {
            _batch.Copy(s, _train, _order[start + s]);
        }

        // All are drawn before any is looked up, so that what misses the caches overlaps.
        StepRandom random = new(new CounterRandom(_seed, RandomPurpose.Negative, step));
        long size = _sides.CountOf(isTraining: true);
        for (int s = count; s < _batch.Count;)
        {
            cancelToken.ThrowIfCancellationRequested();
            Span<long> drawn = _drawn.AsSpan(0, _batch.Count - s);
            for (int k = 0; k < drawn.Length; k++)
            {
                drawn[k] = random.NextLong(size);
            }

            _sides.PairsAt(isTraining: true, drawn, _room);

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
