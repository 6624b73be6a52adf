namespace GenEft.Infrastructure;

/// <summary>The format of a file to read.</summary>
public enum RelationFileFormat
{
    /// <summary>The one that the file's name tells.</summary>
    Auto,

    /// <summary>An edge list.</summary>
    Csv,

    /// <summary>An XML graph, as yEd, Gephi and NetworkX write it.</summary>
    GraphML,

    /// <summary>The Graph Modelling Language, of keys and brackets.</summary>
    Gml,

    /// <summary>Lines of edges between numbered elements.</summary>
    Dimacs,

    /// <summary>A sparse matrix of Matrix Market.</summary>
    MatrixMarket,

    /// <summary>Node-link JSON, as NetworkX and D3 have it.</summary>
    Json,
}
