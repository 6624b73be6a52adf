using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Statics.Inference;

namespace GenEft.Tests;

/// <summary>Whether draws are uniform: chi-square over every linear extension of several posets, and a biased sampler that the same
/// test must catch.</summary>
public sealed class LinearExtensionSamplerTests
{
    public static TheoryData<string> Posets => ["antichain", "zigzag", "two chains", "chain and one", "tree", "boolean"];

    [Theory]
    [MemberData(nameof(Posets))]
    public void Every_extension_comes_up_equally_often(string name)
    {
        (int n, bool[] isBefore) = Make(name);
        LinearExtensionSampler sampler = new(n, isBefore, Extensions(n, isBefore).First());
        Assert.True(ChiSquare(n, isBefore, draw => sampler.Draw(draw, default).ToArray()) < 4, name);
    }

    /// <summary>A draw along the chain, each from a first draw of its own.</summary>
    [Theory]
    [InlineData("zigzag")]
    [InlineData("chain and one")]
    [InlineData("boolean")]
    public void The_next_draw_is_as_uniform(string name)
    {
        (int n, bool[] isBefore) = Make(name);
        LinearExtensionSampler sampler = new(n, isBefore, Extensions(n, isBefore).First());
        Assert.True(ChiSquare(n, isBefore, draw => { sampler.Draw(draw, default); return sampler.DrawNext(default).ToArray(); }) < 4, name);
    }

    /// <summary>Whatever is free to come next, each alike: not uniform where choices differ in what they leave.</summary>
    [Theory]
    [InlineData("zigzag")]
    [InlineData("two chains")]
    [InlineData("chain and one")]
    [InlineData("tree")]
    public void A_random_minimal_element_is_caught(string name)
    {
        (int n, bool[] isBefore) = Make(name);
        Assert.True(ChiSquare(n, isBefore, draw => Naive(n, isBefore, draw)) > 10, name);
    }

    [Fact]
    public void A_draw_can_be_stopped()
    {
        using CancellationTokenSource cancel = new();
        cancel.Cancel();
        LinearExtensionSampler sampler = new(200, new bool[200 * 200], [.. Enumerable.Range(0, 200)]);
        Assert.ThrowsAny<OperationCanceledException>(() => sampler.Draw(0, cancel.Token).Length);
    }

    // How far chi-square lies above its mean, in its standard deviations: for a fair sampler hardly ever above 4.
    private static double ChiSquare(int n, bool[] isBefore, Func<long, int[]> draw)
    {
        Dictionary<string, int> counts = Extensions(n, isBefore).ToDictionary(order => string.Join(',', order), _ => 0);
        Assert.InRange(counts.Count, 4, 3000);
        int draws = Math.Max(20_000, 20 * counts.Count);
        for (long i = 0; i < draws; i++)
        {
            counts[string.Join(',', draw(i))]++;
        }

        double expected = (double)draws / counts.Count;
        double chiSquare = counts.Values.Sum(count => (count - expected) * (count - expected) / expected);
        int freedom = counts.Count - 1;
        return (chiSquare - freedom) / Math.Sqrt(2.0 * freedom);
    }

    private static int[] Naive(int n, bool[] isBefore, long seed)
    {
        CounterRandom random = new(seed, RandomPurpose.Extension);
        List<int> left = [.. Enumerable.Range(0, n)];
        List<int> order = [];
        while (left.Count > 0)
        {
            int[] free = [.. left.Where(i => !left.Exists(j => isBefore[(j * n) + i]))];
            order.Add(free[random.NextInt(free.Length)]);
            left.Remove(order[^1]);
        }

        return [.. order];
    }

    private static IEnumerable<int[]> Extensions(int n, bool[] isBefore) => Symmetry.CompleteSets.Permutations(n)
        .Where(order => Enumerable.Range(0, n * n).All(pair => pair / n >= pair % n || !isBefore[(order[pair % n] * n) + order[pair / n]]))
        .Select(order => order.ToArray());

    private static (int Count, bool[] IsBefore) Make(string name)
    {
        (int n, (int, int)[] covers) = name switch
        {
            "antichain" => (5, Array.Empty<(int, int)>()),
            "zigzag" => (7, [(0, 1), (2, 1), (2, 3), (4, 3), (4, 5), (6, 5)]),
            "two chains" => (7, [(0, 1), (1, 2), (2, 3), (4, 5), (5, 6)]),
            "chain and one" => (6, [(0, 1), (1, 2), (2, 3), (3, 4)]),
            "tree" => (7, [(0, 1), (0, 2), (1, 3), (1, 4), (2, 5)]),
            _ => (8, [(0, 1), (0, 2), (0, 4), (1, 3), (1, 5), (2, 3), (2, 6), (3, 7), (4, 5), (4, 6), (5, 7), (6, 7)]),
        };
        PairSet sample = Samples.Of([.. covers.Select(cover => (cover.Item1, cover.Item2, true))]);
        OrderKnowledge known = OrderKnowledge.From(sample, n);
        bool[] isBefore = new bool[n * n];
        for (int pair = 0; pair < isBefore.Length; pair++)
        {
            isBefore[pair] = known.IsBefore(pair / n, pair % n);
        }

        return (n, isBefore);
    }
}
