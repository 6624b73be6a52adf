using GenEft.Numerics;
namespace GenEft.Symmetry;

/// <summary>
/// Colour refinement: cells are split until each vertex of a cell has the same number of neighbours by each label in every
/// cell. Where each split falls and in which order depends on the structure alone, never on vertex numbers, so two refinements
/// can be compared step by step.
/// </summary>
/// <remarks>Worklist after Hopcroft: of a cell's fragments all but the largest wait as splitters, single vertices first. What a
/// splitter reads is asked for a block ahead.</remarks>
internal sealed partial class OrderedPartition
{
    private const int BlockSize = 256;   // neighbours of a larger splitter taken together

    private readonly IntStack _singles = new();
    private readonly IntStack _larger = new();
    private readonly IntStack _touchedCells = new();
    private readonly IntStack _cuts = new();       // cells just split off, not yet queued
    private readonly IntStack _members = new();    // of a splitter
    private readonly IntStack _entries = new();    // by member, the entry its next label starts at
    private readonly int[] _block = new int[BlockSize];
    private readonly int[] _fresh = new int[BlockSize];     // of a block, the vertices hit for the first time
    private readonly int[] _targets = new int[BlockSize];   // and the places they go to
    private int _blockCount;
    private uint _seen;   // of single vertices, which cannot be split but must agree
    private Trace? _trace;

    /// <summary>Makes the partition equitable, all cells being splitters.</summary>
    public void RefineAll()
    {
        // Vertices have degrees in the whole graph before they have them in cells; once sorted by those, one cell says nothing
        // that the others do not.
        int spared = -1;
        if (_graph.Labels is null)
        {
            SplitByDegree();
            spared = 0;
            for (int cell = 0; cell < Count; cell += _cells[cell].Length)
            {
                spared = _cells[cell].Length > _cells[spared].Length ? cell : spared;
            }
        }

        for (int cell = 0; cell < Count; cell += _cells[cell].Length)
        {
            if (cell != spared)
            {
                Enqueue(cell);
            }
        }

        Refine(null);
    }

    /// <summary>Refines until equitable, recording or following a trace.</summary>
    /// <param name="trace">The trace; null for none.</param>
    /// <param name="effort">The most edges to look at; with fewer than needed the partition is not equitable.</param>
    /// <returns>False where the refinement left the trace it had to follow.</returns>
    public bool Refine(Trace? trace, long effort = long.MaxValue)
    {
        _trace = trace;
        bool isGoingOn = true;

        // Single vertices cannot be split further: what waits then would only be compared, and mappings are checked anyway.
        while (isGoingOn && !IsDiscrete && (_singles.Count > 0 || _larger.Count > 0))
        {
            if (_singles.Count > 0)
            {
                isGoingOn = SplitBySingles(ref effort);
                continue;
            }

            int splitter = _larger.Pop();
            _isQueued[splitter] = false;
            effort -= (long)_cells[splitter].Length * _graph.Degree(_vertices[splitter]);
            if (effort < 0)
            {
                break;
            }

            trace?.Add(splitter);
            SplitByCell(splitter);
            isGoingOn = IsOnTrace();
        }

        ClearQueue(_singles);
        ClearQueue(_larger);
        _trace = null;
        return trace is null || trace.IsComplete;
    }

    private bool IsOnTrace()
    {
        _trace?.Close();
        return _trace is null || _trace.IsFollowed;
    }

    // The last k of a cell become one of their own, unless they are all of it.
    private void CutHit(int cell, int k)
    {
        int rest = _cells[cell].Length - k;
        if (rest > 0)
        {
            CutTail(cell, cell + rest);
            Enqueue(_isQueued[cell] || k <= rest ? cell + rest : cell);
        }
    }

    private void SplitByCell(int splitter)
    {
        // The members are taken aside: the splitter may itself be split while its neighbours are counted label by label.
        _members.Clear();
        _members.Push(Members(splitter));
        _seen = 0;
        if (_graph.Labels is not null)
        {
            SplitByLabels(_graph.Labels);
            return;
        }

        const int Ahead = 8;
        int[] start = _graph.Start;
        int[] neighbours = _graph.Neighbours;
        ReadOnlySpan<int> members = _members.AsSpan();
        for (int i = 0; i < members.Length; i++)
        {
            if (i + (2 * Ahead) < members.Length)
            {
                Prefetch.Read(ref start[members[i + (2 * Ahead)]]);
                int next = start[members[i + Ahead]];
                Prefetch.Read(ref neighbours[Math.Min(next, neighbours.Length - 1)]);
            }

            Hit(start[members[i]], start[members[i] + 1]);
        }

        HitBlock();
        SplitTouched();
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
                while (at < end && labels[at] == label)
                {
                    at++;
                }

                Hit(_entries[i], at);
                _entries[i] = at;
            }

