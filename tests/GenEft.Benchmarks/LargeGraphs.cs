using GenEft.Symmetry;
using GenEft.Tests.Symmetry;

namespace GenEft.Benchmarks;

/// <summary>A large graph by its edges, in the order in which they were drawn.</summary>
internal sealed record EdgeArrays(int Count, int[] Sources, int[] Targets)
{
    /// <summary>Rows of out-neighbours, ascending; with the edges' other direction too unless directed.</summary>
    public SymmetryGraph Build(bool isDirected)
    {
        int[] start = new int[Count + 1];
        for (int e = 0; e < Sources.Length; e++)
        {
            start[Sources[e] + 1]++;
            start[Targets[e] + 1] += isDirected ? 0 : 1;
        }

        for (int v = 0; v < Count; v++)
        {
            start[v + 1] += start[v];
        }

        int[] rows = new int[start[^1]];
        int[] next = start.AsSpan(0, Count).ToArray();
        for (int e = 0; e < Sources.Length; e++)
        {
            rows[next[Sources[e]]++] = Targets[e];
            if (!isDirected)
            {
                rows[next[Targets[e]]++] = Sources[e];
            }
        }

        for (int v = 0; v < Count; v++)
        {
            rows.AsSpan(start[v], start[v + 1] - start[v]).Sort();
        }

        return SymmetryGraph.FromRows(Count, v => rows.AsSpan(start[v], start[v + 1] - start[v]));
    }
}

/// <summary>The million-vertex families, by the recipes they were published with (SplitMix64, seed by family).</summary>
internal static class LargeGraphs
{
    public static EdgeArrays RecursiveTree(int n)
    {
        SplitMix random = new(1);
        return Make(n, n - 1, e => (e + 1, random.Below(e + 1)));
    }

    public static EdgeArrays StarForest(int n, int centres)
    {
        SplitMix random = new(14);
        return Make(n, n - centres, e => (e + centres, random.Below(centres)));
    }

    public static EdgeArrays ErdosRenyi(int n, int m, ulong seed, bool isDirected)
    {
        SplitMix random = new(seed);
        HashSet<long> seen = new(m);
        return Make(n, m, _ =>
        {
            while (true)
            {
                int a = random.Below(n);
                int b = random.Below(n);
                long key = isDirected ? ((long)a * n) + b : ((long)Math.Min(a, b) * n) + Math.Max(a, b);
                if (a != b && seen.Add(key))
                {
                    return (a, b);
                }
            }
        });
    }

    public static EdgeArrays Preferential1(int n)
    {
        SplitMix random = new(2);
        int[] ends = new int[2 * n];
        ends[1] = 1;
        int length = 2;
        return Make(n, n - 1, e =>
        {
            if (e == 0)
            {
                return (1, 0);
            }

            int w = ends[random.Below(length)];
            ends[length++] = e + 1;
            ends[length++] = w;
            return (e + 1, w);
        });
    }

    public static EdgeArrays Preferential2(int n)
    {
        SplitMix random = new(3);
        List<int> ends = [0, 1, 0, 2, 1, 2];
        List<(int, int)> edges = [(0, 1), (0, 2), (1, 2)];
        for (int i = 3; i < n; i++)
        {
            int a = ends[random.Below(ends.Count)];
            int b = a;
            while (b == a)
            {
                b = ends[random.Below(ends.Count)];
            }

            edges.Add((i, a));
            edges.Add((i, b));
            ends.AddRange([i, a, i, b]);
        }

        return Make(n, edges.Count, e => edges[e]);
    }

    public static EdgeArrays FromArcs(ArcList directed) => Make(directed.Count, directed.Arcs.Count, e => directed.Arcs[e]);

    public static EdgeArrays Grid(int side)
    {
        int across = side * (side - 1);
        return Make(side * side, 2 * across, e => e < across
            ? ((e / (side - 1) * side) + (e % (side - 1)), (e / (side - 1) * side) + (e % (side - 1)) + 1)
            : (e - across, e - across + side));
    }

    public static EdgeArrays Copies(ArcList undirected, int copies)
    {
        (int U, int V)[] edges = [.. undirected.Arcs.Where(arc => arc.U < arc.V).Distinct()];
        int m = edges.Length;
        return Make(undirected.Count * copies, m * copies, e =>
            (edges[e % m].U + (e / m * undirected.Count), edges[e % m].V + (e / m * undirected.Count)));
    }

    /// <summary>Each edge replaced by a chain of so many vertices.</summary>
    public static EdgeArrays Subdivided(IReadOnlyCollection<(int U, int V)> edges, int length)
    {
        (int U, int V)[] whole = [.. edges];
        int n = whole.Max(edge => Math.Max(edge.U, edge.V)) + 1;
        int parts = length + 1;
        return Make(n + (whole.Length * length), whole.Length * parts, e =>
        {
            (int u, int v) = whole[e / parts];
            int first = n + (e / parts * length);
            return (e % parts == 0 ? u : first + (e % parts) - 1, e % parts == length ? v : first + (e % parts));
        });
    }

    private static EdgeArrays Make(int n, int m, Func<int, (int, int)> edge)
    {
        int[] sources = new int[m];
        int[] targets = new int[m];
        for (int e = 0; e < m; e++)
        {
            (sources[e], targets[e]) = edge(e);
        }

        return new EdgeArrays(n, sources, targets);
    }
}
