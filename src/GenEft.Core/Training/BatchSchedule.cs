using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>Which training pairs each step uses, a function of seed and step alone.</summary>
internal interface IBatchSchedule
{
    /// <summary>Whether every step uses all pairs.</summary>
    bool IsFull { get; }

    /// <summary>The largest batch, pairs.</summary>
    int Capacity { get; }

    /// <summary>The batch of a step.</summary>
    PairSet Select(int step, CancellationToken cancelToken);
}

/// <summary>
/// Which training pairs a step uses: all of them, or mini-batches that go through a fresh random order each epoch, the
/// last batch of an epoch taking what is left. A function of seed and step alone.
/// </summary>
internal sealed class BatchSchedule : IBatchSchedule
{
    private readonly PairSet _train;
    private readonly int _batchSize;
    private readonly int _batchesPerEpoch;
    private readonly long _seed;
    private readonly int[] _order;
    private readonly PairSet _batch;
    private int _epoch = -1;

    public BatchSchedule(PairSet train, TrainingSettings settings)
    {
        _train = train;
        _seed = settings.Seed;
        _batchSize = settings.BatchSize == 0 ? train.Count : Math.Min(settings.BatchSize, train.Count);
        _batchesPerEpoch = (train.Count + _batchSize - 1) / _batchSize;
        _order = IsFull ? [] : new int[train.Count];
        _batch = IsFull ? train : new PairSet(_batchSize);
    }

    /// <inheritdoc/>
    public bool IsFull => _batchSize == _train.Count;

    /// <inheritdoc/>
    public int Capacity => _batchSize;

    /// <inheritdoc/>
    public PairSet Select(int step, CancellationToken cancelToken = default)
    {
        if (IsFull)
        {
            return _train;
        }

        int epoch = step / _batchesPerEpoch;
        if (epoch != _epoch)
        {
            for (int i = 0; i < _order.Length; i++)
            {
                _order[i] = i;
            }

            new CounterRandom(_seed, RandomPurpose.Batch, epoch).Shuffle(_order.AsSpan(), cancelToken);
            _epoch = epoch;
        }

        int start = step % _batchesPerEpoch * _batchSize;
        _batch.Count = Math.Min(_batchSize, _train.Count - start);
        const int Ahead = 32;
        for (int s = 0; s < _batch.Count; s++)
        {
            int next = _order[start + Math.Min(s + Ahead, _batch.Count - 1)];
            Prefetch.Read(ref _train.First[next]);
            Prefetch.Read(ref _train.Second[next]);
            _batch.Copy(s, _train, _order[start + s]);
        }

        return _batch;
    }
}
