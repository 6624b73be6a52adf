using System.Numerics;

namespace GenEft.Symmetry;

/// <summary>
/// The automorphism group of a graph: the permutations of its vertices that keep colours, edges, directions and labels. Found
/// exactly, by reductions and search; where the budget ended before, what is known is an interval that holds the order.
/// </summary>
public sealed class AutomorphismGroup
{
    private readonly Block _block;

    private AutomorphismGroup(int vertexCount, Block block, SearchBudget budget)
    {
        _block = block;
        VertexCount = vertexCount;
        SearchNodeCount = budget.Nodes;
        LongestPause = budget.LongestPause;
        Elapsed = budget.Elapsed;
    }

    /// <summary>The number of vertices n.</summary>
    public int VertexCount { get; }

    /// <summary>Whether the order is proved; otherwise it lies between <see cref="LowerOrder"/> and
    /// <see cref="UpperOrder"/>.</summary>
    public bool IsExact => _block.IsExact;

    /// <summary>The order of the group that was found: the order itself where <see cref="IsExact"/>.</summary>
    public GroupOrder LowerOrder => _block.Lower;

    /// <summary>The largest order the group can have.</summary>
    public GroupOrder UpperOrder => _block.Upper;

    /// <summary>|Aut| as an integer; what was found of it where not <see cref="IsExact"/>.</summary>
    public BigInteger Order => LowerOrder.ToBigInteger();

    /// <summary>The number of generators that <see cref="Generators"/> gives.</summary>
    public long GeneratorCount => _block.GeneratorCount;

    /// <summary>Nodes of the search trees visited; 0 where the reductions solved all.</summary>
    public long SearchNodeCount { get; }

    /// <summary>The time taken.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The longest time during which a cancellation would not have been seen.</summary>
    internal TimeSpan LongestPause { get; }

    /// <summary>Finds the group.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">How far to search; null for as far as it takes.</param>
    /// <param name="cancelToken">Stops the search within milliseconds.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AutomorphismGroup Find(
        SymmetryGraph graph, AutomorphismOptions? options = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Find(graph, new SearchBudget(options ?? new AutomorphismOptions(), cancelToken));
    }

    /// <summary>Finds the group on a budget that may have been begun.</summary>
    internal static AutomorphismGroup Find(SymmetryGraph graph, SearchBudget budget)
    {
        Block block = new(graph, isEquitable: false);
        block.Solve(budget);
        return new AutomorphismGroup(graph.Count, block, budget);
    }

    /// <summary>The information in a labelled graph beyond its structure: log2(n!/|Aut|), bits; a lower and an upper bound, the
    /// same where <see cref="IsExact"/>.</summary>
    public (double Low, double High) LabellingBits()
    {
        return (Bits(UpperOrder), Bits(LowerOrder));

        double Bits(GroupOrder order) =>
            Math.Max(0, new GroupOrder().MultiplyFactorial(VertexCount).Multiply(order, -1).Log2());
    }

    /// <summary>By vertex, the first vertex of its orbit; where not <see cref="IsExact"/>, orbits under the automorphisms
    /// found, which may still join.</summary>
    public int[] Orbits() => _block.Orbits();

    /// <summary>Generators of the group (of what was found of it), made as they are read.</summary>
    public IEnumerable<SparsePermutation> Generators() => _block.Generators();
}
