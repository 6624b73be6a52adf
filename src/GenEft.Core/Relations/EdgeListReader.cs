using System.Globalization;
using System.Text;

namespace GenEft.Relations;

/// <summary>What was read of an edge list.</summary>
/// <param name="Relation">The relation.</param>
/// <param name="SkippedCount">Malformed lines that were skipped.</param>
/// <param name="SkippedReasons">What was wrong with the first few of them, each with its line.</param>
/// <param name="CommentCount">Comments that were passed over.</param>
/// <param name="UnreadColumns">Headers of the columns that are neither source nor target.</param>
public sealed record EdgeListContent(
    Relation Relation, long SkippedCount, IReadOnlyList<string> SkippedReasons, long CommentCount, IReadOnlyList<string> UnreadColumns);

/// <summary>Reads a relation from a CSV or TSV edge list, line by line; one compressed with gzip is read as it is.</summary>
public static class EdgeListReader
{
    private const int ReportEveryRecords = 4096;
    private const int ReasonsKept = 5;

    // As this module writes them, and Gephi and Neo4j.
    private static readonly string[] s_sourceNames = ["head", "source", ":START_ID"];
    private static readonly string[] s_targetNames = ["tail", "target", ":END_ID"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, or one compressed with gzip.</param>
    /// <param name="format">Its layout.</param>
    /// <param name="name">The relation's name; null for the file's.</param>
    /// <param name="progress">Told the fraction read, 0..1.</param>
    /// <param name="cancelToken">Stops the reading.</param>
    /// <exception cref="GenEftException">FileNotFound, FileUnreadable, ValueOutOfRange, MissingColumn, MalformedLine,
    /// EmptyField, EmptyRelation or RelationTooLarge.</exception>
    public static EdgeListContent Read(
        string path, EdgeListFormat format, string? name = null, IProgress<double>? progress = null,
        CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (format.Delimiter is { } given && (given.Length == 0 || given.AsSpan().ContainsAny("\"\r\n")))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                $"Delimiter is '{given}'; it must be one or more characters other than a quote or the end of a line.",
                given);
        }

