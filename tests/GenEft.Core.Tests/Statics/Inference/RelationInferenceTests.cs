using System.Text.RegularExpressions;
using CsCheck;
using GenEft.Relations;
using GenEft.Statics.Inference;

namespace GenEft.Tests;

/// <summary>Samples of one's own: every row against all relations that agree, and errors that name the right pairs.</summary>
public sealed partial class RelationInferenceTests
{
    private const int N = 5;
    private const long Budget = 1_000_000;
    private static readonly string[] s_labels = ["a", "b", "c", "d", "e"];

    /// <summary>Random pairs, mostly of no relation at all: an equivalence with k classes (k = 0: any number), two sides (k = -1), an order
    /// (k = -2), over all assignments of five elements.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(-2)]
    public void Rows_and_errors_are_those_of_brute_force(int k)
    {
        RelationStructure structure = k switch
        {
            -1 => RelationStructure.CompleteBipartite, -2 => RelationStructure.TotalOrder, _ => RelationStructure.Equivalence,
        };
        Func<int, int, bool>[] all = [.. All(k)];
        if (k == -2)
        {
            all = [.. all, .. all.Select(holds => new Func<int, int, bool>((i, j) => i == j || holds(i, j)))];
        }

        int contradictions = 0;
        Gen.Select(Gen.Int[0, N - 1], Gen.Int[0, N - 1], Gen.Bool).Array[0, 9].Sample(pairs =>
        {
            (int, int, bool)[] sample = [.. pairs.DistinctBy(p => (p.Item1, p.Item2))];

            // An order relates no element to itself unless a known pair says so.
            bool isStrict = k == -2 && !sample.Any(p => p.Item1 == p.Item2);
            Func<int, int, bool>[] agreeing = [.. all.Where(holds => sample.All(p => holds(p.Item1, p.Item2) == p.Item3) && !(isStrict && holds(0, 0)))];
            RelationInference inference = new(s_labels, sample);
            IEnumerable<InferredPair> Resolve() => inference.ByStructure(structure, k > 0 ? k : null, true, Budget);
            if (agreeing.Length == 0)
            {
                string message = Refused.With(ErrorIds.ContradictingSample, () => Resolve().Count()).Message;
                if (k == -2)
                {
                    Assert.Matches(" before |relates every element to itself or none", message);
                    return;
                }

                (int, int, bool)[] named = [.. NamedPair().Matches(message).Select(m =>
                    (m.Groups[1].Value[0] - 'a', m.Groups[2].Value[0] - 'a', !m.Groups[3].Success))];
                Assert.All(named, pair => Assert.Contains(pair, sample));
                Assert.DoesNotContain(all, holds => named.All(p => holds(p.Item1, p.Item2) == p.Item3));
                Interlocked.Increment(ref contradictions);
                return;
            }

            InferredPair[] rows = [.. Resolve()];
            Assert.Equal(N * N, rows.Length);
            foreach (InferredPair row in rows)
            {
                (int i, int j) = (row.Source[0] - 'a', row.Target[0] - 'a');
                double share = (double)agreeing.Count(holds => holds(i, j)) / agreeing.Length;
                Assert.Equal(share switch { 0 => false, 1 => true, _ => null }, row.Related);
                bool isSample = sample.Any(p => (p.Item1, p.Item2) == (i, j));
                Assert.Equal(isSample ? PairOrigin.Sample : row.Related is null ? PairOrigin.Open : PairOrigin.Inferred, row.Origin);

                // Partitions into any number of classes are not compared.
                if (k == 0 && row.Related is null)
                {
                    Assert.Null(row.Probability);
                }
                else
                {
                    Close.To(share, row.Probability!.Value, absolute: 1e-12);
                }
            }
        }, iter: 500);
        Assert.True(k == -2 || contradictions > 20);
    }

