namespace GenEft.Symmetry;

/// <summary>
/// R6 of about_GenEft_Symmetry 3: of a chain of vertices with two neighbours each, between two of more, the two ends stay and what lies
/// between becomes a label of the edge that now joins them, told by its colours and labels from one end to the other. A chain
/// that reads the same from both ends has a label that is its own reverse. Nothing is multiplied: an automorphism of what
/// remains says where each chain goes, and which way round.
/// </summary>
internal sealed class ChainContraction : Reduction
{
    private readonly int[] _chainStart;   // [chains + 1] chain c is _vertices[_chainStart[c].._chainStart[c + 1]], ends included
    private readonly int[] _vertices;
    private readonly int[] _end;          // [outer] of a chain's end, 2 * chain + (0 for the first, 1 for the last); or -1

    private ChainContraction(SymmetryGraph graph, Chains chains, SearchBudget budget)
    {
        _chainStart = [.. chains.Start.AsSpan()];
        _vertices = [.. chains.Vertices.AsSpan()];
        _end = new int[graph.Count];
        Array.Fill(_end, -1);
        int[] number = new int[graph.Count];
        int[] labelAt = new int[graph.Count];   // of an end, the label of its edge to the other
        TreeTypes sequences = new();
        Labels labels = new(graph.Reverse);
        for (int c = 0; c + 1 < _chainStart.Length; c++)
        {
            ReadOnlySpan<int> chain = Chain(c);
            budget.CheckEvery(c);
            _end[chain[0]] = 2 * c;
            _end[chain[^1]] = (2 * c) + 1;
            (labelAt[chain[0]], labelAt[chain[^1]]) = labels.Find(
                Read(graph, chain, isForward: true, sequences, budget), Read(graph, chain, isForward: false, sequences, budget));
            foreach (int v in chain[1..^1])
            {
                number[v] = -1;
            }
        }

        IntStack kept = new();
        for (int v = 0; v < number.Length; v++)
        {
            budget.CheckEvery(v);
            if (number[v] >= 0)
            {
                number[v] = kept.Count;
                kept.Push(v);
            }
        }

        int[] vertices = [.. kept.AsSpan()];
        SetInner(vertices, Build(graph, vertices, number, labelAt, [.. labels.Reverse], budget));
    }

    /// <summary>Contracts chains; null where that would not take at least an eighth of the vertices away.</summary>
    /// <param name="graph">A graph with equitable colours, which they stay.</param>
    /// <param name="budget">The budget.</param>
    public static ChainContraction? TryContract(SymmetryGraph graph, SearchBudget budget)
    {
        int candidates = 0;
        for (int v = 0; v < graph.Count; v++)
        {
            budget.CheckEvery(v);
            candidates += graph.Degree(v) == 2 ? 1 : 0;
        }

        if (8L * candidates < graph.Count)
        {
            return null;
        }

        Chains chains = new(graph, budget);
        return 8L * chains.InnerCount < graph.Count ? null : new ChainContraction(graph, chains, budget);
    }

    /// <inheritdoc/>
    public override int[] LiftOrbits(int[] inner)
    {
        int[] orbits = new int[_end.Length];
        for (int i = 0; i < inner.Length; i++)
        {
            orbits[Kept[i]] = Kept[inner[i]];
        }

        for (int c = 0; c + 1 < _chainStart.Length; c++)
        {
            ReadOnlySpan<int> chain = Chain(c);
            int half = HalfOf(c);
            int first = orbits[chain[0]];
            int last = orbits[chain[^1]];
            for (int step = 1; step <= half; step++)
            {
                orbits[chain[step]] = At(_end[first], step);
                orbits[chain[^(step + 1)]] = At(_end[last], step);
            }

            // A vertex in the middle belongs to both ends: chains of one orbit have the same two.
            if (HasMiddle(c))
            {
                orbits[chain[half + 1]] = At(_end[Math.Min(first, last)], half + 1);
            }
        }

        return OrbitNames.AfterFirst(orbits);
    }

    /// <summary>Each end brings the half of its chain along, the first end the middle too: where one end goes, so does the
    /// other.</summary>
    protected override void MapBundle(int from, int to, PermutationBuilder permutation)
    {
        permutation.Add(from, to);
        if (from == to || _end[from] < 0)
        {
            return;
        }

        int chain = _end[from] / 2;
        int half = HalfOf(chain);
        int steps = HasMiddle(chain) && _end[from] % 2 == 0 ? half + 1 : half;
        for (int step = 1; step <= steps; step++)
        {
            permutation.Add(At(_end[from], step), At(_end[to], step));
        }
    }

    private ReadOnlySpan<int> Chain(int chain) =>
        _vertices.AsSpan(_chainStart[chain], _chainStart[chain + 1] - _chainStart[chain]);

    private int HalfOf(int chain) => (Chain(chain).Length - 2) / 2;

    private bool HasMiddle(int chain) => Chain(chain).Length % 2 == 1;

