using GenEft.Numerics;

namespace GenEft.Statics.Inference;

/// <summary>
/// The bound for an equivalence with k classes: every assignment of the elements to classes that agrees with the sample is
/// equally likely (each element independently uniform). Groups of elements known to be alike are one; those known to be apart
/// are joined in a graph, whose proper colourings with k colours are the assignments.
/// </summary>
internal sealed class ClassPosterior
{
    private readonly ClassKnowledge _known;
    private readonly int[] _classOf;   // [groups] a class of each that agrees with the sample: the true one
    private readonly int _classCount;
    private readonly PosteriorSettings _settings;

    /// <param name="known">What follows from the sample.</param>
    /// <param name="classOf">[n] the true classes, 0 to k - 1.</param>
    /// <param name="classCount">k.</param>
    /// <param name="settings">What may be spent.</param>
    public ClassPosterior(ClassKnowledge known, int[] classOf, int classCount, PosteriorSettings settings)
    {
        _known = known;
        _classCount = classCount;
        _settings = settings;
        _classOf = new int[known.GroupSize.Length];
        for (int i = 0; i < classOf.Length; i++)
        {
            _classOf[known.GroupOf[i]] = classOf[i];
        }
    }

    /// <summary>Appendix D, to the letter but for its reflexive slip (about_GenEft_Theory 2): an element known to be like another has
    /// that one's class as its only candidate, any other all classes but those it is known to be apart from; candidates are equally
    /// likely, and pairs independent. Errs both ways.</summary>
    public PosteriorBound PaperBound()
    {
        int words = BitRow.WordCount(_classCount);
        ulong[][] candidates = [.. _known.GroupSize.Select((size, g) => Candidates(g, size, words))];
        long[] candidateCount = [.. candidates.Select(set => BitRow.Count(set))];
        double sum = _known.InferableCount;
        for (int g = 0; g < candidates.Length; g++)
        {
            HashSet<int> apart = [.. _known.Apart[g]];
            for (int h = g + 1; h < candidates.Length; h++)
            {
                if (!apart.Contains(h))
                {
                    int common = BitRow.CountCommon(candidates[g], candidates[h]);
                    sum += Weight(g, h) * Best((double)common / ((double)candidateCount[g] * candidateCount[h]));
                }
            }
        }

        return Bound(sum, isExact: true);
    }

    /// <summary>The posterior itself. Groups in different parts of the graph are independent, of the same class with probability
    /// 1/k; a part's colourings are counted, or drawn where that exceeds the budget.</summary>
    /// <param name="seed">Of the draws.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ContradictingSample, or ExactOverBudget where draws are not allowed.</exception>
    public PosteriorBound ExactBound(long seed, CancellationToken cancelToken)
    {
        bool isExact = true;
        double n = _known.GroupOf.Length;
        double sum = _known.InferableCount;
        double across = n * n;
        int part = 0;
        foreach (int[] groups in Parts())
        {
            cancelToken.ThrowIfCancellationRequested();
            double size = groups.Sum(g => (double)_known.GroupSize[g]);
            across -= size * size;
            if (groups.Length > 1)
            {
                Func<int, int, double> best = Best(groups, seed, part++, ref isExact, cancelToken);
                for (int a = 0; a < groups.Length; a++)
                {
                    HashSet<int> apart = [.. _known.Apart[groups[a]]];
                    for (int b = a + 1; b < groups.Length; b++)
                    {
                        sum += apart.Contains(groups[b]) ? 0 : Weight(groups[a], groups[b]) * best(a, b);
                    }
                }
            }
        }

        return Bound(sum + (across * Best(1.0 / _classCount)), isExact);
    }

