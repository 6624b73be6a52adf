using GenEft.Symmetry;

namespace GenEft.Tests.Symmetry;

/// <summary>What must hold of every answer.</summary>
internal static class GroupChecks
{
    /// <summary>Every generator is an automorphism other than the identity, there are as many as said, and the orbits are
    /// exactly what they join.</summary>
    public static void Check(ArcList graph, AutomorphismGroup group)
    {
        HashSet<(int, int)> arcs = [.. graph.Arcs];
        int[] parent = [.. Enumerable.Range(0, graph.Count)];
        long count = 0;
        foreach (SparsePermutation generator in group.Generators())
        {
            count++;
            int[] image = [.. Enumerable.Range(0, graph.Count)];
            Assert.NotEmpty(generator.From);
            for (int i = 0; i < generator.From.Count; i++)
            {
                Assert.NotEqual(generator.From[i], generator.To[i]);
                image[generator.From[i]] = generator.To[i];
                parent[Find(generator.From[i])] = Find(generator.To[i]);
            }

            Assert.Equal(generator.From.Order(), generator.To.Order());
            Assert.All(arcs, arc => Assert.Contains((image[arc.Item1], image[arc.Item2]), arcs));
        }

        Assert.Equal(group.GeneratorCount, count);
        int[] orbits = group.Orbits();
        int[] expected = [.. Enumerable.Range(0, graph.Count)
            .Select(v => Enumerable.Range(0, graph.Count).First(w => Find(w) == Find(v)))];
        Assert.Equal(expected, orbits);

        int Find(int v) => parent[v] == v ? v : Find(parent[v]);
    }
}
