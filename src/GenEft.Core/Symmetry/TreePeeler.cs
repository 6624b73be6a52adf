using GenEft.Numerics;
namespace GenEft.Symmetry;

/// <summary>Takes a graph's leaves away round by round, then numbers the types of what hangs where, from the leaves up.</summary>
/// <remarks>
/// A vertex keeps the exclusive or of its neighbours that still stand, so a leaf knows its host without a search. Children of a
/// host lie together, and what a later step reads is asked for ahead: on a large tree nothing else takes time.
/// </remarks>
internal sealed class TreePeeler
{
    private const int NoLabel = -1;      // of a vertex that hangs on none
    private const int Root = -1;         // the neighbour of a vertex that hangs on none
    private const int Removed = 3;       // a round: 0 while a vertex stands, 1 and 2 a leaf of an odd or an even round

    private readonly SymmetryGraph _graph;
    private readonly SearchBudget _budget;
    private readonly Link[] _links;
    private readonly IntStack _order = new();   // leaves, in the order in which they are taken away
    private readonly TreeTypes _types = new();
    private readonly long[] _runs = new long[64];   // of children alike, by length, where short
    private (int Label, int Colour, int Type) _lastLeaf = (0, -1, 0);

    /// <summary>Peels the whole graph.</summary>
    public TreePeeler(SymmetryGraph graph, SearchBudget budget)
    {
        _graph = graph;
        _budget = budget;
        _links = new Link[graph.Count];
        ChildStart = new int[graph.Count + 1];
        MakeLinks();
        Peel();
        Number = new int[graph.Count];
        PlaceChildren();
        Children = new long[ChildStart[^1]];
        FindTypes();
    }

    /// <summary>[n + 1] what hangs on v is Children[ChildStart[v]..ChildStart[v + 1]].</summary>
    public int[] ChildStart { get; }

    /// <summary>Vertices that hang on others, with their types in the upper half, ascending within a host.</summary>
    public long[] Children { get; }

    /// <summary>The vertices that stand, ascending.</summary>
    public IntStack Kept { get; } = new();

    /// <summary>[n] places in <see cref="Kept"/>, -1 for what was taken away.</summary>
    public int[] Number { get; }

    /// <summary>The number of types.</summary>
    public int TypeCount => _types.Count;

    /// <summary>The last vertex of every tree with one centre.</summary>
    public IntStack Roots { get; } = new();

    /// <summary>The last two vertices of every tree with two centres, and the label seen from the first.</summary>
    public List<(int A, int B, int Label)> Edges { get; } = [];

    /// <summary>Exchanges of what hangs on one host.</summary>
    public GroupOrder Factor { get; } = new();

    /// <inheritdoc cref="Factor"/>
    public long GeneratorCount { get; private set; }

    /// <summary>The type of a root, or of one of two centres.</summary>
    public int TypeOfCentre(int v) => _links[v].Degree;

    /// <summary>What stands, coloured by what hangs on it.</summary>
    public SymmetryGraph BuildInner(int[] kept)
    {
        int[] colours = new int[kept.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            _budget.CheckEvery(i);
            colours[i] = FindType(kept[i], NoLabel);
        }

        AddRuns();
        int[] colourOfType = new int[_types.Count];
        int colourCount = 0;
        for (int i = 0; i < colours.Length; i++)
        {
            ref int colour = ref colourOfType[colours[i]];
            colour = colour == 0 ? ++colourCount : colour;
            colours[i] = colour - 1;
        }

        return Subgraph.Build(_graph, kept, Number, colours, _budget);
    }

    private void MakeLinks()
    {
        int[] start = _graph.Start;
        int[] neighbours = _graph.Neighbours;
        for (int v = 0; v < _links.Length; v++)
        {
            _budget.Work(start[v + 1] - start[v]);
            Link link = new() { Degree = start[v + 1] - start[v] };
            for (int entry = start[v]; entry < start[v + 1]; entry++)
            {
                link.Neighbour ^= neighbours[entry];
                link.Label ^= _graph.LabelAt(entry);
            }

            if (link.Degree <= 1)
            {
                link.Round = 1;
                _order.Push(v);
            }

            _links[v] = link;
        }
    }

    private void Peel()
    {
        const int Ahead = 8;
        int roundEnd = _order.Count;
        int next = 2;
        for (int head = 0; head < _order.Count; head++)
        {
            _budget.CheckEvery(head);
            if (head == roundEnd)
            {
                roundEnd = _order.Count;
                next = 3 - next;
            }

            if (head + (2 * Ahead) < _order.Count)
            {
                Prefetch.Read(ref _links[_order[head + (2 * Ahead)]]);
                int host = _links[_order[head + Ahead]].Neighbour;
                Prefetch.Read(ref _links[host < 0 ? 0 : host]);
            }

            Remove(_order[head], next);
        }
    }

