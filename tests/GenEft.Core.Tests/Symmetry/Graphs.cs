namespace GenEft.Tests.Symmetry;

/// <summary>A graph by its arcs.</summary>
internal sealed record ArcList(int Count, IReadOnlyList<(int U, int V)> Arcs)
{
    public ArcList Reversed() => this with { Arcs = [.. Arcs.Select(arc => (arc.V, arc.U))] };

    public ArcList Undirected() => this with { Arcs = [.. Arcs, .. Reversed().Arcs] };

    public ArcList Relabelled(IReadOnlyList<int> names) =>
        this with { Arcs = [.. Arcs.Select(arc => (names[arc.U], names[arc.V]))] };

    public ArcList Shuffled(int seed)
    {
        int[] names = [.. Enumerable.Range(0, Count)];
        new Random(seed).Shuffle(names);
        return Relabelled(names);
    }

    /// <summary>All pairs of distinct vertices that are not arcs.</summary>
    public ArcList Complement()
    {
        HashSet<(int, int)> arcs = [.. Arcs];
        return this with
        {
            Arcs = [.. from u in Enumerable.Range(0, Count) from v in Enumerable.Range(0, Count)
                       where u != v && !arcs.Contains((u, v)) select (u, v)],
        };
    }

    /// <summary>Beside each other, not joined.</summary>
    public ArcList Beside(ArcList other) =>
        new(Count + other.Count, [.. Arcs, .. other.Arcs.Select(arc => (arc.U + Count, arc.V + Count))]);

    public ArcList Times(int copies) => new(
        Count * copies, [.. Enumerable.Range(0, copies).SelectMany(k => Arcs.Select(arc => (arc.U + (k * Count), arc.V + (k * Count))))]);
}

/// <summary>Graphs whose groups are known.</summary>
internal static class Graphs
{
    public static ArcList FromEdges(int count, IEnumerable<(int, int)> edges) =>
        new ArcList(count, [.. edges]).Undirected();

    /// <summary>All pairs that a symmetric predicate joins.</summary>
    public static ArcList FromRule(int count, Func<int, int, bool> joins) => new(
        count, [.. from u in Enumerable.Range(0, count) from v in Enumerable.Range(0, count) where u != v && joins(u, v) select (u, v)]);

    public static ArcList Empty(int n) => new(n, []);

    public static ArcList Complete(int n) => FromRule(n, (_, _) => true);

    public static ArcList CompleteBipartite(int a, int c) => FromRule(a + c, (u, v) => u < a != v < a);

    public static ArcList DirectedBipartite(int a, int c) => FromRule(a + c, (u, v) => u < a && v >= a);

    public static ArcList Tournament(int n) => FromRule(n, (u, v) => u < v);

    public static ArcList WeakOrder(int blocks, int size) => FromRule(blocks * size, (u, v) => u / size < v / size);

    public static ArcList DirectedCycle(int n) => new(n, [.. Enumerable.Range(0, n).Select(v => (v, (v + 1) % n))]);

    public static ArcList Cycle(int n) => DirectedCycle(n).Undirected();

    public static ArcList DirectedPath(int n) => new(n, [.. Enumerable.Range(0, n - 1).Select(v => (v, v + 1))]);

    public static ArcList Path(int n) => DirectedPath(n).Undirected();

    public static ArcList Grid(int rows, int columns) => FromEdges(rows * columns, GridEdges(rows, columns));

    public static ArcList Torus(int rows, int columns) => FromEdges(
        rows * columns,
        from r in Enumerable.Range(0, rows)
        from c in Enumerable.Range(0, columns)
        from to in new[] { (r, (c + 1) % columns), ((r + 1) % rows, c) }
        select ((r * columns) + c, (to.Item1 * columns) + to.Item2));

    public static ArcList Hypercube(int d) => FromEdges(
        1 << d, from v in Enumerable.Range(0, 1 << d) from bit in Enumerable.Range(0, d) select (v, v ^ (1 << bit)));

    public static ArcList CocktailParty(int pairs) => FromRule(2 * pairs, (u, v) => u / 2 != v / 2);

    /// <summary>Vertices are the k-subsets of n; joined where they share a given number of elements.</summary>
    public static ArcList Subsets(int n, int k, int shared)
    {
        uint[] sets = [.. Enumerable.Range(0, 1 << n).Select(s => (uint)s).Where(s => System.Numerics.BitOperations.PopCount(s) == k)];
        return FromRule(sets.Length, (u, v) => System.Numerics.BitOperations.PopCount(sets[u] & sets[v]) == shared);
    }

    public static ArcList Petersen() => Subsets(5, 2, 0);

    public static ArcList Heawood() => FromEdges(
        14, from v in Enumerable.Range(0, 7) from d in new[] { 0, 1, 3 } select (v, 7 + ((v + d) % 7)));

