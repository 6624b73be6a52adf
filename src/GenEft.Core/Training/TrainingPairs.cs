using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>The pairs of a run on either side of its split: all, or all related and a sample of the unrelated ones.</summary>
internal sealed class TrainingPairs
{
    private TrainingPairs(PairSet train, PairSet test, PairSides? sides, long sampleCount)
    {
        (Train, Test, Sides, SampleCount) = (train, test, sides, sampleCount);
    }

    /// <summary>Those trained on, or what is evaluated of them.</summary>
    public PairSet Train { get; }

    /// <summary>The others, likewise.</summary>
    public PairSet Test { get; }

    /// <summary>The split itself, where unrelated pairs are drawn from it; null where they are not.</summary>
    public PairSides? Sides { get; }

    /// <summary>m: how many are trained on, evaluated or not.</summary>
    public long SampleCount { get; }

    /// <summary>Splits a relation's pairs as a run does.</summary>
    public static TrainingPairs Split(Relation relation, TrainingSettings settings, CancellationToken cancelToken)
    {
        PairSides? sides = settings.NegativeRatio > 0
            ? PairSides.Of(relation, settings.TrainingFraction, settings.Seed, cancelToken) : null;
        if (sides is null || settings.EvaluationCount == 0)
        {
            (PairSet train, PairSet test) = PairSet.Split(relation, settings.TrainingFraction, settings.Seed, cancelToken);
            return new TrainingPairs(train, test, sides, train.Count);
        }

        List<long>[] related = [[], []];   // test, training
        int n = relation.Count;
        int[] buffer = new int[n];
        for (int i = 0; i < n; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            foreach (int j in relation.GetRow(i, buffer))
            {
                long pair = ((long)i * n) + j;
                related[sides.IsTraining(pair) ? 1 : 0].Add(pair);
            }
        }

        PairSet Sample(bool isTraining) => Drawn(relation, related[isTraining ? 1 : 0], sides, isTraining, settings, cancelToken);
        return new TrainingPairs(Sample(true), Sample(false), sides, sides.CountOf(isTraining: true));
    }

    // The related pairs of a side, and then some of its unrelated ones, without repetition.
    private static PairSet Drawn(
        Relation relation, List<long> related, PairSides sides, bool isTraining, TrainingSettings settings, CancellationToken cancelToken)
    {
        int n = relation.Count;
        long size = sides.CountOf(isTraining);
        long unrelated = size - related.Count;
        int count = (int)Math.Min(settings.EvaluationCount, unrelated);
        CounterRandom random = new(settings.Seed, RandomPurpose.Evaluation, isTraining ? 0 : 1);
        HashSet<long> numbers = [];
        List<long> drawn = [];

        // Where most are wanted, all are gone through.
        for (long number = 0; count > unrelated / 2 && number < size; number++)
        {
            if (number % 65_536 == 0)
            {
                cancelToken.ThrowIfCancellationRequested();
            }

            Take(number);
        }

        if (count > unrelated / 2)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(drawn), cancelToken);
            drawn.RemoveRange(count, drawn.Count - count);
        }

        while (drawn.Count < count)
        {
            cancelToken.ThrowIfCancellationRequested();
            long number = random.NextLong(size);
            if (numbers.Add(number))
            {
                Take(number);
            }
        }

        PairSet pairs = new(related.Count + count) { UnrelatedWeight = count == 0 ? 1 : (double)unrelated / count };
        for (int s = 0; s < pairs.Count; s++)
        {
            long pair = s < related.Count ? related[s] : drawn[s - related.Count];
            pairs.Set(s, (int)(pair / n), (int)(pair % n), s < related.Count);
        }

        return pairs;

        void Take(long number)
        {
            long pair = sides.PairAt(isTraining, number);
            if (!relation[(int)(pair / n), (int)(pair % n)])
            {
                drawn.Add(pair);
            }
        }
    }
}
