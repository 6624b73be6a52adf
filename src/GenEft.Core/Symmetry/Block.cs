using System.Runtime.CompilerServices;

namespace GenEft.Symmetry;

/// <summary>
/// A graph on its way to being solved: it is reduced step by step until nothing applies; what then remains falls into
/// components, or is searched.
/// </summary>
internal sealed class Block
{
    private readonly List<Reduction> _reductions = [];
    private bool _isEquitable;
    private OrderedPartition? _cells;   // the graph's colours as a partition, where one was made
    private bool _ownsCells;
    private bool _isCut;
    private int _restCount;
    private ComponentSplit? _split;
    private Cycle? _cycle;
    private CoreSearch? _core;

    /// <param name="graph">The graph.</param>
    /// <param name="isEquitable">Whether its colours are equitable already.</param>
    /// <param name="cells">Those colours as a partition, which is read only; null to make it.</param>
    public Block(SymmetryGraph graph, bool isEquitable, OrderedPartition? cells = null)
    {
        Graph = graph;
        _isEquitable = isEquitable;
        _cells = cells;
    }

    /// <summary>What is not yet solved of the graph; null once it is.</summary>
    public SymmetryGraph? Graph { get; private set; }

    /// <summary>Bounds of the order of the group; the same where the search was finished.</summary>
    public GroupOrder Lower { get; } = new();

    /// <inheritdoc cref="Lower"/>
    public GroupOrder Upper { get; } = new();

    /// <summary>Whether the search was finished.</summary>
    public bool IsExact { get; private set; }

    /// <summary>The vertices of the largest part that remains after reduction.</summary>
    public int LargestPart => _split?.LargestSize ?? (_cycle is null ? Graph!.Count : 0);

    /// <summary>The number of generators.</summary>
    public long GeneratorCount =>
        _reductions.Sum(step => step.GeneratorCount)
        + (_split?.GeneratorCount ?? _cycle?.GeneratorCount ?? _core?.GeneratorCount ?? 0);

    /// <summary>An upper bound of the order of any graph: every permutation within its colours.</summary>
    public static void MultiplyColourFactorials(SymmetryGraph graph, GroupOrder order)
    {
        int[] size = new int[graph.Count];
        foreach (int colour in graph.Colours)
        {
            size[colour]++;
        }

        foreach (int m in size)
        {
            order.MultiplyFactorial(m);
        }
    }

    /// <summary>Reduces and solves, until done or the budget is spent.</summary>
    public void Solve(SearchBudget budget)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Reduce(budget);
        SolveParts(budget);
    }

    /// <summary>Takes all steps that make the graph smaller, then splits it into components.</summary>
    public void Reduce(SearchBudget budget)
    {
        try
        {
            budget.Check();
            while (TryStep(budget))
            {
            }

            if (Graph!.Count > 0)
            {
                budget.Enter("Finding components", Graph.Count);
                _split = ComponentSplit.TrySplit(Graph, budget);
                _cycle = _split is null ? Cycle.TryRead(Graph, budget) : null;
            }
        }
        catch (BudgetSpentException)
        {
            _isCut = true;
        }
    }

    /// <summary>Solves what <see cref="Reduce"/> has left.</summary>
    public void SolveParts(SearchBudget budget)
    {
        foreach (Reduction step in _reductions)
        {
            Lower.Multiply(step.Factor);
            Upper.Multiply(step.Factor);
        }

        _restCount = Graph!.Count;
        if (_isCut)
        {
            MultiplyColourFactorials(Graph, Upper);
        }
        else if (_split is not null)
        {
            Graph = null;
            _cells = null;
            _split.Solve(budget);
            _split.AddOrder(Lower, Upper);
            IsExact = _split.IsExact;
        }
        else if (_cycle is not null)
        {
            Lower.Multiply(_cycle.Order);
            Upper.Multiply(_cycle.Order);
            IsExact = true;
        }
        else if (_restCount > 0)
        {
            budget.Enter("Searching", Graph.Count);
            OrderedPartition cells = _ownsCells ? _cells! : new OrderedPartition(Graph, budget);
            _cells = null;
            _core = new CoreSearch(Graph, cells, budget);
            _core.Run();
            Lower.Multiply(_core.Lower);
            Upper.Multiply(_core.Upper);
            IsExact = _core.IsExact;
        }
        else
        {
            IsExact = true;
        }

        Graph = null;
        _cells = null;
    }

    /// <summary>The orbits, each by its first vertex.</summary>
    public int[] Orbits()
    {
        int[] orbits = _split?.Orbits() ?? _cycle?.Orbits() ?? _core?.Orbits() ?? [.. Enumerable.Range(0, _restCount)];
        for (int i = _reductions.Count - 1; i >= 0; i--)
        {
            orbits = _reductions[i].LiftOrbits(orbits);
        }

        return orbits;
    }

    /// <summary>The generators.</summary>
    public IEnumerable<SparsePermutation> Generators()
    {
        for (int depth = _reductions.Count; depth >= 0; depth--)
        {
            IEnumerable<SparsePermutation> own = depth < _reductions.Count
                ? _reductions[depth].Generators()
                : _split?.Generators() ?? _cycle?.Generators() ?? _core?.Generators() ?? [];
            foreach (SparsePermutation generator in own)
            {
                SparsePermutation lifted = generator;
                for (int i = depth - 1; i >= 0; i--)
                {
                    lifted = _reductions[i].Lift(lifted);
                }

                yield return lifted;
            }
        }
    }

    private bool TryStep(SearchBudget budget)
    {
        if (Graph!.Count == 0)
        {
            return false;
        }

        budget.Enter("Reducing", Graph.Count);
        if (TreePeeling.TryPeel(Graph, budget) is { } peeling)
        {
            return Take(peeling);
        }

        if (_cells is null)
        {
            (_cells, _ownsCells) = (new OrderedPartition(Graph, budget), true);
        }

        if (!_isEquitable)
        {
            _cells.RefineAll();
            _isEquitable = true;
        }

        if (ImpliedEdges.TryRemove(Graph, _cells, budget) is { } implied)
        {
            return Take(implied);
        }

        Graph = Graph.WithColours(_cells);
        if (TwinMerging.TryMerge(Graph, budget) is { } twins)
        {
            _isEquitable = false;
            return Take(twins);
        }

        return ChainContraction.TryContract(Graph, budget) is { } chains && Take(chains);
    }

    private bool Take(Reduction step)
    {
        _reductions.Add(step);
        (_cells, _ownsCells) = (null, false);
        Graph = step.TakeInner();
        return true;
    }
}
