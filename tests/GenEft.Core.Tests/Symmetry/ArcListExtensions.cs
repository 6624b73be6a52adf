using GenEft.Symmetry;

namespace GenEft.Tests.Symmetry;

internal static class ArcListExtensions
{
    /// <summary>The graph as the engine takes it, arc by arc.</summary>
    public static SymmetryGraph Build(this ArcList graph)
    {
        SymmetryGraphBuilder builder = new(graph.Count);
        foreach ((int u, int v) in graph.Arcs)
        {
            builder.AddArc(u, v);
        }

        return builder.Build();
    }
}
