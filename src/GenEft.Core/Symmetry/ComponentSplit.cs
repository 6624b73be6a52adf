namespace GenEft.Symmetry;

/// <summary>
/// R7 and R8 of about_GenEft_Symmetry 3: the group of a graph of several components is made of the groups of the components and of the
/// exchanges of isomorphic ones: k copies of X contribute |Aut(X)|^k k!. Components are sorted by the colours they hold, then
/// compared by search, cycles by reading them; one of each kind is solved.
/// </summary>
internal sealed class ComponentSplit
{
    private readonly int _count;
    private readonly List<Kind> _kinds = [];

    private ComponentSplit(int count) => _count = count;

    /// <summary>The size of the largest component.</summary>
    public int LargestSize => _kinds.Max(kind => kind.Copies[0].Length);

    /// <summary>Splits a graph with equitable colours; null where it is connected.</summary>
    public static ComponentSplit? TrySplit(SymmetryGraph graph, SearchBudget budget)
    {
        List<int[]> components = FindComponents(graph, budget);
        if (components.Count == 1)
        {
            return null;
        }

        budget.Enter("Comparing components", graph.Count);
        ComponentSplit split = new(graph.Count);
        int[] number = new int[graph.Count];
        foreach (List<int[]> bucket in ByColours(graph, components, budget))
        {
            split.Classify(graph, bucket, number, budget);
        }

        return split;
    }

    /// <summary>Solves one component of each kind.</summary>
    public void Solve(SearchBudget budget)
    {
        foreach (Kind kind in _kinds)
        {
            kind.Block.Solve(budget);
        }
    }

    /// <summary>Multiplies the bounds of the order.</summary>
    public void AddOrder(GroupOrder lower, GroupOrder upper)
    {
        foreach (Kind kind in _kinds)
        {
            int k = kind.Copies.Count;
            lower.Multiply(kind.Block.Lower, k).MultiplyFactorial(k);
            upper.Multiply(kind.Block.Upper, k).MultiplyFactorial(k);
        }
    }

    /// <summary>Whether every kind was solved exactly.</summary>
    public bool IsExact => _kinds.TrueForAll(kind => kind.Block.IsExact);

    /// <summary>The number of generators.</summary>
    public long GeneratorCount => _kinds.Sum(kind => (kind.Block.GeneratorCount * kind.Copies.Count) + kind.Copies.Count - 1);

    /// <summary>The orbits, each by its first vertex.</summary>
    public int[] Orbits()
    {
        int[] orbits = new int[_count];
        foreach (Kind kind in _kinds)
        {
            int[] own = kind.Block.Orbits();
            foreach (int[] copy in kind.Copies)
            {
                for (int i = 0; i < copy.Length; i++)
                {
                    orbits[copy[i]] = kind.Copies[0][own[i]];
                }
            }
        }

        return OrbitNames.AfterFirst(orbits);
    }

    /// <summary>The generators: those of every copy, and the exchange of each copy with the one before.</summary>
    public IEnumerable<SparsePermutation> Generators()
    {
        foreach (Kind kind in _kinds)
        {
            foreach (SparsePermutation own in kind.Block.Generators())
            {
                foreach (int[] copy in kind.Copies)
                {
                    yield return new([.. own.From.Select(v => copy[v])], [.. own.To.Select(v => copy[v])]);
                }
            }

            for (int k = 1; k < kind.Copies.Count; k++)
            {
                int[] left = kind.Copies[k - 1];
                int[] right = kind.Copies[k];
                yield return new([.. left, .. right], [.. right, .. left]);
            }
        }
    }

