using GenEft.Numerics;

namespace GenEft.Relations;

/// <summary>Which of all n^2 pairs are trained on, without a list of them: the pairs whose images under a keyed permutation are below m. Sets of
/// growing m contain one another.</summary>
internal sealed class PairSplit
{
    /// <summary>Relations of more pairs are split like this; the pairs of smaller ones are put in a random order.</summary>
    public const long MostOrdered = 1L << 24;

    private readonly KeyedPermutation _permutation;
    private readonly long _pairCount;

    /// <param name="pairCount">n^2.</param>
    /// <param name="sampleCount">m.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="sampling">Which of its samplings; 0 is the one that is trained on.</param>
    public PairSplit(long pairCount, long sampleCount, long seed, int sampling = 0)
    {
        _pairCount = pairCount;
        SampleCount = sampleCount;
        _permutation = new KeyedPermutation(pairCount, new CounterRandom(seed, RandomPurpose.Split, sampling));
    }

    /// <summary>How many pairs are trained on, m.</summary>
    public long SampleCount { get; }

    /// <summary>How many pairs are on a side.</summary>
    public long CountOf(bool isTraining) => isTraining ? SampleCount : _pairCount - SampleCount;

    /// <summary>Whether a pair, i n + j, is trained on.</summary>
    public bool IsTraining(long pair) => _permutation.Apply(pair) < SampleCount;

    /// <summary>The pair that is a side's number so and so.</summary>
    public long PairAt(bool isTraining, long number) => _permutation.Invert(isTraining ? number : SampleCount + number);

    /// <summary>The same of many numbers, which become their pairs.</summary>
    /// <param name="isTraining">The side.</param>
    /// <param name="numbers">[numbers].</param>
    public void PairsAt(bool isTraining, Span<long> numbers)
    {
        for (int i = 0; i < numbers.Length && !isTraining; i++)
        {
            numbers[i] += SampleCount;
        }

        _permutation.Invert(numbers);
    }
}
