using GenEft.Numerics;
using System.Runtime.CompilerServices;

namespace GenEft.Symmetry;

/// <summary>
/// An ordered partition of a graph's vertices with colour refinement (1-dimensional Weisfeiler-Leman, in the other parts of this
/// class). A cell is named by the place where it starts.
/// </summary>
/// <remarks>
/// Splits are logged and can be undone; a cell's members are then back together, in some order. What belongs to one vertex, or
/// to one cell, lies together: on large graphs the time goes into fetching it.
/// </remarks>
internal sealed partial class OrderedPartition
{
    private SymmetryGraph _graph;
    private readonly SearchBudget _budget;
    private readonly int[] _vertices;        // [n] vertices, cell after cell
    private readonly VertexState[] _state;   // [n] by vertex
    private readonly CellState[] _cells;     // [n] by cell
    private readonly bool[] _isQueued;       // [n] by cell
    private readonly IntStack _log = new();  // pairs (cell, new cell split off it)
    private bool _isLogged;

    /// <summary>A partition into the graph's colours, not refined.</summary>
    public OrderedPartition(SymmetryGraph graph, SearchBudget budget)
    {
        _graph = graph;
        _budget = budget;
        int n = graph.Count;
        _vertices = budget.New<int>(n);
        _state = budget.New<VertexState>(n);
        _cells = budget.New<CellState>(n);
        _isQueued = budget.New<bool>(n);
        SortByColour();
    }

    /// <summary>A copy, with its log.</summary>
    public OrderedPartition(OrderedPartition other)
    {
        _graph = other._graph;
        _budget = other._budget;
        _vertices = _budget.Copy<int>(other._vertices);
        _state = _budget.Copy<VertexState>(other._state);
        _cells = _budget.Copy<CellState>(other._cells);
        _isQueued = _budget.New<bool>(_vertices.Length);
        _log.Push(other._log.AsSpan());
        _isLogged = other._isLogged;
        CellCount = other.CellCount;
    }

    /// <summary>Starts anew with another graph of as many vertices; splits are logged as before.</summary>
    public void Restart(SymmetryGraph graph)
    {
        _graph = graph;
        _log.Clear();
        CellCount = 0;
        SortByColour();
    }

    /// <summary>The number of cells.</summary>
    public int CellCount { get; private set; }

    /// <summary>The number of vertices.</summary>
    public int Count => _vertices.Length;

    /// <summary>Whether every cell is a single vertex.</summary>
    public bool IsDiscrete => CellCount == _vertices.Length;

    /// <summary>A place in the log of splits, to undo to.</summary>
    public int Mark => _log.Count;

    /// <summary>The cell of a vertex.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CellOf(int vertex)
    {
        int cell = _state[vertex].Cell;
        return cell < 0 ? ~cell : cell;
    }

    /// <summary>Whether a vertex is alone in its cell.</summary>
    public bool IsSingle(int vertex) => _state[vertex].Cell < 0;

    /// <summary>The number of vertices of a cell.</summary>
    public int LengthOf(int cell) => _cells[cell].Length;

    /// <summary>The vertices of a cell; valid until the next split or undo.</summary>
    public ReadOnlySpan<int> Members(int cell) => _vertices.AsSpan(cell, _cells[cell].Length);

    /// <summary>The vertex at a place: of a single-vertex cell, its vertex.</summary>
    public int VertexAt(int place) => _vertices[place];

    /// <summary>The cell made by the log's entry at a mark.</summary>
    public int CellMadeAt(int mark) => _log[mark + 1];

    /// <summary>Starts the log; splits from here on can be undone.</summary>
    public void BeginLog() => _isLogged = true;

    /// <summary>Splits a vertex off its cell, which becomes the first splitter of the next refinement.</summary>
    public void Individualize(int vertex)
    {
        int cell = CellOf(vertex);
        if (_cells[cell].Length == 1)
        {
            Enqueue(cell);
            return;
        }

        int last = cell + _cells[cell].Length - 1;
        Swap(vertex, last);
        CutTail(cell, last);
        Enqueue(last);
    }

    /// <summary>Undoes splits back to a mark.</summary>
    public void UndoTo(int mark)
    {
        while (_log.Count > mark)
        {
            int made = _log.Pop();
            int cell = _log.Pop();
            int length = _cells[made].Length;
            if (_cells[cell].Length == 1)
            {
                _state[_vertices[cell]].Cell = cell;
            }

            SetCell(made, made + length, cell);
            _budget.Work(length);
            _cells[cell].Length += length;
            CellCount--;
        }
    }

