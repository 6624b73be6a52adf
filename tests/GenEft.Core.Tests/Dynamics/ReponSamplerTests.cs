using GenEft.Dynamics;
using GenEft.Numerics;

namespace GenEft.Tests;

/// <summary>Drawn repons against the exact law, and draws that no number of threads changes.</summary>
public sealed class ReponSamplerTests
{
    /// <summary>2 x 10^5 draws for each of six shapes and ten strengths (10^7 for each are in the benchmarks). With 60 cells, 4.5 deviations leave
    /// one false alarm in 3000 seeds.</summary>
    [Fact]
    public void Draws_agree_with_the_exact_law()
    {
        const int Draws = 200_000;
        double[] ratios = [0.01, 0.1, 1, 10, 100];
        foreach ((int d, int p) in new[] { (1, 1), (1, 5), (2, 2), (2, 7), (3, 3), (3, 4) })
        {
            ReponLaw[] laws = [new(d, p, 1, 1, 1), new(d, p, 0.5, 2, 4)];
            double[] strengths = [.. laws.SelectMany(law => ratios.Select(law.Strength))];
            long[] counts = ReponSampler.Count(d, p, strengths, Draws, seed: 3, threadCount: 2);
            for (int i = 0; i < counts.Length; i++)
            {
                double expected = laws[i / 5].ExactProbability(ratios[i % 5]);
                double deviation = Math.Sqrt(expected * (1 - expected) / Draws);
                Close.To(expected, (double)counts[i] / Draws, absolute: (4.5 * deviation) + 1e-12, what: $"{d} {p} {ratios[i % 5]}");
            }
        }

        Assert.Equal([0L, 0L], ReponSampler.Count(3, 2, [0.1, 1e6], 1000, 0));
    }

    [Fact]
    public void Threads_change_nothing_and_seeds_do()
    {
        double[] strengths = [2, 0.5, 2, 0.1];
        long[] one = ReponSampler.Count(2, 4, strengths, 50_001, 7, threadCount: 1);
        Assert.Equal(one, ReponSampler.Count(2, 4, strengths, 50_001, 7, threadCount: 5));
        Assert.Equal(one[0], one[2]);
        Assert.NotEqual(one, ReponSampler.Count(2, 4, strengths, 50_001, 8));

        // More draws begin with those of fewer, within a block of 4096 and across its end.
        foreach (int count in new[] { 100, 4096, 8192 })
        {
            for (int more = 0; more < 20; more++)
            {
                Assert.InRange(ReponSampler.Count(2, 4, [0.5], count + more + 1, 7)[0] - ReponSampler.Count(2, 4, [0.5], count + more, 7)[0], 0, 1);
            }
        }
    }

    [Fact]
    public void Bad_numbers_are_refused()
    {
        Refused.With(ErrorIds.ValueOutOfRange, () => ReponSampler.Count(0, 1, [1], 10, 0));
        Refused.With(ErrorIds.ValueOutOfRange, () => ReponSampler.Count(1, 0, [1], 10, 0));
        Refused.With(ErrorIds.ValueOutOfRange, () => ReponSampler.Count(1, 1, [1], 0, 0));
    }

    /// <summary>Wilson's interval solves |p - q| = z sqrt(q (1 - q)/n) for its ends q.</summary>
    [Theory]
    [InlineData(0, 10)]
    [InlineData(3, 10)]
    [InlineData(10, 10)]
    [InlineData(123, 4567)]
    public void Wilsons_interval_solves_its_equation(long successes, long trials)
    {
        (double low, double high) = WilsonInterval.Of(successes, trials);
        double p = (double)successes / trials;
        foreach (double q in new[] { low, high }.Where(q => q is > 0 and < 1))
        {
            Close.To(1.959963984540054 * Math.Sqrt(q * (1 - q) / trials), Math.Abs(p - q), 1e-12);
        }

        Assert.True(low <= p && p <= high && low < high);
    }
}
