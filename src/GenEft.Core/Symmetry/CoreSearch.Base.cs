namespace GenEft.Symmetry;

/// <content>The base: which vertices to hold fast, one after another, until nothing can move.</content>
internal sealed partial class CoreSearch
{
    private const int LongBase = 8;

    // The stabilizer is tried as a graph of its own after 1, 2, 4, 8... levels and left to it
    // where that is at most half as large, so that nested searches cost no more than twice the first.
    private void FindBase()
    {
        int next = 1;
        while (!_left.IsDiscrete)
        {
            if (_levels.Count == LongBase && next == LongBase && TryShortBase())
            {
                return;
            }

            if (_levels.Count == next)
            {
                next *= 2;
                Block block = new(_graph.WithColours(_left), isEquitable: true, _left);
                block.Reduce(_budget);
                if (block.LargestPart <= _graph.Count / 2)
                {
                    block.SolveParts(_budget);
                    _stabilizer = block;
                    return;
                }
            }

            int cell = _target.Choose(_left);
            AddLevel(cell, ChooseBase(_left.Members(cell).ToArray()));
        }
    }

    // In small cells there are few candidates to refute; large ones may be split into many more at once, as in the hypercube, whose base of 16 neighbours
    // then becomes one of 5 vertices. Whether the base ends within as many levels as it has.
    private bool TryShortBase()
    {
        Level[] found = [.. _levels];
        _left.UndoTo(found[0].Mark);
        _levels.Clear();
        while (!_left.IsDiscrete && _levels.Count < found.Length)
        {
            int cell = _target.Choose(_left, prefersLarge: true);
            AddLevel(cell, _left.VertexAt(cell));
        }

        if (!_left.IsDiscrete)
        {
            _left.UndoTo(found[0].Mark);
            _levels.Clear();
            Array.ForEach(found, level => AddLevel(level.Cell, level.Base));
        }

        return _left.IsDiscrete;
    }

    private void AddLevel(int cell, int vertex)
    {
        Level level = new(vertex, cell, _left.Members(cell).ToArray(), _left.Mark, new Trace());
        _left.Individualize(vertex);
        _left.Refine(level.Trace);
        _levels.Add(level);
    }

    // Of a large cell, the vertex whose refinement is the first to start unlike most others': that is where most candidates
    // will be refuted. Sampled, with growing effort: in a random cubic graph it finds a vertex on a short cycle.
    private int ChooseBase(int[] cell)
    {
        int sampleSize = Math.Min(1024, cell.Length / 16);
        int mark = _left.Mark;
        Trace trace = new();
        for (int effort = 32; sampleSize > 1 && effort <= 512; effort *= 4)
        {
            IGrouping<ulong, int>[] alike = [.. Enumerable.Range(0, sampleSize)
                .Select(i => cell[(long)i * cell.Length / sampleSize])
                .GroupBy(v =>
                {
                    _budget.Check();
                    trace.Record();
                    _left.Individualize(v);
                    _left.Refine(trace, effort);
                    _left.UndoTo(mark);
                    return trace.Hash;
                })];
            if (alike.Length > 1)
            {
                return alike.MinBy(group => group.Count())!.First();
            }
        }

        return cell[0];
    }
}
