using System.Buffers;

namespace GenEft.Symmetry;

/// <summary>Sorting the hit vertices of a cell by their hits.</summary>
internal sealed partial class OrderedPartition
{
    private void SortByHits(int first, int k, int low, int high)
    {
        VertexState[] state = _state;
        Span<int> tail = _vertices.AsSpan(first, k);
        if (k <= 24)
        {
            for (int i = 1; i < k; i++)
            {
                int v = tail[i];
                int hits = state[v].Hits;
                int j = i;
                for (; j > 0 && state[tail[j - 1]].Hits > hits; j--)
                {
                    tail[j] = tail[j - 1];
                }

                tail[j] = v;
            }
        }
        else if (high - low <= k)
        {
            CountingSort(tail, low, high);
        }
        else
        {
            // Few vertices with hits far apart: the hits go before the vertex in one number.
            long[] keys = ArrayPool<long>.Shared.Rent(k);
            for (int i = 0; i < k; i++)
            {
                keys[i] = ((long)state[tail[i]].Hits << 32) | (uint)tail[i];
            }

            SteppedSort.Sort(keys.AsSpan(0, k), _budget);
            for (int i = 0; i < k; i++)
            {
                tail[i] = (int)keys[i];
            }

            ArrayPool<long>.Shared.Return(keys);
        }

        for (int i = 0; i < k; i++)
        {
            state[tail[i]].Place = first + i;
        }

        _budget.Work(k);
    }

    private void CountingSort(Span<int> tail, int low, int high)
    {
        int range = high - low + 1;
        int[] next = ArrayPool<int>.Shared.Rent(range + tail.Length);
        Span<int> counts = next.AsSpan(0, range);
        Span<int> copy = next.AsSpan(range, tail.Length);
        counts.Clear();
        tail.CopyTo(copy);
        foreach (int v in copy)
        {
            counts[_state[v].Hits - low]++;
        }

        _budget.Work(tail.Length);
        int sum = 0;
        foreach (ref int c in counts)
        {
            (c, sum) = (sum, sum + c);
        }

        foreach (int v in copy)
        {
            tail[counts[_state[v].Hits - low]++] = v;
        }

        _budget.Work(tail.Length);
        ArrayPool<int>.Shared.Return(next);
    }
}
