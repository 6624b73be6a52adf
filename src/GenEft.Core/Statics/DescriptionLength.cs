using System.Numerics;
using GenEft.Relations;
using GenEft.Symmetry;

namespace GenEft.Statics;

/// <summary>
/// Description length of a relation whose structure gives its automorphism group in closed form:
/// b = log2(n!/|Aut|), bits (about_GenEft_Theory 2).
/// </summary>
internal sealed class DescriptionLength
{
    private readonly GroupOrder _groupOrder;

    private DescriptionLength(int count, GroupOrder groupOrder)
    {
        _groupOrder = groupOrder;
        Bits = new GroupOrder().MultiplyFactorial(count).Multiply(groupOrder, -1).Log2();
    }

    /// <summary>b, bits.</summary>
    public double Bits { get; }

    /// <summary>|Aut|, exactly.</summary>
    public BigInteger GroupOrder => _groupOrder.ToBigInteger();

    /// <summary>The description length by structure, whatever kind the relation was made as; null where none applies.</summary>
    public static DescriptionLength? FromStructure(RelationProperties properties)
    {
        int n = properties.Count;
        if (properties.ClassSizes is { } sizes)
        {
            return FromClasses(n, sizes);
        }

        if (properties.IsTotalOrder)
        {
            return Build(n, []);
        }

        if (properties.PartSize is int a)
        {
            return Build(n, [(a, 1), (n - a, 1)], 2 * a == n ? 2 : 1);
        }

        // No pair related, or every pair of distinct elements: any permutation is an automorphism.
        return properties.EdgeCount == 0 || (properties.Irreflexive && properties.EdgeCount == (long)n * (n - 1))
            ? Build(n, [(n, 1)])
            : null;
    }

    /// <summary>k classes of sizes m_i: |Aut| = prod m_i! * prod_s (number of classes of size s)!.</summary>
    private static DescriptionLength FromClasses(int n, IReadOnlyList<int> sizes)
    {
        List<(long, long)> factors = [];
        foreach (IGrouping<int, int> group in sizes.GroupBy(size => size))
        {
            factors.Add((group.Key, group.Count()));
            factors.Add((group.Count(), 1));
        }

        return Build(n, factors);
    }

    private static DescriptionLength Build(int n, IReadOnlyList<(long M, long Power)> factors, long extraFactor = 1)
    {
        GroupOrder order = new GroupOrder().Multiply(extraFactor);
        foreach ((long m, long power) in factors)
        {
            order.MultiplyFactorial(m, power);
        }

        return new DescriptionLength(n, order);
    }
}
