using GenEft.Numerics;

namespace GenEft.Statics.Inference;

/// <summary>
/// Draws total orders that agree with a partial one, each with the same probability, by monotone coupling from the past (Propp and
/// Wilson 1996) on the order polytope (Stanley 1986).
/// </summary>
/// <remarks>
/// <para>Each element has a height from 0 to 1, above those of the elements known to come before it; all such assignments are equally
/// likely. In each order of the heights they fill the same volume, so the order of the heights is uniform over all that agree.</para>
/// <para>One step gives one element a new height, uniform between the highest below it and the lowest above it. From the same random
/// number two assignments of which one is nowhere lower stay so. Two are followed, from all heights 1 and from all 0, out of the past to
/// now: any other lies between them. Once no element's range meets another's, there is only one order left, and it is the draw; until
/// then they start twice as far back. Heights are whole numbers of 2^-62, so that rounding does not break the sandwich; that two of them
/// are alike, by which an order would be preferred, has probability 2^-62 n^2.</para>
/// <para>Further draws follow a first one along the chain, which leaves their distribution as it is: each is as uniform as the first,
/// but they are not quite independent. The time of a first draw grows like n times the square of the longest known chain.</para>
/// </remarks>
internal sealed class LinearExtensionSampler
{
    private const long Top = 1L << 62;

    private readonly int _count;
    private readonly int[] _order;       // an order that agrees, in which elements take their steps
    private readonly int[] _below;       // elements directly before each, one list after the other
    private readonly int[] _belowStart;  // [n + 1]
    private readonly int[] _above;       // elements directly after each
    private readonly int[] _aboveStart;
    private readonly long[] _low;        // heights, by element
    private readonly long[] _high;
    private readonly int[] _sorted;
    private readonly long[] _keys;
    private int _blocks = 4;             // how far back the last draw had to start
    private StepRandom _onward;
    private bool _hasHeights;            // whether _low are heights of the last draw

    /// <param name="count">n.</param>
    /// <param name="isBefore">[n, n] whether one element is known to come before another; transitively closed.</param>
    /// <param name="extension">One order that agrees with it.</param>
    public LinearExtensionSampler(int count, bool[] isBefore, int[] extension)
    {
        _count = count;
        _order = extension;
        _low = new long[count];
        _high = new long[count];
        _sorted = new int[count];
        _keys = new long[count];
        (_below, _belowStart, _above, _aboveStart) = Covers(count, isBefore, extension);
    }

    /// <summary>Draws one order: by place, the element there. The span is overwritten by the next draw.</summary>
    /// <param name="seed">The seed of this draw alone.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public ReadOnlySpan<int> Draw(long seed, CancellationToken cancelToken)
    {
        for (_blocks = Math.Max(0, _blocks - 1); ; _blocks++)
        {
            Array.Fill(_low, 0);
            Array.Fill(_high, Top);
            for (int block = _blocks; block >= 0; block--)
            {
                StepRandom random = new(new CounterRandom(seed, RandomPurpose.Extension, block));
                for (int sweep = 0; sweep < BlockLength(block); sweep++)
                {
                    cancelToken.ThrowIfCancellationRequested();
                    SweepBoth(ref random, isUpward: (sweep & 1) == 0);
                }
            }

            if (IsDecided())
            {
                _onward = new StepRandom(new CounterRandom(seed, RandomPurpose.Extension, -1));
                _hasHeights = false;
                return _sorted;
            }
        }
    }

    /// <summary>Draws an order from the one before, some way along the chain: a thirty-second of what a first draw takes, about as
    /// long as the chain remembers. The span is overwritten by the next draw.</summary>
    /// <param name="cancelToken">Stops the work.</param>
    public ReadOnlySpan<int> DrawNext(CancellationToken cancelToken)
    {
        const int Part = 32;
        if (!_hasHeights)
        {
            SpreadHeights();
        }

        int sweeps = Math.Max(2, (BlockLength(0) << _blocks) / Part);
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            cancelToken.ThrowIfCancellationRequested();
            Sweep(isUpward: (sweep & 1) == 0);
        }