    public static ArcList Frucht() => FromEdges(12,
    [
        (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 0), (0, 7), (1, 7), (2, 8), (3, 9), (4, 9), (5, 10), (6, 10),
        (7, 11), (8, 11), (8, 9), (10, 11),
    ]);

    /// <summary>v - u a nonzero square modulo the prime p: undirected for p = 1 mod 4, a tournament for p = 3 mod 4.</summary>
    public static ArcList Paley(int p)
    {
        HashSet<int> squares = [.. Enumerable.Range(1, p - 1).Select(x => (int)((long)x * x % p))];
        return FromRule(p, (u, v) => squares.Contains((((v - u) % p) + p) % p));
    }

    public static ArcList Shrikhande() => FromRule(16, (u, v) =>
    {
        int dx = ((u / 4) - (v / 4) + 4) % 4;
        int dy = ((u % 4) - (v % 4) + 4) % 4;
        return (dx, dy) is (0, 1) or (0, 3) or (1, 0) or (3, 0) or (1, 1) or (3, 3);
    });

    public static ArcList Rook(int n) => FromRule(n * n, (u, v) => u / n == v / n || u % n == v % n);

    public static ArcList CompleteTree(int arity, int depth)
    {
        List<(int, int)> edges = [];
        int first = 0;
        int next = 1;
        for (int level = 0; level < depth; level++)
        {
            int end = next;
            for (int v = first; v < end; v++)
            {
                for (int k = 0; k < arity; k++)
                {
                    edges.Add((v, next++));
                }
            }

            first = end;
        }

        return FromEdges(next, edges);
    }

    /// <summary>Points and lines of the projective plane over the field of q elements, joined where they meet.</summary>
    public static ArcList ProjectivePlane(int q)
    {
        GaloisField field = new(q);
        List<(int, int, int)> points = [(0, 0, 1)];
        for (int z = 0; z < q; z++)
        {
            points.Add((0, 1, z));
            for (int y = 0; y < q; y++)
            {
                points.Add((1, y, z));
            }
        }

        int n = points.Count;
        return FromEdges(2 * n,
            from p in Enumerable.Range(0, n)
            from l in Enumerable.Range(0, n)
            let dot = field.Add(
                field.Add(field.Multiply(points[p].Item1, points[l].Item1), field.Multiply(points[p].Item2, points[l].Item2)),
                field.Multiply(points[p].Item3, points[l].Item3))
            where dot == 0
            select (p, n + l));
    }

    /// <summary>Cai, Fürer and Immerman's gadgets over a cubic graph: each base vertex becomes 4 middle vertices (its even sets
    /// of edges) and each of its edge ends 2 outer ones; optionally one edge is twisted.</summary>
    public static ArcList Cfi(int baseCount, IReadOnlyList<(int U, int V)> baseEdges)
    {
        // Vertices: for the even subset s of the three edges at b: 10 b + s (4 of them); for end i of b holding bit x: 10 b + 4 + 2 i + x.
        List<(int Edge, int Other)>[] ends = [.. Enumerable.Range(0, baseCount).Select(_ => new List<(int, int)>())];
        for (int e = 0; e < baseEdges.Count; e++)
        {
            ends[baseEdges[e].U].Add((e, baseEdges[e].V));
            ends[baseEdges[e].V].Add((e, baseEdges[e].U));
        }

        int[][] even = [[0, 0, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1]];
        List<(int, int)> edges = [];
        for (int b = 0; b < baseCount; b++)
        {
            for (int s = 0; s < 4; s++)
            {
                for (int i = 0; i < 3; i++)
                {
                    edges.Add(((10 * b) + s, (10 * b) + 4 + (2 * i) + even[s][i]));
                }
            }
        }

        for (int e = 0; e < baseEdges.Count; e++)
        {
            (int u, int v) = baseEdges[e];
            int i = ends[u].FindIndex(end => end.Edge == e);
            int j = ends[v].FindIndex(end => end.Edge == e);
            for (int x = 0; x < 2; x++)
            {
                edges.Add(((10 * u) + 4 + (2 * i) + x, (10 * v) + 4 + (2 * j) + x));
            }
        }

        return FromEdges(10 * baseCount, edges);
    }

    /// <summary>CFI over a cycle of 2k vertices whose edges are alternately double and single (Miyazaki's kind).</summary>
    public static ArcList Miyazaki(int k)
    {
        List<(int, int)> edges = [];
        for (int v = 0; v < 2 * k; v++)
        {
            edges.Add((v, (v + 1) % (2 * k)));
            if (v % 2 == 0)
            {
                edges.Add((v, v + 1));
            }
        }

        return Cfi(2 * k, edges);
    }

