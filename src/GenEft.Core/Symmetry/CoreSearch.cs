namespace GenEft.Symmetry;

/// <summary>
/// The automorphisms of a connected graph that no reduction makes smaller, by individualization and refinement: a base of
/// vertices b1..bk whose stabilizer is trivial or is solved as a smaller graph, then from the last level up the orbit of each
/// base vertex under the automorphisms that fix those before it. |Aut| is the product of the orbits' sizes.
/// </summary>
/// <remarks>
/// An automorphism b -> v is sought by refining two partitions side by side, one after b, one after v, and individualizing on
/// both sides in cells that differ as sets; where all larger cells agree it is completed by the identity. So generators are
/// sparse and cost what they move. Where the next base vertex lies in such a cell it is the one taken, since what refinement
/// does after it is known. A candidate whose refinement leaves b's trace is refuted with its whole orbit.
/// </remarks>
internal sealed partial class CoreSearch
{
    private readonly SymmetryGraph _graph;
    private readonly SearchBudget _budget;
    private readonly OrderedPartition _left;
    private readonly TargetCell _target;
    private readonly List<Level> _levels = [];
    private readonly List<SparsePermutation> _generators = [];
    private readonly int[] _parent;          // [n] union-find: orbits of what is found so far
    private readonly bool[] _isRefuted;      // [n] by root, at the level at hand
    private readonly IntStack _moved = new();   // vertices whose cells differ between left and right
    private readonly bool[] _isMoved;
    private readonly IntStack _ordered = new();   // the moved ones by number
    private readonly int[] _image;           // [n] identity but while a candidate is checked
    private readonly EdgeComparison _edges;
    private readonly Stack<Frame> _frames = new();
    private OrderedPartition? _right;                       // made once there is something to compare
    private OrderedPartition.SplitRecord? _basePath;        // what refinement did on the way down the base
    private Block? _stabilizer;

    /// <param name="graph">The graph, its colours equitable.</param>
    /// <param name="cells">Those colours as a partition, which the search takes over.</param>
    /// <param name="budget">The budget.</param>
    public CoreSearch(SymmetryGraph graph, OrderedPartition cells, SearchBudget budget)
    {
        _graph = graph;
        _budget = budget;
        _left = cells;
        _left.BeginLog();
        _target = new TargetCell(graph, budget);
        _isRefuted = new bool[graph.Count];
        _isMoved = new bool[graph.Count];
        _edges = new EdgeComparison(graph.Count);
        _parent = [.. Enumerable.Range(0, graph.Count)];
        _image = [.. Enumerable.Range(0, graph.Count)];
    }

    /// <summary>Bounds of the order; the same where the search was finished.</summary>
    public GroupOrder Lower { get; } = new();

    /// <inheritdoc cref="Lower"/>
    public GroupOrder Upper { get; } = new();

    /// <summary>Whether the search was finished.</summary>
    public bool IsExact { get; private set; }

    /// <summary>The number of generators.</summary>
    public long GeneratorCount => _generators.Count + (_stabilizer?.GeneratorCount ?? 0);

    /// <summary>Searches, until done or the budget is spent.</summary>
    public void Run()
    {
        try
        {
            FindBase();
        }
        catch (BudgetSpentException)
        {
            Block.MultiplyColourFactorials(_graph, Upper);
            return;
        }

        IsExact = _stabilizer?.IsExact ?? true;
        if (_stabilizer is not null)
        {
            Lower.Multiply(_stabilizer.Lower);
            Upper.Multiply(_stabilizer.Upper);
            int[] orbits = _stabilizer.Orbits();
            for (int v = 0; v < orbits.Length; v++)
            {
                Join(v, orbits[v]);
            }
        }

        bool isCut = false;
        for (int i = _levels.Count - 1; i >= 0; i--)
        {
            Level level = _levels[i];
            foreach (int v in level.Members)
            {
                _isRefuted[v] = false;
            }

            try
            {
                // What was cut off is left in mid-air: the levels above it are not searched.
                if (!isCut)
                {
                    _right ??= CopyLeft();
                    FindOrbit(i);
                }
            }
            catch (BudgetSpentException)
            {
                isCut = true;
                IsExact = false;
            }

            int root = Find(level.Base);
            Lower.Multiply(level.Members.Count(v => Find(v) == root));
            Upper.Multiply(level.Members.Count(v => !_isRefuted[Find(v)]));
        }
    }

