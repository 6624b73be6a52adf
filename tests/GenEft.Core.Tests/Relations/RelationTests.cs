using CsCheck;
using GenEft.Relations;

namespace GenEft.Tests;

public sealed class RelationTests
{
    [Fact]
    public void Table_I_holds_pair_by_pair()
    {
        Relation modulo = Make.Modulo(5);
        Relation order = Make.GreaterThan();
        Relation bipartite = Make.Bipartite(30, 12);
        for (int x = 0; x < 30; x++)
        {
            for (int y = 0; y < 30; y++)
            {
                Assert.Equal((x - y) % 5 == 0, modulo[x, y]);
                Assert.Equal(x < y, order[x, y]);
                Assert.Equal((x < 12) ^ (y < 12), bipartite[x, y]);
            }
        }

        Assert.Equal((900L, 180L, 0.2), (modulo.PairCount, modulo.EdgeCount, modulo.Density));
    }

    [Fact]
    public void Random_relations_have_the_properties_asked_for() =>
        Gen.Select(Gen.Int[1, 9], Gen.Double[0, 1], Gen.Int[0, 1000], Gen.Bool.Array[5]).Sample((n, density, seed, chosen) =>
        {
            RelationProperty[] properties =
                [.. Enum.GetValues<RelationProperty>().Where(property => chosen[(int)property])];
            RelationSettings settings = new()
            {
                Kind = "Random", Count = n, Density = density, Seed = seed, Property = properties,
            };
            try
            {
                settings.Resolve();
            }
            catch (GenEftException error) when (error.ErrorId == ErrorIds.ContradictingProperties)
            {
                return;
            }

            RelationProperties measured = RelationProperties.Measure(RelationFactory.Create(settings));
            bool[] has = [measured.Reflexive, measured.Irreflexive, measured.Symmetric, measured.Antisymmetric, measured.Transitive];
            Assert.All(properties, property => Assert.True(has[(int)property], $"{property} is missing"));
        });

    [Fact]
    public void Contradicting_properties_are_refused() =>
        Refused.With(ErrorIds.ContradictingProperties, () => RelationFactory.Create(new RelationSettings
        {
            Kind = "Random", Property = [RelationProperty.Symmetric, RelationProperty.Antisymmetric],
        }));

    /// <summary>All 16 labelled trees on 4 vertices, 16,000 draws: chi-square with 15 degrees of freedom, 1e-6 quantile 54.</summary>
    [Fact]
    public void Trees_are_uniform_among_labelled_trees()
    {
        Dictionary<string, int> counts = [];
        for (int seed = 0; seed < 16_000; seed++)
        {
            Relation tree = RelationFactory.Create(new RelationSettings { Kind = "Tree", Count = 4, Seed = seed });
            Assert.Equal(6, tree.EdgeCount);
            string key = string.Concat(Enumerable.Range(0, 16).Select(k => tree[k / 4, k % 4] ? '1' : '0'));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(16, counts.Count);
        Assert.InRange(counts.Values.Sum(count => Math.Pow(count - 1000, 2) / 1000), 0, 54);
    }

    [Fact]
    public void The_same_seed_gives_the_same_relation_and_another_seed_another()
    {
        static long[] Code(long seed)
        {
            Relation relation = RelationFactory.Create(new RelationSettings { Kind = "Random", Count = 20, Seed = seed });
            return [.. Enumerable.Range(0, 20).Select(i => Enumerable.Range(0, 20).Sum(j => relation[i, j] ? 1L << j : 0))];
        }

        Assert.Equal(Code(5), Code(5));
        Assert.NotEqual(Code(5), Code(6));
    }

    [Fact]
    public void Sparse_and_dense_storage_answer_alike()
    {
        // 3000 elements and few edges are kept as lists; the same edges on 50 elements as bits.
        (int, int)[] edges = [.. Enumerable.Range(0, 200).Select(k => (k * k % 50, (3 * k) % 50))];
        Relation sparse = Relation.FromEdges("s", RelationKinds.Imported, 3000, edges, null);
        Relation dense = Relation.FromEdges("d", RelationKinds.Imported, 50, edges, null);
        Assert.False(sparse.IsDense);
        Assert.True(dense.IsDense);
        Assert.Equal(dense.EdgeCount, sparse.EdgeCount);
        int[] buffer = new int[3000];
        int[] other = new int[50];
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(dense.GetRow(i, other).ToArray(), sparse.GetRow(i, buffer).ToArray());
            Assert.All(Enumerable.Range(0, 50), j => Assert.Equal(dense[i, j], sparse[i, j]));
        }
    }

