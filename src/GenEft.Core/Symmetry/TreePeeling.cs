namespace GenEft.Symmetry;

/// <summary>
/// R3 and R4 of the theory: takes away isolated vertices and, leaf by leaf, every tree that hangs on a vertex or stands alone.
/// A leaf's host remembers the types of its trees as its new colour (Aho, Hopcroft and Ullman's tree isomorphism, exact by
/// comparing the lists themselves); k trees of one type on one host contribute k!. Solves every forest in linear time and
/// stores no generator.
/// </summary>
internal sealed class TreePeeling : Reduction
{
    private const int NoLabel = -1;   // of a vertex that hangs on none

    private readonly int[] _childStart;   // [outer] the trees on v are _children[_childStart[v]..+ _childCount[v]]
    private readonly int[] _childCount;
    private readonly int[] _children;     // roots of hanging trees, by type within a host
    private readonly int[] _type;         // [outer] the type of a vertex with its trees and its label seen from its host
    private readonly List<int[]> _roots = [];                 // isolated vertices, one list for each type
    private readonly List<(int A, int B)[]> _edges = [];      // what a tree with two centres comes down to, likewise
    private readonly List<bool> _edgeIsSymmetric = [];

    private TreePeeling(SymmetryGraph graph, Peeler peeler)
    {
        (int[] kept, SymmetryGraph inner) = peeler.BuildInner();
        SetInner(kept, inner);
        _childStart = peeler.ChildStart;
        _childCount = peeler.ChildCount;
        _children = peeler.Children.AsSpan().ToArray();
        _type = peeler.Type;
        Factor.Multiply(peeler.Factor);
        GeneratorCount = peeler.GeneratorCount;
        GroupRoots(peeler);
        GroupEdges(graph, peeler);
    }

