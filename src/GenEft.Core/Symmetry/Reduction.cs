namespace GenEft.Symmetry;

/// <summary>
/// A step from a graph to a smaller one with |Aut(outer)| = Factor * |Aut(inner)|: every automorphism of the inner graph
/// extends to the outer one. Inner vertices are outer vertices, renumbered in the same order.
/// </summary>
internal abstract class Reduction
{
    private SymmetryGraph? _inner;

    /// <summary>[inner] the outer vertex that an inner one is, ascending.</summary>
    protected int[] Kept { get; private set; } = [];

    /// <summary>What the step multiplies the order of the group by.</summary>
    public GroupOrder Factor { get; } = new();

    /// <summary>How many generators the step adds.</summary>
    public long GeneratorCount { get; protected set; }

    /// <summary>Hands the inner graph over; it is not kept here.</summary>
    public SymmetryGraph TakeInner()
    {
        SymmetryGraph inner = _inner!;
        _inner = null;
        return inner;
    }

    /// <summary>Orbits of the outer graph from those of the inner one: by vertex, the first vertex of its orbit.</summary>
    public abstract int[] LiftOrbits(int[] inner);

    /// <summary>The generators the step adds, as permutations of the outer graph.</summary>
    public virtual IEnumerable<SparsePermutation> Generators() => [];

    /// <summary>An automorphism of the inner graph as one of the outer.</summary>
    public SparsePermutation Lift(SparsePermutation inner)
    {
        PermutationBuilder outer = new();
        for (int i = 0; i < inner.From.Count; i++)
        {
            MapBundle(Kept[inner.From[i]], Kept[inner.To[i]], outer);
        }

        return outer.Build();
    }

    /// <summary>Sends a vertex, with all that was taken away with it, to another of its kind.</summary>
    protected virtual void MapBundle(int from, int to, PermutationBuilder permutation) => permutation.Add(from, to);

    /// <summary>Sets what remains.</summary>
    protected void SetInner(int[] kept, SymmetryGraph inner) => (Kept, _inner) = (kept, inner);
}

/// <summary>Collects the moved vertices of a permutation.</summary>
internal sealed class PermutationBuilder
{
    private readonly List<int> _from = [];
    private readonly List<int> _to = [];

    public PermutationBuilder Add(int from, int to)
    {
        if (from != to)
        {
            _from.Add(from);
            _to.Add(to);
        }

        return this;
    }

    public SparsePermutation Build() => new(_from, _to);
}
