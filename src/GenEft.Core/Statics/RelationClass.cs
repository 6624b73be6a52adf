namespace GenEft.Statics;

/// <summary>The rows of Table II: classes of relations on n labelled elements.</summary>
public enum RelationClass
{
    /// <summary>Any relation.</summary>
    Generic,

    /// <summary>R(x, y) = R(y, x).</summary>
    Symmetric,

    /// <summary>Never both R(x, y) and R(y, x) for distinct x, y.</summary>
    Antisymmetric,

    /// <summary>R(x, x) = 1.</summary>
    Reflexive,

    /// <summary>R(x, y) and R(y, z) imply R(x, z).</summary>
    Transitive,

    /// <summary>An equivalence with k classes.</summary>
    Equivalence,

    /// <summary>A total order.</summary>
    TotalOrder,

    /// <summary>All pairs between two parts.</summary>
    CompleteBipartite,

    /// <summary>Some pairs between two given parts.</summary>
    IncompleteBipartite,

    /// <summary>A tree.</summary>
    Tree,
}
