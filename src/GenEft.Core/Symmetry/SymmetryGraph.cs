
namespace GenEft.Symmetry;

/// <summary>
/// A graph whose automorphisms are sought: vertices 0..Count-1 with colours, and for each two adjacent vertices one label
/// that says how they are joined (one direction, the other, both, and with which arc colours). Immutable. Arc direction,
/// arc colours and loops are native: no gadget vertices.
/// </summary>
/// <remarks>
/// Every vertex lists each neighbour once, by (label, neighbour): an edge of an undirected graph has one label, its own
/// reverse; an arc u -> v has one label seen from u and the reverse label seen from v. Loops are part of the colour.
/// </remarks>
public sealed class SymmetryGraph
{
    internal SymmetryGraph(int[] start, int[] neighbours, int[]? labels, int[] reverse, int[] colours)
    {
        Start = start;
        Neighbours = neighbours;
        Labels = labels;
        Reverse = reverse;
        Colours = colours;
    }

    /// <summary>The number of vertices.</summary>
    public int Count => Start.Length - 1;

    /// <summary>The number of pairs of distinct adjacent vertices.</summary>
    public long EdgeCount => Neighbours.Length / 2;

    /// <summary>[Count + 1]: the neighbours of v are Neighbours[Start[v]..Start[v + 1]].</summary>
    internal int[] Start { get; }

    /// <summary>[Start[Count]]: neighbours, by (label, neighbour) ascending within a vertex.</summary>
    internal int[] Neighbours { get; }

    /// <summary>[Start[Count]]: the label of each entry, seen from the vertex that lists it; null if all are 0.</summary>
    internal int[]? Labels { get; }

    /// <summary>[labels]: the label seen from the other end.</summary>
    internal int[] Reverse { get; }

    /// <summary>[Count]: colours, at least 0 and less than Count.</summary>
    internal int[] Colours { get; }

    /// <summary>A graph from rows of out-neighbours, as of a sparse matrix.</summary>
    /// <param name="count">The number of vertices.</param>
    /// <param name="row">The out-neighbours of a vertex, ascending and distinct; the span is read before the next call.</param>
    /// <param name="check">Called now and then; may throw to stop the work.</param>
    /// <exception cref="ArgumentException">More than 2^30 pairs are adjacent.</exception>
    internal static SymmetryGraph FromRows(int count, RowReader row, Action? check = null)
    {
        int[] outStart = new int[count + 1];
        bool[] hasLoop = new bool[count];
        int[] inStart = new int[count + 1];
        for (int v = 0; v < count; v++)
        {
            Step(check, v);
            ReadOnlySpan<int> targets = row(v);
            int degree = targets.Length;
            foreach (int w in targets)
            {
                if (w == v)
                {
                    hasLoop[v] = true;
                    degree--;
                }
                else
                {
                    inStart[w + 1]++;
                }
            }

            outStart[v + 1] = checked(outStart[v] + degree);
        }

        for (int v = 0; v < count; v++)
        {
            inStart[v + 1] += inStart[v];
        }

        // Transposed row by row, so the in-neighbours come out ascending too.
        int[] inward = new int[outStart[count]];
        int[] next = inStart.AsSpan(0, count).ToArray();
        for (int v = 0; v < count; v++)
        {
            Step(check, v);
            foreach (int w in row(v))
            {
                if (w != v)
                {
                    inward[next[w]++] = v;
                }
            }
        }

        return Merge(count, row, outStart, inStart, inward, hasLoop, check);
    }

    /// <summary>The neighbours a vertex lists.</summary>
    internal ReadOnlySpan<int> NeighboursOf(int v) => Neighbours.AsSpan(Start[v], Start[v + 1] - Start[v]);

    /// <summary>The number of distinct neighbours of a vertex.</summary>
    internal int Degree(int v) => Start[v + 1] - Start[v];

    /// <summary>The label of an entry.</summary>
    internal int LabelAt(int entry) => Labels is null ? 0 : Labels[entry];

