using System.Numerics;
using GenEft.Symmetry;

namespace GenEft.Tests.Symmetry;

/// <summary>All graphs of a size at once: by Burnside, the orders over all labelled graphs add up to n! times the number of
/// classes, so no single one can be wrong unnoticed; and each small one against all permutations.</summary>
public sealed class CompleteCheckTests
{
    /// <summary>Numbers of graphs and of digraphs on n vertices up to isomorphism (OEIS A000088, A000273).</summary>
    [Theory]
    [InlineData(4, false, 11)]
    [InlineData(5, false, 34)]
    [InlineData(6, false, 156)]
    [InlineData(3, true, 16)]
    [InlineData(4, true, 218)]
    public void Orders_of_all_labelled_graphs_add_up(int n, bool isDirected, int classes)
    {
        BigInteger sum = BigInteger.Zero;
        foreach (ArcList graph in CompleteSets.AllGraphs(n, isDirected))
        {
            AutomorphismGroup group = AutomorphismGroup.Find(graph.Build());
            Assert.True(group.IsExact);
            sum += group.Order;
        }

        Assert.Equal(Enumerable.Range(1, n).Aggregate(BigInteger.One, (p, j) => p * j) * classes, sum);
    }

    /// <summary>Every relation on up to 3 elements and a sample of those on 4 to 7, loops included.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 16)]
    [InlineData(3, 512)]
    [InlineData(4, 2000)]
    [InlineData(5, 500)]
    [InlineData(6, 120)]
    [InlineData(7, 25)]
    public void Order_and_orbits_equal_brute_force(int n, int count)
    {
        int[][] permutations = [.. CompleteSets.Permutations(n)];
        Random random = new(n);
        for (int i = 0; i < count; i++)
        {
            // Few kinds of vertices and joins make symmetry likely.
            bool[,] r = new bool[n, n];
            int kinds = random.Next(1, n + 1);
            bool[,] pattern = new bool[kinds, kinds];
            double density = random.NextDouble();
            for (int k = 0; k < n * n; k++)
            {
                pattern[k / n % kinds, k % n % kinds] = random.NextDouble() < density;
            }

            int noise = random.Next(0, 4);
            for (int k = 0; k < n * n; k++)
            {
                r[k / n, k % n] = n <= 3 ? (i >> k & 1) != 0 : pattern[k / n % kinds, k % n % kinds];
            }

            for (int flip = 0; n > 3 && flip < noise; flip++)
            {
                r[random.Next(n), random.Next(n)] ^= true;
            }

            ArcList graph = new(n, [.. from u in Enumerable.Range(0, n) from v in Enumerable.Range(0, n) where r[u, v] select (u, v)]);
            int[][] automorphisms = [.. permutations.Where(p => Enumerable.Range(0, n * n).All(k => r[k / n, k % n] == r[p[k / n], p[k % n]]))];
            AutomorphismGroup group = AutomorphismGroup.Find(graph.Build());
            Assert.Equal(automorphisms.Length, group.Order);
            Assert.Equal(Enumerable.Range(0, n).Select(v => automorphisms.Min(p => p[v])), group.Orbits());
            GroupChecks.Check(graph, group);
        }
    }
}

/// <summary>All graphs and permutations of a size.</summary>
internal static class CompleteSets
{
    public static IEnumerable<ArcList> AllGraphs(int n, bool isDirected)
    {
        (int, int)[] pairs = [.. from u in Enumerable.Range(0, n) from v in Enumerable.Range(0, n) where isDirected ? u != v : u < v select (u, v)];
        for (long code = 0; code < 1L << pairs.Length; code++)
        {
            ArcList graph = new(n, [.. pairs.Where((_, k) => (code >> k & 1) != 0)]);
            yield return isDirected ? graph : graph.Undirected();
        }
    }

    public static IEnumerable<int[]> Permutations(int n) => n == 0
        ? [[]]
        : Permutations(n - 1).SelectMany(p => Enumerable.Range(0, n).Select(at => (int[])[.. p[..at], n - 1, .. p[at..]]));
}
