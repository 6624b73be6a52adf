namespace GenEft.Statics.Inference;

/// <summary>
/// Proper colourings of a connected graph with k colours, all equally likely: the probability that two vertices have the same
/// colour, exactly. Vertices are added one by one; of those added so far only the ones with neighbours still to come matter,
/// and of their colours only which are the same (a state). Counts go forward and backward over the states.
/// </summary>
internal sealed class ColouringPosterior
{
    private const int BitsPerVertex = 5;
    private const int MaximumFrontier = 25;   // 125 bits of a state

    private readonly int[][] _neighbours;
    private readonly int _colourCount;
    private readonly long _budget;
    private readonly int[] _order;            // vertices as they are added
    private readonly int[] _lastNeighbour;    // by place, the last place of a neighbour
    private readonly List<LongList<Step>> _layers = [];
    private long _work;

    private ColouringPosterior(int[][] neighbours, int colourCount, long budget, CancellationToken cancelToken)
    {
        _neighbours = neighbours;
        _colourCount = colourCount;
        _budget = budget;
        _order = Order(neighbours, cancelToken);
        int[] place = new int[_order.Length];
        for (int p = 0; p < place.Length; p++)
        {
            place[_order[p]] = p;
        }

        _lastNeighbour = [.. _order.Select((v, p) => neighbours[v].Select(w => place[w]).Append(p).Max())];
        Place = place;
    }

    private int[] Place { get; }

    /// <summary>[b, b] the probability that two vertices have the same colour; null where the states exceed the budget.</summary>
    /// <param name="neighbours">[b] neighbours of a vertex.</param>
    /// <param name="colourCount">k.</param>
    /// <param name="budget">The most transitions between states to look at.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ContradictingSample: there is no proper colouring.</exception>
    public static double[,]? Compute(int[][] neighbours, int colourCount, long budget, CancellationToken cancelToken)
    {
        int b = neighbours.Length;
        double[,] same = new double[b, b];
        ColouringPosterior posterior = new(neighbours, colourCount, budget, cancelToken);
        for (int p = 0; p < b; p++)
        {
            cancelToken.ThrowIfCancellationRequested();
            int u = posterior._order[p];
            same[u, u] = 1;
            if (p + 1 < b && !posterior.TryPass(p, same, cancelToken))
            {
                return null;
            }
        }

        return same;
    }

    /// <summary>Whether there is a proper colouring; null where the states exceed the budget.</summary>
    public static bool? IsPossible(int[][] neighbours, int colourCount, long budget, CancellationToken cancelToken)
    {
        try
        {
            double[,] same = new double[neighbours.Length, neighbours.Length];
            return new ColouringPosterior(neighbours, colourCount, budget, cancelToken).TryPass(0, same, cancelToken) ? true : null;
        }
        catch (GenEftException error) when (error.ErrorId == ErrorIds.ContradictingSample)
        {
            return false;
        }
    }

    // The next vertex is the one that leaves the fewest waiting; of equals the one with most neighbours added.
    private static int[] Order(int[][] neighbours, CancellationToken cancelToken)
    {
        int n = neighbours.Length;
        int[] missing = [.. neighbours.Select(list => list.Length)];   // neighbours still to come
        bool[] isAdded = new bool[n];
        List<int> order = [];
        for (int step = 0; step < n; step++)
        {
            cancelToken.ThrowIfCancellationRequested();
            int best = -1;
            (int, int) bestCost = default;
            for (int v = 0; v < n; v++)
            {
                if (isAdded[v] || (step > 0 && missing[v] == neighbours[v].Length))
                {
                    continue;
                }

                int leaving = neighbours[v].Count(w => isAdded[w] && missing[w] == 1);
                (int, int) cost = ((missing[v] > 0 ? 1 : 0) - leaving, missing[v]);
                if (best < 0 || cost.CompareTo(bestCost) < 0)
                {
                    (best, bestCost) = (v, cost);
                }
            }

            isAdded[best] = true;
            order.Add(best);
            foreach (int w in neighbours[best])
            {
                missing[w]--;
            }
        }

        return [.. order];
    }