    /// <summary>The orbits, each by its first vertex.</summary>
    public int[] Orbits() => OrbitNames.AfterFirst([.. Enumerable.Range(0, _graph.Count).Select(Find)]);

    /// <summary>The generators.</summary>
    public IEnumerable<SparsePermutation> Generators() => (_stabilizer?.Generators() ?? []).Concat(_generators);

    // At the end of the base both sides stand the same.
    private OrderedPartition CopyLeft()
    {
        _basePath = _left.Record();
        return new OrderedPartition(_left);
    }

    private void FindOrbit(int depth)
    {
        Level level = _levels[depth];
        _right!.UndoTo(level.Mark);
        foreach (int v in level.Members)
        {
            int root = Find(v);
            if (root == Find(level.Base) || _isRefuted[root])
            {
                continue;
            }

            if (!TryMap(depth, v))
            {
                _isRefuted[Find(v)] = true;
            }
        }

        _left.UndoTo(level.Mark);
    }

    // Left stands after the base vertex, right before it; both are as before afterwards.
    private bool TryMap(int depth, int v)
    {
        Level level = _levels[depth];
        int leftMark = _left.Mark;
        bool isFound = false;
        if (FollowRight(v, level.Trace))
        {
            AddMoved(level.Mark, level.Mark);
            isFound = Descend(depth + 1);
        }

        _left.UndoTo(leftMark);
        _right!.UndoTo(level.Mark);
        _frames.Clear();
        CutMoved(0);
        return isFound;
    }

    // The base's next level can be followed as long as nothing else was taken on the left since.
    private bool Descend(int nextLevel)
    {
        int scan = 0;
        while (true)
        {
            // The next vertex that is not where it was and shares its cell with others.
            while (scan < _moved.Count && _left.IsSingle(_moved[scan]))
            {
                _budget.CheckEvery(scan);
                scan++;
            }

            if (scan < _moved.Count)
            {
                if (nextLevel < _levels.Count && IsMovedCell(_levels[nextLevel].Cell))
                {
                    PushLevel(nextLevel, scan);
                }
                else
                {
                    Push(_left.VertexAt(_target.Choose(_left, _moved.AsSpan()[scan..])), scan);
                }
            }
            else if (TryAccept())
            {
                return true;
            }
            else if (!_left.IsDiscrete)
            {
                Push(_left.VertexAt(_target.Choose(_left)), scan);
            }

            if (!Advance(out scan, out nextLevel))
            {
                return false;
            }
        }
    }

    private bool IsMovedCell(int cell)
    {
        const int Enough = 64;
        ReadOnlySpan<int> members = _left.Members(cell);
        foreach (int v in members[..Math.Min(Enough, members.Length)])
        {
            if (_isMoved[v])
            {
                return true;
            }
        }

        return false;
    }

    // A vertex that is not the base's: the levels after are of no use then.
    private void Push(int x, int scan)
    {
        int cell = _left.CellOf(x);
        Frame frame = new(_left.Mark, _right!.Mark, _moved.Count, scan, int.MaxValue, cell, FindLikely(x, cell), new Trace());
        _left.Individualize(x);
        _left.Refine(frame.Trace);
        _frames.Push(frame);
    }

    private void PushLevel(int depth, int scan)
    {
        Level level = _levels[depth];
        int end = depth + 1 < _levels.Count ? _levels[depth + 1].Mark : _basePath!.Log.Length;
        _frames.Push(new Frame(
            _left.Mark, _right!.Mark, _moved.Count, scan, depth + 1, level.Cell, FindLikely(level.Base, level.Cell), level.Trace));
        _left.Redo(_basePath!, level.Mark, end);
    }

    // x itself where it can stay; else an exchange is the likeliest: a vertex that is in x's place on the left.
    private int FindLikely(int x, int cell)
    {
        const int Enough = 64;
        if (_right!.CellOf(x) == cell)
        {
            return x;
        }

        ReadOnlySpan<int> there = _left.Members(_right.CellOf(x));
        foreach (int y in there[..Math.Min(Enough, there.Length)])
        {
            if (_right.CellOf(y) == cell)
            {
                return y;
            }
        }

        return _right.VertexAt(cell);
    }

