namespace GenEft.Symmetry;

/// <summary>
/// R3 and R4 of about_GenEft_Symmetry 3: takes away isolated vertices and, leaf by leaf, every tree that hangs on a vertex or stands alone.
/// A leaf's host remembers the types of its trees as its new colour (Aho, Hopcroft and Ullman's tree isomorphism, exact by
/// comparing the lists themselves); k trees of one type on one host contribute k!. Solves every forest in linear time and
/// stores no generator.
/// </summary>
internal sealed class TreePeeling : Reduction
{
    private readonly int[] _childStart;   // [outer + 1] the trees on v are _children[_childStart[v].._childStart[v + 1]]
    private readonly long[] _children;    // roots of hanging trees, with their types in the upper half, by type within a host
    private readonly List<int[]> _roots = [];                 // isolated vertices, one list for each type
    private readonly List<(int A, int B)[]> _edges = [];      // what a tree with two centres comes down to, likewise
    private readonly List<bool> _edgeIsSymmetric = [];

    private TreePeeling(SymmetryGraph graph, TreePeeler peeler)
    {
        int[] kept = [.. peeler.Kept.AsSpan()];
        SetInner(kept, peeler.BuildInner(kept));
        _childStart = peeler.ChildStart;
        _children = peeler.Children;
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
                return new TreePeeling(graph, new TreePeeler(graph, budget));
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override int[] LiftOrbits(int[] inner)
    {
        // Top down, hosts before what hangs on them and the first of an orbit before the others of it.
        int n = _childStart.Length - 1;
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
            ReadOnlySpan<long> children = ChildrenOf(v);
            for (int i = 0; i < children.Length; i++)
            {
                int child = (int)children[i];
                orbits[child] =
                    first != v ? orbits[(int)ChildrenOf(first)[i]]
                    : i > 0 && AreAlike(children[i - 1], children[i]) ? orbits[(int)children[i - 1]]
                    : child;
                queue[end++] = child;
            }
        }

        return OrbitNames.AfterFirst(orbits);
    }

    /// <inheritdoc/>
    public override IEnumerable<SparsePermutation> Generators()
    {
        for (int v = 0; v + 1 < _childStart.Length; v++)
        {
            for (int i = _childStart[v] + 1; i < _childStart[v + 1]; i++)
            {
                if (AreAlike(_children[i - 1], _children[i]))
                {
                    yield return Exchange(((int)_children[i - 1], (int)_children[i]));
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
            ReadOnlySpan<long> children = ChildrenOf(pair.From);
            for (int i = 0; pair.From != pair.To && i < children.Length; i++)
            {
                pending.Push(((int)children[i], (int)ChildrenOf(pair.To)[i]));
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

    private ReadOnlySpan<long> ChildrenOf(int v) => _children.AsSpan(_childStart[v], _childStart[v + 1] - _childStart[v]);

    private static bool AreAlike(long one, long other) => one >> 32 == other >> 32;

    private void GroupRoots(TreePeeler peeler)
    {
        // Counting sort by type.
        ReadOnlySpan<int> roots = peeler.Roots.AsSpan();
        int[] size = new int[peeler.TypeCount];
        foreach (int v in roots)
        {
            size[peeler.TypeOfCentre(v)]++;
        }

        int[][] groups = new int[peeler.TypeCount][];
        foreach (int v in roots)
        {
            int type = peeler.TypeOfCentre(v);
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

    private void GroupEdges(SymmetryGraph graph, TreePeeler peeler)
    {
        Dictionary<(int TypeA, int TypeB, int Label), List<(int A, int B)>> groups = [];
        foreach ((int a, int b, int label) in peeler.Edges)
        {
            int reverse = graph.Reverse[label];
            int typeA = peeler.TypeOfCentre(a);
            int typeB = peeler.TypeOfCentre(b);
            bool turn = (typeB, reverse).CompareTo((typeA, label)) < 0;
            var key = turn ? (typeB, typeA, reverse) : (typeA, typeB, label);
            if (!groups.TryGetValue(key, out List<(int A, int B)>? group))
            {
                groups.Add(key, group = []);
            }

            group.Add(turn ? (b, a) : (a, b));
        }

        foreach (((int first, int second, int label), List<(int A, int B)> group) in groups)
        {
            bool isSymmetric = first == second && graph.Reverse[label] == label;
            _edges.Add([.. group]);
            _edgeIsSymmetric.Add(isSymmetric);
            Factor.MultiplyFactorial(group.Count).Multiply(2, isSymmetric ? group.Count : 0);
            GeneratorCount += group.Count - 1 + (isSymmetric ? group.Count : 0);
        }
    }
}