    /// <summary>Peels a graph until every vertex has at least two neighbours; null where nothing can be taken away.</summary>
    public static TreePeeling? TryPeel(SymmetryGraph graph, SearchBudget budget)
    {
        for (int v = 0; v < graph.Count; v++)
        {
            if (graph.Degree(v) <= 1)
            {
                Peeler peeler = new(graph, budget);
                peeler.Run();
                return new TreePeeling(graph, peeler);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override int[] LiftOrbits(int[] inner)
    {
        // Top down, hosts before what hangs on them and the first of an orbit before the others of it.
        int n = _type.Length;
        int[] orbits = new int[n];
        int[] queue = new int[n];
        int end = 0;
        for (int i = 0; i < inner.Length; i++)
        {
            orbits[Kept[i]] = Kept[inner[i]];
            queue[end++] = Kept[i];
        }

        foreach (int[] roots in _roots)
        {
            foreach (int v in roots)
            {
                orbits[v] = roots[0];
                queue[end++] = v;
            }
        }

        for (int group = 0; group < _edges.Count; group++)
        {
            foreach ((int a, int b) in _edges[group])
            {
                orbits[a] = _edges[group][0].A;
                orbits[b] = _edgeIsSymmetric[group] ? _edges[group][0].A : _edges[group][0].B;
                queue[end++] = a;
                queue[end++] = b;
            }
        }

        for (int head = 0; head < end; head++)
        {
            int v = queue[head];
            int first = orbits[v];
            for (int i = 0; i < _childCount[v]; i++)
            {
                int child = _children[_childStart[v] + i];
                int before = i == 0 ? -1 : _children[_childStart[v] + i - 1];
                orbits[child] =
                    first != v ? orbits[_children[_childStart[first] + i]]
                    : before >= 0 && _type[before] == _type[child] ? orbits[before]
                    : child;
                queue[end++] = child;
            }
        }

        return OrbitNames.AfterFirst(orbits);
    }

    /// <inheritdoc/>
    public override IEnumerable<SparsePermutation> Generators()
    {
        for (int v = 0; v < _type.Length; v++)
        {
            for (int i = 1; i < _childCount[v]; i++)
            {
                int left = _children[_childStart[v] + i - 1];
                int right = _children[_childStart[v] + i];
                if (_type[left] == _type[right])
                {
                    yield return Exchange((left, right));
                }
            }
        }

        foreach (int[] roots in _roots)
        {
            for (int i = 1; i < roots.Length; i++)
            {
                yield return Exchange((roots[i - 1], roots[i]));
            }
        }

        for (int group = 0; group < _edges.Count; group++)
        {
            (int A, int B)[] edges = _edges[group];
            for (int i = 0; i < edges.Length; i++)
            {
                if (_edgeIsSymmetric[group])
                {
                    yield return Exchange(edges[i]);
                }

                if (i > 0)
                {
                    yield return Exchange((edges[i - 1].A, edges[i].A), (edges[i - 1].B, edges[i].B));
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void MapBundle(int from, int to, PermutationBuilder permutation)
    {
        Stack<(int From, int To)> pending = new([(from, to)]);
        while (pending.TryPop(out (int From, int To) pair))
        {
            permutation.Add(pair.From, pair.To);
            for (int i = 0; pair.From != pair.To && i < _childCount[pair.From]; i++)
            {
                pending.Push((_children[_childStart[pair.From] + i], _children[_childStart[pair.To] + i]));
            }
        }
    }

    private SparsePermutation Exchange(params ReadOnlySpan<(int A, int B)> pairs)
    {
        PermutationBuilder permutation = new();
        foreach ((int a, int b) in pairs)
        {
            MapBundle(a, b, permutation);
            MapBundle(b, a, permutation);
        }

        return permutation.Build();
    }

    private void GroupRoots(Peeler peeler)
    {
        // Counting sort by type.
        ReadOnlySpan<int> roots = peeler.Roots.AsSpan();
        int[] size = new int[peeler.TypeCount];
        foreach (int v in roots)
        {
            size[_type[v]]++;
        }

        int[][] groups = new int[peeler.TypeCount][];
        foreach (int v in roots)
        {
            int type = _type[v];
            if (groups[type] is null)
            {
                groups[type] = new int[size[type]];
                _roots.Add(groups[type]);
                Factor.MultiplyFactorial(size[type]);
                GeneratorCount += size[type] - 1;
                size[type] = 0;
            }

            groups[type][size[type]++] = v;
        }
    }

    private void GroupEdges(SymmetryGraph graph, Peeler peeler)
    {
        Dictionary<(int TypeA, int TypeB, int Label), List<(int A, int B)>> groups = [];
        foreach ((int a, int b, int label) in peeler.Edges)
        {
            int reverse = graph.Reverse[label];
            bool turn = (_type[b], reverse).CompareTo((_type[a], label)) < 0;
            var key = turn ? (_type[b], _type[a], reverse) : (_type[a], _type[b], label);
            if (!groups.TryGetValue(key, out List<(int A, int B)>? group))
            {
                groups.Add(key, group = []);
            }

            group.Add(turn ? (b, a) : (a, b));
        }

        foreach (((int typeA, int typeB, int label), List<(int A, int B)> group) in groups)
        {
            bool isSymmetric = typeA == typeB && graph.Reverse[label] == label;
            _edges.Add([.. group]);
            _edgeIsSymmetric.Add(isSymmetric);
            Factor.MultiplyFactorial(group.Count).Multiply(2, isSymmetric ? group.Count : 0);
            GeneratorCount += group.Count - 1 + (isSymmetric ? group.Count : 0);
        }
    }

    /// <summary>Takes the leaves away round by round.</summary>
    private sealed class Peeler(SymmetryGraph graph, SearchBudget budget)
    {
        private const byte Alive = 0;
        private const byte Removed = 3;   // 1 and 2: a leaf of an odd or an even round

        private readonly int[] _degree = new int[graph.Count];
        private readonly byte[] _state = new byte[graph.Count];
        private readonly TypeTable _table = new();
        private int[] _keys = new int[16];   // types of one vertex's trees

        public int[] ChildStart { get; } = new int[graph.Count];

        public int[] ChildCount { get; } = new int[graph.Count];

        public IntStack Children { get; } = new();

        public int[] Type { get; } = new int[graph.Count];

        public int TypeCount => _table.Count;

        public IntStack Roots { get; } = new();

        public List<(int A, int B, int Label)> Edges { get; } = [];

        public GroupOrder Factor { get; } = new();

        public long GeneratorCount { get; private set; }

        public void Run()
        {
            IntStack queue = new();
            for (int v = 0; v < graph.Count; v++)
            {
                budget.CheckEvery(v);
                _degree[v] = graph.Degree(v);
                if (_degree[v] <= 1)
                {
                    _state[v] = 1;
                    queue.Push(v);
                }
            }

            int roundEnd = queue.Count;
            byte next = 2;
            for (int head = 0; head < queue.Count; head++)
            {
                budget.CheckEvery(head);
                if (head == roundEnd)
                {
                    roundEnd = queue.Count;
                    next = (byte)(3 - next);
                }

                Remove(queue[head], next, queue);
            }
        }

        public (int[] Kept, SymmetryGraph Inner) BuildInner()
        {
            int[] number = new int[graph.Count];
            IntStack kept = new();
            for (int v = 0; v < graph.Count; v++)
            {
                budget.CheckEvery(v);
                number[v] = -1;
                if (_state[v] == Alive)
                {
                    number[v] = kept.Count;
                    kept.Push(v);
                    Type[v] = FindType(v, NoLabel);
                }
            }

            int[] keptVertices = kept.AsSpan().ToArray();
            int[] colourOfType = new int[_table.Count];
            int[] colours = new int[kept.Count];
            int colourCount = 0;
            for (int i = 0; i < colours.Length; i++)
            {
                ref int colour = ref colourOfType[Type[keptVertices[i]]];
                colour = colour == 0 ? ++colourCount : colour;
                colours[i] = colour - 1;
            }

            return (keptVertices, Subgraph.Build(graph, keptVertices, number, colours, budget));
        }

        private void Remove(int v, byte nextRound, IntStack queue)
        {
            if (_state[v] == Removed)
            {
                return;
            }

            byte round = _state[v];
            if (_degree[v] == 0)
            {
                Type[v] = FindType(v, NoLabel);
                _state[v] = Removed;
                Roots.Push(v);
                return;
            }

            int entry = graph.Start[v];
            while (_state[graph.Neighbours[entry]] == Removed)
            {
                entry++;
            }

            int host = graph.Neighbours[entry];
            int label = graph.LabelAt(entry);
            if (_state[host] == round)
            {
                // Two leaves of one round that hang on each other: the tree has two centres.
                Type[v] = FindType(v, NoLabel);
                Type[host] = FindType(host, NoLabel);
                _state[v] = Removed;
                _state[host] = Removed;
                Edges.Add((v, host, label));
                return;
            }

            Type[v] = FindType(v, graph.Reverse[label]);
            _state[v] = Removed;
            if (--_degree[host] == 1 && _state[host] == Alive)
            {
                _state[host] = nextRound;
                queue.Push(host);
            }
        }

        // Every removed neighbour of a vertex that still stands hangs on it.
        private int FindType(int v, int label)
        {
            int start = Children.Count;
            ChildStart[v] = start;
            ReadOnlySpan<int> neighbours = graph.NeighboursOf(v);
            if (_degree[v] < neighbours.Length)
            {
                foreach (int w in neighbours)
                {
                    if (_state[w] == Removed)
                    {
                        Children.Push(w);
                    }
                }
            }

            int count = Children.Count - start;
            ChildCount[v] = count;
            if (count > _keys.Length)
            {
                _keys = new int[Math.Max(count, 2 * _keys.Length)];
            }

            Span<int> keys = _keys.AsSpan(0, count);
            Span<int> children = Children.AsSpan()[start..];
            for (int i = 0; i < count; i++)
            {
                keys[i] = Type[children[i]];
            }

            if (count > 1)
            {
                keys.Sort(children);
                CountRuns(keys);
            }

            return _table.Find(label, graph.Colours[v], keys);
        }

        private void CountRuns(ReadOnlySpan<int> keys)
        {
            int run = 1;
            for (int i = 1; i <= keys.Length; i++)
            {
                if (i < keys.Length && keys[i] == keys[i - 1])
                {
                    run++;
                    continue;
                }

                Factor.MultiplyFactorial(run);
                GeneratorCount += run - 1;
                run = 1;
            }
        }
    }

    /// <summary>Numbers types: a label, a colour and the list of the types that hang on the vertex.</summary>
    private sealed class TypeTable
    {
        private readonly IntStack _items = new();      // label, colour, types, one type after the other
        private readonly IntStack _starts = new();     // [types] where a type's items start
        private readonly IntStack _hashes = new();     // [types]
        private int[] _slots = new int[64];            // type + 1, or 0

        public int Count => _starts.Count;

        public int Find(int label, int colour, ReadOnlySpan<int> types)
        {
            ulong hash = Trace.Mix64(((ulong)(uint)label << 32) | (uint)colour);
            foreach (int type in types)
            {
                hash = Trace.Mix64(hash ^ (uint)type);
            }

            int mask = _slots.Length - 1;
            int slot = (int)hash & mask;
            for (; _slots[slot] != 0; slot = (slot + 1) & mask)
            {
                int type = _slots[slot] - 1;
                if (_hashes[type] == (int)hash && IsSame(type, label, colour, types))
                {
                    return type;
                }
            }

            int made = Count;
            _slots[slot] = made + 1;
            _starts.Push(_items.Count);
            _hashes.Push((int)hash);
            _items.Push(label);
            _items.Push(colour);
            foreach (int type in types)
            {
                _items.Push(type);
            }

            if (2 * Count > _slots.Length)
            {
                Grow();
            }

            return made;
        }

        private bool IsSame(int type, int label, int colour, ReadOnlySpan<int> types)
        {
            int start = _starts[type];
            int end = type + 1 < Count ? _starts[type + 1] : _items.Count;
            ReadOnlySpan<int> items = _items.AsSpan()[start..end];
            return items[0] == label && items[1] == colour && items[2..].SequenceEqual(types);
        }

        private void Grow()
        {
            _slots = new int[2 * _slots.Length];
            int mask = _slots.Length - 1;
            for (int type = 0; type < Count; type++)
            {
                int slot = _hashes[type] & mask;
                while (_slots[slot] != 0)
                {
                    slot = (slot + 1) & mask;
                }

                _slots[slot] = type + 1;
            }
        }
    }
}