        Sort();
        return _sorted;
    }

    // Blocks of sweeps, from now back: 4, 4, 8, 16, ... so that all up to one are twice all up to the one before.
    private static int BlockLength(int block) => 4 << Math.Max(0, block - 1);

    // Given the order, heights are as uniform numbers put in order.
    private void SpreadHeights()
    {
        for (int place = 0; place < _count; place++)
        {
            _keys[place] = (long)(_onward.NextBits() >> 2);
        }

        Array.Sort(_keys);
        for (int place = 0; place < _count; place++)
        {
            _low[_sorted[place]] = _keys[place];
        }

        _hasHeights = true;
    }

    // By the lower heights.
    private void Sort()
    {
        _order.CopyTo(_sorted, 0);
        for (int place = 0; place < _count; place++)
        {
            _keys[place] = _low[_order[place]];
        }

        Array.Sort(_keys, _sorted);
    }

    private bool IsDecided()
    {
        Sort();
        for (int place = 1; place < _count; place++)
        {
            if (_high[_sorted[place - 1]] >= _keys[place])
            {
                return false;
            }
        }

        return true;
    }

    private void SweepBoth(ref StepRandom random, bool isUpward)
    {
        long[] low = _low;
        long[] high = _high;
        for (int step = 0; step < _order.Length; step++)
        {
            int v = _order[isUpward ? step : _order.Length - 1 - step];
            long lowFloor = 0;
            long highFloor = 0;
            for (int k = _belowStart[v]; k < _belowStart[v + 1]; k++)
            {
                int u = _below[k];
                lowFloor = Math.Max(lowFloor, low[u]);
                highFloor = Math.Max(highFloor, high[u]);
            }

            long lowCeiling = Top;
            long highCeiling = Top;
            for (int k = _aboveStart[v]; k < _aboveStart[v + 1]; k++)
            {
                int u = _above[k];
                lowCeiling = Math.Min(lowCeiling, low[u]);
                highCeiling = Math.Min(highCeiling, high[u]);
            }

            ulong bits = random.NextBits();
            low[v] = lowFloor + (long)Math.BigMul(bits, (ulong)(lowCeiling - lowFloor), out _);
            high[v] = highFloor + (long)Math.BigMul(bits, (ulong)(highCeiling - highFloor), out _);
        }
    }

    private void Sweep(bool isUpward)
    {
        long[] heights = _low;
        for (int step = 0; step < _order.Length; step++)
        {
            int v = _order[isUpward ? step : _order.Length - 1 - step];
            long floor = 0;
            for (int k = _belowStart[v]; k < _belowStart[v + 1]; k++)
            {
                floor = Math.Max(floor, heights[_below[k]]);
            }

            long ceiling = Top;
            for (int k = _aboveStart[v]; k < _aboveStart[v + 1]; k++)
            {
                ceiling = Math.Min(ceiling, heights[_above[k]]);
            }

            heights[v] = floor + (long)Math.BigMul(_onward.NextBits(), (ulong)(ceiling - floor), out _);
        }
    }

    // Known pairs that do not follow from others.
    private static (int[] Below, int[] BelowStart, int[] Above, int[] AboveStart) Covers(int count, bool[] isBefore, int[] extension)
    {
        List<int>[] below = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        List<int>[] above = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        bool[] isReached = new bool[count];
        for (int place = 0; place < count; place++)
        {
            int v = extension[place];
            Array.Clear(isReached);
            for (int later = place + 1; later < count; later++)
            {
                int w = extension[later];
                if (isBefore[(v * count) + w] && !isReached[w])
                {
                    above[v].Add(w);
                    below[w].Add(v);
                    for (int beyond = later + 1; beyond < count; beyond++)
                    {
                        isReached[extension[beyond]] |= isBefore[(w * count) + extension[beyond]];
                    }
                }
            }
        }

        (int[] below1, int[] belowStart) = Flatten(below);
        (int[] above1, int[] aboveStart) = Flatten(above);
        return (below1, belowStart, above1, aboveStart);
    }

    private static (int[] Items, int[] Start) Flatten(List<int>[] lists)
    {
        int[] start = new int[lists.Length + 1];
        for (int i = 0; i < lists.Length; i++)
        {
            start[i + 1] = start[i] + lists[i].Count;
        }

        return ([.. lists.SelectMany(list => list)], start);
    }
}
