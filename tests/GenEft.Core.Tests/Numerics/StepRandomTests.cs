using GenEft.Numerics;

namespace GenEft.Tests;

public sealed class StepRandomTests
{
    /// <summary>The first numbers from the state 1, 2, 3, 4, worked out by the authors' reference code.</summary>
    [Fact]
    public void Numbers_are_the_authors()
    {
        StepRandom random = new(1, 2, 3, 4);
        foreach (ulong expected in new[]
        {
            11520ul, 0ul, 1509978240ul, 1215971899390074240ul, 1216172134540287360ul, 607988272756665600ul,
            16172922978634559625ul, 8476171486693032832ul, 10595114339597558777ul, 2904607092377533576ul,
        })
        {
            Assert.Equal(expected, random.NextBits());
        }
    }

    [Fact]
    public void A_stream_depends_on_what_it_was_opened_from()
    {
        Assert.Equal(Open(1, 0).NextBits(), Open(1, 0).NextBits());
        Assert.NotEqual(Open(1, 0).NextBits(), Open(1, 1).NextBits());
        Assert.NotEqual(Open(1, 0).NextBits(), Open(2, 0).NextBits());

        static StepRandom Open(long seed, int part) => new(new CounterRandom(seed, RandomPurpose.Extension, part));
    }

    /// <summary>Chi-square over seven values, 70000 draws: six degrees of freedom, 22.5 is the 0.999 quantile.</summary>
    [Fact]
    public void Whole_numbers_are_uniform()
    {
        StepRandom random = new(new CounterRandom(3, RandomPurpose.Extension));
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
        }

        Assert.True(counts.Sum(count => (count - 10_000.0) * (count - 10_000.0) / 10_000) < 22.5);
    }
}
