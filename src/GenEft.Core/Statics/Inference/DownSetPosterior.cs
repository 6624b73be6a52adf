namespace GenEft.Statics.Inference;

/// <summary>
/// Total orders that agree with a partial one (its linear extensions), all equally likely: the probability that one element comes
/// before another, exactly. An extension is a path through the down-sets, which it fills element by element; counts of paths go
/// up and down through them.
/// </summary>
/// <remarks>Elements stand in one of the extensions. A down-set is the first place that it lacks and the places beyond that it has: where
/// elements far apart are known in order, these are few however many elements there are.</remarks>
internal sealed class DownSetPosterior
{
    private const int Window = 128;   // bits of the places from the first that a down-set lacks on

    private readonly int _count;
    private readonly UInt128[] _before;   // by place, which of the places directly before are known to come before: bit 127 is the last
    private readonly int[] _reach;        // by place, the last place that is not known to come after it
    private readonly List<LongList<Step>> _layers = [];
    private readonly List<double[]> _up = [[1]];
    private LongList<DownSet> _sets = [new DownSet(0, 0)];

    private DownSetPosterior(bool[,] isBefore, CancellationToken cancelToken)
    {
        _count = isBefore.GetLength(0);
        _before = new UInt128[_count];
        _reach = new int[_count];
        for (int place = 0; place < _count; place++)
        {
            cancelToken.ThrowIfCancellationRequested();
            for (int back = 1; back <= Math.Min(place, Window); back++)
            {
                _before[place] |= isBefore[place - back, place] ? UInt128.One << (Window - back) : 0;
            }

            _reach[place] = _count - 1;
            while (isBefore[place, _reach[place]])
            {
                _reach[place]--;
            }
        }
    }

    /// <summary>[c, c] the probability that one element comes before another; null where there are too many
    /// down-sets, or where elements that stand 127 places apart are not known in order.</summary>
    /// <param name="isBefore">[c, c] whether one element is known to come before another, in one of the extensions.</param>
    /// <param name="budget">The most steps between down-sets to look at.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public static double[,]? Compute(bool[,] isBefore, long budget, CancellationToken cancelToken)
    {
        DownSetPosterior posterior = new(isBefore, cancelToken);
        for (int place = 0; place < posterior._count; place++)
        {
            if (posterior._reach[place] - place >= Window - 1)
            {
                return null;
            }
        }

        return posterior.TryGoUp(budget, cancelToken) ? posterior.ReadDown(cancelToken) : null;
    }

    private bool TryGoUp(long budget, CancellationToken cancelToken)
    {
        long work = 0;
        for (int size = 0; size < _count; size++)
        {
            StateTable<DownSet> next = new();
            LongList<Step> steps = [];
            for (int from = 0; from < _sets.Count; from++)
            {
                cancelToken.ThrowIfCancellationRequested();
                DownSet set = _sets[from];
                for (int place = set.Low; place <= _reach[set.Low]; place++)
                {
                    if (IsFree(set, place))
                    {
                        steps.Add(new Step(from, next.Number(set.With(place)), place));
                    }
                }

                if (work + steps.Count > budget)
                {
                    return false;
                }
            }

            work += steps.Count;
            double[] weights = new double[next.States.Count];
            foreach (Step step in steps)
            {
                weights[step.To] += _up[^1][step.From];
            }

            // Only ratios within a layer matter.
            _up.Add(Scaled(weights));
            _layers.Add(steps);
            _sets = next.States;
        }

        return true;
    }

    // Whether the set lacks a place and has all that come before it.
    private bool IsFree(DownSet set, int place)
    {
        int beyond = place - set.Low;
        UInt128 needed = beyond == 0 ? 0 : _before[place] >> (Window - beyond);
        return (set.Beyond >> beyond & 1) == 0 && (needed & ~set.Beyond) == 0;
    }

    private double[,] ReadDown(CancellationToken cancelToken)
    {
        double[,] first = new double[_count, _count];
        double[,] filled = new double[_count + 1, _count];   // [low, place] the weight of steps by which a place joins a set
        DownSet[] sets = [.. _sets];
        double[] down = [1];
        for (int size = _count - 1; size >= 0; size--)
        {
            double[] below = new double[_up[size].Length];
            DownSet[] smaller = new DownSet[below.Length];
            double all = 0;
            foreach (Step step in _layers[size])
            {
                cancelToken.ThrowIfCancellationRequested();
                below[step.From] += down[step.To];
                smaller[step.From] = sets[step.To].Without(step.Place);
                all += _up[size][step.From] * down[step.To];
            }

            // Whatever is in the set that a place joins comes before it.
            foreach (Step step in _layers[size])
            {
                cancelToken.ThrowIfCancellationRequested();
                double weight = _up[size][step.From] * down[step.To] / all;
                DownSet set = smaller[step.From];
                filled[set.Low, step.Place] += weight;
                for (UInt128 left = set.Beyond; left != 0; left &= left - 1)
                {
                    first[set.Low + (int)UInt128.TrailingZeroCount(left), step.Place] += weight;
                }
            }

            (down, sets) = (Scaled(below), smaller);
        }

        for (int place = 0; place < _count; place++)
        {
            double lowIsBeyond = 0;
            for (int other = _count - 1; other >= 0; other--)
            {
                lowIsBeyond += filled[other + 1, place];
                first[other, place] += lowIsBeyond;
            }
        }

        return first;
    }

    private static double[] Scaled(double[] weights)
    {
        double scale = weights.Max();
        return Array.ConvertAll(weights, weight => weight / scale);
    }

    /// <summary>All places before Low and, as bits from Low on, some beyond it; never Low itself.</summary>
    private readonly record struct DownSet(int Low, UInt128 Beyond)
    {
        public DownSet With(int place)
        {
            UInt128 beyond = Beyond | (UInt128.One << (place - Low));
            int run = (int)UInt128.TrailingZeroCount(~beyond);
            return new DownSet(Low + run, run == Window ? 0 : beyond >> run);
        }

        public DownSet Without(int place)
        {
            if (place > Low)
            {
                return this with { Beyond = Beyond & ~(UInt128.One << (place - Low)) };
            }

            int run = Low - place;
            return new DownSet(place, (Beyond << run) | ((UInt128.One << run) - 2));
        }
    }

    private readonly record struct Step(int From, int To, int Place);
}
