using GenEft.Files;

namespace GenEft.Relations.Formats;

/// <summary>Reads a sparse matrix of Matrix Market: each entry is a related pair, row = first argument, whatever its value.</summary>
internal sealed class MatrixMarketGraph(GraphBuilder builder, TextLines lines) : NumberedGraph(builder, lines)
{
    /// <summary>The first line of what this module writes.</summary>
    public const string Header = "%%MatrixMarket matrix coordinate pattern general";

    private bool _hasHeader;
    private bool _isSymmetric;
    private bool _hasValues;

    /// <inheritdoc/>
    protected override void ReadLine(string line)
    {
        if (!_hasHeader)
        {
            ReadHeader(Fields(line));
        }
        else if (line.StartsWith('%'))
        {
            Labels.Read(line[1..].Trim());
        }
        else if (line.Length > 0)
        {
            ReadEntry(Fields(line));
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Notes() => EdgeLines != ToldEdges
        ? throw Malformed(FormattableString.Invariant($"the file tells {ToldEdges} entries and has {EdgeLines}; is it cut?"))
        : _hasValues ? ["values of entries are not read; each entry is a related pair."] : [];

    private void ReadHeader(string[] fields)
    {
        string[] lower = [.. fields.Select(field => field.ToLowerInvariant())];
        if (lower is not ["%%matrixmarket", "matrix", "coordinate", "pattern" or "real" or "integer" or "complex",
            "general" or "symmetric" or "skew-symmetric" or "hermitian"])
        {
            throw Malformed(
                "it must be '%%MatrixMarket matrix coordinate', then pattern, real, integer or complex, then general, symmetric, skew-symmetric or hermitian.");
        }

        _hasHeader = true;
        _hasValues = lower[3] != "pattern";
        _isSymmetric = lower[4] != "general";
    }

    private void ReadEntry(string[] fields)
    {
        switch (fields)
        {
            case [string rows, string columns, string entries] when Count is null:
                SetCount(rows, entries);
                if (columns != rows)
                {
                    throw Malformed($"a relation is a square matrix; this one has {rows} rows and {columns} columns.");
                }

                break;
            case [string row, string column, ..] when Count is not null:
                AddEdge(row, column, !_isSymmetric);
                break;
            default:
                throw Malformed(Count is null
                    ? "it must be the numbers of rows, columns and entries."
                    : "it must be an entry: its row and its column.");
        }
    }
}
