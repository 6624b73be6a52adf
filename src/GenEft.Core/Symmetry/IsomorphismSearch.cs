namespace GenEft.Symmetry;

/// <summary>
/// Seeks isomorphisms from one coloured graph to others: its refinement to single vertices is recorded once, the others follow
/// the record and go back where they leave it. A mapping is returned only after its edges were compared.
/// </summary>
internal sealed class IsomorphismSearch
{
    private readonly SymmetryGraph _graph;
    private readonly SearchBudget _budget;
    private readonly OrderedPartition _other;   // of the graph at hand, kept for the next
    private readonly List<(int Cell, Trace Trace)> _path = [];
    private readonly int[] _leaf;   // [n] the vertex at each place
    private readonly int[] _image;
    private readonly EdgeComparison _edges;

    /// <summary>Records the refinement.</summary>
    /// <param name="graph">A graph whose colours are equitable.</param>
    /// <param name="budget">The budget.</param>
    public IsomorphismSearch(SymmetryGraph graph, SearchBudget budget)
    {
        _graph = graph;
        _budget = budget;
        OrderedPartition partition = new(graph, budget);
        TargetCell target = new(graph, budget);
        while (!partition.IsDiscrete)
        {
            int cell = target.Choose(partition);
            Trace trace = new();
            partition.Individualize(partition.VertexAt(cell));
            partition.Refine(trace);
            _path.Add((cell, trace));
        }

        _leaf = new int[graph.Count];
        for (int place = 0; place < _leaf.Length; place++)
        {
            budget.CheckEvery(place);
            _leaf[place] = partition.VertexAt(place);
        }

        _other = new OrderedPartition(graph, budget);
        _other.BeginLog();
        _image = new int[graph.Count];
        _edges = new EdgeComparison(graph.Count);
    }

    /// <summary>How many nodes find an isomorphism where no choice is wrong, with some to spare.</summary>
    public long EasyNodeCount => 64 + (4L * _path.Count);

    /// <summary>From here on a search may be lost in trying like parts in every order.</summary>
    public long LongNodeCount => 64 * EasyNodeCount;

    /// <summary>The image of each vertex under an isomorphism to another graph with the same number of vertices of each
    /// colour.</summary>
    /// <param name="other">The other graph.</param>
    /// <param name="image">The images; null where there is no isomorphism, or none was found.</param>
    /// <param name="nodeLimit">The most nodes to visit.</param>
    /// <returns>Whether the question was settled before the nodes were spent.</returns>
    public bool TryFind(SymmetryGraph other, out int[]? image, long nodeLimit = long.MaxValue)
    {
        long nodes = 0;
        image = null;
        OrderedPartition partition = _other;
        partition.Restart(other);

        // The first candidate is taken as it stands; the cell is copied only when a second is needed.
        Stack<(int Mark, int[]? Candidates, int Next)> stack = new();
        while (true)
        {
            int level = stack.Count;
            if (level == _path.Count)
            {
                if (IsIsomorphism(other, partition))
                {
                    image = [.. _image];
                    return true;
                }
            }
            else
            {
                stack.Push((partition.Mark, null, 0));
            }

            // The next candidate that follows the record, at the deepest level that has one.
            bool isFollowed = false;
            while (!isFollowed && stack.TryPop(out (int Mark, int[]? Candidates, int Next) frame))
            {
                (int cell, Trace trace) = _path[stack.Count];
                partition.UndoTo(frame.Mark);
                if (frame.Next > partition.LengthOf(cell))
                {
                    continue;
                }

                if (nodes++ == nodeLimit)
                {
                    return false;
                }

                // What was tried first may stand elsewhere after the undoing; tried again, it fails again.
                int[]? candidates = frame.Next == 0 ? null : frame.Candidates ?? partition.Members(cell).ToArray();
                int candidate = candidates is null ? partition.VertexAt(cell) : candidates[frame.Next - 1];
                stack.Push((frame.Mark, candidates, frame.Next + 1));
                _budget.CountNode();
                trace.Follow();
                partition.Individualize(candidate);
                isFollowed = partition.Refine(trace);
            }

            if (!isFollowed)
            {
                return true;
            }
        }
    }

    private bool IsIsomorphism(SymmetryGraph other, OrderedPartition partition)
    {
        for (int place = 0; place < _leaf.Length; place++)
        {
            _budget.CheckEvery(place);
            _image[_leaf[place]] = partition.VertexAt(place);
        }

        for (int v = 0; v < _leaf.Length; v++)
        {
            _budget.Work(_graph.Degree(v));
            if (!_edges.HasSameEdges(_graph, v, other, _image))
            {
                return false;
            }
        }

        return true;
    }
}
