using GenEft.Numerics;
namespace GenEft.Symmetry;

/// <summary>Splitting by single vertices, which most splitters of a sparse graph are.</summary>
internal sealed partial class OrderedPartition
{
    private const int BatchSize = 16;    // single vertices taken from the worklist together

    private readonly int[] _batch = new int[BatchSize];

    // A few at once, so that what they read is fetched side by side.
    private bool SplitBySingles(ref long effort)
    {
        int[] batch = _batch;
        int count = Math.Min(BatchSize, _singles.Count);
        for (int i = 0; i < count; i++)
        {
            int splitter = _singles.Pop();
            _isQueued[splitter] = false;
            batch[i] = _vertices[splitter];
        }

        if (count > 1)
        {
            FetchBatch(batch.AsSpan(0, count));
        }

        for (int i = 0; i < count && !IsDiscrete; i++)
        {
            int vertex = batch[i];
            effort -= _graph.Degree(vertex);
            if (effort < 0)
            {
                return false;
            }

            _trace?.Add(~_state[vertex].Cell);
            SplitBySingle(vertex);
            if (!IsOnTrace())
            {
                return false;
            }
        }

        return true;
    }

    // Each step reads what the step before has asked for: neighbours, their states, their cells, the vertices they will be
    // exchanged with.
    private void FetchBatch(ReadOnlySpan<int> batch)
    {
        int[] start = _graph.Start;
        int[] neighbours = _graph.Neighbours;
        foreach (int v in batch)
        {
            Prefetch.Read(ref start[v]);
        }

        foreach (int v in batch)
        {
            Prefetch.Read(ref neighbours[Math.Min(start[v], neighbours.Length - 1)]);
        }

        Span<int> reached = _block;
        int count = 0;
        foreach (int v in batch)
        {
            int end = Math.Min(start[v + 1], start[v] + BatchSize);
            for (int entry = start[v]; entry < end; entry++)
            {
                reached[count++] = neighbours[entry];
                Prefetch.Read(ref _state[neighbours[entry]]);
            }
        }

        reached = reached[..count];
        count = 0;
        foreach (int w in reached)
        {
            int cell = _state[w].Cell;
            if (cell >= 0)
            {
                reached[count++] = cell;
                Prefetch.Read(ref _cells[cell]);
            }
        }

        reached = reached[..count];
        foreach (ref int cell in reached)
        {
            cell += _cells[cell].Length - 1;
            Prefetch.Read(ref _vertices[cell]);
        }

        foreach (int place in reached)
        {
            Prefetch.Read(ref _state[_vertices[place]]);
        }
    }

    private void SplitBySingle(int vertex)
    {
        int end = _graph.Start[vertex + 1];
        int[]? labels = _graph.Labels;
        for (int entry = _graph.Start[vertex]; entry < end;)
        {
            int label = 0;
            int runEnd = end;
            if (labels is not null)
            {
                label = labels[entry];
                runEnd = entry + 1;
                while (runEnd < end && labels[runEnd] == label)
                {
                    runEnd++;
                }
            }

            _seen = 0;
            for (; entry < runEnd; entry += BlockSize)
            {
                MoveToTails(entry, Math.Min(entry + BlockSize, runEnd));
            }

            entry = runEnd;
            _trace?.Add(label, (int)_seen);
            OrderTouched();
            CutTouched();
        }
    }

    // Neighbours of a single splitter are hit once, so their cells split in two: those hit, which go to the end, and the rest.
    private void MoveToTails(int entry, int end)
    {
        const int Ahead = 8;
        _budget.Work(end - entry);
        int[] neighbours = _graph.Neighbours;
        VertexState[] state = _state;
        for (; entry < end; entry++)
        {
            if (entry + Ahead < end)
            {
                Prefetch.Read(ref state[neighbours[entry + Ahead]]);
            }

            int w = neighbours[entry];
            int cell = state[w].Cell;
            if (cell < 0)
            {
                _seen += Trace.Mix((uint)cell);
                continue;
            }

            ref CellState touched = ref _cells[cell];
            int k = touched.Touched++;
            if (k == 0)
            {
                _touchedCells.Push(cell);
            }

            Swap(w, cell + touched.Length - 1 - k);
        }
    }

    private void CutTouched()
    {
        for (int i = 0; i < _touchedCells.Count; i++)
        {
            int cell = _touchedCells[i];
            int k = _cells[cell].Touched;
            _cells[cell].Touched = 0;
            _trace?.Add(cell, k);
            CutHit(cell, k);
        }

        _touchedCells.Clear();
    }
}
