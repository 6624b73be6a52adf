namespace GenEft.Symmetry;

/// <summary>Parts of a graph as graphs of their own.</summary>
internal static class Subgraph
{
    /// <summary>The graph between some vertices.</summary>
    /// <param name="graph">The whole.</param>
    /// <param name="kept">The vertices, ascending.</param>
    /// <param name="number">[graph.Count] each one's place in <paramref name="kept"/>, or -1. Of a vertex whose neighbours
    /// are all kept only theirs are asked.</param>
    /// <param name="colours">[kept] the new colours.</param>
    /// <param name="budget">Asked now and then.</param>
    public static SymmetryGraph Build(
        SymmetryGraph graph, ReadOnlySpan<int> kept, int[] number, int[] colours, SearchBudget budget)
    {
        int[] start = new int[kept.Length + 1];
        int at = 0;
        for (int i = 0; i < kept.Length; i++)
        {
            budget.Work(graph.Degree(kept[i]));
            foreach (int w in graph.NeighboursOf(kept[i]))
            {
                at += number[w] >= 0 ? 1 : 0;
            }

            start[i + 1] = at;
        }

        int[] neighbours = new int[at];
        int[]? labels = graph.Labels is null ? null : new int[at];
        at = 0;
        for (int i = 0; i < kept.Length; i++)
        {
            budget.Work(graph.Degree(kept[i]));
            int v = kept[i];
            for (int entry = graph.Start[v]; entry < graph.Start[v + 1]; entry++)
            {
                int w = number[graph.Neighbours[entry]];
                if (w >= 0)
                {
                    neighbours[at] = w;
                    if (labels is not null)
                    {
                        labels[at] = graph.Labels![entry];
                    }

                    at++;
                }
            }
        }

        return new SymmetryGraph(start, neighbours, labels, graph.Reverse, colours);
    }
}