    /// <summary>A random cubic graph: three perfect matchings' worth of points paired at random until it is simple.</summary>
    public static List<(int U, int V)> RandomCubic(int n, ulong seed)
    {
        SplitMix random = new(seed);
        int[] points = [.. Enumerable.Range(0, 3 * n).Select(i => i / 3)];
        for (int i = points.Length - 1; i > 0; i--)
        {
            int j = random.Below(i + 1);
            (points[i], points[j]) = (points[j], points[i]);
        }

        List<(int U, int V)> edges = [.. Enumerable.Range(0, points.Length / 2).Select(i => (points[2 * i], points[(2 * i) + 1]))];
        HashSet<(int, int)> seen = [];

        // A loop or a repeat exchanges an end with a random edge until none is left.
        Dictionary<(int, int), int> count = [];
        foreach ((int u, int v) in edges)
        {
            count[Key(u, v)] = count.GetValueOrDefault(Key(u, v)) + 1;
        }

        for (bool isSimple = false; !isSimple;)
        {
            isSimple = true;
            for (int e = 0; e < edges.Count; e++)
            {
                (int u, int v) = edges[e];
                if (u != v && count[Key(u, v)] == 1)
                {
                    continue;
                }

                isSimple = false;
                int f = random.Below(edges.Count);
                (int x, int y) = edges[f];
                count[Key(u, v)]--;
                count[Key(x, y)]--;
                edges[e] = (u, y);
                edges[f] = (x, v);
                count[Key(u, y)] = count.GetValueOrDefault(Key(u, y)) + 1;
                count[Key(x, v)] = count.GetValueOrDefault(Key(x, v)) + 1;
            }
        }

        return edges;

        static (int, int) Key(int u, int v) => (Math.Min(u, v), Math.Max(u, v));
    }

    /// <summary>Arithmetic of the field of q = p^e elements, which are polynomials over the integers modulo p.</summary>
    private sealed class GaloisField
    {
        private readonly int[,] _sum;
        private readonly int[,] _product;

        public GaloisField(int q)
        {
            int p = Enumerable.Range(2, q - 1).First(d => q % d == 0);
            int e = (int)Math.Round(Math.Log(q, p));
            _sum = new int[q, q];
            _product = new int[q, q];

            // The first monic polynomial of degree e whose multiplication has no divisors of zero is irreducible.
            for (int low = 0; low < q; low++)
            {
                bool isField = true;
                for (int a = 0; a < q; a++)
                {
                    for (int b = 0; b < q; b++)
                    {
                        _sum[a, b] = Combine(a, b, p, e);
                        _product[a, b] = Times(a, b, low, p, e);
                        isField &= _product[a, b] != 0 || a == 0 || b == 0;
                    }
                }

                if (isField)
                {
                    return;
                }
            }

            throw new ArgumentException("q must be a power of a prime.", nameof(q));
        }

        public int Add(int a, int b) => _sum[a, b];

        public int Multiply(int a, int b) => _product[a, b];

        private static int[] Digits(int a, int p, int e) => [.. Enumerable.Range(0, e).Select(i => a / (int)Math.Pow(p, i) % p)];

        private static int Number(int[] digits, int p) => digits.Reverse().Aggregate(0, (n, d) => (n * p) + d);

        private static int Combine(int a, int b, int p, int e) =>
            Number([.. Digits(a, p, e).Zip(Digits(b, p, e), (x, y) => (x + y) % p)], p);

        private static int Times(int a, int b, int low, int p, int e)
        {
            int[] x = Digits(a, p, e);
            int[] y = Digits(b, p, e);
            int[] modulus = Digits(low, p, e);
            int[] product = new int[2 * e];
            for (int i = 0; i < e; i++)
            {
                for (int j = 0; j < e; j++)
                {
                    product[i + j] = (product[i + j] + (x[i] * y[j])) % p;
                }
            }

            for (int i = (2 * e) - 1; i >= e; i--)
            {
                for (int j = 0; j < e; j++)
                {
                    product[i - e + j] = (product[i - e + j] + ((p - modulus[j]) * product[i])) % p;
                }

                product[i] = 0;
            }

            return Number(product[..e], p);
        }
    }

    private static IEnumerable<(int, int)> GridEdges(int rows, int columns)
    {
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                if (c + 1 < columns)
                {
                    yield return ((r * columns) + c, (r * columns) + c + 1);
                }

                if (r + 1 < rows)
                {
                    yield return ((r * columns) + c, ((r + 1) * columns) + c);
                }
            }
        }
    }
}

/// <summary>SplitMix64, the generator of random graphs that are known elsewhere too.</summary>
internal sealed class SplitMix(ulong state)
{
    private ulong _state = state;

    /// <summary>The high 64 bits of the next number times k: uniform below k.</summary>
    public int Below(int k)
    {
        _state += 0x9E3779B97F4A7C15;
        ulong x = _state;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return (int)Math.BigMul(x ^ (x >> 31), (ulong)k, out _);
    }
}