            HitBlock();
            _trace?.Add(label);
            SplitTouched();
            _seen = 0;
        }
    }

    // Puts neighbours into the block, which is counted when it is full.
    private void Hit(int entry, int end)
    {
        int[] neighbours = _graph.Neighbours;
        _budget.Work(0);
        while (entry < end)
        {
            int to = Math.Min(end, entry + BlockSize - _blockCount);
            for (; entry < to; entry++)
            {
                int w = neighbours[entry];
                _block[_blockCount++] = w;
                Prefetch.Read(ref _state[w]);
            }

            if (_blockCount == BlockSize)
            {
                HitBlock();
            }
        }
    }

    // Vertices go to the ends of their cells in the order in which they are hit, even where a whole cell is: cells that splitters
    // hit alike then stand alike, so that the search guesses well which vertex corresponds to which.
    private void HitBlock()
    {
        const int Ahead = 8;
        _budget.Work(_blockCount);
        VertexState[] state = _state;
        int[] vertices = _vertices;
        int[] fresh = _fresh;
        int[] targets = _targets;
        int freshCount = 0;
        foreach (int w in _block.AsSpan(0, _blockCount))
        {
            ref VertexState hit = ref state[w];
            int cell = hit.Cell;
            if (cell < 0)
            {
                _seen += Trace.Mix((uint)cell);
                continue;
            }

            if (hit.Hits++ == 0)
            {
                ref CellState touched = ref _cells[cell];
                int k = touched.Touched++;
                if (k == 0)
                {
                    _touchedCells.Push(cell);
                }

                int target = cell + touched.Length - 1 - k;
                Prefetch.Read(ref vertices[target]);
                fresh[freshCount] = w;
                targets[freshCount++] = target;
            }
        }

        for (int i = 0; i < freshCount; i++)
        {
            if (i + Ahead < freshCount)
            {
                Prefetch.Read(ref state[vertices[targets[i + Ahead]]]);
            }

            Swap(fresh[i], targets[i]);
        }

        _blockCount = 0;
    }

    private void SplitByDegree()
    {
        for (int cell = 0; cell < Count; cell += _cells[cell].Length)
        {
            if (_cells[cell].Length > 1)
            {
                _touchedCells.Push(cell);
                _cells[cell].Touched = _cells[cell].Length;
            }
        }

        for (int v = 0; v < Count; v++)
        {
            _budget.Work(0);
            _state[v].Hits = _graph.Degree(v);
        }

        SplitTouched();
        ClearQueue(_singles);
        ClearQueue(_larger);
    }

    private void SplitTouched()
    {
        _trace?.Add((int)_seen);
        OrderTouched();
        for (int i = 0; i < _touchedCells.Count; i++)
        {
            int cell = _touchedCells[i];
            SplitTail(cell, _cells[cell].Touched);
            _cells[cell].Touched = 0;
        }

        _touchedCells.Clear();
    }

    // The hit vertices are the last k of the cell: they are sorted by their hits and cut where these differ.
    private void SplitTail(int cell, int k)
    {
        int end = cell + _cells[cell].Length;
        int first = end - k;
        VertexState[] state = _state;
        ReadOnlySpan<int> tail = _vertices.AsSpan(first, k);
        int low = int.MaxValue;
        int high = 0;
        foreach (int v in tail)
        {
            int hits = state[v].Hits;
            low = Math.Min(low, hits);
            high = Math.Max(high, hits);
        }

        _budget.Work(k);
        _trace?.Add(cell, k);
        _trace?.Add(low, high);
        if (low == high)
        {
            foreach (int v in tail)
            {
                state[v].Hits = 0;
            }

            CutHit(cell, k);
            return;
        }

        SortByHits(first, k, low, high);
        int mark = _cuts.Count;
        int above = -1;
        for (int i = end - 1; i >= first; i--)
        {
            // A cut stands where the hits change, and before the tail.
            int hits = state[_vertices[i]].Hits;
            if (above >= 0 && hits != above)
            {
                Cut(cell, i + 1, above);
            }

            above = hits;
        }

        if (first > cell)
        {
            Cut(cell, first, above);
        }

        foreach (int v in _vertices.AsSpan(first, k))
        {
            state[v].Hits = 0;
        }

        EnqueueFragments(cell, mark);
    }

    private void Cut(int cell, int made, int hits)
    {
        _trace?.Add(made, hits);
        CutTail(cell, made);
        _cuts.Push(made);
    }

    private void EnqueueFragments(int cell, int mark)
    {
        int largest = cell;
        if (!_isQueued[cell])
        {
            for (int i = _cuts.Count - 1; i >= mark; i--)
            {
                int made = _cuts[i];
                largest = _cells[made].Length > _cells[largest].Length ? made : largest;
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

    private void Enqueue(int cell)
    {
        if (!_isQueued[cell])
        {
            _isQueued[cell] = true;
            (_cells[cell].Length == 1 ? _singles : _larger).Push(cell);
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
            SteppedSort.Sort(_touchedCells.AsSpan(), _budget);
        }
    }
}
