namespace GenEft.Symmetry;

/// <summary>
/// An ordered partition of a graph's vertices with colour refinement (1-dimensional Weisfeiler-Leman): cells are split until
/// each vertex of a cell has the same number of neighbours by each label in every cell. Where each split falls and in which
/// order depends on the structure alone, never on vertex numbers, so two refinements can be compared step by step.
/// </summary>
/// <remarks>
/// A cell is named by the place where it starts. Splits are logged and can be undone; a cell's members are then back together,
/// in some order. Worklist after Hopcroft: of a cell's fragments all but the largest wait as splitters, single vertices first.
/// </remarks>
internal sealed class OrderedPartition
{
    private const int CheckEvery = 4096;

    private SymmetryGraph _graph;
    private readonly SearchBudget _budget;
    private readonly int[] _vertices;   // [n] vertices, cell after cell
    private readonly int[] _place;      // [n] where a vertex stands in _vertices
    private readonly int[] _cell;       // [n] the cell of a vertex
    private readonly int[] _length;     // [n] by cell, its number of vertices
    private readonly int[] _hits;       // [n] by vertex, neighbours in the splitter; all 0 between splitters
    private readonly int[] _touched;    // [n] by cell, vertices that were hit; all 0 between splitters
    private readonly bool[] _isQueued;  // [n] by cell
    private readonly IntStack _singles = new();
    private readonly IntStack _larger = new();
    private readonly IntStack _touchedCells = new();
    private readonly IntStack _log = new();        // pairs (cell, new cell split off it)
    private readonly IntStack _cuts = new();       // cells just split off, not yet queued
    private readonly IntStack _members = new();    // of a splitter
    private readonly IntStack _entries = new();    // by member, the entry its next label starts at
    private bool _isLogged;
    private Trace? _trace;
    private long _work;        // edges looked at
    private long _nextCheck;

