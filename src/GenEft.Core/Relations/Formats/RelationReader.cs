using System.Text;
using GenEft.Files;

namespace GenEft.Relations.Formats;

/// <summary>Reads a relation from a file, whatever its format; one compressed with gzip is read as it is.</summary>
public static class RelationReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, a pipe, or either compressed with gzip.</param>
    /// <param name="layout">The layout of an edge list; of the other formats, its encoding, its limits and whether edges stand for both
    /// directions.</param>
    /// <param name="format">The format; Auto for the one that the name tells, or else an edge list.</param>
    /// <param name="name">The relation's name; null for the file's, with the relations that are taken of it.</param>
    /// <param name="progress">Told how far the reading is.</param>
    /// <param name="cancelToken">Stops the reading.</param>
    /// <exception cref="GenEftException">FileNotFound, FileUnreadable, ValueOutOfRange, MissingColumn, MalformedLine,
    /// EmptyField, EmptyRelation or RelationTooLarge.</exception>
    public static RelationContent Read(
        string path, EdgeListFormat layout, RelationFormat format = RelationFormat.Auto, string? name = null,
        IProgress<ReadProgress>? progress = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(layout);
        layout.Validate();
        try
        {
            using Stream file = InputFile.Open(path, cancelToken);
            long latest = 0;
            using WatchedStream watched = new(file, () =>
            {
                cancelToken.ThrowIfCancellationRequested();
                progress?.Report(new ReadProgress(file is { CanSeek: true, Length: > 0 } ? (double)file.Position / file.Length : 0, latest));
            });
            (Stream content, bool isCompressed) = GzipText.Open(watched);
            using LimitedText bytes = new(content, watched, path, layout.MaximumSize, isCompressed ? layout.MaximumExpansion : double.PositiveInfinity);

            string plain = isCompressed ? RelationFormats.WithoutGzip(path) : path;
            string fileName = Path.GetFileName(plain);
            string relationName = name ?? Path.GetFileNameWithoutExtension(plain)
                + (layout.RelationValue.Count > 0 ? $":{string.Join(',', layout.RelationValue)}" : "");
            RelationFormat found = RelationFormats.ToRead(plain, format);
            using Stream text = found == RelationFormat.GraphML && layout.Encoding is null ? bytes : TextEncoding.ToUtf8(bytes, layout.Encoding);
            if (found == RelationFormat.Csv)
            {
                return new EdgeListReader(text, layout, fileName).Read(relationName, Tell, cancelToken);
            }

            GraphBuilder builder = new(fileName);
            List<string> notes = [.. found switch
            {
                RelationFormat.GraphML => new GraphMLGraph(builder, text, isXmlDeclared: layout.Encoding is null).Read(Tell),
                RelationFormat.Gml => new GmlGraph(builder, new TextLines(text, layout.MaximumLineLength)).Read(Tell),
                RelationFormat.Dimacs => new DimacsGraph(builder, new TextLines(text, layout.MaximumLineLength)).Read(Tell),
                RelationFormat.MatrixMarket => new MatrixMarketGraph(builder, new TextLines(text, layout.MaximumLineLength)).Read(Tell),
                _ => new NodeLinkGraph(builder, text).Read((done, all) => progress?.Report(new ReadProgress((double)done / all, done, "nodes and edges")), cancelToken),
            }];
            Relation relation = builder.Build(relationName, layout.Undirected, cancelToken);
            if (builder.HasUnusedLabels)
            {
                notes.Add("labels are not all there or not all different; elements are called by their ids.");
            }

            return new RelationContent(relation, notes);

            void Tell(long line) => latest = line;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or DecoderFallbackException)
        {
            throw new GenEftException(
                ErrorIds.FileUnreadable, $"Path is '{path}'; it cannot be read: {exception.Message}", path, exception);
        }
    }
}
