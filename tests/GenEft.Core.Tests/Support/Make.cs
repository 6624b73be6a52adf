using GenEft.Relations;

namespace GenEft.Tests;

/// <summary>Relations that many tests use.</summary>
internal static class Make
{
    public static Relation Modulo(int k = 3, int n = 30) =>
        RelationFactory.Create(new RelationSettings { Kind = "Modulo", Modulus = k, Count = n });

    public static Relation GreaterThan(int n = 30) =>
        RelationFactory.Create(new RelationSettings { Kind = "GreaterThan", Count = n });

    public static Relation Bipartite(int n = 30, int part = 15) =>
        RelationFactory.Create(new RelationSettings { Kind = "CompleteBipartite", Count = n, PartSize = part });

    public static Relation Equivalence(params int[] sizes) =>
        RelationFactory.Create(new RelationSettings { Kind = "Equivalence", ClassSize = sizes });

    /// <summary>A relation on few elements from the bits of a number, row by row.</summary>
    public static Relation FromCode(int n, long code) =>
        Relation.FromRule("code", RelationKinds.Imported, n, (i, j) => (code >> ((i * n) + j) & 1) != 0);

    /// <summary>A relation of single pairs.</summary>
    public static Relation FromPairs(int n, params (int, int)[] pairs) =>
        Relation.FromRule("pairs", RelationKinds.Imported, n, (i, j) => pairs.Contains((i, j)));
}
