namespace GenEft.Symmetry;

/// <summary>Which cell to individualize in: the one joined to the most other cells neither completely nor not at all; among
/// equals the smallest, or the largest, then the first. Decided by structure alone.</summary>
internal sealed class TargetCell(SymmetryGraph graph, SearchBudget budget)
{
    private readonly int[] _count = new int[graph.Count];

    /// <summary>The cell; the partition must not be discrete.</summary>
    public int Choose(OrderedPartition partition, bool prefersLarge = false)
    {
        int best = -1;
        int bestJoins = -1;
        int step = 0;
        for (int cell = 0; cell < graph.Count; cell += partition.LengthOf(cell))
        {
            budget.CheckEvery(step++);
            if (partition.LengthOf(cell) > 1)
            {
                TakeBetter(partition, cell, prefersLarge, ref best, ref bestJoins);
            }
        }

        return best;
    }

    /// <summary>The same among some cells: those of the given vertices that are larger than one vertex, of which there must be
    /// one. Only the first few different ones are looked at, so that a long list costs no more.</summary>
    public int Choose(OrderedPartition partition, ReadOnlySpan<int> vertices)
    {
        const int EnoughCells = 32;
        int best = -1;
        int bestJoins = -1;
        int last = -1;
        int seen = 0;
        foreach (int v in vertices)
        {
            int cell = partition.CellOf(v);
            if (cell != last && partition.LengthOf(cell) > 1)
            {
                last = cell;
                TakeBetter(partition, cell, false, ref best, ref bestJoins);
                if (++seen == EnoughCells)
                {
                    break;
                }
            }
        }

        return best;
    }

    private void TakeBetter(OrderedPartition partition, int cell, bool prefersLarge, ref int best, ref int bestJoins)
    {
        int joins = CountJoins(partition, partition.VertexAt(cell));
        int growth = best < 0 ? 0 : partition.LengthOf(cell) - partition.LengthOf(best);
        if (joins > bestJoins || (joins == bestJoins && (prefersLarge ? growth > 0 : growth < 0)))
        {
            (best, bestJoins) = (cell, joins);
        }
    }

    // Cells that a vertex is joined to by some label, but not wholly by it.
    private int CountJoins(OrderedPartition partition, int v)
    {
        int joins = 0;
        for (int entry = graph.Start[v]; entry < graph.Start[v + 1];)
        {
            int label = graph.LabelAt(entry);
            int first = entry;
            for (; entry < graph.Start[v + 1] && graph.LabelAt(entry) == label; entry++)
            {
                _count[partition.CellOf(graph.Neighbours[entry])]++;
            }

            for (int i = first; i < entry; i++)
            {
                int other = partition.CellOf(graph.Neighbours[i]);
                joins += _count[other] > 0 && _count[other] < partition.LengthOf(other) ? 1 : 0;
                _count[other] = 0;
            }
        }

        return joins;
    }
}
