using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Tests;

public sealed class CounterRandomTests
{
    /// <summary>The known answers of Random123's kat_vectors for philox4x32 with 10 rounds.</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_known_answers(
        uint a, uint b, uint c, uint d, uint key0, uint key1, uint x, uint y, uint z, uint w) =>
        Assert.Equal((x, y, z, w), CounterRandom.Philox(a, b, c, d, key0, key1));

    [Fact]
    public void Streams_of_different_seed_purpose_or_part_differ()
    {
        ulong[] first =
        [
            new CounterRandom(0, RandomPurpose.Split).NextBits(),
            new CounterRandom(1, RandomPurpose.Split).NextBits(),
            new CounterRandom(1L << 32, RandomPurpose.Split).NextBits(),
            new CounterRandom(0, RandomPurpose.Embedding).NextBits(),
            new CounterRandom(0, RandomPurpose.Split, 1).NextBits(),
        ];
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    /// <summary>Mean and variance of a normal and of a uniform within five standard errors of their sampling law.</summary>
    [Fact]
    public void Moments_are_those_of_the_laws()
    {
        const int Draws = 200_000;
        CounterRandom random = new(7, RandomPurpose.Relation);
        double normal = 0, square = 0, uniform = 0;
        for (int i = 0; i < Draws; i++)
        {
            double x = random.NextNormal();
            normal += x;
            square += x * x;
            uniform += random.NextDouble();
        }

        double root = Math.Sqrt(Draws);
        Close.To(0, normal / Draws, absolute: 5 / root, what: "normal mean");
        Close.To(1, square / Draws, absolute: 5 * Math.Sqrt(2) / root, what: "normal variance");
        Close.To(0.5, uniform / Draws, absolute: 5 * Math.Sqrt(1.0 / 12) / root, what: "uniform mean");
    }

    /// <summary>All 24 orders of 4 items, 24,000 shuffles: chi-square with 23 degrees of freedom, 1e-6 quantile 68.</summary>
    [Fact]
    public void Shuffles_are_uniform()
    {
        CounterRandom random = new(3, RandomPurpose.Batch);
        Dictionary<string, int> counts = [];
        for (int i = 0; i < 24_000; i++)
        {
            char[] items = [.. "abcd"];
            random.Shuffle(items.AsSpan());
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => Math.Pow(count - 1000, 2) / 1000), 0, 68);
    }
}
