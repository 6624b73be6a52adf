namespace GenEft.Relations;

/// <summary>The two sides of a relation's split, pair by pair: by the keyed permutation of large relations, or by the random order of smaller
/// ones, which is the same split as <see cref="PairSet.Split"/>'s.</summary>
internal sealed class PairSides
{
    private readonly PairSplit? _split;
    private readonly bool[] _isTraining = [];
    private readonly int[][] _pairs = [];   // [test, training] where pairs are ordered

    private PairSides(PairSplit split)
    {
        _split = split;
    }

    private PairSides(bool[] isTraining)
    {
        _isTraining = isTraining;
        ILookup<bool, int> sides = Enumerable.Range(0, isTraining.Length).ToLookup(pair => isTraining[pair]);
        _pairs = [[.. sides[false]], [.. sides[true]]];
    }

    /// <summary>The sides of a relation's pairs.</summary>
    public static PairSides Of(Relation relation, double trainingFraction, long seed, CancellationToken cancelToken)
    {
        long sampleCount = PairSet.SampleCount(trainingFraction, relation.PairCount);
        return relation.PairCount > PairSplit.MostOrdered
            ? new PairSides(new PairSplit(relation.PairCount, sampleCount, seed))
            : new PairSides(PairSet.Choose((int)relation.PairCount, (int)sampleCount, seed, 0, cancelToken));
    }

    /// <summary>How many pairs are on a side.</summary>
    public long CountOf(bool isTraining) => _split?.CountOf(isTraining) ?? _pairs[isTraining ? 1 : 0].Length;

    /// <summary>Whether a pair, i n + j, is trained on.</summary>
    public bool IsTraining(long pair) => _split?.IsTraining(pair) ?? _isTraining[pair];

    /// <summary>The pair that is a side's number so and so.</summary>
    public long PairAt(bool isTraining, long number) => _split?.PairAt(isTraining, number) ?? _pairs[isTraining ? 1 : 0][number];

    /// <summary>The same of many numbers, which become their pairs.</summary>
    /// <param name="isTraining">The side.</param>
    /// <param name="numbers">[numbers].</param>
    public void PairsAt(bool isTraining, Span<long> numbers)
    {
        if (_split is not null)
        {
            _split.PairsAt(isTraining, numbers);
            return;
        }

        foreach (ref long number in numbers)
        {
            number = _pairs[isTraining ? 1 : 0][number];
        }
    }
}