    // Each ascending, in the order of their first vertices.
    private static List<int[]> FindComponents(SymmetryGraph graph, SearchBudget budget)
    {
        int[] componentOf = new int[graph.Count];
        Array.Fill(componentOf, -1);
        int[] queue = new int[graph.Count];
        List<int[]> components = [];
        int end = 0;
        for (int first = 0; first < graph.Count; first++)
        {
            if (componentOf[first] >= 0)
            {
                continue;
            }

            int start = end;
            componentOf[first] = components.Count;
            queue[end++] = first;
            for (int head = start; head < end; head++)
            {
                budget.Work(graph.Degree(queue[head]));
                foreach (int w in graph.NeighboursOf(queue[head]))
                {
                    if (componentOf[w] < 0)
                    {
                        componentOf[w] = components.Count;
                        queue[end++] = w;
                    }
                }
            }

            components.Add(new int[end - start]);
        }

        int[] filled = new int[components.Count];
        for (int v = 0; v < graph.Count; v++)
        {
            budget.CheckEvery(v);
            int component = componentOf[v];
            components[component][filled[component]++] = v;
        }

        return components;
    }

    // Components with the same vertices of each colour, in the order of their first.
    private static List<List<int[]>> ByColours(SymmetryGraph graph, List<int[]> components, SearchBudget budget)
    {
        Dictionary<ulong, List<List<int[]>>> buckets = [];
        List<List<int[]>> inOrder = [];
        foreach (int[] component in components)
        {
            ulong hash = Trace.Mix64((ulong)component.Length);
            for (int i = 0; i < component.Length; i++)
            {
                budget.CheckEvery(i);
                hash += Trace.Mix64((ulong)graph.Colours[component[i]]);
            }

            if (!buckets.TryGetValue(hash, out List<List<int[]>>? candidates))
            {
                buckets.Add(hash, candidates = []);
            }

            List<int[]>? bucket = candidates.Find(found => SortedColours(found[0]).AsSpan().SequenceEqual(SortedColours(component)));
            if (bucket is null)
            {
                candidates.Add(bucket = []);
                inOrder.Add(bucket);
            }

            bucket.Add(component);
        }

        return inOrder;

        int[] SortedColours(int[] component)
        {
            int[] colours = Array.ConvertAll(component, v => graph.Colours[v]);
            SteppedSort.Sort(colours.AsSpan(), budget);
            return colours;
        }
    }

    private void Classify(SymmetryGraph graph, List<int[]> bucket, int[] number, SearchBudget budget)
    {
        List<Candidate> found = [];
        Dictionary<ulong, List<(Cycle Cycle, Kind Kind)>> cycles = [];
        Dictionary<ulong, List<int>>? byInvariant = null;   // kinds, once some were told apart the hard way
        foreach (int[] component in bucket)
        {
            budget.Check();
            SymmetryGraph part = Extract(graph, component, number, budget);
            if (Cycle.TryRead(part, budget) is { } cycle)
            {
                ClassifyCycle(cycle, part, component, cycles);
                continue;
            }

            int[]? image = null;
            GroupOrder? order = null;
            int kind = -1;
            ulong invariant = 0;

            // With one kind so far a short search mostly settles it; if not, or with several kinds, invariants tell which are
            // worth a search at all.
            if (byInvariant is null && found.Count == 1)
            {
                found[0].Search ??= new IsomorphismSearch(found[0].Kind.Block.Graph!, budget);
                kind = found[0].Search!.TryFind(part, out image, found[0].Search!.EasyNodeCount) && image is not null ? 0 : -1;
            }

            if (kind < 0 && found.Count > 0)
            {
                byInvariant ??= found.Select((known, i) => (Key: Invariant(known.Kind.Block.Graph!, budget), i))
                    .GroupBy(known => known.Key).ToDictionary(group => group.Key, group => group.Select(known => known.i).ToList());
                invariant = Invariant(part, budget);
                foreach (int i in byInvariant.GetValueOrDefault(invariant) ?? [])
                {
                    image = Compare(found[i], part, ref order, budget);
                    if (image is not null)
                    {
                        kind = i;
                        break;
                    }
                }
            }

            if (kind >= 0)
            {
                found[kind].Kind.Copies.Add(Array.ConvertAll(image!, v => component[v]));
            }
            else
            {
                if (byInvariant is not null)
                {
                    if (!byInvariant.TryGetValue(invariant, out List<int>? kinds))
                    {
                        byInvariant.Add(invariant, kinds = []);
                    }

                    kinds.Add(found.Count);
                }

                Kind made = new(new Block(part, isEquitable: true), [component]);
                found.Add(new Candidate(made));
                _kinds.Add(made);
            }
        }
    }

