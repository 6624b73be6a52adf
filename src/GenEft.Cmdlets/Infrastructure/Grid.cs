namespace GenEft.Infrastructure;

/// <summary>Cartesian products of swept parameters.</summary>
internal static class Grid
{
    /// <summary>Every combination of the values so far with each of the new ones; the new ones vary fastest.</summary>
    /// <param name="cells">The combinations so far.</param>
    /// <param name="values">The values of one more parameter; null leaves the cells as they are.</param>
    /// <param name="apply">Sets the parameter in a cell.</param>
    public static IEnumerable<TCell> Sweep<TCell, TValue>(
        this IEnumerable<TCell> cells, IReadOnlyList<TValue>? values, Func<TCell, TValue, TCell> apply) =>
        values is null ? cells : cells.SelectMany(cell => values.Select(value => apply(cell, value)));
}