    /// <summary>What can be done again: the splits so far and the order of the vertices after them.</summary>
    public SplitRecord Record() => new(_budget.Copy<int>(_log.AsSpan()), _budget.Copy<int>(_vertices));

    /// <summary>Does recorded splits again without looking at edges. The partition must be what it was when the record stood
    /// at <paramref name="from"/>; only the order within cells may have changed.</summary>
    public void Redo(SplitRecord record, int from, int to)
    {
        // Every cell that is cut takes the order it had in the end, once: then its cuts fall where they fell.
        for (int mark = from; mark < to; mark += 2)
        {
            int cell = record.Log[mark];
            int made = record.Log[mark + 1];
            if (!_isQueued[cell])
            {
                int end = cell + _cells[cell].Length;
                for (int place = cell; place < end; place++)
                {
                    int v = record.Vertices[place];
                    _vertices[place] = v;
                    _state[v].Place = place;
                }

                _budget.Work(end - cell);
                _isQueued[cell] = true;
            }

            CutTail(cell, made);
            _isQueued[made] = true;
        }

        for (int mark = from; mark < to; mark += 2)
        {
            _isQueued[record.Log[mark]] = false;
            _isQueued[record.Log[mark + 1]] = false;
        }
    }

    private void SortByColour()
    {
        int n = Count;
        ReadOnlySpan<int> colours = _graph.Colours;
        CellState[] next = _cells;   // Touched is borrowed, and cleared below
        for (int v = 0; v < n; v++)
        {
            _budget.CheckEvery(v);
            next[colours[v]].Touched++;
        }

        int sum = 0;
        for (int c = 0; c < n && sum < n; c++)
        {
            _budget.CheckEvery(c);
            int size = next[c].Touched;
            next[c].Touched = sum;
            next[sum].Length = size > 0 ? size : next[sum].Length;
            CellCount += size > 0 ? 1 : 0;
            sum += size;
        }

        for (int v = 0; v < n; v++)
        {
            _budget.CheckEvery(v);
            int place = next[colours[v]].Touched++;
            _vertices[place] = v;
            _state[v] = new VertexState { Place = place };
        }

        for (int cell = 0; cell < n; cell += _cells[cell].Length)
        {
            SetCell(cell, cell + _cells[cell].Length, _cells[cell].Length == 1 ? ~cell : cell);
        }

        for (int c = 0; c < n; c++)
        {
            next[c].Touched = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Swap(int vertex, int place)
    {
        ref int from = ref _state[vertex].Place;
        ref int there = ref _vertices[place];
        int other = there;
        _vertices[from] = other;
        _state[other].Place = from;
        there = vertex;
        from = place;
    }

    // What follows the cut, up to the end of the cell as it now is, becomes a cell of its own.
    private void CutTail(int cell, int made)
    {
        int rest = made - cell;
        int length = _cells[cell].Length - rest;
        _cells[cell].Length = rest;
        _cells[made].Length = length;
        SetCell(made, made + length, length == 1 ? ~made : made);
        if (rest == 1)
        {
            _state[_vertices[cell]].Cell = ~cell;
        }

        CellCount++;
        if (_isLogged)
        {
            _log.Push(cell);
            _log.Push(made);
        }
    }

    private void SetCell(int from, int to, int cell)
    {
        const int Ahead = 12;
        const int CheckMask = 0x3FFF;
        int[] vertices = _vertices;
        VertexState[] state = _state;
        for (int i = from; i < to; i++)
        {
            if (i + Ahead < to)
            {
                Prefetch.Read(ref state[vertices[i + Ahead]]);
            }

            state[vertices[i]].Cell = cell;
            if (((i - from) & CheckMask) == CheckMask)
            {
                _budget.Check();
            }
        }
    }

    /// <summary>What belongs to a vertex: its cell, as ~cell while it is alone there; where it stands; its neighbours in the
    /// splitter at hand, 0 between splitters.</summary>
    private struct VertexState
    {
        public int Cell;
        public int Place;
        public int Hits;
    }

    /// <summary>What belongs to a cell: its number of vertices, and those the splitter at hand has hit, 0 between
    /// splitters.</summary>
    private struct CellState
    {
        public int Length;
        public int Touched;
    }

    /// <summary>Splits, as pairs (cell, new cell), and the vertices by place after all of them.</summary>
    internal sealed record SplitRecord(int[] Log, int[] Vertices);
}
