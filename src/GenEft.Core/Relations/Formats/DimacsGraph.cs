using GenEft.Files;

namespace GenEft.Relations.Formats;

/// <summary>Reads DIMACS: "c" a comment, "p edge n m", "e u v" an edge of both directions, "a u v" an arc. In a file that a comment
/// "directed" marks, as this module writes it, "e u v" is an arc too.</summary>
internal sealed class DimacsGraph(GraphBuilder builder, TextLines lines) : NumberedGraph(builder, lines)
{
    /// <summary>The comment before directed edges.</summary>
    public const string Directed = "directed: e source target";

    private bool _isDirected;
    private bool _hasValues;

    /// <inheritdoc/>
    protected override void ReadLine(string line)
    {
        string[] fields = Fields(line);
        switch (fields)
        {
            case []:
                break;
            case ["c", ..]:
                string comment = line[1..].Trim();
                _isDirected |= comment == Directed;
                Labels.Read(comment);
                break;
            case ["p", _, string count, string edges, ..]:
                SetCount(count, edges);
                break;
            case ["e" or "a", string source, string target, .. string[] values]:
                _hasValues |= values.Length > 0;
                AddEdge(source, target, _isDirected || fields[0] == "a");
                break;
            case ["n" or "d" or "v" or "x", ..]:
                _hasValues = true;
                break;
            default:
                throw Malformed("it must begin with c, p, e, a or n and have the fields of it, as in 'e 1 2'.");
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Notes()
    {
        if (_hasValues)
        {
            yield return "values of elements or edges are not read.";
        }

        // Files that count both directions of an edge are common.
        if (EdgeLines != ToldEdges && 2 * EdgeLines != ToldEdges)
        {
            yield return FormattableString.Invariant($"it tells {ToldEdges} edges and has {EdgeLines}.");
        }
    }
}