    // Some steps from one end of a chain.
    private int At(int end, int step) => end % 2 == 0 ? Chain(end / 2)[step] : Chain(end / 2)[^(step + 1)];

    // A number for what is met between the ends: each step's number holds all before it.
    private static int Read(
        SymmetryGraph graph, ReadOnlySpan<int> chain, bool isForward, TreeTypes sequences, SearchBudget budget)
    {
        const int NoColour = -1;   // of the far end, which is not met
        int type = 0;
        for (int i = 1; i < chain.Length; i++)
        {
            budget.CheckEvery(i);
            int from = isForward ? chain[i - 1] : chain[^i];
            int to = isForward ? chain[i] : chain[^(i + 1)];
            int entry = graph.Neighbours[graph.Start[from]] == to ? graph.Start[from] : graph.Start[from] + 1;
            ReadOnlySpan<long> before = i == 1 ? [] : [(long)type << 32];
            type = sequences.Find(graph.LabelAt(entry), i == chain.Length - 1 ? NoColour : graph.Colours[to], before);
        }

        return type;
    }

    private SymmetryGraph Build(
        SymmetryGraph graph, int[] kept, int[] number, int[] labelAt, int[] reverse, SearchBudget budget)
    {
        int[] start = new int[kept.Length + 1];
        for (int i = 0; i < kept.Length; i++)
        {
            budget.CheckEvery(i);
            start[i + 1] = start[i] + graph.Degree(kept[i]);
        }

        int[] neighbours = new int[start[^1]];
        int[] labels = new int[start[^1]];
        int[] colours = new int[kept.Length];
        int[] colourPlusOne = new int[graph.Count];
        int colourCount = 0;
        for (int i = 0; i < kept.Length; i++)
        {
            budget.CheckEvery(i);
            int v = kept[i];
            ref int colour = ref colourPlusOne[graph.Colours[v]];
            colour = colour == 0 ? ++colourCount : colour;
            colours[i] = colour - 1;
            int at = start[i];
            for (int entry = graph.Start[v]; entry < graph.Start[v + 1]; entry++)
            {
                if (number[graph.Neighbours[entry]] >= 0)
                {
                    neighbours[at] = number[graph.Neighbours[entry]];
                    labels[at++] = graph.LabelAt(entry);
                }
            }

            // The other end of a chain: its label comes after all that were there before.
            if (_end[v] >= 0)
            {
                ReadOnlySpan<int> chain = Chain(_end[v] / 2);
                neighbours[at] = number[chain[0] == v ? chain[^1] : chain[0]];
                labels[at] = labelAt[v];
            }
        }

        return new SymmetryGraph(start, neighbours, labels, reverse, colours);
    }

    /// <summary>Chains of at least three vertices.</summary>
    private sealed class Chains
    {
        private readonly SymmetryGraph _graph;

        public Chains(SymmetryGraph graph, SearchBudget budget)
        {
            _graph = graph;
            Start.Push(0);
            for (int v = 0; v < graph.Count; v++)
            {
                budget.CheckEvery(v);
                if (IsLink(v) && (!IsLink(Neighbour(v, 0)) || !IsLink(Neighbour(v, 1))))
                {
                    Follow(v, budget);
                }
            }
        }

        public IntStack Start { get; } = new();

        public IntStack Vertices { get; } = new();

        /// <summary>Vertices that are not ends.</summary>
        public int InnerCount => Vertices.Count - (2 * (Start.Count - 1));

        private bool IsLink(int v) => _graph.Degree(v) == 2;

        private int Neighbour(int v, int which) => _graph.Neighbours[_graph.Start[v] + which];

        // From the end with the lower number, so that each chain is taken once.
        private void Follow(int first, SearchBudget budget)
        {
            int start = Vertices.Count;
            int before = IsLink(Neighbour(first, 0)) ? Neighbour(first, 1) : Neighbour(first, 0);
            int v = first;
            while (IsLink(v))
            {
                budget.CheckEvery(Vertices.Count);
                Vertices.Push(v);
                (before, v) = (v, Neighbour(v, 0) == before ? Neighbour(v, 1) : Neighbour(v, 0));
            }

            if (Vertices.Count - start < 3 || before < first)
            {
                Vertices.Cut(start);
            }
            else
            {
                Start.Push(Vertices.Count);
            }
        }
    }

    /// <summary>Labels for what chains hold, beside those that there are.</summary>
    private sealed class Labels(int[] reverse)
    {
        private readonly Dictionary<int, int> _labelOf = [];

        public List<int> Reverse { get; } = [.. reverse];

        public (int Forward, int Backward) Find(int forward, int backward)
        {
            if (!_labelOf.TryGetValue(forward, out int label))
            {
                label = Reverse.Count;
                _labelOf[forward] = label;
                Reverse.Add(label);
                if (backward != forward)
                {
                    _labelOf[backward] = label + 1;
                    Reverse[label] = label + 1;
                    Reverse.Add(label);
                }
            }

            return (label, Reverse[label]);
        }
    }
}
