using System.Numerics;

namespace GenEft.Symmetry;

/// <summary>Sorts long lists in steps between which the budget is asked.</summary>
internal static class SteppedSort
{
    private const int Step = 1 << 15;

    /// <summary>Sorts ascending.</summary>
    public static void Sort<T>(Span<T> items, SearchBudget budget)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        if (items.Length <= Step)
        {
            items.Sort();
            return;
        }

        int half = items.Length / 2;
        Sort(items[..half], budget);
        Sort(items[half..], budget);
        budget.Check();
        if (items[half - 1] <= items[half])
        {
            return;
        }

        // The lower half is set aside and merged back from the front.
        T[] lower = items[..half].ToArray();
        int next = 0;
        int other = half;
        for (int at = 0; next < half; at++)
        {
            budget.CheckEvery(at);
            items[at] = other < items.Length && items[other] < lower[next] ? items[other++] : lower[next++];
        }
    }
}