    [Theory]
    [InlineData("Foo", null, ErrorIds.UnknownKind)]
    [InlineData("Modulo", 0, ErrorIds.ValueOutOfRange)]
    [InlineData("Modulo", -3, ErrorIds.ValueOutOfRange)]
    [InlineData("CompleteBipartite", 1, ErrorIds.ValueOutOfRange)]
    public void Bad_kinds_and_counts_are_refused(string kind, int? count, string errorId) =>
        Refused.With(errorId, () => RelationFactory.Create(new RelationSettings { Kind = kind, Count = count }));

    [Fact]
    public void Class_sizes_that_do_not_add_up_are_refused()
    {
        GenEftException error = Refused.With(ErrorIds.ClassSizeMismatch, () => RelationFactory.Create(
            new RelationSettings { Kind = "Equivalence", Count = 30, ClassSize = [10, 10, 5] }));
        Assert.Equal("ClassSize is 10,10,5, which adds up to 25; it must add up to Count, 30.", error.Message);
    }

    [Fact]
    public void A_setting_of_another_kind_is_refused() =>
        Refused.With(ErrorIds.ParameterNotApplicable, () => RelationFactory.Create(
            new RelationSettings { Kind = "GreaterThan", Modulus = 3 }));

    [Fact]
    public void A_random_kind_refuses_what_its_law_does_not_have()
    {
        RelationSettings random = new() { Kind = "Random" };
        Refused.With(ErrorIds.ParameterNotApplicable, () => RelationFactory.Create(random with { Law = RelationLaw.Recursive }));
        Refused.With(ErrorIds.ParameterNotApplicable, () => RelationFactory.Create(random with { Law = RelationLaw.Uniform, Density = 0.2 }));
        Refused.With(ErrorIds.ParameterNotApplicable, () => RelationFactory.Create(random with { Kind = "Tree", Law = RelationLaw.Independent }));
        Refused.With(ErrorIds.ParameterNotApplicable, () => RelationFactory.Create(random with { Kind = "Tournament", Law = RelationLaw.Uniform }));
        Refused.With(ErrorIds.ValueOutOfRange, () => RelationFactory.Create(
            random with { Count = 11, Law = RelationLaw.Uniform, Property = [RelationProperty.Transitive] }));
        Refused.With(ErrorIds.ValueOutOfRange, () => RelationFactory.Create(random with { Kind = "Equivalence", Count = 5, ClassCount = 6 }));
        Refused.With(ErrorIds.ValueOutOfRange, () => RelationFactory.Create(random with { Kind = "Equivalence", ClassSize = [] }));
        Refused.With(ErrorIds.ParameterNotApplicable, () => RelationFactory.Create(
            random with { Kind = "Equivalence", ClassSize = [2, 3], ClassCount = 2 }));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void A_density_outside_the_unit_interval_is_refused(double density) =>
        Refused.With(ErrorIds.ValueOutOfRange, () => RelationFactory.Create(
            new RelationSettings { Kind = "Random", Density = density }));

    [Fact]
    public void A_relation_too_large_for_memory_is_refused_with_the_estimate()
    {
        GenEftException error = Refused.With(ErrorIds.RelationTooLarge, () => RelationFactory.Create(
            new RelationSettings { Kind = "Modulo", Count = 1_000_000 }));
        Assert.Contains("125.0 GB", error.Message, StringComparison.Ordinal);
    }
}
