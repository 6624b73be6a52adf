using System.Numerics;
using GenEft.Relations;
using GenEft.Statics;
using GenEft.Symmetry;

namespace GenEft.Tests;

public sealed class DescriptionLengthTests
{
    // Number of transitive relations on n labelled elements, as published (OEIS A006905).
    private static readonly string[] s_transitive =
        ["1", "2", "13", "171", "3994", "154303", "9415189", "878222530", "122207703623", "24890747921947", "7307450299510288"];

    [Fact]
    public void Group_orders_have_their_closed_forms()
    {
        Assert.Equal(BigInteger.One, Order(Make.GreaterThan()));
        Assert.Equal(BigInteger.Pow(Factorial(10), 3) * 6, Order(Make.Modulo()));
        Assert.Equal(Factorial(2) * BigInteger.Pow(Factorial(3), 2) * 2, Order(Make.Equivalence(3, 2, 3)));
        Assert.Equal(Factorial(12) * Factorial(18), Order(Make.Bipartite(30, 12)));
        Assert.Equal(2 * BigInteger.Pow(Factorial(15), 2), Order(Make.Bipartite()));
    }

    /// <summary>Every relation on up to 4 elements whose structure is known, against all permutations.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Bits_and_orders_equal_brute_force(int n)
    {
        int[][] permutations = [.. Permutations(n)];
        int known = 0;
        for (long code = 0; code < 1L << (n * n); code++)
        {
            Relation r = Make.FromCode(n, code);
            if (DescriptionLength.FromStructure(RelationProperties.Measure(r)) is not { } length)
            {
                continue;
            }

            known++;
            int order = permutations.Count(p => Enumerable.Range(0, n * n).All(k => r[k / n, k % n] == r[p[k / n], p[k % n]]));
            Assert.Equal(order, length.GroupOrder);
            Close.To(Math.Log2((double)Factorial(n) / order), length.Bits, 1e-14, 1e-14);
        }

        Assert.True(known > 0);
    }

    [Fact]
    public void An_unknown_structure_has_no_closed_form() =>
        Assert.Null(DescriptionLength.FromStructure(RelationProperties.Measure(
            RelationFactory.Create(new RelationSettings { Kind = "Random" }))));

    /// <summary>Exact bits of a class against the number of relations on n elements that pass its definition.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Exact_bits_count_the_relations_of_a_class(int n)
    {
        RelationProperties[] all =
            [.. Enumerable.Range(0, 1 << (n * n)).Select(code => RelationProperties.Measure(Make.FromCode(n, code)))];
        void Check(RelationClass c, Func<RelationProperties, bool> belongs, int? classCount = null) => Close.To(
            Math.Log2(all.Count(belongs)),
            ClassDescriptionLength.Compute(c, n, classCount).ExactBits!.Value,
            1e-14,
            1e-14,
            $"{c} {classCount}");

        Check(RelationClass.Generic, _ => true);
        Check(RelationClass.Symmetric, p => p.Symmetric);
        Check(RelationClass.Antisymmetric, p => p.Antisymmetric);
        Check(RelationClass.Reflexive, p => p.Reflexive);
        Check(RelationClass.Transitive, p => p.Transitive);
        Check(RelationClass.TotalOrder, p => p.IsTotalOrder && p.Irreflexive);
        for (int k = 1; k <= n; k++)
        {
            Check(RelationClass.Equivalence, p => p.ClassCount == k, k);
        }

        if (n > 1)
        {
            Check(RelationClass.CompleteBipartite, p => p.IsCompleteBipartite);
        }
    }

    [Fact]
    public void Transitive_relations_are_counted_as_published()
    {
        for (int n = 1; n < s_transitive.Length; n++)
        {
            double expected = BigInteger.Log(BigInteger.Parse(s_transitive[n], System.Globalization.CultureInfo.InvariantCulture)) / Math.Log(2);
            Close.To(expected, ClassDescriptionLength.Compute(RelationClass.Transitive, n).ExactBits!.Value, 1e-14, 1e-14);
        }

        Assert.Null(ClassDescriptionLength.Compute(RelationClass.Transitive, 19).ExactBits);
    }