    /// <summary>From 46 341 elements on, pairs are too many for 32 bits: an overflow in the middle of the work.</summary>
    [Fact]
    public void Relations_too_large_to_be_sampled_are_refused_before_work()
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = "Modulo", Count = 46_341, Modulus = 40_000 });
        GenEftException error = Refused.With(ErrorIds.RelationTooLarge, () => new SampledBounds(relation));
        Assert.Contains("2147488281 pairs", error.Message, StringComparison.Ordinal);
        Refused.With(ErrorIds.RelationTooLarge, () => RelationPair.All(relation, 0.5, 0, default).First());
    }

    [Fact]
    public void A_pair_given_both_ways_round_or_over_the_budget_is_refused()
    {
        Assert.Contains("(a, b)", Refused.With(
            ErrorIds.ContradictingSample, () => new RelationInference(s_labels, [(0, 1, true), (0, 1, false)])).Message, StringComparison.Ordinal);
        RelationInference nothing = new([.. Enumerable.Range(0, 30).Select(i => $"{i}")], [(0, 1, true), (0, 1, true)]);
        Refused.With(ErrorIds.ExactOverBudget, () => nothing.ByStructure(RelationStructure.TotalOrder, null, true, 1000));
        Assert.Equal(32, nothing.ByStructure(RelationStructure.TotalOrder, null, false, 1000).Count(pair => pair.Origin != PairOrigin.Open));
    }

    /// <summary>A long chain and one element that nothing is known of, which stands in each gap equally often.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(252)]
    [InlineData(253)]
    [InlineData(254)]
    public void An_element_beside_a_long_chain_is_anywhere_in_it(int chain)
    {
        RelationInference inference = new(
            [.. Enumerable.Range(0, chain + 1).Select(i => $"{i}")], [.. Enumerable.Range(1, chain - 1).Select(i => (i - 1, i, true))]);
        if (chain > 252)
        {
            // In the middle it could stand 127 places from both ends.
            Refused.With(ErrorIds.ExactOverBudget, () => inference.ByStructure(RelationStructure.TotalOrder, null, true, Budget));
            return;
        }

        foreach (InferredPair pair in inference.ByStructure(RelationStructure.TotalOrder, null, true, Budget).Where(pair => pair.Source == $"{chain}" && pair.Target != pair.Source))
        {
            double place = double.Parse(pair.Target, System.Globalization.CultureInfo.InvariantCulture);
            Close.To((place + 1) / (chain + 1), pair.Probability!.Value, absolute: 1e-12);
        }
    }

    /// <summary>Two elements that are apart from sixty others each are of one class but for a chance of 2^-59: not certain.</summary>
    [Fact]
    public void What_is_all_but_certain_is_open()
    {
        (int, int, bool)[] apart = [.. Enumerable.Range(2, 60).SelectMany(w => new[] { (0, w, false), (1, w, false) })];
        string[] labels = [.. Enumerable.Range(0, 62).Select(i => $"{i}")];
        InferredPair pair = new RelationInference(labels, apart).ByStructure(RelationStructure.Equivalence, 3, true, Budget).ElementAt(1);
        Assert.Equal((PairOrigin.Open, null), (pair.Origin, pair.Related));
        Assert.InRange(pair.Probability!.Value, 1 - 1e-15, 1 - 1e-17);
        Assert.Equal(62 * 62, new RelationInference(labels, [.. apart, (0, 1, false)]).ByStructure(RelationStructure.Equivalence, 3, true, Budget).Count());
    }

    [Fact]
    public void Nothing_known_of_nothing_is_nothing() =>
        Assert.Empty(new RelationInference([], []).ByStructure(RelationStructure.CompleteBipartite, null, true, Budget));

    // Classes and sides by every assignment, each as often as there are assignments for it: k classes are labelled.
    private static IEnumerable<Func<int, int, bool>> All(int k)
    {
        if (k == -2)
        {
            return Symmetry.CompleteSets.Permutations(N).Select(place => place.ToArray()).ToArray()
                .Select(place => (Func<int, int, bool>)((i, j) => place[i] < place[j]));
        }

        int classes = k == 0 ? N : Math.Max(2, k);
        return Enumerable.Range(0, (int)Math.Pow(classes, N))
            .Select(code => Enumerable.Range(0, N).Select(i => code / (int)Math.Pow(classes, i) % classes).ToArray())
            .Select(classOf => (Func<int, int, bool>)((i, j) => classOf[i] == classOf[j] == (k >= 0)));
    }

    [GeneratedRegex(@"\((\w), (\w)\) (un)?related")]
    private static partial Regex NamedPair();
}