        Guard.NotNegative("SkipFirst", format.SkipFirst);
        if (format.Comment.Contains(""))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange, "Comment holds an empty text, with which every line starts; give none, or what comments start with.", "");
        }

        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new GenEftException(ErrorIds.FileNotFound, $"Path is '{path}'; there is no such file.", path);
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            bool isCompressed = GzipText.IsGzip(stream);
            using Stream bytes = isCompressed ? new GzipText(stream) : stream;
            using Stream text = TextEncoding.ToUtf8(bytes, format.Encoding);

            // What the file would be called uncompressed.
            string plain = isCompressed && Path.GetExtension(path).Equals(".gz", StringComparison.OrdinalIgnoreCase)
                ? Path.ChangeExtension(path, null)
                : path;
            return Read(text, stream, plain, format, name ?? Path.GetFileNameWithoutExtension(plain), progress, cancelToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or DecoderFallbackException)
        {
            throw new GenEftException(
                ErrorIds.FileUnreadable, $"Path is '{path}'; it cannot be read: {exception.Message}", path, exception);
        }
    }

    private static EdgeListContent Read(
        Stream text, FileStream file, string path, EdgeListFormat format, string name,
        IProgress<double>? progress, CancellationToken cancelToken)
    {
        string fileName = Path.GetFileName(path);
        string delimiter = format.Delimiter ?? DefaultDelimiter(path);
        EdgeListRecords records = new(text, format, delimiter);
        EdgeListBuilder builder = new(format.Undirected);
        string place = $"{fileName}, line";
        (int Source, int Target)? columns = format.HasHeader ? null : NumberedColumns(format);
        string[] unread = [];
        long skipped = 0;
        List<string> reasons = [];
        for (long record = 0; records.Read(); record++)
        {
            if (record % ReportEveryRecords == 0)
            {
                cancelToken.ThrowIfCancellationRequested();
                progress?.Report(file.Length == 0 ? 0 : (double)file.Position / file.Length);
            }

            if (columns is not { } ends)
            {
                ThrowIfUnreadable(records, place);
                string[] headers = [.. Enumerable.Range(0, records.Count).Select(i => records[i].Trim())];
                ends = NamedColumns(headers, format, fileName, delimiter);
                columns = ends;
                unread = [.. headers.Where((_, i) => i != ends.Source && i != ends.Target)];
                continue;
            }

            try
            {
                AddEdge(records, ends, builder, place, delimiter);
            }
            catch (GenEftException reason) when (format.SkipMalformed)
            {
                skipped += records.LineCount;
                if (reasons.Count < ReasonsKept)
                {
                    reasons.Add(reason.Message);
                }
            }
        }

        return new EdgeListContent(builder.Build(name, cancelToken), skipped, reasons, records.CommentCount, unread);
    }

    private static void AddEdge(
        EdgeListRecords records, (int Source, int Target) ends, EdgeListBuilder builder, string place, string delimiter)
    {
        ThrowIfUnreadable(records, place);
        int needed = Math.Max(ends.Source, ends.Target) + 1;
        if (records.Count < needed)
        {
            throw Malformed(
                records, $"{place} {records.Line} has {records.Count} field(s); {needed} are needed. Is '{delimiter}' the delimiter?");
        }

        if (records.HasMisplacedQuote(ends.Source) || records.HasMisplacedQuote(ends.Target))
        {
            throw Malformed(
                records, $"{place} {records.Line}: a quote is out of place. Use -Quote None where quotes are ordinary characters.");
        }

        builder.Add(records[ends.Source], records[ends.Target], place, records.Line);
    }

    private static void ThrowIfUnreadable(EdgeListRecords records, string place)
    {
        if (records.Problem is { } problem)
        {
            throw Malformed(records, $"{place} {records.Line}: {problem}");
        }
    }

    private static GenEftException Malformed(EdgeListRecords records, FormattableString message) =>
        new(ErrorIds.MalformedLine, FormattableString.Invariant(message), records.Line);

    private static (int Source, int Target) NumberedColumns(EdgeListFormat format)
    {
        int source = Number("Source", format.Source ?? "1");
        int target = Number("Target", format.Target ?? "2");
        return source != target ? (source, target) : throw SameColumn(FormattableString.Invariant($"column {source + 1}"));

        static int Number(string parameter, string given) =>
            int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int column) && column >= 1
                ? column - 1
                : throw new GenEftException(
                    ErrorIds.MissingColumn,
                    $"{parameter} is '{given}'; without a header it must be the number of a column, 1 or more.",
                    given);
    }

    private static (int Source, int Target) NamedColumns(
        string[] headers, EdgeListFormat format, string file, string delimiter)
    {
        int source = Find("Source", format.Source, s_sourceNames);
        int target = Find("Target", format.Target, s_targetNames);
        return source != target ? (source, target) : throw SameColumn($"'{headers[source]}'");

        int Find(string parameter, string? given, string[] usual)
        {
            string[] names = given is null ? usual : [given];
            foreach (string name in names)
            {
                // Neo4j puts the kind of the nodes behind the name: :START_ID(Person).
                int[] found = [.. Enumerable.Range(0, headers.Length).Where(i =>
                    headers[i].Equals(name, StringComparison.OrdinalIgnoreCase)
                    || (name[0] == ':' && headers[i].StartsWith($"{name}(", StringComparison.OrdinalIgnoreCase)))];
                if (found.Length > 1)
                {
                    throw new GenEftException(
                        ErrorIds.MissingColumn,
                        $"{file} has {found.Length} columns '{name}' (-{parameter}); their names must differ.",
                        name);
                }

                if (found.Length == 1)
                {
                    return found[0];
                }
            }

            throw new GenEftException(
                ErrorIds.MissingColumn,
                $"Column '{names[0]}' (-{parameter}) is not in {file}; it has the columns {string.Join(", ", headers)}. Name one of them with -{parameter}, or is '{delimiter}' not the delimiter?",
                names[0]);
        }
    }

    private static GenEftException SameColumn(string column) => new(
        ErrorIds.ValueOutOfRange, $"Source and Target are both {column}; they must be different columns.", column);

    private static string DefaultDelimiter(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".TSV" or ".TAB" ? "\t" : ",";
}
