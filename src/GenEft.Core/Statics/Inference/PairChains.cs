namespace GenEft.Statics.Inference;

/// <summary>Arcs between elements, each made by a known pair, and the shortest chains along them.</summary>
/// <param name="isTransitive">Whether arcs follow one another; if not, a chain is one arc.</param>
internal sealed class PairChains(bool isTransitive = true)
{
    private readonly Dictionary<int, List<(int To, int Pair)>> _arcs = [];

    /// <summary>Adds an arc.</summary>
    public void Add(int from, int to, int pair)
    {
        if (!_arcs.TryGetValue(from, out List<(int, int)>? list))
        {
            _arcs.Add(from, list = []);
        }

        list.Add((to, pair));
    }

    /// <summary>The elements at the ends of chains from one, itself included.</summary>
    public HashSet<int> Reach(int from) => isTransitive ? [from, .. Search(from, null).Keys] : [from];

    /// <summary>The pairs along the shortest chain of one arc at least, from its start; null where there is none.</summary>
    public List<int>? Shortest(int from, int to)
    {
        Dictionary<int, (int Before, int Pair)> reached = Search(from, to);
        if (!reached.ContainsKey(to))
        {
            return null;
        }

        List<int> chain = [];
        int at = to;
        do
        {
            (at, int pair) = reached[at];
            chain.Add(pair);
        }
        while (at != from);
        chain.Reverse();
        return chain;
    }

    // Breadth first; by element, the one before it and the pair that leads from there.
    private Dictionary<int, (int Before, int Pair)> Search(int from, int? to)
    {
        Dictionary<int, (int Before, int Pair)> reached = [];
        Queue<int> queue = new([from]);
        while (!(to is int end && reached.ContainsKey(end)) && queue.TryDequeue(out int v))
        {
            foreach ((int w, int pair) in _arcs.GetValueOrDefault(v) ?? [])
            {
                if (reached.TryAdd(w, (v, pair)) && isTransitive)
                {
                    queue.Enqueue(w);
                }
            }
        }

        return reached;
    }
}
