namespace GenEft.Relations.Formats;

/// <summary>The formats in which relations are read and written.</summary>
public enum RelationFormat
{
    /// <summary>The one that the file's name tells.</summary>
    Auto,

    /// <summary>An edge list: a line an edge, with its source and its target; a source alone is an element without edges.</summary>
    Csv,

    /// <summary>GraphML, an XML graph.</summary>
    GraphML,

    /// <summary>GML, the Graph Modelling Language.</summary>
    Gml,

    /// <summary>DIMACS: elements numbered from 1, edges "e source target", arcs "a source target".</summary>
    Dimacs,

    /// <summary>Matrix Market: the matrix R by its entries, numbered from 1.</summary>
    MatrixMarket,

    /// <summary>Node-link JSON, as NetworkX and D3 have it.</summary>
    Json,
}

/// <summary>Which format a file's name tells.</summary>
internal static class RelationFormats
{
    /// <summary>The format of an extension, .gz behind it or not; null for an extension that tells none.</summary>
    public static RelationFormat? OfName(string path) => Path.GetExtension(WithoutGzip(path)).ToUpperInvariant() switch
    {
        ".CSV" or ".TSV" or ".TAB" or ".TXT" or ".EDGES" or ".EDGELIST" or "" => RelationFormat.Csv,
        ".GRAPHML" => RelationFormat.GraphML,
        ".GML" => RelationFormat.Gml,
        ".DIMACS" or ".COL" => RelationFormat.Dimacs,
        ".MTX" => RelationFormat.MatrixMarket,
        ".JSON" => RelationFormat.Json,
        _ => null,
    };

    /// <summary>The format to read a file in: the one asked for, or that of its name, or else an edge list.</summary>
    public static RelationFormat ToRead(string path, RelationFormat format) =>
        format == RelationFormat.Auto ? OfName(path) ?? RelationFormat.Csv : format;

    /// <summary>The format to write a file in: the one asked for, or that of its name.</summary>
    /// <exception cref="GenEftException">UnknownFormat.</exception>
    public static RelationFormat ToWrite(string path, RelationFormat format) => format != RelationFormat.Auto ? format : OfName(path)
        ?? throw new GenEftException(
            ErrorIds.UnknownFormat,
            $"Path is '{path}'; its extension is none of .csv, .tsv, .txt, .graphml, .gml, .dimacs, .col, .mtx and .json. Use one of them, or say -Format.",
            path);

    /// <summary>Whether a name says that the file is compressed with gzip.</summary>
    public static bool IsGzip(string path) => Path.GetExtension(path).Equals(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the file would be called uncompressed.</summary>
    public static string WithoutGzip(string path) => IsGzip(path) ? Path.ChangeExtension(path, null) : path;

    /// <summary>What separates the fields of an edge list of this name.</summary>
    public static string Delimiter(string path) =>
        Path.GetExtension(WithoutGzip(path)).ToUpperInvariant() is ".TSV" or ".TAB" ? "\t" : ",";
}
