using CsCheck;
using GenEft.Relations;

namespace GenEft.Tests;

public sealed class RelationPropertiesTests
{
    private static readonly Gen<(int N, long Code)> s_small =
        Gen.Int[1, 5].SelectMany(n => Gen.Long[0, (1L << (n * n)) - 1].Select(code => (n, code)));

    [Fact]
    public void Every_property_equals_its_definition() => s_small.Sample(sample =>
    {
        (int n, long code) = sample;
        Relation r = Make.FromCode(n, code);
        Check(r, RelationProperties.Measure(r));
    });

    [Fact]
    public void Every_relation_on_three_elements_is_judged_by_the_definitions()
    {
        for (long code = 0; code < 512; code++)
        {
            Relation r = Make.FromCode(3, code);
            Check(r, RelationProperties.Measure(r));
        }
    }

    /// <summary>The same edges as bits and as lists among 3000 elements: what does not depend on the others is judged alike.</summary>
    [Fact]
    public void Lists_and_bits_are_judged_alike() => Gen.Select(Gen.Int[0, 11], Gen.Int[0, 11]).Array[0, 40].Sample(edges =>
    {
        Relation dense = Relation.FromEdges("bits", RelationKinds.Imported, 12, edges, null);
        Relation sparse = Relation.FromEdges("lists", RelationKinds.Imported, 3000, edges, null);
        Assert.False(sparse.IsDense);
        RelationProperties expected = RelationProperties.Measure(dense);
        RelationProperties actual = RelationProperties.Measure(sparse);
        Assert.Equal(
            (expected.Irreflexive, expected.Symmetric, expected.Antisymmetric, expected.Transitive, expected.AntiTransitive, expected.IsBipartite),
            (actual.Irreflexive, actual.Symmetric, actual.Antisymmetric, actual.Transitive, actual.AntiTransitive, actual.IsBipartite));
    });

    /// <summary>A hub of 200,000 edges: checking every chain through it would take hours.</summary>
    [Fact]
    public void A_star_of_many_leaves_is_judged_without_looking_at_every_pair()
    {
        const int Leaves = 200_000;
        (int, int)[] edges = [.. Enumerable.Range(1, Leaves).SelectMany(leaf => new[] { (0, leaf), (leaf, 0) })];
        RelationProperties star = RelationProperties.Measure(
            Relation.FromEdges("star", RelationKinds.Imported, Leaves + 1, edges, null));
        Assert.Equal((true, false, true, true), (star.Symmetric, star.Transitive, star.AntiTransitive, star.IsCompleteBipartite));
    }

    [Fact]
    public void The_lists_of_a_sparse_relation_are_judged_like_bits()
    {
        // A directed path of 5 among 3000 elements: lists, and neither transitive nor symmetric.
        Relation path = Relation.FromEdges(
            "path", RelationKinds.Imported, 3000, [.. Enumerable.Range(0, 4).Select(i => (i, i + 1))], null);
        Assert.False(path.IsDense);
        RelationProperties p = RelationProperties.Measure(path);
        Assert.Equal(
            (false, true, false, true, false, true, true, false),
            (p.Reflexive, p.Irreflexive, p.Symmetric, p.Antisymmetric, p.Transitive, p.AntiTransitive, p.IsBipartite, p.IsTotalOrder));
    }

    private static void Check(Relation r, RelationProperties p)
    {
        int n = r.Count;
        int[] all = [.. Enumerable.Range(0, n)];
        (int X, int Y)[] pairs = [.. all.SelectMany(x => all.Select(y => (x, y)))];
        (int X, int Y, int Z)[] chains =
            [.. pairs.Where(q => r[q.X, q.Y]).SelectMany(q => all.Where(z => r[q.Y, z]).Select(z => (q.X, q.Y, z)))];
        bool symmetric = pairs.All(q => r[q.X, q.Y] == r[q.Y, q.X]);
        bool antisymmetric = pairs.All(q => q.X == q.Y || !(r[q.X, q.Y] && r[q.Y, q.X]));
        bool transitive = chains.All(c => r[c.X, c.Z]);
        bool reflexive = all.All(x => r[x, x]);
        bool irreflexive = all.All(x => !r[x, x]);
        Assert.Equal(reflexive, p.Reflexive);
        Assert.Equal(irreflexive, p.Irreflexive);
        Assert.Equal(symmetric, p.Symmetric);
        Assert.Equal(antisymmetric, p.Antisymmetric);
        Assert.Equal(transitive, p.Transitive);
        Assert.Equal(chains.All(c => !r[c.X, c.Z]), p.AntiTransitive);
        Assert.Equal(reflexive && symmetric && transitive, p.IsEquivalence);
        Assert.Equal(
            p.IsEquivalence ? all.Select(x => string.Concat(all.Select(y => r[x, y] ? '1' : '0'))).Distinct().Count() : null,
            p.ClassCount);
        Assert.Equal(
            antisymmetric && transitive && (reflexive || irreflexive)
                && pairs.All(q => q.X == q.Y || r[q.X, q.Y] || r[q.Y, q.X]),
            p.IsTotalOrder);

        // All splits into S and the rest, the brute way.
        int[] splits = [.. Enumerable.Range(0, 1 << n)];
        Assert.Equal(
            splits.Any(s => pairs.All(q => !r[q.X, q.Y] || (s >> q.X & 1) != (s >> q.Y & 1))), p.IsBipartite);
        Assert.Equal(
            splits.Any(s => s != 0 && s != (1 << n) - 1 && pairs.All(q => r[q.X, q.Y] == ((s >> q.X & 1) != (s >> q.Y & 1)))),
            p.IsCompleteBipartite);
    }
}
