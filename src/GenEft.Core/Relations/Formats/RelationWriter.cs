using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml;
using GenEft.Files;
using GenEft.Libraries;

namespace GenEft.Relations.Formats;

/// <summary>Writes a relation to a file, whole or not at all, so that <see cref="RelationReader"/> reads the same relation: the same
/// elements in the same order, with their labels. Where several relations are joined, an edge list tells them in a third column.</summary>
public static class RelationWriter
{
    // Half a character is refused, not replaced by another.
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a file; compressed where its name ends with .gz.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="format">The format; Auto for the one that the name tells.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="escapesFormulas">Whether labels of a CSV that a spreadsheet would run get an apostrophe.</param>
    /// <param name="progress">Told the share that is written, from 0 to 1.</param>
    /// <param name="cancelToken">Stops the writing; nothing is left behind.</param>
    /// <returns>Files of runs that were killed while they wrote the same file; they are removed.</returns>
    /// <exception cref="GenEftException">UnknownFormat, ParameterNotApplicable, FileExists or FileNotWritable.</exception>
    public static IReadOnlyList<string> Write(
        Relation relation, string path, RelationFormat format, bool overwrite, bool escapesFormulas = false,
        IProgress<double>? progress = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(relation);
        RelationFormat chosen = RelationFormats.ToWrite(path, format);
        if (escapesFormulas && chosen == RelationFormat.Csv)
        {
            SpreadsheetFormula.RequireDistinct(relation);
        }

        if (relation.Joined.Count > 0 && chosen != RelationFormat.Csv)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable,
                $"Relation '{relation.Name}' joins {relation.Joined.Count} relations, and '{path}' is written as {chosen}; only an edge list (Csv) keeps which of them hold for a pair.",
                chosen);
        }

        return AtomicFile.Write(
            path,
            overwrite,
            stream =>
            {
                for (int i = 0; relation.HasLabels && i < relation.Count; i++)
                {
                    s_utf8.GetByteCount(relation.GetLabel(i));
                }

                using GZipStream? gzip = RelationFormats.IsGzip(path) ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
                using StreamWriter writer = new(gzip ?? stream, s_utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
                Write(relation, writer, chosen, RelationFormats.Delimiter(path), escapesFormulas, progress, cancelToken);
            },
            cancelToken);
    }

    private static void Write(
        Relation relation, StreamWriter writer, RelationFormat format, string delimiter, bool escapesFormulas,
        IProgress<double>? progress, CancellationToken cancelToken)
    {
        switch (format)
        {
            case RelationFormat.Csv:
                WriteCsv(relation, writer, delimiter, escapesFormulas, progress, cancelToken);
                break;
            case RelationFormat.GraphML:
                WriteGraphML(relation, writer, progress, cancelToken);
                break;
            case RelationFormat.Gml:
                WriteGml(relation, writer, progress, cancelToken);
                break;
            case RelationFormat.Dimacs:
                WriteDimacs(relation, writer, progress, cancelToken);
                break;
            case RelationFormat.MatrixMarket:
                WriteMatrixMarket(relation, writer, progress, cancelToken);
                break;
            default:
                WriteJson(relation, writer, progress, cancelToken);
                break;
        }
    }

    private static IEnumerable<(int Source, int Target)> Edges(
        Relation relation, IProgress<double>? progress, CancellationToken cancelToken)
    {
        int[] buffer = new int[relation.Count];
        for (int i = 0; i < relation.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            progress?.Report((double)i / relation.Count);
            int[] row = relation.GetRow(i, buffer).ToArray();
            foreach (int j in row)
            {
                yield return (i, j);
            }
        }
    }

    private static void WriteCsv(
        Relation relation, StreamWriter writer, string delimiter, bool escapesFormulas, IProgress<double>? progress, CancellationToken cancelToken)
    {
        string Text(string label) => escapesFormulas ? SpreadsheetFormula.Escape(label) : label;
        using CsvRecordWriter csv = new(writer, delimiter);
        bool isJoined = relation.Joined.Count > 0;
        csv.Write(isJoined ? ["head", "tail", "relation"] : ["head", "tail"]);
        foreach ((int source, int? target) in EdgeListOrder.Rows(relation, progress, cancelToken))
        {
            string[] ends = [Text(relation.GetLabel(source)), target is int element ? Text(relation.GetLabel(element)) : ""];
            IEnumerable<string> relations = isJoined && target is int other ? relation.RelationsOf(source, other) : [""];
            foreach (string value in relations)
            {
                csv.Write(isJoined ? [.. ends, Text(value)] : ends);
            }
        }
    }

    private static void WriteGraphML(
        Relation relation, StreamWriter writer, IProgress<double>? progress, CancellationToken cancelToken)
    {
        // A carriage return would be read as a line feed unless it is written as an entity.
        using XmlWriter xml = XmlWriter.Create(
            writer, new XmlWriterSettings { Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize, CloseOutput = false });
        xml.WriteStartDocument();
        xml.WriteStartElement("graphml", GraphMLGraph.Namespace);
        WriteKey("label", "node");
        WriteKey("name", "graph");
        xml.WriteStartElement("graph", GraphMLGraph.Namespace);
        xml.WriteAttributeString("id", "G");
        xml.WriteAttributeString("edgedefault", "directed");
        WriteData("name", relation.Name);
        for (int i = 0; i < relation.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            xml.WriteStartElement("node", GraphMLGraph.Namespace);
            xml.WriteAttributeString("id", Id(i));
            WriteData("label", relation.GetLabel(i));
            xml.WriteEndElement();
        }

        foreach ((int source, int target) in Edges(relation, progress, cancelToken))
        {
            xml.WriteStartElement("edge", GraphMLGraph.Namespace);
            xml.WriteAttributeString("source", Id(source));
            xml.WriteAttributeString("target", Id(target));
            xml.WriteEndElement();
        }

        xml.WriteEndDocument();

        static string Id(int i) => string.Create(CultureInfo.InvariantCulture, $"n{i}");

        void WriteKey(string name, string owner)
        {
            xml.WriteStartElement("key", GraphMLGraph.Namespace);
            xml.WriteAttributeString("id", name);
            xml.WriteAttributeString("for", owner);
            xml.WriteAttributeString("attr.name", name);
            xml.WriteAttributeString("attr.type", "string");
            xml.WriteEndElement();
        }

        void WriteData(string key, string text)
        {
            xml.WriteStartElement("data", GraphMLGraph.Namespace);
            xml.WriteAttributeString("key", key);
            xml.WriteString(text);
            xml.WriteEndElement();
        }
    }

    // GML is ASCII; other characters are entities.
    private static void WriteGml(
        Relation relation, StreamWriter writer, IProgress<double>? progress, CancellationToken cancelToken)
    {
        writer.WriteLine("graph [");
        writer.WriteLine("  directed 1");
        for (int i = 0; i < relation.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  node [ id {i} label \"{Escape(relation.GetLabel(i))}\" ]"));
        }

        foreach ((int source, int target) in Edges(relation, progress, cancelToken))
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  edge [ source {source} target {target} ]"));
        }

        writer.WriteLine("]");

        static string Escape(string text)
        {
            StringBuilder escaped = new(text.Length);
            foreach (Rune rune in text.EnumerateRunes())
            {
                escaped.Append(rune.Value is >= ' ' and <= '~' and not ('"' or '&')
                    ? rune.ToString()
                    : string.Create(CultureInfo.InvariantCulture, $"&#{rune.Value};"));
            }

            return escaped.ToString();
        }
    }

    private static void WriteDimacs(
        Relation relation, StreamWriter writer, IProgress<double>? progress, CancellationToken cancelToken)
    {
        bool isSymmetric = Edges(relation, null, cancelToken).All(edge => relation[edge.Target, edge.Source]);
        bool IsWritten(int source, int target) => !isSymmetric || source <= target;
        long count = Edges(relation, null, cancelToken).LongCount(edge => IsWritten(edge.Source, edge.Target));
        writer.WriteLine($"c name {OneLine(relation.Name)}");
        if (!isSymmetric)
        {
            writer.WriteLine($"c {DimacsGraph.Directed}");
        }

        foreach (string label in NumberedLabels.Comments(relation))
        {
            writer.WriteLine($"c {label}");
        }

        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"p edge {relation.Count} {count}"));
        foreach ((int source, int target) in Edges(relation, progress, cancelToken).Where(edge => IsWritten(edge.Source, edge.Target)))
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"e {source + 1} {target + 1}"));
        }
    }

    private static void WriteMatrixMarket(
        Relation relation, StreamWriter writer, IProgress<double>? progress, CancellationToken cancelToken)
    {
        writer.WriteLine(MatrixMarketGraph.Header);
        writer.WriteLine($"% name {OneLine(relation.Name)}");
        foreach (string label in NumberedLabels.Comments(relation))
        {
            writer.WriteLine($"% {label}");
        }

        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{relation.Count} {relation.Count} {relation.EdgeCount}"));
        foreach ((int source, int target) in Edges(relation, progress, cancelToken))
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source + 1} {target + 1}"));
        }
    }

    private static void WriteJson(
        Relation relation, StreamWriter writer, IProgress<double>? progress, CancellationToken cancelToken)
    {
        writer.Flush();
        using Utf8JsonWriter json = new(writer.BaseStream, new JsonWriterOptions { Indented = false });
        json.WriteStartObject();
        json.WriteBoolean("directed", true);
        json.WriteBoolean("multigraph", false);
        json.WriteStartObject("graph");
        json.WriteString("name", relation.Name);
        json.WriteEndObject();
        json.WriteStartArray("nodes");
        for (int i = 0; i < relation.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            json.WriteStartObject();
            json.WriteString("id", relation.GetLabel(i));
            json.WriteEndObject();
            FlushWhenFull();
        }

        json.WriteEndArray();
        json.WriteStartArray("edges");
        foreach ((int source, int target) in Edges(relation, progress, cancelToken))
        {
            json.WriteStartObject();
            json.WriteString("source", relation.GetLabel(source));
            json.WriteString("target", relation.GetLabel(target));
            json.WriteEndObject();
            FlushWhenFull();
        }

        json.WriteEndArray();
        json.WriteEndObject();

        void FlushWhenFull()
        {
            if (json.BytesPending > 1 << 16)
            {
                json.Flush();
            }
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
