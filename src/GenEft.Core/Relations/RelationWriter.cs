using System.Globalization;
using System.Text;
using System.Xml;
using GenEft.Libraries;

namespace GenEft.Relations;

/// <summary>The formats a relation is written in.</summary>
public enum RelationFormat
{
    /// <summary>An edge list with the columns head and tail, as Import-Relation reads it.</summary>
    Csv,

    /// <summary>GraphML, directed.</summary>
    GraphML,

    /// <summary>DIMACS graph format, 1-based; a symmetric relation's edges once each, another's arcs.</summary>
    Dimacs,
}

/// <summary>Writes a relation to a file, whole or not at all.</summary>
public static class RelationWriter
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a file.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="format">The format.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancelToken">Stops the writing; nothing is left behind.</param>
    /// <exception cref="GenEftException">FileExists or FileNotWritable.</exception>
    public static void Write(
        Relation relation, string path, RelationFormat format, bool overwrite, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(relation);
        if (!overwrite && File.Exists(path))
        {
            throw new GenEftException(
                ErrorIds.FileExists, $"Path is '{path}'; that file exists. Use -Force to replace it.", path);
        }

        try
        {
            AtomicFile.Write(path, overwrite, stream =>
            {
                using StreamWriter writer = new(stream, s_utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
                switch (format)
                {
                    case RelationFormat.Csv:
                        WriteCsv(relation, writer, cancelToken);
                        break;
                    case RelationFormat.GraphML:
                        WriteGraphML(relation, writer, cancelToken);
                        break;
                    default:
                        WriteDimacs(relation, writer, cancelToken);
                        break;
                }
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new GenEftException(
                ErrorIds.FileNotWritable, $"Path is '{path}'; it cannot be written: {exception.Message}", path, exception);
        }
    }

    private static IEnumerable<(int Source, int Target)> Edges(Relation relation, CancellationToken cancelToken)
    {
        int[] buffer = new int[relation.Count];
        for (int i = 0; i < relation.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            int[] row = relation.GetRow(i, buffer).ToArray();
            foreach (int j in row)
            {
                yield return (i, j);
            }
        }
    }

    private static void WriteCsv(Relation relation, StreamWriter writer, CancellationToken cancelToken)
    {
        using CsvRecordWriter csv = new(writer);
        csv.Write("head", "tail");
        foreach ((int source, int target) in Edges(relation, cancelToken))
        {
            csv.Write(relation.GetLabel(source), relation.GetLabel(target));
        }
    }

    private static void WriteGraphML(Relation relation, StreamWriter writer, CancellationToken cancelToken)
    {
        const string Namespace = "http://graphml.graphdrawing.org/xmlns";
        using XmlWriter xml = XmlWriter.Create(writer, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CloseOutput = false });
        xml.WriteStartDocument();
        xml.WriteStartElement("graphml", Namespace);
        xml.WriteStartElement("key", Namespace);
        xml.WriteAttributeString("id", "label");
        xml.WriteAttributeString("for", "node");
        xml.WriteAttributeString("attr.name", "label");
        xml.WriteAttributeString("attr.type", "string");
        xml.WriteEndElement();
        xml.WriteStartElement("key", Namespace);
        xml.WriteAttributeString("id", "name");
        xml.WriteAttributeString("for", "graph");
        xml.WriteAttributeString("attr.name", "name");
        xml.WriteAttributeString("attr.type", "string");
        xml.WriteEndElement();
        xml.WriteStartElement("graph", Namespace);
        xml.WriteAttributeString("id", "G");
        xml.WriteAttributeString("edgedefault", "directed");
        xml.WriteStartElement("data", Namespace);
        xml.WriteAttributeString("key", "name");
        xml.WriteString(relation.Name);
        xml.WriteEndElement();
        for (int i = 0; i < relation.Count; i++)
        {
            xml.WriteStartElement("node", Namespace);
            xml.WriteAttributeString("id", Id(i));
            xml.WriteStartElement("data", Namespace);
            xml.WriteAttributeString("key", "label");
            xml.WriteString(relation.GetLabel(i));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        foreach ((int source, int target) in Edges(relation, cancelToken))
        {
            xml.WriteStartElement("edge", Namespace);
            xml.WriteAttributeString("source", Id(source));
            xml.WriteAttributeString("target", Id(target));
            xml.WriteEndElement();
        }

        xml.WriteEndDocument();

        static string Id(int i) => string.Create(CultureInfo.InvariantCulture, $"n{i}");
    }

    private static void WriteDimacs(Relation relation, StreamWriter writer, CancellationToken cancelToken)
    {
        bool symmetric = Edges(relation, cancelToken).All(edge => relation[edge.Target, edge.Source]);
        (int Source, int Target)[] edges =
            [.. Edges(relation, cancelToken).Where(edge => !symmetric || edge.Source <= edge.Target)];
        writer.WriteLine($"c {relation.Name.ReplaceLineEndings(" ")}: {(symmetric ? "undirected" : "directed, e source target")}");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"p edge {relation.Count} {edges.Length}"));
        foreach ((int source, int target) in edges)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"e {source + 1} {target + 1}"));
        }
    }
}
