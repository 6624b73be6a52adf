using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Tests;

public sealed class KeyedPermutationTests
{
    /// <summary>Every number once, and back, for the pairs of 1 to 300 elements.</summary>
    [Fact]
    public void It_is_a_bijection()
    {
        bool[] met = new bool[300 * 300];
        for (int n = 1; n <= 300; n++)
        {
            KeyedPermutation permutation = new(n * n, new CounterRandom(n, RandomPurpose.Split));
            Array.Clear(met);
            for (int number = 0; number < n * n; number++)
            {
                long image = permutation.Apply(number);
                Assert.False(met[image]);
                met[image] = true;
                Assert.Equal(number, permutation.Invert(image));
            }

            long[] images = [.. Enumerable.Range(0, n).Select(number => permutation.Apply(number))];
            permutation.Invert(images);
            Assert.Equal(Enumerable.Range(0, n).Select(number => (long)number), images);
        }
    }

    [Theory]
    [InlineData(1L << 40)]
    [InlineData(10_000_000_000)]
    [InlineData(long.MaxValue / 2)]
    public void Large_domains_go_there_and_back(long count)
    {
        KeyedPermutation permutation = new(count, new CounterRandom(5, RandomPurpose.Split));
        foreach (long number in new[] { 0, 1, 2, count / 2, count - 2, count - 1 })
        {
            Assert.InRange(permutation.Apply(number), 0, count - 1);
            Assert.Equal(number, permutation.Invert(permutation.Apply(number)));
        }
    }

    /// <summary>All splits of a few pairs come equally often: chi-square below its 1 - 1e-4 quantile.</summary>
    [Theory]
    [InlineData(2, 2, 25.7)]     // 6 splits of 4 pairs, 5 degrees of freedom
    [InlineData(3, 2, 77.7)]     // 36 of 9
    [InlineData(3, 4, 195)]      // 126 of 9
    public void Splits_are_uniform(int n, int sampleCount, double quantile)
    {
        const int Seeds = 126_000;
        Dictionary<int, int> counts = [];
        for (int seed = 0; seed < Seeds; seed++)
        {
            PairSplit split = new(n * n, sampleCount, seed);
            int code = Enumerable.Range(0, n * n).Sum(pair => split.IsTraining(pair) ? 1 << pair : 0);
            counts[code] = counts.GetValueOrDefault(code) + 1;
        }

        int splits = sampleCount == 2 ? n * n * ((n * n) - 1) / 2 : 126;
        double expected = (double)Seeds / splits;
        Assert.Equal(splits, counts.Count);
        Assert.InRange(counts.Values.Sum(count => (count - expected) * (count - expected) / expected), 0, quantile);
    }

    /// <summary>How many of 300 related pairs of 900 are trained on: hypergeometric. Of 4000 seeds the mean lies within 4 standard errors, and so
    /// does the variance.</summary>
    [Fact]
    public void Classes_are_sampled_as_without_replacement()
    {
        const int Seeds = 4000;
        (double pairs, double related, double m) = (900, 300, 225);
        double[] hits = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            PairSplit split = new(900, 225, seed);
            hits[seed] = Enumerable.Range(0, 300).Count(pair => split.IsTraining(3 * pair));
        }

        double mean = m * related / pairs;
        double variance = mean * (1 - (related / pairs)) * (pairs - m) / (pairs - 1);
        Assert.InRange(hits.Average(), mean - (4 * Math.Sqrt(variance / Seeds)), mean + (4 * Math.Sqrt(variance / Seeds)));
        double measured = hits.Sum(x => (x - mean) * (x - mean)) / Seeds;
        Assert.InRange(measured / variance, 1 - (4 * Math.Sqrt(2.0 / Seeds)), 1 + (4 * Math.Sqrt(2.0 / Seeds)));
    }

    [Fact]
    public void Training_sets_of_growing_size_contain_one_another()
    {
        PairSplit[] splits = [.. new[] { 10, 200, 5000, 9999 }.Select(m => new PairSplit(10_000, m, 3))];
        for (int pair = 0; pair < 10_000; pair++)
        {
            Assert.True(splits.Zip(splits.Skip(1)).All(next => !next.First.IsTraining(pair) || next.Second.IsTraining(pair)));
        }
    }
}
