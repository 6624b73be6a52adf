using System.Globalization;
using System.Text.Json;

namespace GenEft.Relations.Formats;

/// <summary>Reads node-link JSON: "nodes" with an id each, "links" or "edges" with source and target. Nodes without ids are known by
/// their place from 0, as in older files of D3; so are all nodes in files of NetworkX 1, whose "graph" is a list.</summary>
internal sealed class NodeLinkGraph(GraphBuilder builder, Stream stream)
{
    private static readonly string[] s_edgeNames = ["links", "edges"];
    private readonly SortedSet<string> _unread = new(StringComparer.Ordinal);

    /// <summary>Reads the graph.</summary>
    /// <param name="tell">Told how many nodes and edges were taken, and of how many.</param>
    /// <param name="cancelToken">Stops the reading.</param>
    public IEnumerable<string> Read(Action<long, long> tell, CancellationToken cancelToken)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(new Files.ConcatenatedStream(Begin(cancelToken), stream));
        }
        catch (JsonException failure)
        {
            throw builder.Malformed((failure.LineNumber ?? 0) + 1, $"it is not JSON: {failure.Message}");
        }

        using (document)
        {
            try
            {
                ReadGraph(document.RootElement, tell, cancelToken);
            }
            catch (InvalidOperationException)
            {
                throw Refuse("it holds a text that is not Unicode.");
            }
        }

        return _unread.Count > 0 ? [$"properties not read: {string.Join(", ", _unread)}."] : [];
    }

    // What cannot be JSON is told at its first bytes, however long it is. All is read on this thread, which alone may tell how far it is.
    private MemoryStream Begin(CancellationToken cancelToken)
    {
        byte[] block = new byte[4096];
        int count;
        ReadOnlySpan<byte> text;
        MemoryStream begun = new();
        do
        {
            cancelToken.ThrowIfCancellationRequested();
            count = stream.Read(block);
            begun.Write(block, 0, count);
            text = begun.GetBuffer().AsSpan(0, (int)begun.Length);
            text = (text.StartsWith("\uFEFF"u8) ? text[3..] : text).TrimStart(" \t\r\n"u8);
        }
        while (count > 0 && text.IsEmpty);
        if (!text.IsEmpty && text[0] is not ((byte)'{' or (byte)'['))
        {
            throw builder.Malformed(1, "it is not JSON: neither an object nor a list begins it.");
        }

        begun.Position = 0;
        return begun;
    }

    private void ReadGraph(JsonElement root, Action<long, long> tell, CancellationToken cancelToken)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Refuse("a list of objects is read with ConvertFrom-Json | ConvertTo-Relation; a graph is an object with nodes and edges.");
        }

        JsonElement nodes = Find(root, "nodes") ?? throw Refuse("it has no 'nodes'.");
        JsonElement edges = s_edgeNames.Select(name => Find(root, name)).FirstOrDefault(found => found is not null)
            ?? throw Refuse("it has neither 'links' nor 'edges'.");
        bool isDirected = root.TryGetProperty("directed", out JsonElement directed) && directed.ValueKind == JsonValueKind.True;
        bool byPlace = root.TryGetProperty("graph", out JsonElement graph) && graph.ValueKind == JsonValueKind.Array;
        (int nodeCount, long all) = (nodes.GetArrayLength(), nodes.GetArrayLength() + (long)edges.GetArrayLength());
        int place = 0;
        foreach (JsonElement node in nodes.EnumerateArray())
        {
            cancelToken.ThrowIfCancellationRequested();
            tell(place, all);
            ReadNode(node, place++, byPlace);
        }

        place = 0;
        foreach (JsonElement edge in edges.EnumerateArray())
        {
            cancelToken.ThrowIfCancellationRequested();
            tell((long)nodeCount + place, all);
            ReadEdge(edge, isDirected, place++);
        }
    }

    private JsonElement? Find(JsonElement root, string name) => !root.TryGetProperty(name, out JsonElement list) ? null
        : list.ValueKind == JsonValueKind.Array ? list
        : throw Refuse($"'{name}' must be a list.");

    private void ReadNode(JsonElement node, int place, bool byPlace)
    {
        string name = FormattableString.Invariant($"nodes[{place}]");
        if (node.ValueKind != JsonValueKind.Object)
        {
            throw Refuse($"{name} must be an object.");
        }

        string? id = Find("id");
        string? label = Find("label") ?? (id is null ? Find("name") : null);
        bool isByPlace = byPlace || id is null;
        builder.AddElement(isByPlace ? place.ToString(CultureInfo.InvariantCulture) : id!, isByPlace ? label ?? id : label, 1);
        _unread.UnionWith(node.EnumerateObject().Select(property => property.Name).Except(["id", "label", "name"]));

        string? Find(string property) => node.TryGetProperty(property, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? Text(value, $"{name}.{property}")
            : null;
    }

    private void ReadEdge(JsonElement edge, bool isDirected, int place)
    {
        string name = FormattableString.Invariant($"edges[{place}]");
        builder.AddEdge(End("source"), End("target"), isDirected, 1);
        _unread.UnionWith(edge.EnumerateObject().Select(property => property.Name).Except(["source", "target"]));

        string End(string end) => edge.ValueKind == JsonValueKind.Object && edge.TryGetProperty(end, out JsonElement value)
            ? Text(value, $"{name}.{end}")
            : throw Refuse($"{name} has no {end}.");
    }

    private string Text(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => throw Refuse($"{name} must be a text or a number."),
    };

    private GenEftException Refuse(string problem) => builder.Malformed(1, problem);
}