    [Fact]
    public void Table_II_holds_at_thirty_elements()
    {
        double Paper(RelationClass c, int? k = null, int? part = null, double? chain = null, double? depth = null) =>
            ClassDescriptionLength.Compute(c, 30, k, part, chain, depth).PaperBits!.Value;

        Assert.Equal(900, Paper(RelationClass.Generic));
        Assert.Equal(465, Paper(RelationClass.Symmetric));
        Assert.Equal(435, Paper(RelationClass.Antisymmetric));
        Assert.Equal(870, Paper(RelationClass.Reflexive));
        Close.To(450, Paper(RelationClass.Transitive, chain: 3), 1e-13);
        Close.To(30 * Math.Log2(5), Paper(RelationClass.Equivalence, 5), 1e-15);
        Close.To(Enumerable.Range(1, 30).Sum(j => Math.Log2(j)), Paper(RelationClass.TotalOrder), 1e-14);
        Assert.Equal(30, Paper(RelationClass.CompleteBipartite));
        Assert.Equal(200, Paper(RelationClass.IncompleteBipartite, part: 10));
        Close.To(60, Paper(RelationClass.Tree, depth: 4), 1e-15);
        Close.To(28 * Math.Log2(30), ClassDescriptionLength.Compute(RelationClass.Tree, 30).ExactBits!.Value, 1e-15);
        Assert.Null(ClassDescriptionLength.Compute(RelationClass.Tree, 30).PaperBits);
    }

    /// <summary>The three ways to a Stirling number agree where their ranges meet; known values beside them.</summary>
    [Fact]
    public void Stirling_numbers_are_right_in_every_range()
    {
        Close.To(Math.Log2(34105), ClassDescriptionLength.Log2Stirling(10, 4)!.Value, 1e-14);
        Close.To(
            (20_000 * Math.Log2(3)) - Math.Log2(6), ClassDescriptionLength.Log2Stirling(20_000, 3)!.Value, 1e-14, what: "two classes lost");

        // k^n/k! beyond the affordable integers; S(n, n-1) = n(n-1)/2 through the recurrence in logarithms.
        double large = (2_000_000 * Math.Log2(30)) - Enumerable.Range(1, 30).Sum(j => Math.Log2(j));
        Close.To(large, ClassDescriptionLength.Log2Stirling(2_000_000, 30)!.Value, 1e-14);
        Close.To(Math.Log2(5000.0 * 4999 / 2), ClassDescriptionLength.Log2Stirling(5000, 4999)!.Value, 1e-11);
        Assert.Null(ClassDescriptionLength.Log2Stirling(100_000, 50_000));
    }

    [Fact]
    public void Parameters_of_other_classes_and_bad_values_are_refused()
    {
        Refused.With(ErrorIds.ParameterNotApplicable, () => ClassDescriptionLength.Compute(RelationClass.Tree, 5, classCount: 2));
        Refused.With(ErrorIds.ValueOutOfRange, () => ClassDescriptionLength.Compute(RelationClass.Equivalence, 5, classCount: 6));
        Refused.With(ErrorIds.ValueOutOfRange, () => ClassDescriptionLength.Compute(RelationClass.Generic, 0));
        Refused.With(ErrorIds.ValueOutOfRange, () => ClassDescriptionLength.Compute(RelationClass.Tree, 5, meanDepth: double.NaN));
        Refused.With(ErrorIds.ValueOutOfRange, () => ClassDescriptionLength.Compute(RelationClass.Transitive, 5, meanChainLength: 0.5));
        Refused.With(ErrorIds.ValueOutOfRange, () => ClassDescriptionLength.Compute(RelationClass.IncompleteBipartite, 5, partSize: 5));
    }

    private static BigInteger Order(Relation relation) =>
        DescriptionLength.FromStructure(RelationProperties.Measure(relation))!.GroupOrder;

    private static BigInteger Factorial(int n) =>
        Enumerable.Range(1, n).Aggregate(BigInteger.One, (product, j) => product * j);

    private static IEnumerable<int[]> Permutations(int n) => n == 0
        ? [[]]
        : Permutations(n - 1).SelectMany(p => Enumerable.Range(0, n).Select(at => (int[])[.. p[..at], n - 1, .. p[at..]]));
}