    // One pass with a vertex that stays to the end: whether each later one has its colour is read as that is added.
    private bool TryPass(int kept, double[,] same, CancellationToken cancelToken)
    {
        _layers.Clear();
        StateTable<UInt128> states = new();
        states.Number(UInt128.Zero);
        LongList<double> forward = [1];
        List<LongList<double>> allForward = [forward];
        List<int> frontier = [];   // places
        for (int place = 0; place < _order.Length; place++)
        {
            cancelToken.ThrowIfCancellationRequested();
            List<int> next = [.. frontier.Append(place).Where(p => p == kept || _lastNeighbour[p] > place)];
            if (next.Count > MaximumFrontier)
            {
                return false;
            }

            (states, forward) = Add(place, kept, frontier, next, states.States, forward, cancelToken);
            frontier = next;
            if (_work > _budget)
            {
                return false;
            }

            double sum = forward.Sum();
            if (sum == 0)
            {
                throw new GenEftException(
                    ErrorIds.ContradictingSample, $"The sample sets more elements apart from one another than {_colourCount} classes can hold.", _colourCount);
            }

            // Only ratios matter: each layer is brought back to 1.
            forward = [.. forward.Select(weight => weight / sum)];
            allForward.Add(forward);
        }

        ReadBackward(kept, allForward, same, cancelToken);
        return true;
    }

    private (StateTable<UInt128> States, LongList<double> Forward) Add(
        int place, int kept, List<int> frontier, List<int> next, LongList<UInt128> states, LongList<double> forward,
        CancellationToken cancelToken)
    {
        int v = _order[place];
        StateTable<UInt128> nextStates = new();
        LongList<double> nextForward = [];
        LongList<Step> steps = [];
        int[] neighbourSlots = [.. _neighbours[v].Select(w => frontier.IndexOf(Place[w])).Where(slot => slot >= 0)];
        int[] nextSlots = [.. next.Select(p => p == place ? frontier.Count : frontier.IndexOf(p))];
        int keptSlot = frontier.IndexOf(kept);
        Span<int> labels = stackalloc int[MaximumFrontier + 1];
        for (int from = 0; from < states.Count && _work <= _budget; from++)
        {
            cancelToken.ThrowIfCancellationRequested();
            UInt128 state = states[from];
            int used = 0;
            for (int slot = 0; slot < frontier.Count; slot++)
            {
                labels[slot] = (int)(uint)(state >> (BitsPerVertex * slot)) & ((1 << BitsPerVertex) - 1);
                used = Math.Max(used, labels[slot] + 1);
            }

            uint forbidden = 0;
            foreach (int slot in neighbourSlots)
            {
                forbidden |= 1u << labels[slot];
            }

            // A colour that none of those waiting has: all of these are alike.
            for (int label = 0; label <= used; label++)
            {
                double ways = label < used ? 1 : _colourCount - used;
                if ((forbidden >> label & 1) != 0 || ways <= 0)
                {
                    continue;
                }

                _work++;
                labels[frontier.Count] = label;
                int to = nextStates.Number(Encode(labels, nextSlots));
                if (to == nextForward.Count)
                {
                    nextForward.Add(0);
                }

                nextForward[to] += forward[from] * ways;
                steps.Add(new Step(from, to, ways, keptSlot >= 0 && labels[keptSlot] == label));
            }
        }

        _layers.Add(steps);
        return (nextStates, nextForward);
    }

    // Labels in the order in which they are met.
    private static UInt128 Encode(ReadOnlySpan<int> labels, int[] slots)
    {
        Span<int> names = stackalloc int[MaximumFrontier + 2];
        names.Fill(-1);
        int used = 0;
        UInt128 key = UInt128.Zero;
        for (int slot = 0; slot < slots.Length; slot++)
        {
            ref int name = ref names[labels[slots[slot]]];
            name = name < 0 ? used++ : name;
            key |= (UInt128)(uint)name << (BitsPerVertex * slot);
        }

        return key;
    }

    private void ReadBackward(int kept, List<LongList<double>> forward, double[,] same, CancellationToken cancelToken)
    {
        double[] backward = [.. Enumerable.Repeat(1.0, forward[^1].Count)];
        for (int place = _order.Length - 1; place > kept; place--)
        {
            double[] before = new double[forward[place].Count];
            double alike = 0;
            double unalike = 0;
            foreach (Step step in _layers[place])
            {
                cancelToken.ThrowIfCancellationRequested();
                double later = step.Ways * backward[step.To];
                before[step.From] += later;
                double weight = forward[place][step.From] * later;
                alike += step.IsSame ? weight : 0;
                unalike += step.IsSame ? 0 : weight;
            }

            (int u, int v) = (_order[kept], _order[place]);
            same[u, v] = same[v, u] = unalike == 0 ? 1 : Math.Min(alike / (alike + unalike), Math.BitDecrement(1));   // 1 only if it is certain
            double scale = before.Max();
            backward = Array.ConvertAll(before, weight => weight / scale);
        }
    }

    private readonly record struct Step(int From, int To, double Ways, bool IsSame);
}
