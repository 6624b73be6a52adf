using CsCheck;
using GenEft.Relations;
using GenEft.Statics.Inference;

namespace GenEft.Tests;

/// <summary>What follows from a sample by a relation's properties: exactly what all relations that agree with it share.</summary>
public sealed class RelationKnowledgeTests
{
    public static TheoryData<string> Properties =>
    [
        "", "Reflexive", "Irreflexive", "Symmetric", "Antisymmetric", "Transitive", "Symmetric, Irreflexive", "Antisymmetric, Reflexive",
        "Transitive, Reflexive", "Transitive, Irreflexive", "Transitive, Antisymmetric", "Transitive, Antisymmetric, Reflexive",
        "Transitive, Symmetric", "Transitive, Symmetric, Reflexive",
    ];

    /// <summary>Samples of random relations with the properties, on three elements and on four.</summary>
    [Theory]
    [MemberData(nameof(Properties))]
    public void What_follows_is_what_all_that_agree_share(string names)
    {
        HashSet<RelationProperty> properties = Parse(names);
        foreach (int n in new[] { 3, 4 })
        {
            int[] all = AllWith(n, properties);
            Gen.Select(Gen.Int[0, all.Length - 1], Gen.Int[0, (n * n) - 1].Array[0, n * n]).Sample((chosen, pairs) =>
            {
                RelationKnowledge known = new(n, properties);
                int mask = 0;
                foreach (int pair in pairs)
                {
                    known.Add(pair / n, pair % n, (all[chosen] >> pair & 1) != 0);
                    mask |= 1 << pair;
                }

                (int and, int or) = (~0, 0);
                foreach (int code in all.Where(code => ((code ^ all[chosen]) & mask) == 0))
                {
                    (and, or) = (and & code, or | code);
                }

                int inferable = 0;
                for (int pair = 0; pair < n * n; pair++)
                {
                    bool? expected = (and >> pair & 1) != 0 ? true : (or >> pair & 1) == 0 ? false : null;
                    Assert.Equal(expected, known[pair / n, pair % n]);
                    inferable += expected is null ? 0 : 1;
                }

                Assert.Equal(inferable, known.InferableCount);
            }, iter: n == 3 ? 2000 : 300);
        }
    }

    /// <summary>Random pairs are refused at the first that no relation with the properties has together with those before it, and the
    /// pairs that are named cannot all be had, nor any of them be left out.</summary>
    [Theory]
    [MemberData(nameof(Properties))]
    public void A_contradiction_is_found_at_once_and_its_pairs_are_named(string names)
    {
        const int N = 4;
        HashSet<RelationProperty> properties = Parse(names);
        int[] all = AllWith(N, properties);
        Gen.Select(Gen.Int[0, 15], Gen.Bool).Array[1, 24].Sample(sample =>
        {
            RelationKnowledge known = new(N, properties);
            List<(int, bool)> added = [];
            foreach ((int pair, bool related) in sample)
            {
                added.Add((pair, related));
                if (IsPossible(added))
                {
                    known.Add(pair / N, pair % N, related);
                    continue;
                }

                GenEftException error = Refused.With(ErrorIds.ContradictingSample, () => known.Add(pair / N, pair % N, related));
                (int Pair, bool Related)[] named = [.. System.Text.RegularExpressions.Regex.Matches(error.Message, @"\((\d), (\d)\) (un)?related")
                    .Select(match => ((N * (match.Groups[1].Value[0] - '0')) + match.Groups[2].Value[0] - '0', !match.Groups[3].Success))];
                Assert.NotEmpty(named);
                Assert.All(named, pairNamed => Assert.Contains(pairNamed, added));
                Assert.False(IsPossible(named));
                Assert.All(named, left => Assert.True(IsPossible(named.Where(other => other != left))));
                return;
            }

            bool IsPossible(IEnumerable<(int Pair, bool Related)> pairs) =>
                Array.Exists(all, code => pairs.All(p => (code >> p.Pair & 1) != 0 == p.Related));
        }, iter: 300);
    }

    /// <summary>Larger ones against the closures that the posteriors use, pair by pair or at once.</summary>
    [Fact]
    public void It_agrees_with_the_closures_of_classes_and_orders() =>
        Gen.Select(Gen.Int[2, 90], Gen.Double[0, 0.3], Gen.Int[0, 1000]).Sample((n, fraction, seed) =>
        {
            foreach (Relation relation in new[] { Make.Modulo(3, n), Make.GreaterThan(n) })
            {
                PairSet sample = PairSet.Draw(relation, (int)(fraction * n * n), seed, 0);
                bool isOrder = relation.Kind == RelationKinds.GreaterThan;
                RelationKnowledge known = new(n, isOrder
                    ? [RelationProperty.Antisymmetric, RelationProperty.Transitive, RelationProperty.Irreflexive]
                    : [RelationProperty.Reflexive, RelationProperty.Symmetric, RelationProperty.Transitive]);
                for (int pair = 0; pair < sample.Count; pair++)
                {
                    // Of an order, the pair the other way round says the same.
                    bool isReversed = isOrder && !sample.Related[pair] && sample.First[pair] != sample.Second[pair];
                    (int i, int j) = isReversed ? (sample.Second[pair], sample.First[pair]) : (sample.First[pair], sample.Second[pair]);
                    known.Add(i, j, sample.Related[pair] || isReversed);
                }

                Assert.Equal(
                    isOrder ? OrderKnowledge.From(sample, n).InferableCount : ClassKnowledge.From(sample, n, false).InferableCount,
                    known.InferableCount);
            }
        }, iter: 100);

    private static HashSet<RelationProperty> Parse(string names) =>
        names.Length == 0 ? [] : [.. names.Split(", ").Select(Enum.Parse<RelationProperty>)];

    private static int[] AllWith(int n, HashSet<RelationProperty> properties) => [.. Enumerable.Range(0, 1 << (n * n)).Where(code =>
    {
        bool Holds(int i, int j) => (code >> ((i * n) + j) & 1) != 0;
        int[] all = [.. Enumerable.Range(0, n)];
        return properties.All(property => property switch
        {
            RelationProperty.Reflexive => all.All(i => Holds(i, i)),
            RelationProperty.Irreflexive => !all.Any(i => Holds(i, i)),
            RelationProperty.Symmetric => all.All(i => all.All(j => Holds(i, j) == Holds(j, i))),
            RelationProperty.Antisymmetric => all.All(i => all.All(j => i == j || !Holds(i, j) || !Holds(j, i))),
            _ => all.All(i => all.All(j => !Holds(i, j) || all.All(k => !Holds(j, k) || Holds(i, k)))),
        });
    })];
}