    /// <summary>A partition into the graph's colours, not refined.</summary>
    public OrderedPartition(SymmetryGraph graph, SearchBudget budget)
    {
        _graph = graph;
        _budget = budget;
        int n = graph.Count;
        _vertices = new int[n];
        _place = new int[n];
        _cell = new int[n];
        _length = new int[n];
        _hits = new int[n];
        _touched = new int[n];
        _isQueued = new bool[n];
        SortByColour();
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
    public int CellOf(int vertex) => _cell[vertex];

    /// <summary>The number of vertices of a cell.</summary>
    public int LengthOf(int cell) => _length[cell];

    /// <summary>The vertices of a cell; valid until the next split or undo.</summary>
    public ReadOnlySpan<int> Members(int cell) => _vertices.AsSpan(cell, _length[cell]);

    /// <summary>The vertex at a place: of a single-vertex cell, its vertex.</summary>
    public int VertexAt(int place) => _vertices[place];

    /// <summary>The cell made by the log's entry at a mark.</summary>
    public int CellMadeAt(int mark) => _log[mark + 1];

    /// <summary>Starts the log; splits from here on can be undone.</summary>
    public void BeginLog() => _isLogged = true;

    /// <summary>Makes the partition equitable, all cells being splitters.</summary>
    public void RefineAll()
    {
        for (int cell = 0; cell < Count; cell += _length[cell])
        {
            Enqueue(cell);
        }

        Refine(null);
    }

    /// <summary>Splits a vertex off its cell, which becomes the first splitter of the next refinement.</summary>
    public void Individualize(int vertex)
    {
        int cell = _cell[vertex];
        if (_length[cell] == 1)
        {
            Enqueue(cell);
            return;
        }

        int last = cell + _length[cell] - 1;
        Swap(vertex, last);
        CutTail(cell, last);
        Enqueue(last);
    }

    /// <summary>Refines until equitable, recording or following a trace.</summary>
    /// <param name="trace">The trace; null for none.</param>
    /// <param name="effort">The most edges to look at; with fewer than needed the partition is not equitable.</param>
    /// <returns>False where the refinement left the trace it had to follow.</returns>
    public bool Refine(Trace? trace, long effort = long.MaxValue)
    {
        _trace = trace;
        bool onTrace = true;

        // Single vertices cannot be split further: what waits then would only be compared, and mappings are checked anyway.
        while (onTrace && !IsDiscrete && (_singles.Count > 0 || _larger.Count > 0))
        {
            int splitter = _singles.Count > 0 ? _singles.Pop() : _larger.Pop();
            _isQueued[splitter] = false;
            effort -= (long)_length[splitter] * _graph.Degree(_vertices[splitter]);
            if (effort < 0)
            {
                break;
            }

            trace?.Add(splitter);
            if (_length[splitter] == 1)
            {
                SplitBySingle(_vertices[splitter]);
            }
            else
            {
                SplitByCell(splitter);
            }

            onTrace = trace is null || trace.IsFollowed;
        }

        ClearQueue(_singles);
        ClearQueue(_larger);
        _trace = null;
        return onTrace && (trace is null || trace.IsComplete);
    }

    /// <summary>Undoes splits back to a mark.</summary>
    public void UndoTo(int mark)
    {
        while (_log.Count > mark)
        {
            int made = _log.Pop();
            int cell = _log.Pop();
            int length = _length[made];
            for (int i = made; i < made + length; i++)
            {
                _cell[_vertices[i]] = cell;
            }

            _length[cell] += length;
            CellCount--;
        }
    }

    private void SortByColour()
    {
        int n = Count;
        ReadOnlySpan<int> colours = _graph.Colours;
        int[] next = _touched;   // borrowed, and cleared below
        foreach (int colour in colours)
        {
            next[colour]++;
        }

        int sum = 0;
        for (int c = 0; c < n && sum < n; c++)
        {
            int size = next[c];
            next[c] = sum;
            if (size > 0)
            {
                _length[sum] = size;
                CellCount++;
            }

            sum += size;
        }

        for (int v = 0; v < n; v++)
        {
            int place = next[colours[v]]++;
            _vertices[place] = v;
            _place[v] = place;
        }

        Array.Clear(next);
        for (int cell = 0; cell < n; cell += _length[cell])
        {
            foreach (int v in Members(cell))
            {
                _cell[v] = cell;
            }
        }
    }

    private void SplitBySingle(int vertex)
    {
        int[] neighbours = _graph.Neighbours;
        int end = _graph.Start[vertex + 1];
        CheckNow(end - _graph.Start[vertex]);
        for (int entry = _graph.Start[vertex]; entry < end;)
        {
            int label = _graph.LabelAt(entry);
            int runEnd = _graph.Labels is null ? end : entry;
            while (runEnd < end && _graph.Labels![runEnd] == label)
            {
                runEnd++;
            }

            uint seen = 0;   // of single vertices, which cannot be split but must agree
            for (; entry < runEnd; entry++)
            {
                int w = neighbours[entry];
                int cell = _cell[w];
                int length = _length[cell];
                if (length == 1)
                {
                    seen += Trace.Mix((uint)cell);
                    continue;
                }

                int k = _touched[cell]++;
                if (k == 0)
                {
                    _touchedCells.Push(cell);
                }

                Swap(w, cell + length - 1 - k);
            }

            _trace?.Add(label, (int)seen);
            OrderTouched();
            for (int i = 0; i < _touchedCells.Count; i++)
            {
                int cell = _touchedCells[i];
                int k = _touched[cell];
                _touched[cell] = 0;
                _trace?.Add(cell, k);
                int length = _length[cell];
                if (k == length)
                {
                    continue;
                }

                int made = cell + length - k;
                CutTail(cell, made);
                Enqueue(_isQueued[cell] || k <= length - k ? made : cell);
            }

            _touchedCells.Clear();
        }
    }

    private void SplitByCell(int splitter)
    {
        // The members are taken aside: the splitter may itself be split while its neighbours are counted label by label.
        _members.Clear();
        foreach (int v in Members(splitter))
        {
            _members.Push(v);
        }

        if (_graph.Labels is null)
        {
            for (int i = 0; i < _members.Count; i++)
            {
                int v = _members[i];
                CheckNow(_graph.Degree(v));
                foreach (int w in _graph.NeighboursOf(v))
                {
                    Hit(w);
                }
            }

            SplitTouched();
            return;
        }

        SplitByLabels(_graph.Labels);
    }

    // Each member lists its neighbours by label; one pass per label takes that label's run of every member.
    private void SplitByLabels(int[] labels)
    {
        _entries.Clear();
        for (int i = 0; i < _members.Count; i++)
        {
            _entries.Push(_graph.Start[_members[i]]);
        }

        while (true)
        {
            int label = int.MaxValue;
            for (int i = 0; i < _members.Count; i++)
            {
                int at = _entries[i];
                if (at < _graph.Start[_members[i] + 1])
                {
                    label = Math.Min(label, labels[at]);
                }
            }

            if (label == int.MaxValue)
            {
                return;
            }

            for (int i = 0; i < _members.Count; i++)
            {
                int at = _entries[i];
                int end = _graph.Start[_members[i] + 1];
                int first = at;
                for (; at < end && labels[at] == label; at++)
                {
                    Hit(_graph.Neighbours[at]);
                }

                CheckNow(1 + at - first);
                _entries[i] = at;
            }

            _trace?.Add(label);
            SplitTouched();
        }
    }

    private void Hit(int w)
    {
        if (_hits[w]++ == 0)
        {
            int cell = _cell[w];
            int k = _touched[cell]++;
            if (k == 0)
            {
                _touchedCells.Push(cell);
            }

            Swap(w, cell + _length[cell] - 1 - k);
        }
    }

    private void SplitTouched()
    {
        OrderTouched();
        for (int i = 0; i < _touchedCells.Count; i++)
        {
            int cell = _touchedCells[i];
            SplitTail(cell, _touched[cell]);
            _touched[cell] = 0;
        }

        _touchedCells.Clear();
    }

    // The hit vertices are the last k of the cell: they are sorted by their hits and cut where these differ.
    private void SplitTail(int cell, int k)
    {
        int end = cell + _length[cell];
        int first = end - k;
        Span<int> tail = _vertices.AsSpan(first, k);
        int low = int.MaxValue;
        int high = 0;
        foreach (int v in tail)
        {
            low = Math.Min(low, _hits[v]);
            high = Math.Max(high, _hits[v]);
        }

        _trace?.Add(cell, k);
        _trace?.Add(low, high);
        if (low == high)
        {
            foreach (int v in tail)
            {
                _hits[v] = 0;
            }

            if (first > cell)
            {
                CutTail(cell, first);
                Enqueue(_isQueued[cell] || k <= first - cell ? first : cell);
            }

            return;
        }

        SortByHits(first, k, low, high);
        int mark = _cuts.Count;
        for (int i = end - 1; i >= first && i > cell; i--)
        {
            if (i == first || _hits[_vertices[i]] != _hits[_vertices[i - 1]])
            {
                _trace?.Add(i, _hits[_vertices[i]]);
                CutTail(cell, i);
                _cuts.Push(i);
            }
        }

        for (int i = first; i < end; i++)
        {
            _hits[_vertices[i]] = 0;
        }

        EnqueueFragments(cell, mark);
    }

    private void EnqueueFragments(int cell, int mark)
    {
        int largest = cell;
        if (!_isQueued[cell])
        {
            for (int i = _cuts.Count - 1; i >= mark; i--)
            {
                int made = _cuts[i];
                largest = _length[made] > _length[largest] ? made : largest;
            }

            if (largest != cell)
            {
                Enqueue(cell);
            }
        }

        while (_cuts.Count > mark)
        {
            int made = _cuts.Pop();
            if (made != largest)
            {
                Enqueue(made);
            }
        }
    }

    private void SortByHits(int first, int k, int low, int high)
    {
        Span<int> tail = _vertices.AsSpan(first, k);
        if (k <= 24)
        {
            for (int i = 1; i < k; i++)
            {
                int v = tail[i];
                int j = i;
                for (; j > 0 && _hits[tail[j - 1]] > _hits[v]; j--)
                {
                    tail[j] = tail[j - 1];
                }

                tail[j] = v;
            }
        }
        else if (high - low <= k)
        {
            // Counting sort.
            int range = high - low + 1;
            int[] next = System.Buffers.ArrayPool<int>.Shared.Rent(range + k);
            Span<int> counts = next.AsSpan(0, range);
            Span<int> copy = next.AsSpan(range, k);
            counts.Clear();
            tail.CopyTo(copy);
            foreach (int v in copy)
            {
                counts[_hits[v] - low]++;
            }

            int sum = 0;
            foreach (ref int c in counts)
            {
                (c, sum) = (sum, sum + c);
            }

            foreach (int v in copy)
            {
                tail[counts[_hits[v] - low]++] = v;
            }

            System.Buffers.ArrayPool<int>.Shared.Return(next);
        }
        else
        {
            int[] hits = System.Buffers.ArrayPool<int>.Shared.Rent(k);
            for (int i = 0; i < k; i++)
            {
                hits[i] = _hits[tail[i]];
            }

            hits.AsSpan(0, k).Sort(tail);
            System.Buffers.ArrayPool<int>.Shared.Return(hits);
        }

        for (int i = 0; i < k; i++)
        {
            _place[tail[i]] = first + i;
        }
    }

    private void Swap(int vertex, int place)
    {
        int from = _place[vertex];
        int other = _vertices[place];
        _vertices[from] = other;
        _place[other] = from;
        _vertices[place] = vertex;
        _place[vertex] = place;
    }

    // What follows the cut, up to the end of the cell as it now is, becomes a cell of its own.
    private void CutTail(int cell, int made)
    {
        int length = cell + _length[cell] - made;
        _length[cell] -= length;
        _length[made] = length;
        for (int i = made; i < made + length; i++)
        {
            _cell[_vertices[i]] = made;
        }

        CellCount++;
        if (_isLogged)
        {
            _log.Push(cell);
            _log.Push(made);
        }
    }

    private void Enqueue(int cell)
    {
        if (!_isQueued[cell])
        {
            _isQueued[cell] = true;
            (_length[cell] == 1 ? _singles : _larger).Push(cell);
        }
    }

    private void ClearQueue(IntStack queue)
    {
        while (queue.Count > 0)
        {
            _isQueued[queue.Pop()] = false;
        }
    }

    // Cells are split in the order in which they stand; only a refinement that is compared needs that.
    private void OrderTouched()
    {
        if (_trace is not null)
        {
            _touchedCells.Sort();
        }
    }

    private void CheckNow(int edges)
    {
        _work += 1 + edges;
        if (_work >= _nextCheck)
        {
            _nextCheck = _work + CheckEvery;
            _budget.Check();
        }
    }
}
