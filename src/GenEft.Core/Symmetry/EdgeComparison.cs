namespace GenEft.Symmetry;

/// <summary>Compares the edges of a vertex with those of its image.</summary>
internal static class EdgeComparison
{
    /// <summary>Whether a mapping takes the edges at a vertex, with their labels, to exactly those at its image.</summary>
    /// <param name="graph">The graph mapped from.</param>
    /// <param name="v">The vertex.</param>
    /// <param name="other">The graph mapped to.</param>
    /// <param name="image">[graph] images, distinct.</param>
    /// <param name="labelPlusOne">[other] zeros, and zeros again afterwards.</param>
    public static bool HasSameEdges(SymmetryGraph graph, int v, SymmetryGraph other, int[] image, int[] labelPlusOne)
    {
        int to = image[v];
        if (graph.Degree(v) != other.Degree(to))
        {
            return false;
        }

        for (int entry = other.Start[to]; entry < other.Start[to + 1]; entry++)
        {
            labelPlusOne[other.Neighbours[entry]] = 1 + other.LabelAt(entry);
        }

        bool isSame = true;
        for (int entry = graph.Start[v]; isSame && entry < graph.Start[v + 1]; entry++)
        {
            isSame = labelPlusOne[image[graph.Neighbours[entry]]] == 1 + graph.LabelAt(entry);
        }

        foreach (int w in other.NeighboursOf(to))
        {
            labelPlusOne[w] = 0;
        }

        return isSame;
    }
}
