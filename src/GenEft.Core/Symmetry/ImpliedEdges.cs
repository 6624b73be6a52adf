namespace GenEft.Symmetry;

/// <summary>
/// R1 and R2 of about_GenEft_Symmetry 3: in an equitable partition single vertices say nothing that the cells do not, and between two cells
/// the commonest way of being joined can be left out, since absence then stands for it. Complete pairs of cells lose all their
/// edges, dense ones are complemented.
/// </summary>
internal sealed class ImpliedEdges : Reduction
{
    private readonly int _outer;

    private ImpliedEdges(SymmetryGraph graph, OrderedPartition partition, List<Join> background, SearchBudget budget)
    {
        int n = graph.Count;
        _outer = n;
        IntStack kept = new();
        int[] number = new int[n];
        for (int v = 0; v < n; v++)
        {
            budget.CheckEvery(v);
            number[v] = -1;
            if (partition.LengthOf(partition.CellOf(v)) > 1)
            {
                number[v] = kept.Count;
                kept.Push(v);
            }
        }

        int[] vertices = kept.AsSpan().ToArray();
        int[] colours = Colours(partition, vertices);
        SetInner(vertices, background.Count == 0
            ? Subgraph.Build(graph, vertices, number, colours, budget)
            : Complement(graph, vertices, partition, background, number, colours, budget));
    }

    /// <summary>Leaves out what is implied; null where nothing is. What remains is equitable, without single vertices, its
    /// colours the cells.</summary>
    public static ImpliedEdges? TryRemove(SymmetryGraph graph, OrderedPartition partition, SearchBudget budget)
    {
        List<Join> background = FindBackground(graph, partition, budget);
        bool hasSingle = false;
        for (int cell = 0; cell < graph.Count && !hasSingle; cell += partition.LengthOf(cell))
        {
            hasSingle = partition.LengthOf(cell) == 1;
        }

        return hasSingle || background.Count > 0 ? new ImpliedEdges(graph, partition, background, budget) : null;
    }

    /// <inheritdoc/>
    public override int[] LiftOrbits(int[] inner)
    {
        int[] orbits = new int[_outer];
        for (int v = 0; v < _outer; v++)
        {
            orbits[v] = v;
        }

        for (int i = 0; i < inner.Length; i++)
        {
            orbits[Kept[i]] = Kept[inner[i]];
        }

        return orbits;
    }

    private static int[] Colours(OrderedPartition partition, int[] kept)
    {
        int[] colourOfCell = new int[partition.Count];
        int count = 0;
        for (int cell = 0; cell < partition.Count; cell += partition.LengthOf(cell))
        {
            colourOfCell[cell] = partition.LengthOf(cell) > 1 ? count++ : -1;
        }

        return Array.ConvertAll(kept, v => colourOfCell[partition.CellOf(v)]);
    }

    // For pairs of cells, the lower first, the label from the lower that absence will stand for; pairs that stay are not listed.
    private static List<Join> FindBackground(SymmetryGraph graph, OrderedPartition partition, SearchBudget budget)
    {
        List<Join> background = [];
        int[] count = new int[graph.Count];
        List<(int Cell, int Label, int Count)> joins = [];
        for (int cell = 0; cell < graph.Count; cell += partition.LengthOf(cell))
        {
            int v = partition.VertexAt(cell);
            if (partition.LengthOf(cell) == 1)
            {
                continue;
            }

            budget.Work(graph.Degree(v));
            joins.Clear();
            for (int entry = graph.Start[v]; entry < graph.Start[v + 1];)
            {
                int label = graph.LabelAt(entry);
                int first = entry;
                for (; entry < graph.Start[v + 1] && graph.LabelAt(entry) == label; entry++)
                {
                    count[partition.CellOf(graph.Neighbours[entry])]++;
                }

                for (int i = first; i < entry; i++)
                {
                    int other = partition.CellOf(graph.Neighbours[i]);
                    if (count[other] > 0 && other >= cell && partition.LengthOf(other) > 1)
                    {
                        joins.Add((other, label, count[other]));
                    }

                    count[other] = 0;
                }
            }

            joins.Sort();
            for (int i = 0, end; i < joins.Count; i = end)
            {
                int other = joins[i].Cell;
                int absent = partition.LengthOf(other) - (other == cell ? 1 : 0);
                for (end = i; end < joins.Count && joins[end].Cell == other; end++)
                {
                    absent -= joins[end].Count;
                }

                // Inside a cell absence looks the same from both ends, so only such labels can take its place. One that is
                // hardly commoner than absence stays: nothing would be gained.
                (int commonest, int label) = (absent + (absent / 2), -1);
                for (int k = i; k < end; k++)
                {
                    if (joins[k].Count > commonest && (other != cell || graph.Reverse[joins[k].Label] == joins[k].Label))
                    {
                        (commonest, label) = (joins[k].Count, joins[k].Label);
                    }
                }

                if (label >= 0)
                {
                    background.Add(new Join(cell, other, label));
                }
            }
        }

        return background;
    }

    private static SymmetryGraph Complement(
        SymmetryGraph graph, int[] kept, OrderedPartition partition, List<Join> background, int[] number,
        int[] colours, SearchBudget budget)
    {
        // What was absent and now is listed has a label of its own.
        int absent = graph.Reverse.Length;
        int[] backgroundOf = new int[graph.Count];   // by other cell, for the cell at hand
        Array.Fill(backgroundOf, -1);
        List<Join>?[] byCell = new List<Join>?[graph.Count];
        for (int i = 0; i < background.Count; i++)
        {
            budget.CheckEvery(i);
            Join join = background[i];
            (byCell[join.Cell] ??= []).Add(join);
            if (join.Other != join.Cell)
            {
                (byCell[join.Other] ??= []).Add(new Join(join.Other, join.Cell, graph.Reverse[join.Label]));
            }
        }

        bool[] isNeighbour = new bool[graph.Count];
        int[] start = new int[kept.Length + 1];
        IntStack neighbours = new(graph.Neighbours.Length);   // as a rule there are fewer
        IntStack labels = new(graph.Neighbours.Length);
        for (int i = 0; i < kept.Length; i++)
        {
            int v = kept[i];
            budget.Work(graph.Degree(v));
            List<Join> joins = byCell[partition.CellOf(v)] ?? [];
            foreach (Join join in joins)
            {
                backgroundOf[join.Other] = join.Label;
            }

            for (int entry = graph.Start[v]; entry < graph.Start[v + 1]; entry++)
            {
                int w = graph.Neighbours[entry];
                isNeighbour[w] = true;
                if (number[w] >= 0 && backgroundOf[partition.CellOf(w)] != graph.LabelAt(entry))
                {
                    neighbours.Push(number[w]);
                    labels.Push(graph.LabelAt(entry));
                }
            }

            int firstAbsent = neighbours.Count;
            foreach (Join join in joins)
            {
                foreach (int w in partition.Members(join.Other))
                {
                    if (!isNeighbour[w] && w != v)
                    {
                        neighbours.Push(number[w]);
                        labels.Push(absent);
                    }
                }

                backgroundOf[join.Other] = -1;
            }

            neighbours.AsSpan()[firstAbsent..].Sort();
            start[i + 1] = neighbours.Count;
            foreach (int w in graph.NeighboursOf(v))
            {
                isNeighbour[w] = false;
            }
        }

        return new SymmetryGraph(
            start, neighbours.TakeArray(), labels.TakeArray(), [.. graph.Reverse, absent], colours);
    }

    /// <summary>How most vertices of one cell are joined to those of another.</summary>
    private readonly record struct Join(int Cell, int Other, int Label);
}
