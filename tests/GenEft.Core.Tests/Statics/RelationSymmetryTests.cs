using System.Globalization;
using System.Numerics;
using GenEft.Relations;
using GenEft.Relations.Formats;
using GenEft.Statics;
using GenEft.Symmetry;

namespace GenEft.Tests;

/// <summary>Relations through the automorphism engine to bits and critical fractions.</summary>
public sealed class RelationSymmetryTests
{
    /// <summary>Where a closed form exists the engine gives the same order and, digit for digit, the same bits.</summary>
    [Fact]
    public void The_engine_equals_the_closed_forms()
    {
        Relation[] relations =
        [
            Make.Modulo(), Make.Modulo(5), Make.GreaterThan(), Make.Bipartite(), Make.Bipartite(30, 12), Make.Equivalence(3, 2, 3),
            Make.Equivalence(1), Make.Equivalence(4, 4, 4, 1, 1), RelationFactory.Create(new RelationSettings { Kind = "Random", Density = 0 }),
        ];
        foreach (Relation relation in relations)
        {
            DescriptionLength closed = DescriptionLength.FromStructure(RelationProperties.Measure(relation))!;
            AutomorphismGroup group = RelationSymmetry.Find(relation);
            Assert.Equal(closed.GroupOrder, group.Order);
            Assert.Equal(new BitRange(closed.Bits, closed.Bits), BitRange.Of(group));
            Assert.Equal(0, group.SearchNodeCount);
        }
    }

    /// <summary>Every relation on up to 3 elements, loops and all, against all permutations.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bits_equal_brute_force(int n)
    {
        int[][] permutations = [.. Symmetry.CompleteSets.Permutations(n)];
        for (long code = 0; code < 1L << (n * n); code++)
        {
            Relation r = Make.FromCode(n, code);
            int order = permutations.Count(p => Enumerable.Range(0, n * n).All(k => r[k / n, k % n] == r[p[k / n], p[k % n]]));
            BitRange bits = BitRange.Measure(r);
            Assert.True(bits.IsExact);
            Close.To(Math.Log2((double)permutations.Length / order), bits.High, 1e-14, 1e-14);
        }
    }

    /// <summary>The committed sample of WordNet against the order that bliss 0.73 printed for it.</summary>
    [Fact]
    public void WordNets_mammals_have_the_order_that_bliss_found()
    {
        Relation mammals = RelationReader.Read(Path.Combine(Root(), "examples", "wordnet", "mammals.csv"), new EdgeListFormat()).Relation;
        BigInteger expected = BigInteger.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "wordnet-mammals-order.txt")), CultureInfo.InvariantCulture);
        AutomorphismGroup group = RelationSymmetry.Find(mammals);
        Assert.Equal(expected, group.Order);
        OrbitTable orbits = new(mammals, group);
        DescriptionLengthResult row = DescriptionLengthResult.From(mammals.Name, group, orbits);
        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), row.GroupOrder);
        Assert.Equal((1182, true, 484), (row.Count, row.IsExact, row.OrbitCount));
        Assert.Equal(orbits.OrbitCount, Enumerable.Range(0, orbits.Count).Count(i => orbits.GetOrbit(i) == i));
    }

    /// <summary>All of WordNet's noun hypernyms, where Debian's wordnet-base is installed: log2 orders and bits
    /// that nauty and saucy found (12 digits printed, so 1e-9 relative).</summary>
    [Theory]
    [InlineData(false, true, 214335.389907, 1007763.980848)]
    [InlineData(false, false, 214343.389907, double.NaN)]
    [InlineData(true, true, 155787.347960, 1066312.022795)]
    [InlineData(true, false, 155787.347960, 1066312.022795)]
    public void WordNet_has_the_order_that_others_found(bool withInstances, bool isDirected, double log2Order, double bits)
    {
        Assert.SkipUnless(Symmetry.WordNetNouns.IsInstalled, "WordNet is not installed (Debian package wordnet-base).");
        Symmetry.ArcList hypernyms = Symmetry.WordNetNouns.Read(withInstances);
        AutomorphismGroup group = AutomorphismGroup.Find(Symmetry.ArcListExtensions.Build(isDirected ? hypernyms : hypernyms.Undirected()));
        Assert.Equal((82115, true), (group.VertexCount, group.IsExact));
        Close.To(log2Order, group.LowerOrder.Log2(), 1e-9);
        if (!double.IsNaN(bits))
        {
            Close.To(bits, BitRange.Of(group).High, 1e-9);
        }
    }

    /// <summary>A range of bits gives a range of fractions; nothing lies between 0 and 1 bit.</summary>
    [Fact]
    public void A_cut_search_bounds_the_critical_fraction()
    {
        Relation petersen = Relation.FromEdges(
            "Petersen", RelationKinds.Imported, 10, [.. Symmetry.Graphs.Petersen().Arcs.Select(arc => (arc.U, arc.V))], null);
        BitRange cut = BitRange.Measure(petersen, new AutomorphismOptions { TimeLimit = TimeSpan.Zero });
        BitRange exact = BitRange.Measure(petersen);
        Assert.False(cut.IsExact);
        Close.To(Math.Log2(3628800 / 120), exact.High, 1e-14);
        Assert.True(cut.Low <= exact.Low && exact.High <= cut.High);
        CriticalFractionResult bounded = AnalyticStatics.CriticalFraction("r", cut, 10, 0.9);
        CriticalFractionResult known = AnalyticStatics.CriticalFraction("r", exact, 10, 0.9);
        Assert.True(bounded.Low <= known.CriticalFraction && known.CriticalFraction <= bounded.High);
        Assert.Equal(bounded.High, bounded.CriticalFraction);
        Assert.Equal((null, null), (known.Low, known.High));
    }

    [Fact]
    public void Long_orders_are_written_as_prime_powers()
    {
        GroupOrder order = new GroupOrder().MultiplyFactorial(10).Multiply(6, 3).Multiply(12, -1);
        Assert.Equal("65318400", order.ToText(maximumDigits: 8));
        Assert.Equal("2^9 * 3^6 * 5^2 * 7", order.ToText(maximumDigits: 7));
        Assert.Equal("1", new GroupOrder().ToText(maximumDigits: 1));
    }

    private static string Root() => typeof(RelationSymmetryTests).Assembly
        .GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false).Cast<System.Reflection.AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;
}
