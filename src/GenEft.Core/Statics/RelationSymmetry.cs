using System.Globalization;
using GenEft.Relations;
using GenEft.Symmetry;

namespace GenEft.Statics;

/// <summary>The automorphism group of a relation: the permutations of its elements that keep which pairs are related, and where several
/// relations are joined by which of them.</summary>
public static class RelationSymmetry
{
    // The rows transposed, the joined lists and their labels, twice while one graph is made from another.
    private const long BytesPerEdge = 40;
    private const long BytesPerElement = 100;

    // An arc of several relations and its text beside the lists.
    private const long BytesPerColouredEdge = 250;

    /// <summary>Finds the group.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="options">How far to search; null for as far as it takes.</param>
    /// <param name="cancelToken">Stops the search within milliseconds.</param>
    /// <exception cref="GenEftException">RelationTooLarge.</exception>
    public static AutomorphismGroup Find(
        Relation relation, AutomorphismOptions? options = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(relation);
        CheckSize(relation);
        int[] buffer = relation.IsDense ? new int[relation.Count] : [];
        SymmetryGraph graph = relation.Joined.Count > 0
            ? Coloured(relation, cancelToken)
            : SymmetryGraph.FromRows(relation.Count, i => relation.GetRow(i, buffer), cancelToken.ThrowIfCancellationRequested);
        return AutomorphismGroup.Find(graph, options, cancelToken);
    }

    private static SymmetryGraph Coloured(Relation relation, CancellationToken cancelToken)
    {
        SymmetryGraphBuilder builder = new(relation.Count);
        for (int i = 0; i < relation.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            foreach (int j in relation.GetRow(i, []))
            {
                builder.AddArc(i, j, relation.ColourOf(i, j)!.Value);
            }
        }

        return builder.Build();
    }

    private static void CheckSize(Relation relation)
    {
        double bytes = ((double)(relation.Joined.Count > 0 ? BytesPerColouredEdge : BytesPerEdge) * relation.EdgeCount) + ((double)BytesPerElement * relation.Count);
        double available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (relation.EdgeCount > 1 << 30 || bytes > available)
        {
            throw new GenEftException(
                ErrorIds.RelationTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The automorphisms of '{relation.Name}' with {relation.EdgeCount} related pairs need about {bytes / 1e9:0.0} GB; ") +
                string.Create(CultureInfo.InvariantCulture, $"there are {available / 1e9:0.0} GB, and at most {1 << 30} pairs can be taken. Use a sparser relation."),
                relation.Name);
        }
    }
}
