namespace GenEft;

/// <summary>
/// Draws total orders that agree with a partial one, each with exactly the same probability: Huber, "Fast perfect sampling from
/// linear extensions" (2006).
/// </summary>
/// <remarks>
/// <para>The chain exchanges two neighbouring places at random unless their elements are known to come in that order; it leaves the
/// uniform distribution as it is. Beside it goes what bounds every order it could have started from: for each element a place that it
/// has not passed. An element is let in at the last place once all before it are in; when all are in, each stands at its bound, and
/// only one order is left.</para>
/// <para>For the bounds to close in, an element may take the opposite of the coin: the one bounded by the right of the two places
/// stays on the left if it is there when another would move it there. Which coin an order takes depends on the bounds, so these start
/// anew with each stretch of steps. If they close in within a stretch its end is a draw; if not, the order it starts from is drawn by
/// a longer stretch before it, and goes through the same steps. The expected time grows like n^3 log n.</para>
/// </remarks>
internal sealed class LinearExtensionSampler
{
    private readonly int _count;
    private readonly bool[] _isBefore;   // [n, n]
    private readonly int[] _letIn;       // elements in an order in which they can be let in
    private readonly int[] _bounds;      // by place, the element bounded by it, or -1
    private readonly int[] _order;       // by place, the element there

    /// <param name="count">n.</param>
    /// <param name="isBefore">[n, n] whether one element is known to come before another; transitively closed.</param>
    /// <param name="extension">One order that agrees with it.</param>
    public LinearExtensionSampler(int count, bool[] isBefore, int[] extension)
    {
        _count = count;
        _isBefore = isBefore;
        _letIn = extension;
        _bounds = new int[count];
        _order = new int[count];
    }

    /// <summary>Draws one order: by place, the element there. The span is overwritten by the next draw.</summary>
    /// <param name="seed">The seed of this draw alone.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public ReadOnlySpan<int> Draw(long seed, CancellationToken cancelToken)
    {
        if (_count == 1)
        {
            _order[0] = _letIn[0];
            return _order;
        }

        int stretch = 0;
        while (!Run(seed, stretch, isFollowed: false, cancelToken))
        {
            stretch++;
        }

        _bounds.CopyTo(_order, 0);
        while (--stretch >= 0)
        {
            Run(seed, stretch, isFollowed: true, cancelToken);
        }

        return _order;
    }

    // One stretch of steps, each twice as long as the one before; whether the bounds have closed in at its end.
    private bool Run(long seed, int stretch, bool isFollowed, CancellationToken cancelToken)
    {
        StepRandom random = new(new CounterRandom(seed, RandomPurpose.Extension, stretch));
        long steps = Math.Max(64, (long)_count * _count) << stretch;
        _bounds.AsSpan().Fill(-1);
        int next = 0;
        for (long step = 0; step < steps; step++)
        {
            if ((step & 0xFFFF) == 0)
            {
                cancelToken.ThrowIfCancellationRequested();
            }

            if (next < _count && _bounds[_count - 1] < 0)
            {
                _bounds[_count - 1] = _letIn[next++];
            }

            int choice = random.NextInt(2 * (_count - 1));
            int place = choice >> 1;
            bool isExchanged = (choice & 1) != 0;
            int right = _bounds[place + 1];
            if (isFollowed)
            {
                bool isOpposite = right >= 0 && _order[place] == right;
                if (isExchanged != isOpposite)
                {
                    Exchange(_order, place);
                }
            }

            if (isExchanged)
            {
                Exchange(_bounds, place);
            }
        }

        return next == _count && Array.IndexOf(_bounds, -1) < 0;
    }

    private void Exchange(int[] places, int place)
    {
        ref int left = ref places[place];
        ref int right = ref places[place + 1];
        if (left < 0 || right < 0 || !_isBefore[(left * _count) + right])
        {
            (left, right) = (right, left);
        }
    }
}