    /// <summary>The same graph with the cells of a partition as its colours.</summary>
    internal SymmetryGraph WithColours(OrderedPartition cells)
    {
        int[] colours = new int[Count];
        int colour = 0;
        for (int cell = 0; cell < Count; cell += cells.LengthOf(cell))
        {
            foreach (int v in cells.Members(cell))
            {
                colours[v] = colour;
            }

            colour++;
        }

        return new SymmetryGraph(Start, Neighbours, Labels, Reverse, colours);
    }

    private static SymmetryGraph Merge(
        int count, RowReader row, int[] outStart, int[] inStart, int[] inward, bool[] hasLoop, Action? check)
    {
        // A pair joined both ways is met in both lists and counts once.
        int[] start = new int[count + 1];
        bool anyOut = false;
        bool anyBoth = false;
        for (int v = 0; v < count; v++)
        {
            Step(check, v);
            ReadOnlySpan<int> backward = inward.AsSpan(inStart[v], inStart[v + 1] - inStart[v]);
            int shared = CountShared(row(v), backward);
            int forwardCount = outStart[v + 1] - outStart[v];
            start[v + 1] = checked(start[v] + forwardCount + backward.Length - shared);
            anyOut |= shared < forwardCount;
            anyBoth |= shared > 0;
        }

        // Seen from its source an arc has label 0, from its target 1; a pair joined both ways has the label after those.
        int both = anyOut ? 2 : 0;
        int[] reverse = !anyOut ? [0] : anyBoth ? [1, 0, 2] : [1, 0];
        int[] neighbours = new int[start[count]];
        int[]? labels = anyOut ? new int[start[count]] : null;
        int[] colours = new int[count];
        for (int v = 0; v < count; v++)
        {
            Step(check, v);
            colours[v] = hasLoop[v] ? 1 : 0;
            ReadOnlySpan<int> forward = row(v);
            ReadOnlySpan<int> backward = inward.AsSpan(inStart[v], inStart[v + 1] - inStart[v]);
            int shared = CountShared(forward, backward);
            int outAt = start[v];
            int inAt = outAt + outStart[v + 1] - outStart[v] - shared;
            int bothAt = inAt + backward.Length - shared;
            int j = 0;
            foreach (int w in forward)
            {
                if (w == v)
                {
                    continue;
                }

                while (j < backward.Length && backward[j] < w)
                {
                    neighbours[inAt++] = backward[j++];
                }

                if (j < backward.Length && backward[j] == w)
                {
                    neighbours[bothAt++] = w;
                    j++;
                }
                else
                {
                    neighbours[outAt++] = w;
                }
            }

            backward[j..].CopyTo(neighbours.AsSpan(inAt));
            if (labels is not null)
            {
                labels.AsSpan(outAt, inAt + backward.Length - j - outAt).Fill(1);
                labels.AsSpan(start[v + 1] - shared, shared).Fill(both);
            }
        }

        // A graph whose vertices all have loops, or none, has one colour.
        if (!hasLoop.Contains(false))
        {
            Array.Clear(colours);
        }

        return new SymmetryGraph(start, neighbours, labels, reverse, colours);
    }

    private static int CountShared(ReadOnlySpan<int> forward, ReadOnlySpan<int> backward)
    {
        int shared = 0;
        for (int i = 0, j = 0; i < forward.Length && j < backward.Length;)
        {
            int difference = forward[i] - backward[j];
            shared += difference == 0 ? 1 : 0;
            i += difference <= 0 ? 1 : 0;
            j += difference >= 0 ? 1 : 0;
        }

        return shared;
    }

    private static void Step(Action? check, int v)
    {
        if ((v & 0xFFF) == 0)
        {
            check?.Invoke();
        }
    }

    /// <summary>Reads the out-neighbours of a vertex.</summary>
    internal delegate ReadOnlySpan<int> RowReader(int vertex);
}
