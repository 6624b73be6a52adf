using GenEft.Relations;
using GenEft.Statics;

namespace GenEft.Tests;

public sealed class PairInformationTests
{
    /// <summary>The figures of about_GenEft_Theory 2.</summary>
    [Theory]
    [InlineData("Modulo", 3, 0.05113, 0.05251)]
    [InlineData("Modulo", 5, 0.09245, 0.09717)]
    [InlineData("GreaterThan", 0, 0.12380, 0.13259)]
    [InlineData("CompleteBipartite", 0, 0.03015, 0.03062)]
    public void Fractions_are_those_of_the_theory(string kind, int modulus, double fraction, double mirrored)
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = kind, Modulus = modulus == 0 ? null : modulus });
        double bits = BitRange.Measure(relation).High;
        PairInformation information = PairInformation.Of(relation);
        Close.To(fraction, information.IdentificationFraction(bits), absolute: 5e-6);
        Close.To(mirrored, information.MirroredIdentificationFraction(bits), absolute: 5e-6);
    }

    /// <summary>Over all copies of a relation: what any set of pairs tells is at most what its pairs may.</summary>
    [Fact]
    public void No_sample_tells_more()
    {
        const int Count = 5;
        Relation[] relations =
        [
            Make.FromPairs(Count, (0, 1), (1, 2)), Make.FromPairs(Count, (0, 0), (1, 1), (2, 3)), Make.FromPairs(Count, (0, 1), (0, 2), (0, 3), (0, 4)),
            Make.FromPairs(Count, [.. Order()]), Make.FromPairs(Count, (0, 1), (1, 0), (2, 3), (3, 2)),
        ];
        Random random = new(1);
        foreach (Relation relation in relations)
        {
            HashSet<int> copies = [.. Permutations(Count).Select(p => Code(relation, p))];
            double bits = Math.Log2(copies.Count);
            Close.To(BitRange.Measure(relation).High, bits, 1e-12);
            PairInformation information = PairInformation.Of(relation);
            double edges = relation.EdgeCount;
            double loops = Enumerable.Range(0, Count).Count(i => relation[i, i]);
            for (int trial = 0; trial < 200; trial++)
            {
                int[] sample = [.. Enumerable.Range(0, Count * Count).OrderBy(_ => random.Next()).Take(random.Next(1, (Count * Count) + 1))];
                int mask = sample.Sum(pair => 1 << pair);
                double told = copies.GroupBy(copy => copy & mask).Sum(group =>
                    -(group.Count() / (double)copies.Count) * Math.Log2(group.Count() / (double)copies.Count));
                int diagonal = sample.Count(pair => pair / Count == pair % Count);
                double most = ((sample.Length - diagonal) * Entropy((edges - loops) / (Count * (Count - 1)))) + (diagonal * Entropy(loops / Count));
                Assert.True(told <= most + 1e-9, $"{relation.EdgeCount} edges, {sample.Length} pairs: {told} of at most {most}");
            }

            Assert.InRange(information.IdentificationFraction(bits)!.Value, 0, 1);
            Assert.True(information.MirroredIdentificationFraction(bits) is null or <= 1);
        }

        static IEnumerable<(int, int)> Order() => Enumerable.Range(0, Count).SelectMany(i => Enumerable.Range(i + 1, Count - i - 1).Select(j => (i, j)));
    }

    /// <summary>A path of two arcs on six elements needs 23.5 of 36 pairs by the bound (about_GenEft_Theory 2).</summary>
    [Fact]
    public void A_sparse_relation_needs_many_pairs()
    {
        Relation path = Make.FromPairs(6, (0, 1), (1, 2));
        PairInformation information = PairInformation.Of(path);
        Close.To(23.5, 36 * information.IdentificationFraction(BitRange.Measure(path).High), absolute: 0.05);
        Assert.Null(information.MirroredIdentificationFraction(1));
        PairInformation nothing = PairInformation.Of(Make.FromPairs(1));
        Assert.Equal((0.0, null, 0.0), (nothing.IdentificationFraction(0), nothing.IdentificationFraction(5), nothing.InformationPerPair));
    }

    private static double Entropy(double p) => p is 0 or 1 ? 0 : -(p * Math.Log2(p)) - ((1 - p) * Math.Log2(1 - p));

    private static int Code(Relation relation, int[] p)
    {
        int code = 0;
        for (int i = 0; i < p.Length; i++)
        {
            for (int j = 0; j < p.Length; j++)
            {
                code |= relation[i, j] ? 1 << ((p[i] * p.Length) + p[j]) : 0;
            }
        }

        return code;
    }

    private static IEnumerable<int[]> Permutations(int n) => n == 0
        ? [[]]
        : Permutations(n - 1).SelectMany(p => Enumerable.Range(0, n).Select(at => (int[])[.. p[..at], n - 1, .. p[at..]]));
}
