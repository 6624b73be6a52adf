using GenEft.Numerics;

namespace GenEft.Relations;

/// <summary>Labelled pairs of elements, as parallel arrays.</summary>
internal sealed class PairSet
{
    public PairSet(int capacity)
    {
        First = new int[capacity];
        Second = new int[capacity];
        Related = new bool[capacity];
        Count = capacity;
    }

    public int[] First { get; }

    public int[] Second { get; }

    public bool[] Related { get; }

    /// <summary>[n] names of the elements in errors; null for their numbers.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How many of the slots are in use.</summary>
    public int Count { get; set; }

    /// <summary>How many unrelated pairs each unrelated one stands for: 1, or more where they are a sample.</summary>
    public double UnrelatedWeight { get; init; } = 1;

    /// <summary>How many of them are related.</summary>
    public int RelatedCount => Related.AsSpan(0, Count).Count(true);

    /// <summary>[pairs] how many unrelated pairs each stands for: 0 for one that is related.</summary>
    public void WriteUnrelatedWeights(Span<double> weights)
    {
        for (int s = 0; s < Count; s++)
        {
            weights[s] = Related[s] ? 0 : UnrelatedWeight;
        }
    }

    /// <summary>m = p N rounded to the nearest whole number (ties to even), at least 1.</summary>
    public static long SampleCount(double trainingFraction, long pairCount) =>
        Math.Max(1, (long)Math.Round(trainingFraction * pairCount));

    /// <summary>Refuses relations whose pairs are too many to be ordered at random, 5 bytes each.</summary>
    /// <exception cref="GenEftException">RelationTooLarge.</exception>
    public static void RequireRoom(Relation relation)
    {
        double bytes = 5.0 * relation.PairCount;
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (relation.PairCount > Array.MaxLength || bytes > 0.8 * available)
        {
            throw new GenEftException(
                ErrorIds.RelationTooLarge,
                FormattableString.Invariant(
                    $"Samples of '{relation.Name}' are drawn from {relation.PairCount} pairs, which need {bytes / 1e9:0.0} GB; at most {Array.MaxLength} pairs and {0.8 * available / 1e9:0.0} GB can be had. Only -Method Analytic draws none."),
                relation.Name);
        }
    }

    /// <summary>Splits all n^2 pairs into m to train on, uniformly drawn, and the rest; each in row-major order.</summary>
    public static (PairSet Train, PairSet Test) Split(
        Relation relation, double trainingFraction, long seed, CancellationToken cancelToken = default)
    {
        RequireRoom(relation);
        int n = relation.Count;
        int pairs = (int)relation.PairCount;
        int trainCount = (int)SampleCount(trainingFraction, pairs);

        bool[] isTrain = Choose(pairs, trainCount, seed, 0, cancelToken);
        PairSet train = new(trainCount);
        PairSet test = new(pairs - trainCount);
        int trainNext = 0;
        int testNext = 0;
        for (int i = 0; i < n; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            for (int j = 0; j < n; j++)
            {
                bool related = relation[i, j];
                if (isTrain[(i * n) + j])
                {
                    train.Set(trainNext++, i, j, related);
                }
                else
                {
                    test.Set(testNext++, i, j, related);
                }
            }
        }

        return (train, test);
    }

    /// <summary>Some of all n^2 pairs, uniformly drawn without repetition, in row-major order. Sampling 0 is the training set of
    /// the same seed and number.</summary>
    public static PairSet Draw(Relation relation, int count, long seed, int sampling, CancellationToken cancelToken = default)
    {
        RequireRoom(relation);
        int n = relation.Count;
        bool[] isChosen = Choose((int)relation.PairCount, count, seed, sampling, cancelToken);
        PairSet drawn = new(count);
        int next = 0;
        for (int pair = 0; pair < isChosen.Length; pair++)
        {
            if (isChosen[pair])
            {
                drawn.Set(next++, pair / n, pair % n, relation[pair / n, pair % n]);
            }
        }

        return drawn;
    }

    // The first of a random order: sets of growing size contain one another.
    /// <summary>[pairs] which of all pairs are among so many drawn of a seed.</summary>
    public static bool[] Choose(int pairs, int count, long seed, int sampling, CancellationToken cancelToken)
    {
        if (pairs > PairSplit.MostOrdered)
        {
            PairSplit split = new(pairs, count, seed, sampling);
            bool[] isTraining = new bool[pairs];
            for (int pair = 0; pair < pairs; pair++)
            {
                if (pair % 65_536 == 0)
                {
                    cancelToken.ThrowIfCancellationRequested();
                }

                isTraining[pair] = split.IsTraining(pair);
            }

            return isTraining;
        }

        int[] order = new int[pairs];
        for (int i = 0; i < pairs; i++)
        {
            order[i] = i;
        }

        new CounterRandom(seed, RandomPurpose.Split, sampling).Shuffle(order.AsSpan(), cancelToken);
        bool[] isChosen = new bool[pairs];
        foreach (int pair in order.AsSpan(0, count))
        {
            isChosen[pair] = true;
        }

        return isChosen;
    }

    /// <summary>Copies one pair of another set into a slot.</summary>
    public void Copy(int slot, PairSet from, int index) =>
        Set(slot, from.First[index], from.Second[index], from.Related[index]);

    public void Set(int slot, int first, int second, bool related)
    {
        First[slot] = first;
        Second[slot] = second;
        Related[slot] = related;
    }
}
