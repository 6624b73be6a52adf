namespace GenEft.Symmetry;

/// <summary>Compares the edges of vertices with those of their images.</summary>
/// <param name="vertexCount">Of the graphs compared.</param>
internal sealed class EdgeComparison(int vertexCount)
{
    private readonly int[] _marks = new int[vertexCount];   // of a vertex's neighbours, above those of any vertex before
    private int _last;

    /// <summary>Whether a mapping takes the edges at a vertex, with their labels, to edges at its image, of which there must be
    /// as many.</summary>
    /// <param name="from">The graph mapped from.</param>
    /// <param name="v">The vertex.</param>
    /// <param name="to">The graph mapped to.</param>
    /// <param name="image">[from] images, distinct.</param>
    public bool HasSameEdges(SymmetryGraph from, int v, SymmetryGraph to, int[] image)
    {
        int there = image[v];
        int end = to.Start[there + 1];
        int first = to.Start[there];
        if (from.Degree(v) != end - first)
        {
            return false;
        }

        int labelCount = to.Reverse.Length;
        if (_last > int.MaxValue - (2 * labelCount))
        {
            Array.Clear(_marks);
            _last = 0;
        }

        int mark = _last + 1;
        _last += labelCount;
        for (int entry = first; entry < end; entry++)
        {
            _marks[to.Neighbours[entry]] = mark + to.LabelAt(entry);
        }

        for (int entry = from.Start[v]; entry < from.Start[v + 1]; entry++)
        {
            if (_marks[image[from.Neighbours[entry]]] != mark + from.LabelAt(entry))
            {
                return false;
            }
        }

        return true;
    }
}
