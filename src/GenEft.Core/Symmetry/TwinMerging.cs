using System.Runtime.InteropServices;

namespace GenEft.Symmetry;

/// <summary>
/// R5 of about_GenEft_Symmetry 3: vertices of one colour that any exchange of two leaves the graph as it is, because they have the same
/// neighbours (open twins) or the same but for each other (closed twins). s twins contribute s!; one stays, with s in its
/// colour. Candidates are found by hash and confirmed by comparing the lists.
/// </summary>
internal sealed class TwinMerging : Reduction
{
    private const int NoLabel = -1;

    private readonly List<int[]> _classes;   // each ascending; the first stays
    private readonly int _outer;
    private Dictionary<int, int[]>? _classByFirst;

    private TwinMerging(SymmetryGraph graph, List<int[]> classes, int[] kindOf, SearchBudget budget)
    {
        _classes = classes;
        _outer = graph.Count;
        int[] sizeOf = new int[_outer];
        int[] number = new int[_outer];
        foreach (int[] twins in classes)
        {
            sizeOf[twins[0]] = twins.Length;
            Factor.MultiplyFactorial(twins.Length);
            GeneratorCount += twins.Length - 1;
            foreach (int v in twins.AsSpan(1))
            {
                number[v] = -1;
            }
        }

        IntStack kept = new();
        for (int v = 0; v < _outer; v++)
        {
            budget.CheckEvery(v);
            if (number[v] >= 0)
            {
                number[v] = kept.Count;
                kept.Push(v);
            }
        }

        int[] vertices = kept.AsSpan().ToArray();
        Dictionary<(int, int, int), int> colourOf = [];
        int[] colours = new int[vertices.Length];
        for (int i = 0; i < colours.Length; i++)
        {
            int v = vertices[i];
            (int, int, int) key = (graph.Colours[v], sizeOf[v], kindOf[v]);
            if (!colourOf.TryGetValue(key, out colours[i]))
            {
                colours[i] = colourOf.Count;
                colourOf.Add(key, colours[i]);
            }
        }

        SetInner(vertices, Subgraph.Build(graph, vertices, number, colours, budget));
    }

    /// <summary>Merges twins; null where there are none. The colours of what remains need refining.</summary>
    public static TwinMerging? TryMerge(SymmetryGraph graph, SearchBudget budget)
    {
        ulong[] open = new ulong[graph.Count];
        for (int v = 0; v < graph.Count; v++)
        {
            budget.Work(graph.Degree(v));
            ulong hash = Trace.Mix64(~(ulong)graph.Colours[v]);   // never that of a neighbour
            for (int entry = graph.Start[v]; entry < graph.Start[v + 1]; entry++)
            {
                hash += Item(graph.LabelAt(entry), graph.Neighbours[entry]);
            }

            open[v] = hash;
        }

        List<int[]> classes = [];
        int[] kindOf = new int[graph.Count];   // 0: no twins or open ones, 1 + label: closed ones joined by that label
        AddClasses(graph, open, NoLabel, classes, budget);
        if (graph.Labels is null)
        {
            AddClosedClasses(graph, open, classes, kindOf, budget);
        }
        else
        {
            AddLabelledClosedClasses(graph, open, classes, kindOf, budget);
        }

        return classes.Count > 0 ? new TwinMerging(graph, classes, kindOf, budget) : null;
    }

    /// <inheritdoc/>
    public override int[] LiftOrbits(int[] inner)
    {
        int[] orbits = new int[_outer];
        for (int i = 0; i < inner.Length; i++)
        {
            orbits[Kept[i]] = Kept[inner[i]];
        }

        foreach (int[] twins in _classes)
        {
            foreach (int v in twins.AsSpan(1))
            {
                orbits[v] = orbits[twins[0]];
            }
        }

        return OrbitNames.AfterFirst(orbits);
    }

    /// <inheritdoc/>
    public override IEnumerable<SparsePermutation> Generators() =>
        from twins in _classes
        from i in Enumerable.Range(1, twins.Length - 1)
        select new PermutationBuilder().Add(twins[i - 1], twins[i]).Add(twins[i], twins[i - 1]).Build();

    /// <inheritdoc/>
    protected override void MapBundle(int from, int to, PermutationBuilder permutation)
    {
        permutation.Add(from, to);
        if (from != to && ClassOf(from) is { } source && ClassOf(to) is { } target)
        {
            for (int i = 1; i < source.Length; i++)
            {
                permutation.Add(source[i], target[i]);
            }
        }
    }

    private int[]? ClassOf(int first)
    {
        _classByFirst ??= _classes.ToDictionary(twins => twins[0]);
        return _classByFirst.GetValueOrDefault(first);
    }

    private static ulong Item(int label, int vertex) => Trace.Mix64(((ulong)(uint)label << 32) | (uint)vertex);

