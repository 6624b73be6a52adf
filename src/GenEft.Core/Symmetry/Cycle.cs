namespace GenEft.Symmetry;

/// <summary>
/// A graph that is one coloured cycle, in a canonical order: read from where, and in the direction in which, it comes first.
/// Isomorphic cycles read alike; its group is that of the rotations and reflections under which it reads the same. Linear time.
/// </summary>
internal sealed class Cycle
{
    private readonly int[] _vertices;      // around the cycle, as it comes first
    private readonly (int Colour, int Label)[] _codes;   // of each vertex, and of the edge to the next
    private readonly int[]? _reflected;    // the vertices in the other direction, where that reads the same
    private readonly int _period;          // the least rotation under which it reads the same

    private Cycle(SymmetryGraph graph, int[] vertices, SearchBudget budget)
    {
        (_vertices, _codes) = Turn(graph, vertices, budget);
        Array.Reverse(vertices);
        (int[] back, (int, int)[] backCodes) = Turn(graph, vertices, budget);
        int order = Compare(_codes, backCodes, budget);
        if (order > 0)
        {
            (_vertices, _codes) = (back, backCodes);
        }

        _reflected = order == 0 ? back : null;
        _period = FindPeriod(_codes, budget);
        Hash = 0;
        foreach ((int colour, int label) in _codes)
        {
            Hash = Trace.Mix64(Hash ^ (((ulong)(uint)colour << 32) | (uint)label));
        }
    }

    /// <summary>The same for isomorphic cycles.</summary>
    public ulong Hash { get; }

    /// <summary>The order of the group.</summary>
    public int Order => _vertices.Length / _period * (_reflected is null ? 1 : 2);

    /// <summary>The number of generators: a rotation and a reflection, where there are such.</summary>
    public int GeneratorCount => (_period < _vertices.Length ? 1 : 0) + (_reflected is null ? 0 : 1);

    /// <summary>Reads a connected graph; null where it is no cycle.</summary>
    public static Cycle? TryRead(SymmetryGraph graph, SearchBudget budget)
    {
        for (int v = 0; v < graph.Count; v++)
        {
            if (graph.Degree(v) != 2)
            {
                return null;
            }
        }

        int[] vertices = new int[graph.Count];
        int before = graph.Neighbours[1];
        for (int i = 0, v = 0; i < vertices.Length; i++)
        {
            budget.CheckEvery(i);
            vertices[i] = v;
            int next = graph.Neighbours[graph.Start[v]];
            (before, v) = (v, next == before ? graph.Neighbours[graph.Start[v] + 1] : next);
        }

        return new Cycle(graph, vertices, budget);
    }

    /// <summary>An isomorphism, [this] the vertex of the other for each; null where there is none.</summary>
    public int[]? TryMap(Cycle other)
    {
        if (!_codes.AsSpan().SequenceEqual(other._codes))
        {
            return null;
        }

        int[] image = new int[_vertices.Length];
        for (int i = 0; i < image.Length; i++)
        {
            image[_vertices[i]] = other._vertices[i];
        }

        return image;
    }

    /// <summary>The orbits, each by its first vertex.</summary>
    public int[] Orbits()
    {
        // A reflection takes what is read first in one direction to what is read first in the other, and so on.
        int[] orbits = new int[_vertices.Length];
        for (int i = 0; i < orbits.Length; i++)
        {
            orbits[_vertices[i]] = _vertices[i % _period];
        }

        for (int i = 0; i < _period && _reflected is not null; i++)
        {
            int one = orbits[_vertices[i]];
            int other = orbits[_reflected[i]];
            orbits[one] = orbits[other] = Math.Min(one, other);
        }

        for (int v = 0; v < orbits.Length; v++)
        {
            orbits[v] = orbits[orbits[v]];
        }

        return OrbitNames.AfterFirst(orbits);
    }

    /// <summary>The generators.</summary>
    public IEnumerable<SparsePermutation> Generators()
    {
        if (_period < _vertices.Length)
        {
            yield return To([.. _vertices[_period..], .. _vertices[.._period]]);
        }

        if (_reflected is not null)
        {
            yield return To(_reflected);
        }
    }

    private SparsePermutation To(int[] images)
    {
        PermutationBuilder permutation = new();
        for (int i = 0; i < images.Length; i++)
        {
            permutation.Add(_vertices[i], images[i]);
        }

        return permutation.Build();
    }

    // The rotation that comes first.
    private static (int[] Vertices, (int, int)[] Codes) Turn(SymmetryGraph graph, int[] vertices, SearchBudget budget)
    {
        int n = vertices.Length;
        (int Colour, int Label)[] codes = new (int, int)[n];
        for (int i = 0; i < n; i++)
        {
            budget.CheckEvery(i);
            int v = vertices[i];
            int entry = graph.Start[v];
            entry += graph.Neighbours[entry] == vertices[(i + 1) % n] ? 0 : 1;
            codes[i] = (graph.Colours[v], graph.LabelAt(entry));
        }

        // Two candidates are read side by side; the one that comes later gives way, with all starts it has passed.
        int first = 0;
        for (int other = 1, length = 0, step = 0; other < n && first < n && length < n; step++)
        {
            budget.CheckEvery(step);
            int order = codes[(first + length) % n].CompareTo(codes[(other + length) % n]);
            if (order == 0)
            {
                length++;
                continue;
            }

            if (order > 0)
            {
                (first, other) = (other, Math.Max(first + length + 1, other + 1));
            }
            else
            {
                other += length + 1;
            }

            length = 0;
        }

        return ([.. vertices[first..], .. vertices[..first]], [.. codes[first..], .. codes[..first]]);
    }

    private static int Compare((int, int)[] codes, (int, int)[] others, SearchBudget budget)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            budget.CheckEvery(i);
            int order = codes[i].CompareTo(others[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    // By the longest proper prefix that is a suffix too (Knuth, Morris and Pratt).
    private static int FindPeriod((int, int)[] codes, SearchBudget budget)
    {
        int n = codes.Length;
        int[] border = new int[n + 1];
        border[0] = -1;
        for (int i = 0, length = -1; i < n;)
        {
            budget.CheckEvery(i);
            while (length >= 0 && codes[i] != codes[length])
            {
                length = border[length];
            }

            border[++i] = ++length;
        }

        int period = n - border[n];
        return n % period == 0 ? period : n;
    }
}