    private void Remove(int v, int nextRound)
    {
        ref Link link = ref _links[v];
        if (link.Round == Removed)
        {
            return;
        }

        int round = link.Round;
        link.Round = Removed;
        if (link.Degree == 0)
        {
            link.Neighbour = Root;
            Roots.Push(v);
            return;
        }

        int h = link.Neighbour;
        ref Link host = ref _links[h];
        if (host.Round == round)
        {
            // Two leaves of one round that hang on each other: the tree has two centres.
            host.Round = Removed;
            link.Neighbour = Root;
            host.Neighbour = Root;
            Edges.Add((v, h, link.Label));
            return;
        }

        // The host's degree is kept with the leaf: no two of one host have the same.
        link.Degree = host.Degree--;
        host.Neighbour ^= v;
        host.Label ^= _graph.Reverse[link.Label];
        if (host.Degree == 1 && host.Round == 0)
        {
            host.Round = nextRound;
            _order.Push(h);
        }
    }

    // By host, in the order in which they were taken away; a link's round becomes where that host's children end.
    private void PlaceChildren()
    {
        for (int v = 0; v < _links.Length; v++)
        {
            _budget.CheckEvery(v);
            ref Link link = ref _links[v];
            int degree = _graph.Degree(v);
            bool isKept = link.Round == 0;
            Number[v] = isKept ? Kept.Count : -1;
            if (isKept)
            {
                Kept.Push(v);
            }

            // A centre with a partner and a leaf have one neighbour left; of a root none is.
            int left = isKept ? link.Degree : link.Neighbour == Root ? link.Degree : 1;
            ChildStart[v + 1] = ChildStart[v] + degree - left;
            link.Round = ChildStart[v] + degree;
        }
    }

    private void FindTypes()
    {
        const int Ahead = 6;
        for (int head = 0; head < _order.Count; head++)
        {
            _budget.CheckEvery(head);
            FetchAhead(head, Ahead);
            int v = _order[head];
            ref Link link = ref _links[v];
            int host = link.Neighbour;
            int type = FindType(v, host == Root ? NoLabel : _graph.Reverse[link.Label]);
            if (host == Root)
            {
                link.Degree = type;
            }
            else
            {
                Children[_links[host].Round - link.Degree] = ((long)type << 32) | (uint)v;
            }
        }
    }

    private void FetchAhead(int head, int ahead)
    {
        if (head + (3 * ahead) >= _order.Count)
        {
            return;
        }

        Prefetch.Read(ref _links[_order[head + (3 * ahead)]]);
        int v = _order[head + (2 * ahead)];
        int host = _links[v].Neighbour;
        Prefetch.Read(ref ChildStart[v]);
        Prefetch.Read(ref _graph.Colours[v]);
        Prefetch.Read(ref _links[host == Root ? v : host]);
        v = _order[head + ahead];
        host = _links[v].Neighbour;
        if (host != Root)
        {
            Prefetch.Read(ref Children[_links[host].Round - _links[v].Degree]);
        }

        if (ChildStart[v] < ChildStart[v + 1])
        {
            Prefetch.Read(ref Children[ChildStart[v]]);
        }
    }

    private int FindType(int v, int label)
    {
        int colour = _graph.Colours[v];
        int start = ChildStart[v];
        Span<long> children = Children.AsSpan(start, ChildStart[v + 1] - start);
        if (children.Length == 0)
        {
            // Most vertices are leaves, and most of those alike.
            if (_lastLeaf.Label != label || _lastLeaf.Colour != colour)
            {
                _lastLeaf = (label, colour, _types.Find(label, colour, children));
            }

            return _lastLeaf.Type;
        }

        if (!IsSorted(children))
        {
            SteppedSort.Sort(children, _budget);
        }

        CountRuns(children);
        return _types.Find(label, colour, children);
    }

    private static bool IsSorted(ReadOnlySpan<long> items)
    {
        for (int i = 1; i < items.Length; i++)
        {
            if (items[i] < items[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    // Children of one type can be exchanged.
    private void CountRuns(ReadOnlySpan<long> children)
    {
        int run = 1;
        for (int i = 1; i <= children.Length; i++)
        {
            if (i < children.Length && children[i] >> 32 == children[i - 1] >> 32)
            {
                run++;
                continue;
            }

            GeneratorCount += run - 1;
            if (run < _runs.Length)
            {
                _runs[run]++;
            }
            else
            {
                Factor.MultiplyFactorial(run);
            }

            run = 1;
        }
    }

    private void AddRuns()
    {
        for (int run = 2; run < _runs.Length; run++)
        {
            Factor.MultiplyFactorial(run, _runs[run]);
        }
    }

    /// <summary>A vertex while it is peeled: neighbours that stand; the exclusive or of their numbers, and of the labels seen
    /// from here; the round it is a leaf of. Of a leaf taken away, <c>Degree</c> is what its host had before.</summary>
    private struct Link
    {
        public int Degree;
        public int Neighbour;
        public int Label;
        public int Round;
    }
}
