using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Tests;

/// <summary>Random relations come up as often as their law says: chi-square over every relation of the class.</summary>
public sealed class RelationLawTests
{
    public static TheoryData<string, int, string, int> Uniform => new()
    {
        // Kind or properties, elements, number of classes where given, and how many there are (the OEIS has each).
        { "Equivalence", 4, "", 15 },
        { "Equivalence", 5, "", 52 },
        { "Equivalence", 5, "1", 1 },
        { "Equivalence", 5, "2", 15 },
        { "Equivalence", 6, "3", 90 },
        { "Equivalence", 6, "5", 15 },
        { "Equivalence", 6, "6", 1 },
        { "Tree", 4, "", 16 },
        { "Tree", 5, "", 125 },
        { "Tournament", 4, "", 64 },
        { "", 3, "", 512 },
        { "Symmetric", 3, "", 64 },
        { "Symmetric, Irreflexive", 4, "", 64 },
        { "Reflexive", 3, "", 64 },
        { "Antisymmetric", 3, "", 216 },
        { "Antisymmetric, Irreflexive", 4, "", 729 },
        { "Transitive", 3, "", 171 },
        { "Transitive, Reflexive", 4, "", 355 },
        { "Transitive, Antisymmetric", 3, "", 152 },
        { "Transitive, Irreflexive", 4, "", 219 },
        { "Transitive, Antisymmetric, Reflexive", 4, "", 219 },
        { "Transitive, Symmetric", 4, "", 52 },
        { "Transitive, Symmetric, Reflexive", 5, "", 52 },
    };

    [Theory]
    [MemberData(nameof(Uniform))]
    public void Every_relation_of_a_class_is_equally_likely(string what, int n, string classCount, int expectedCount)
    {
        RelationProperty[] properties = Enum.TryParse(what.Split(',')[0], out RelationProperty _)
            ? [.. what.Split(", ").Select(Enum.Parse<RelationProperty>)] : [];
        bool isRandom = what.Length == 0 || properties.Length > 0;
        RelationSettings settings = new()
        {
            Kind = isRandom ? "Random" : what,
            Count = n,
            ClassCount = classCount.Length == 0 ? null : int.Parse(classCount, System.Globalization.CultureInfo.InvariantCulture),
            Property = isRandom ? properties : null,
            Law = isRandom ? RelationLaw.Uniform : null,
        };
        Dictionary<string, int> counts = [];
        int draws = 40 * expectedCount;
        for (int seed = 0; seed < draws; seed++)
        {
            Relation relation = RelationFactory.Create(settings with { Seed = seed });
            RelationProperties found = RelationProperties.Measure(relation);
            Assert.All(properties, property => Assert.Equal(true, typeof(RelationProperties).GetProperty($"{property}")!.GetValue(found)));
            Assert.True(settings.ClassCount is not int k || found.ClassCount == k);
            string code = string.Concat(Enumerable.Range(0, n * n).Select(pair => relation[pair / n, pair % n] ? '1' : '0'));
            counts[code] = counts.GetValueOrDefault(code) + 1;
        }

        // 40 draws each: the chance that one of a few hundred never comes up is below 1e-14. Chi-square within four deviations.
        Assert.Equal(expectedCount, counts.Count);
        double chiSquare = counts.Values.Sum(count => (count - 40.0) * (count - 40.0) / 40);
        Assert.InRange(chiSquare, 0, expectedCount - 1 + (4 * Math.Sqrt(2.0 * (expectedCount - 1))));
    }

    /// <summary>A recursive tree is one of (n - 1)! choices of who joins whom.</summary>
    [Fact]
    public void Recursive_trees_follow_their_law()
    {
        const int Draws = 24 * 60;
        Dictionary<string, int> counts = [];
        for (int seed = 0; seed < Draws; seed++)
        {
            Relation tree = RelationFactory.Create(new RelationSettings { Kind = "Tree", Count = 5, Law = RelationLaw.Recursive, Seed = seed });
            Assert.Equal(8, tree.EdgeCount);

            // Of those before it exactly one is a neighbour.
            string parents = string.Concat(Enumerable.Range(1, 4).Select(i => Enumerable.Range(0, i).Single(j => tree[i, j] && tree[j, i])));
            counts[parents] = counts.GetValueOrDefault(parents) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => (count - 60.0) * (count - 60.0) / 60), 0, 23 + (4 * Math.Sqrt(46)));
    }

    /// <summary>Large ones in reasonable time, with the means that they must have.</summary>
    [Fact]
    public void Large_relations_are_drawn_too()
    {
        RelationProperties Measure(RelationSettings settings) => RelationProperties.Measure(RelationFactory.Create(settings));
        Assert.Equal(700, Measure(new() { Kind = "Equivalence", Count = 1500, ClassCount = 700 }).ClassCount);

        // The number of classes of a random partition has mean B(n+1)/B(n) - 1 = 8.18 at n = 20 and a deviation of 1.5.
        double mean = Enumerable.Range(0, 200).Average(seed => Measure(new() { Kind = "Equivalence", Count = 20, Seed = seed }).ClassCount!.Value);
        Assert.InRange(mean, 8.18 - (4 * 1.5 / Math.Sqrt(200)), 8.18 + (4 * 1.5 / Math.Sqrt(200)));
        Relation order = RelationFactory.Create(new() { Kind = "Random", Count = 10, Law = RelationLaw.Uniform, Property = [RelationProperty.Transitive] });
        Assert.True(RelationProperties.Measure(order).Transitive);
        Assert.InRange(RelationFactory.Create(new() { Kind = "Tournament", Count = 1000 }).EdgeCount, 499_500, 499_500);
    }

    /// <summary>Drawn by their gaps, pairs are as likely as drawn one by one: each within 4.5 standard deviations, of 70 pairs.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("Symmetric")]
    [InlineData("Antisymmetric")]
    [InlineData("Irreflexive")]
    [InlineData("Reflexive Symmetric")]
    public void Few_pairs_of_many_are_drawn_by_the_same_law(string names)
    {
        const int N = 4;
        const int Draws = 20_000;
        const double Density = 0.3;
        HashSet<RelationProperty> properties = [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<RelationProperty>)];
        int[,] counts = new int[N, N];
        int[] bipartite = new int[N];
        for (int seed = 0; seed < Draws; seed++)
        {
            CounterRandom random = new(seed, RandomPurpose.Relation);
            List<(int, int)> edges = SparsePairs.Free(N, Density, properties, ref random, null, CancellationToken.None);
            Assert.Equal(edges.Count, edges.Distinct().Count());
            edges.ForEach(edge => counts[edge.Item1, edge.Item2]++);
            SparsePairs.Bipartite(N, 1, Density, ref random, null, CancellationToken.None).ForEach(edge => bipartite[edge.Item2 + edge.Item1]++);
        }

        for (int i = 0; i < N; i++)
        {
            AssertFrequency(i == 0 ? 0 : Density, bipartite[i]);
            for (int j = 0; j < N; j++)
            {
                AssertFrequency(
                    i == j ? (properties.Contains(RelationProperty.Reflexive) ? 1 : properties.Contains(RelationProperty.Irreflexive) ? 0 : Density)
                    : properties.Contains(RelationProperty.Antisymmetric) ? Density / 2
                    : properties.Contains(RelationProperty.Symmetric) ? (i > j ? Density : 0)
                    : Density,
                    counts[i, j]);
            }
        }

        static void AssertFrequency(double probability, int count) =>
            Close.To(probability * Draws, count, absolute: 1e-9 + (4.5 * Math.Sqrt(Draws * probability * (1 - probability))));
    }
}