    // A search that runs long may be trying like parts in every order. Then the groups, which are found part by part, are asked
    // first: isomorphic graphs have groups of one order.
    private static int[]? Compare(Candidate known, SymmetryGraph part, ref GroupOrder? order, SearchBudget budget)
    {
        known.Search ??= new IsomorphismSearch(known.Kind.Block.Graph!, budget);
        if (known.Search.TryFind(part, out int[]? image, known.Search.LongNodeCount))
        {
            return image;
        }

        known.Order ??= OrderOf(known.Kind.Block.Graph!);
        order ??= OrderOf(part);
        if (new GroupOrder().Multiply(known.Order).Multiply(order, -1).Factors().Any())
        {
            return null;
        }

        known.Search.TryFind(part, out image);
        return image;

        GroupOrder OrderOf(SymmetryGraph graph)
        {
            Block block = new(graph, isEquitable: true);
            block.Solve(budget);
            return block.IsExact ? block.Lower : throw new BudgetSpentException();
        }
    }

    private void ClassifyCycle(
        Cycle cycle, SymmetryGraph part, int[] component, Dictionary<ulong, List<(Cycle Cycle, Kind Kind)>> cycles)
    {
        if (!cycles.TryGetValue(cycle.Hash, out List<(Cycle Cycle, Kind Kind)>? alike))
        {
            cycles.Add(cycle.Hash, alike = []);
        }

        foreach ((Cycle known, Kind kind) in alike)
        {
            if (known.TryMap(cycle) is { } image)
            {
                kind.Copies.Add(Array.ConvertAll(image, v => component[v]));
                return;
            }
        }

        Kind made = new(new Block(part, isEquitable: true), [component]);
        alike.Add((cycle, made));
        _kinds.Add(made);
    }

    // The same for isomorphic graphs: what refinement does after each vertex is individualized, whatever their order.
    private static ulong Invariant(SymmetryGraph graph, SearchBudget budget)
    {
        OrderedPartition partition = new(graph, budget);
        partition.BeginLog();
        Trace trace = new();
        ulong sum = 0;
        for (int v = 0; v < graph.Count; v++)
        {
            budget.Check();
            int cell = partition.CellOf(v);
            if (partition.LengthOf(cell) == 1)
            {
                continue;
            }

            trace.Record();
            partition.Individualize(v);
            partition.Refine(trace, effort: 256);
            partition.UndoTo(0);
            sum += Trace.Mix64(trace.Hash ^ (uint)cell);
        }

        return sum;
    }

    // Colours are renumbered in their order, so that components with the same colours get the same.
    private static SymmetryGraph Extract(SymmetryGraph graph, int[] component, int[] number, SearchBudget budget)
    {
        int[] colours = new int[component.Length];
        int[] sorted = Array.ConvertAll(component, v => graph.Colours[v]);
        SteppedSort.Sort(sorted.AsSpan(), budget);
        budget.Check();
        int distinct = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                sorted[distinct++] = sorted[i];
            }
        }

        for (int i = 0; i < component.Length; i++)
        {
            budget.CheckEvery(i);
            number[component[i]] = i;
            colours[i] = Array.BinarySearch(sorted, 0, distinct, graph.Colours[component[i]]);
        }

        return Subgraph.Build(graph, component, number, colours, budget);
    }

    private sealed record Kind(Block Block, List<int[]> Copies);

    /// <summary>A kind that others may be of, with its refinement once that is needed.</summary>
    private sealed record Candidate(Kind Kind)
    {
        public IsomorphismSearch? Search { get; set; }

        public GroupOrder? Order { get; set; }
    }
}
