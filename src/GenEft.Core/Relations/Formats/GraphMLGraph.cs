using System.Xml;

namespace GenEft.Relations.Formats;

/// <summary>Reads GraphML: nodes by id, labelled by their data of the key named label; edges directed as the graph or the edge
/// says.</summary>
/// <param name="builder">Takes what is read.</param>
/// <param name="stream">The file's bytes.</param>
/// <param name="isXmlDeclared">Whether the file's encoding is what it says itself; otherwise the bytes are UTF-8.</param>
internal sealed class GraphMLGraph(GraphBuilder builder, Stream stream, bool isXmlDeclared)
{
    /// <summary>GraphML's namespace.</summary>
    public const string Namespace = "http://graphml.graphdrawing.org/xmlns";

    private readonly SortedSet<string> _unread = new(StringComparer.Ordinal);
    private string? _labelKey;
    private int _labelRank;      // of the key: label in any case before name
    private bool _isDirected;
    private int _graphs;

    /// <summary>Reads the graph.</summary>
    /// <param name="tell">Told each line that an element begins on.</param>
    public IEnumerable<string> Read(Action<long> tell)
    {
        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
        using XmlReader xml = isXmlDeclared ? XmlReader.Create(stream, settings) : XmlReader.Create(new StreamReader(stream), settings);
        try
        {
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element)
                {
                    tell(Line(xml));
                    ReadElement(xml);
                }
            }
        }
        catch (XmlException failure)
        {
            throw builder.Malformed(failure.LineNumber, $"it is not XML: {failure.Message}");
        }

        if (_graphs == 0)
        {
            throw builder.Malformed(1, "there is no graph in it; is it GraphML?");
        }

        return _unread.Count > 0 ? [$"data not read: {string.Join(", ", _unread)}."] : [];
    }

    // NetworkX and Gephi write label, igraph name.
    private static int RankOf(string? name) => name == "label" ? 3
        : "label".Equals(name, StringComparison.OrdinalIgnoreCase) ? 2
        : "name".Equals(name, StringComparison.OrdinalIgnoreCase) ? 1
        : 0;

    private static long Line(XmlReader xml) => ((IXmlLineInfo)xml).LineNumber;

    private void ReadElement(XmlReader xml)
    {
        switch (xml.LocalName)
        {
            case "key" when xml.GetAttribute("for") is "node" or "all" or null && RankOf(xml.GetAttribute("attr.name")) is > 0 and int rank && rank > _labelRank:
                (_labelKey, _labelRank) = (xml.GetAttribute("id"), rank);
                break;
            case "key" when xml.GetAttribute("for") is "node" or "edge" or "all" or null:
                _unread.Add(xml.GetAttribute("attr.name") ?? xml.GetAttribute("id") ?? "");
                break;
            case "graph":
                _isDirected = xml.GetAttribute("edgedefault") == "directed";
                if (xml.Depth == 1 && ++_graphs > 1)
                {
                    throw builder.Malformed(Line(xml), "a second graph begins; a relation is one.");
                }

                break;
            case "node":
                ReadNode(xml);
                break;
            case "edge":
                bool isDirected = xml.GetAttribute("directed") is { } own ? own is "true" or "1" : _isDirected;
                builder.AddEdge(Attribute(xml, "source"), Attribute(xml, "target"), isDirected, Line(xml));
                break;
            case "hyperedge":
                throw builder.Malformed(Line(xml), "a hyperedge joins more than two elements; it is not read.");
        }
    }

    private void ReadNode(XmlReader xml)
    {
        long line = Line(xml);
        string id = Attribute(xml, "id");
        string? label = null;
        string? drawn = null;   // yEd's
        using (XmlReader inner = xml.ReadSubtree())
        {
            inner.Read();
            while (inner.Read())
            {
                if (inner is { NodeType: XmlNodeType.Element, LocalName: "data" } && inner.GetAttribute("key") == _labelKey && _labelKey is not null)
                {
                    label = Text(inner);
                }
                else if (inner is { NodeType: XmlNodeType.Element, LocalName: "NodeLabel" })
                {
                    drawn ??= Text(inner);
                }
                else if (inner is { NodeType: XmlNodeType.Element, LocalName: "graph" })
                {
                    throw builder.Malformed(Line(xml), $"the element '{id}' holds a graph of its own; nested graphs are not read.");
                }
            }
        }

        builder.AddElement(id, label ?? drawn, line);
    }

    private static string Text(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        int depth = xml.Depth;
        string text = "";
        while (xml.Read() && xml.Depth > depth)
        {
            text += xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace
                ? xml.Value
                : "";
        }

        return text;
    }

    private string Attribute(XmlReader xml, string name) => xml.GetAttribute(name)
        ?? throw builder.Malformed(Line(xml), $"the {xml.LocalName} has no {name}.");
}
