using System.Runtime.InteropServices;

namespace GenEft.Symmetry;

/// <summary>Collects the arcs and colours of a graph whose automorphisms are sought. Arcs may come in any order; those given
/// more than once count once. An undirected edge is its two arcs.</summary>
public sealed class SymmetryGraphBuilder
{
    private readonly List<(int Low, int High, bool IsUpward, int Colour)> _arcs = [];
    private readonly int[] _colours;

    /// <summary>Starts with no arc and one colour.</summary>
    /// <param name="vertexCount">The number of vertices n, isolated ones included.</param>
    public SymmetryGraphBuilder(int vertexCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(vertexCount);
        _colours = new int[vertexCount];
    }

    /// <summary>Adds the arc source -> target; source = target is a loop.</summary>
    /// <param name="source">From 0 to n - 1.</param>
    /// <param name="target">From 0 to n - 1.</param>
    /// <param name="colour">The arc's colour; two vertices may be joined by arcs of several.</param>
    public SymmetryGraphBuilder AddArc(int source, int target, int colour = 0)
    {
        Check(source, nameof(source));
        Check(target, nameof(target));
        _arcs.Add((Math.Min(source, target), Math.Max(source, target), source <= target, colour));
        return this;
    }

    /// <summary>Adds both arcs between two vertices.</summary>
    /// <param name="one">From 0 to n - 1.</param>
    /// <param name="other">From 0 to n - 1.</param>
    /// <param name="colour">The arcs' colour.</param>
    public SymmetryGraphBuilder AddEdge(int one, int other, int colour = 0) =>
        AddArc(one, other, colour).AddArc(other, one, colour);

    /// <summary>Gives a vertex a colour; automorphisms keep it. The default is 0.</summary>
    /// <param name="vertex">From 0 to n - 1.</param>
    /// <param name="colour">Any number.</param>
    public SymmetryGraphBuilder SetColour(int vertex, int colour)
    {
        Check(vertex, nameof(vertex));
        _colours[vertex] = colour;
        return this;
    }

    /// <summary>The graph.</summary>
    public SymmetryGraph Build()
    {
        _arcs.Sort();
        string[] loops = new string[_colours.Length];
        Array.Fill(loops, "");
        int[] start = new int[_colours.Length + 1];
        List<(int Low, int High, string Joins)> pairs = [];
        ReadOnlySpan<(int Low, int High, bool IsUpward, int Colour)> arcs = CollectionsMarshal.AsSpan(_arcs);
        for (int i = 0, end; i < arcs.Length; i = end)
        {
            (int low, int high) = (arcs[i].Low, arcs[i].High);
            for (end = i; end < arcs.Length && (arcs[end].Low, arcs[end].High) == (low, high);)
            {
                end++;
            }

            if (low == high)
            {
                loops[low] = Colours(arcs[i..end], isUpward: true);
            }
            else
            {
                pairs.Add((low, high, $"{Colours(arcs[i..end], true)}|{Colours(arcs[i..end], false)}"));
                start[low + 1]++;
                start[high + 1]++;
            }
        }

        Labels labels = new();
        for (int v = 0; v < _colours.Length; v++)
        {
            start[v + 1] = checked(start[v] + start[v + 1]);
        }

        int[] next = start.AsSpan(0, _colours.Length).ToArray();
        (int Label, int Neighbour)[] entries = new (int, int)[start[^1]];
        foreach ((int low, int high, string joins) in pairs)
        {
            int label = labels.Find(joins);
            entries[next[low]++] = (label, high);
            entries[next[high]++] = (labels.Reverse[label], low);
        }

        for (int v = 0; v < _colours.Length; v++)
        {
            entries.AsSpan(start[v], start[v + 1] - start[v]).Sort();
        }

        return new SymmetryGraph(
            start,
            Array.ConvertAll(entries, entry => entry.Neighbour),
            labels.Reverse.Count > 1 ? Array.ConvertAll(entries, entry => entry.Label) : null,
            labels.Reverse.Count > 0 ? [.. labels.Reverse] : [0],
            VertexColours(loops));
    }

    // The distinct colours of the arcs of one direction, ascending as the arcs are sorted.
    private static string Colours(ReadOnlySpan<(int Low, int High, bool IsUpward, int Colour)> arcs, bool isUpward)
    {
        List<int> colours = [];
        foreach ((_, _, bool up, int colour) in arcs)
        {
            if (up == isUpward && (colours.Count == 0 || colours[^1] != colour))
            {
                colours.Add(colour);
            }
        }

        return string.Join(',', colours.Select(c => c.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private int[] VertexColours(string[] loops)
    {
        Dictionary<(int, string), int> colourOf = [];
        int[] colours = new int[_colours.Length];
        for (int v = 0; v < colours.Length; v++)
        {
            if (!colourOf.TryGetValue((_colours[v], loops[v]), out colours[v]))
            {
                colours[v] = colourOf.Count;
                colourOf.Add((_colours[v], loops[v]), colours[v]);
            }
        }

        return colours;
    }

    private void Check(int vertex, string name)
    {
        if ((uint)vertex >= (uint)_colours.Length)
        {
            throw new ArgumentOutOfRangeException(name, vertex, $"A vertex must be from 0 to {_colours.Length - 1}.");
        }
    }

    // Ways of being joined, each beside its reverse.
    private sealed class Labels
    {
        private readonly Dictionary<string, int> _numbers = [];

        public List<int> Reverse { get; } = [];

        public int Find(string joins)
        {
            if (!_numbers.TryGetValue(joins, out int label))
            {
                string[] sides = joins.Split('|');
                string reversed = $"{sides[1]}|{sides[0]}";
                label = Reverse.Count;
                _numbers.Add(joins, label);
                Reverse.Add(label);
                if (reversed != joins)
                {
                    _numbers.Add(reversed, label + 1);
                    Reverse[label] = label + 1;
                    Reverse.Add(label);
                }
            }

            return label;
        }
    }
}
