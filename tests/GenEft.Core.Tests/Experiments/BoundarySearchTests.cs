using CsCheck;
using GenEft.Experiments;
using GenEft.Training;

namespace GenEft.Tests;

public sealed class BoundarySearchTests
{
    private static readonly double[] s_rates = [.. Enumerable.Range(0, 21).Select(i => Math.Pow(10, -5 + (0.2 * i)))];

    // Where each of three seeds turns: below rate number so and so it generalizes; 0 is never, 21 always.
    private static readonly Gen<int[]> s_turns = Gen.OneOf(Gen.Int[0, 21].Array[3], from turn in Gen.Int[3, 18] from a in Gen.Int[-2, 2].Array[3] select Array.ConvertAll(a, d => turn + d));

    /// <summary>Both sides of every seed's turn are asked, every seed is at all rates between, and nothing twice.</summary>
    [Fact]
    public void Every_turn_is_found() => s_turns.Sample(turns =>
    {
        List<(int Rate, long Seed)> asked = Ask(turns, confusedBelow: 0);
        Assert.Equal(asked.Count, asked.Distinct().Count());
        int[] inside = [.. turns.Where(turn => turn is > 0 and < 21)];
        for (int seed = 0; seed < turns.Length; seed++)
        {
            int turn = turns[seed];
            Assert.True(turn == 0 ? asked.Contains((0, seed)) : turn == 21 ? asked.Contains((20, seed)) : asked.Contains((turn - 1, seed)) && asked.Contains((turn, seed)));
            foreach (int rate in inside.Length == 0 ? [] : Enumerable.Range(inside.Min() - 1, inside.Max() - inside.Min() + 2))
            {
                Assert.Contains((rate, seed), asked);
            }
        }
    });

    /// <summary>Seeds that turn within a decade of one another take a quarter of the grid or less on average.</summary>
    [Fact]
    public void A_quarter_of_the_grid_is_enough()
    {
        int[] counts = [.. Enumerable.Range(0, 200).Select(trial =>
        {
            Random random = new(trial);
            int turn = random.Next(4, 17);
            return Ask([.. Enumerable.Range(0, 3).Select(_ => turn + random.Next(-1, 2))], confusedBelow: 0).Count;
        })];
        Assert.InRange(counts.Average() / (21 * 3), 0.1, 0.25);
    }

    /// <summary>Where it is known, two runs a seed confirm it; wherever it is thought to be, it is found.</summary>
    [Theory]
    [InlineData(1e-3, 6)]
    [InlineData(1e-5, 12)]
    [InlineData(1e-1, 12)]
    [InlineData(1e-20, 12)]
    [InlineData(1e20, 12)]
    public void What_is_expected_is_tried_first(double expected, int most)
    {
        List<(int Rate, long Seed)> asked = Ask([10, 10, 10], confusedBelow: 0, expected, atTurn: Math.Pow(10, -3.1));
        Assert.InRange(asked.Count, 6, most);
    }

    [Fact]
    public async Task Runs_with_too_few_steps_are_below_the_boundary_and_those_that_diverged_beyond_it()
    {
        List<(int Rate, long Seed)> asked = Ask([12, 12, 12], confusedBelow: 11);
        Assert.Contains((11, 0L), asked);
        Assert.Contains((12, 0L), asked);
        BoundarySearch search = new([1e-3, 1e-2, 1e-1], [0], includeGrokking: false);
        List<double> rates = [];
        await search.SearchAsync((rate, _) =>
        {
            rates.Add(rate);
            return Task.FromResult(rate switch
            {
                < 5e-3 => (Phase.Generalization, false),
                < 5e-2 => (Phase.Confusion, true),
                _ => (Phase.Memorization, false),
            });
        });
        Assert.Equal([1e-3, 1e-2, 1e-1], rates.Order());   // up to one that was decided
    }

    /// <summary>G G C M M: between confusion and memorization alone there would be nothing to measure by.</summary>
    [Theory]
    [InlineData("GGCMM")]
    [InlineData("GGGCM")]
    [InlineData("CGCCM")]
    [InlineData("GDMMM")]
    public async Task Runs_that_were_decided_lie_on_both_sides(string phases)
    {
        double[] rates = [1e-4, 1e-3, 1e-2, 1e-1, 1];
        PhaseBoundary boundary = new(includeGrokking: false);
        await new BoundarySearch(rates, [0, 1], includeGrokking: false).SearchAsync((rate, seed) =>
        {
            Phase phase = phases[Array.IndexOf(rates, rate)] switch
            {
                'G' => Phase.Generalization,
                'M' => Phase.Memorization,
                _ => Phase.Confusion,
            };
            boundary.Add(phase, new TrainingSettings { DecoderLearningRate = rate, EncoderLearningRate = 1e-3, Seed = seed });
            return Task.FromResult((phase, phases[Array.IndexOf(rates, rate)] == 'D'));
        });
        Assert.Equal(1, boundary.Measure("").BoundaryPointCount);
    }

    [Fact]
    public void What_is_no_search_is_refused()
    {
        Refused.With(ErrorIds.ValueOutOfRange, () => new BoundarySearch([1e-3, 1e-3], [0], false));
        Refused.With(ErrorIds.ValueOutOfRange, () => new BoundarySearch([1e-3, 0], [0], false));
        Refused.With(ErrorIds.ValueOutOfRange, () => new BoundarySearch([1e-3, 1], [], false));
    }

    private static List<(int Rate, long Seed)> Ask(int[] turns, int confusedBelow, double? expected = null, double? atTurn = null)
    {
        List<(int, long)> asked = [];
        BoundarySearch search = new(s_rates, [0, 1, 2], includeGrokking: false);
        Task<double?> done = search.SearchAsync(
            (rate, seed) =>
            {
                int number = Array.IndexOf(s_rates, rate);
                asked.Add((number, seed));
                return Task.FromResult((number < confusedBelow ? Phase.Confusion : number < turns[seed] ? Phase.Generalization : Phase.Memorization, false));
            },
            expected);
        Assert.True(done.IsCompletedSuccessfully);   // no answer is waited for
        if (atTurn is double turn)
        {
            Close.To(turn, done.Result!.Value, 1e-12);
        }

        return asked;
    }
}