    // Where all edges have one label, a closed neighbourhood has one hash as well.
    private static void AddClosedClasses(SymmetryGraph graph, ulong[] hashes, List<int[]> classes, int[] kindOf, SearchBudget budget)
    {
        const int Label = 0;
        for (int v = 0; v < hashes.Length; v++)
        {
            budget.CheckEvery(v);
            hashes[v] += Item(Label, v);
        }

        int first = classes.Count;
        AddClasses(graph, hashes, Label, classes, budget);
        foreach (int[] twins in CollectionsMarshal.AsSpan(classes)[first..])
        {
            kindOf[twins[0]] = 1 + Label;
        }
    }

    // Twins by hash, joined to each other by the label or not at all; the few vertices that a small table cannot rule out are sorted.
    private static void AddClasses(SymmetryGraph graph, ulong[] hashes, int label, List<int[]> classes, SearchBudget budget)
    {
        int slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(8L * hashes.Length, 64, 1 << 26));
        byte[] seen = budget.New<byte>(slots);
        for (int v = 0; v < hashes.Length; v++)
        {
            budget.CheckEvery(v);
            ref byte slot = ref seen[(int)(hashes[v] & (uint)(slots - 1))];
            slot = (byte)Math.Min(2, slot + 1);
        }

        // By hash, then by vertex.
        List<UInt128> keys = [];
        for (int v = 0; v < hashes.Length; v++)
        {
            budget.CheckEvery(v);
            if (seen[(int)(hashes[v] & (uint)(slots - 1))] > 1)
            {
                keys.Add(new UInt128(hashes[v], (uint)v));
            }
        }

        Span<UInt128> sorted = CollectionsMarshal.AsSpan(keys);
        SteppedSort.Sort(sorted, budget);
        for (int i = 0, end; i < sorted.Length; i = end)
        {
            budget.CheckEvery(i);
            ulong hash = (ulong)(sorted[i] >> 64);
            end = i + 1;
            while (end < sorted.Length && (ulong)(sorted[end] >> 64) == hash)
            {
                end++;
            }

            if (end - i > 1)
            {
                AddAlike(graph, sorted[i..end], label, classes, budget);
            }
        }
    }

    // Vertices of one hash fall into classes, one as a rule: each is compared with the first of every class so far.
    private static void AddAlike(SymmetryGraph graph, ReadOnlySpan<UInt128> candidates, int label, List<int[]> classes, SearchBudget budget)
    {
        List<List<int>> found = [];
        for (int i = 0; i < candidates.Length; i++)
        {
            budget.CheckEvery(i);
            int v = (int)(ulong)candidates[i];
            List<int>? twins = found.Find(others => AreTwins(graph, others[0], v, label));
            if (twins is null)
            {
                found.Add([v]);
            }
            else
            {
                twins.Add(v);
            }
        }

        classes.AddRange(found.Where(twins => twins.Count > 1).Select(twins => twins.ToArray()));
    }

    // Closed twins are joined to each other, so the neighbours of the first of a class hold all others.
    private static void AddLabelledClosedClasses(
        SymmetryGraph graph, ulong[] open, List<int[]> classes, int[] kindOf, SearchBudget budget)
    {
        bool[] isTaken = new bool[graph.Count];
        List<int> twins = [];
        for (int u = 0; u < graph.Count; u++)
        {
            budget.Work(graph.Degree(u));
            for (int entry = graph.Start[u]; entry < graph.Start[u + 1] && !isTaken[u];)
            {
                int label = graph.LabelAt(entry);
                ulong closed = open[u] + Item(label, u);
                twins.Clear();
                twins.Add(u);
                for (; entry < graph.Start[u + 1] && graph.LabelAt(entry) == label; entry++)
                {
                    int v = graph.Neighbours[entry];
                    if (v > u && graph.Reverse[label] == label && !isTaken[v]
                        && closed == open[v] + Item(label, v) && AreTwins(graph, u, v, label))
                    {
                        isTaken[v] = true;
                        twins.Add(v);
                    }
                }

                if (twins.Count > 1)
                {
                    isTaken[u] = true;
                    kindOf[u] = 1 + label;
                    classes.Add([.. twins]);
                }
            }
        }
    }

    private static bool AreTwins(SymmetryGraph graph, int u, int v, int label)
    {
        if (graph.Colours[u] != graph.Colours[v] || graph.Degree(u) != graph.Degree(v))
        {
            return false;
        }

        int i = graph.Start[u];
        int j = graph.Start[v];
        int endU = graph.Start[u + 1];
        int endV = graph.Start[v + 1];
        bool isJoined = false;
        while (true)
        {
            if (label >= 0 && i < endU && graph.Neighbours[i] == v && graph.LabelAt(i) == label)
            {
                isJoined = true;
                i++;
            }
            else if (label >= 0 && j < endV && graph.Neighbours[j] == u && graph.LabelAt(j) == label)
            {
                j++;
            }
            else if (i == endU || j == endV)
            {
                return i == endU && j == endV && isJoined == (label >= 0);
            }
            else if (graph.Neighbours[i] != graph.Neighbours[j] || graph.LabelAt(i) != graph.LabelAt(j))
            {
                return false;
            }
            else
            {
                i++;
                j++;
            }
        }
    }
}