    // The next candidate that follows, at the deepest frame that has one.
    private bool Advance(out int scan, out int nextLevel)
    {
        while (_frames.TryPeek(out Frame? frame))
        {
            _right!.UndoTo(frame.RightMark);
            CutMoved(frame.MovedCount);
            if (!frame.TryNext(_right, out int y))
            {
                _left.UndoTo(frame.LeftMark);
                _frames.Pop();
            }
            else if (FollowRight(y, frame.Trace))
            {
                AddMoved(frame.LeftMark, frame.RightMark);
                (scan, nextLevel) = (frame.Scan, frame.NextLevel);
                return true;
            }
        }

        (scan, nextLevel) = (0, 0);
        return false;
    }

    private bool FollowRight(int y, Trace trace)
    {
        _budget.CountNode();
        trace.Follow();
        _right!.Individualize(y);
        return _right.Refine(trace);
    }

    // Only vertices that a split has moved on either side can now differ.
    private void AddMoved(int leftMark, int rightMark)
    {
        AddMoved(_left, leftMark);
        AddMoved(_right!, rightMark);
    }

    private void AddMoved(OrderedPartition partition, int since)
    {
        for (int mark = since; mark < partition.Mark; mark += 2)
        {
            _budget.CheckEvery(mark);
            ReadOnlySpan<int> members = partition.Members(partition.CellMadeAt(mark));
            for (int i = 0; i < members.Length; i++)
            {
                _budget.CheckEvery(i + 1);
                int v = members[i];
                if (!_isMoved[v] && _left.CellOf(v) != _right!.CellOf(v))
                {
                    _isMoved[v] = true;
                    _moved.Push(v);
                }
            }
        }
    }

    private void CutMoved(int count)
    {
        while (_moved.Count > count)
        {
            _isMoved[_moved.Pop()] = false;
        }
    }

    // All that moved is single on both sides: what stands at the same place corresponds.
    private bool TryAccept()
    {
        ReadOnlySpan<int> moved = MovedInOrder();
        for (int i = 0; i < moved.Length; i++)
        {
            _budget.CheckEvery(i);
            _image[moved[i]] = _right!.VertexAt(_left.CellOf(moved[i]));
        }

        bool isAutomorphism = true;
        for (int i = 0; isAutomorphism && i < moved.Length; i++)
        {
            _budget.Work(_graph.Degree(moved[i]));
            isAutomorphism = _edges.HasSameEdges(_graph, moved[i], _graph, _image);
        }

        if (isAutomorphism)
        {
            int[] images = new int[moved.Length];
            for (int i = 0; i < images.Length; i++)
            {
                _budget.CheckEvery(i);
                images[i] = _image[moved[i]];
                Join(moved[i], images[i]);
            }

            _generators.Add(new SparsePermutation(_budget.Copy(moved), images));
        }

        foreach (int v in moved)
        {
            _image[v] = v;
        }

        return isAutomorphism;
    }

    // Many are taken by number: what lies side by side is then read side by side.
    private ReadOnlySpan<int> MovedInOrder()
    {
        const int FewOf = 8;
        if (_moved.Count < _isMoved.Length / FewOf)
        {
            return _moved.AsSpan();
        }

        _ordered.Clear();
        for (int v = 0; v < _isMoved.Length; v++)
        {
            _budget.CheckEvery(v);
            if (_isMoved[v])
            {
                _ordered.Push(v);
            }
        }

        return _ordered.AsSpan();
    }

    private int Find(int v)
    {
        while (_parent[v] != v)
        {
            _parent[v] = _parent[_parent[v]];
            v = _parent[v];
        }

        return v;
    }

    // An automorphism takes what is refuted to what is refuted.
    private void Join(int v, int w)
    {
        int root = Find(v);
        int other = Find(w);
        if (root != other)
        {
            _parent[other] = root;
            _isRefuted[root] |= _isRefuted[other];
        }
    }

    private sealed record Level(int Base, int Cell, int[] Members, int Mark, Trace Trace);

    private sealed record Frame(
        int LeftMark, int RightMark, int MovedCount, int Scan, int NextLevel, int Cell, int Likely, Trace Trace)
    {
        private int[]? _others;   // the cell, copied only once the likely vertex has failed
        private int _next = -1;

        public bool TryNext(OrderedPartition right, out int y)
        {
            if (_next < 0)
            {
                _next = 0;
                y = Likely;
                return true;
            }

            _others ??= right.Members(Cell).ToArray();
            _next += _next < _others.Length && _others[_next] == Likely ? 1 : 0;
            y = _next < _others.Length ? _others[_next] : -1;
            return _next++ < _others.Length;
        }
    }
}