    /// <summary>[n, n] the exact probability that two elements are of one class.</summary>
    /// <exception cref="GenEftException">ContradictingSample, or ExactOverBudget.</exception>
    public double[,] Probabilities(CancellationToken cancelToken)
    {
        int n = _known.GroupOf.Length;
        double[,] between = new double[_known.GroupSize.Length, _known.GroupSize.Length];
        for (int g = 0; g < _known.GroupSize.Length; g++)
        {
            for (int h = 0; h < _known.GroupSize.Length; h++)
            {
                between[g, h] = 1.0 / _classCount;
            }
        }

        foreach (int[] groups in Parts())
        {
            double[,] same = Count(groups, cancelToken) ?? throw _settings.OverBudget(groups.Length);
            for (int a = 0; a < groups.Length; a++)
            {
                for (int b = 0; b < groups.Length; b++)
                {
                    between[groups[a], groups[b]] = same[a, b];
                }
            }
        }

        double[,] probability = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                probability[i, j] = between[_known.GroupOf[i], _known.GroupOf[j]];
            }
        }

        return probability;
    }

    private static double Best(double p) => Math.Max(p, 1 - p);

    // For two groups of a part by their places, max(p, 1 - p).
    private Func<int, int, double> Best(int[] groups, long seed, int part, ref bool isExact, CancellationToken cancelToken)
    {
        int[][] neighbours = Neighbours(groups);
        if (Count(groups, cancelToken) is { } same)
        {
            return (a, b) => Best(same[a, b]);
        }

        if (!_settings.AllowSampling)
        {
            throw _settings.OverBudget(groups.Length);
        }

        isExact = false;
        const int BurnIn = 100;   // sweeps, from the true classes, which are one of the colourings
        const int RenewEvery = 8;   // sweeps, where these alone may not reach every colouring
        KempeSampler sampler = new(neighbours, _classCount, [.. groups.Select(g => _classOf[g])]);
        ColouringRenewal renewal = new(neighbours, _classCount);
        CounterRandom random = new(seed, RandomPurpose.Colouring, part);
        PairCounts counts = new(groups.Length, _settings.DrawCount);
        for (int sweep = -BurnIn; sweep < _settings.DrawCount; sweep++)
        {
            cancelToken.ThrowIfCancellationRequested();
            sampler.Sweep(ref random);
            if (renewal.Degeneracy >= _classCount && sweep % RenewEvery == 0)
            {
                renewal.Renew(sampler.Colours, ref random);
            }

            if (sweep < 0)
            {
                continue;
            }

            int[] of = counts.Of(sweep);
            ReadOnlySpan<int> colours = sampler.Colours;
            for (int a = 0; a < colours.Length; a++)
            {
                Span<int> row = of.AsSpan(a * colours.Length, colours.Length);
                for (int b = a + 1; b < row.Length; b++)
                {
                    row[b] += colours[a] == colours[b] ? 1 : 0;
                }
            }
        }

        return counts.Split;
    }

    private double[,]? Count(int[] groups, CancellationToken cancelToken)
    {
        try
        {
            return ColouringPosterior.Compute(Neighbours(groups), _classCount, _settings.Budget, cancelToken);
        }
        catch (GenEftException error) when (error.ErrorId == ErrorIds.ContradictingSample)
        {
            throw _known.TooManyApart(FewestApart(groups, cancelToken), _classCount);
        }
    }

    // What is left when every group is left out without which there is still no assignment. One that is apart from fewer than k others
    // never matters: it finds a class whatever theirs are.
    private List<int> FewestApart(int[] groups, CancellationToken cancelToken)
    {
        HashSet<int> apart = [.. groups];
        while (apart.RemoveWhere(g => _known.Apart[g].Count(apart.Contains) < _classCount) > 0)
        {
            cancelToken.ThrowIfCancellationRequested();
        }

        foreach (int left in groups.Where(apart.Contains).ToList())
        {
            int[] others = [.. apart.Where(g => g != left)];
            if (Parts(others).Exists(part => ColouringPosterior.IsPossible(Neighbours(part), _classCount, _settings.Budget, cancelToken) == false))
            {
                apart.Remove(left);
            }
        }

        return [.. apart];
    }

    private ulong[] Candidates(int group, int size, int words)
    {
        ulong[] set = new ulong[words];
        if (size > 1)
        {
            BitRow.Add(set, _classOf[group]);
            return set;
        }

        for (int c = 0; c < _classCount; c++)
        {
            BitRow.Add(set, c);
        }

        foreach (int other in _known.Apart[group])
        {
            BitRow.Remove(set, _classOf[other]);
        }

        return set;
    }

    // Groups joined by being apart, directly or over others among them.
    private List<int[]> Parts(int[]? among = null)
    {
        bool[] isLeft = new bool[_known.GroupSize.Length];
        Array.ForEach(among ?? [.. Enumerable.Range(0, isLeft.Length)], g => isLeft[g] = true);
        List<int[]> parts = [];
        for (int first = 0; first < isLeft.Length; first++)
        {
            if (!isLeft[first])
            {
                continue;
            }

            List<int> part = [first];
            isLeft[first] = false;
            for (int head = 0; head < part.Count; head++)
            {
                foreach (int other in _known.Apart[part[head]])
                {
                    if (isLeft[other])
                    {
                        isLeft[other] = false;
                        part.Add(other);
                    }
                }
            }

            parts.Add([.. part]);
        }

        return parts;
    }

    // Of each group its neighbours among them, by their places.
    private int[][] Neighbours(int[] groups)
    {
        Dictionary<int, int> place = [];
        for (int a = 0; a < groups.Length; a++)
        {
            place.Add(groups[a], a);
        }

        return Array.ConvertAll(groups, g => _known.Apart[g].Where(place.ContainsKey).Select(other => place[other]).ToArray());
    }

    // Both directions of every pair of elements.
    private double Weight(int g, int h) => 2.0 * _known.GroupSize[g] * _known.GroupSize[h];

    private PosteriorBound Bound(double sum, bool isExact)
    {
        double pairs = (double)_known.GroupOf.Length * _known.GroupOf.Length;
        return new PosteriorBound(_known.InferableCount / pairs, sum / pairs, isExact);
    }
}
