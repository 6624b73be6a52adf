using System.Globalization;
using GenEft.Libraries;

namespace GenEft.Relations;

/// <summary>How an edge list is laid out.</summary>
public sealed record EdgeListFormat
{
    /// <summary>Column of the first argument: its header, or with no header its 1-based number.</summary>
    public string Source { get; init; } = "head";

    /// <summary>Column of the second argument, likewise.</summary>
    public string Target { get; init; } = "tail";

    /// <summary>What separates fields; null for a tab in .tsv and .tab files and a comma in others.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Whether the first line names the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Whether each edge stands for both directions.</summary>
    public bool Undirected { get; init; }

    /// <summary>Whether lines that are no edge are skipped and counted; otherwise the first of them is refused.</summary>
    public bool SkipMalformed { get; init; }
}

/// <summary>What was read of an edge list.</summary>
/// <param name="Relation">The relation.</param>
/// <param name="SkippedCount">Malformed lines that were skipped.</param>
/// <param name="SkippedReasons">What was wrong with the first few of them, each with its line.</param>
public sealed record EdgeListContent(Relation Relation, long SkippedCount, IReadOnlyList<string> SkippedReasons);

/// <summary>Reads a relation from a CSV or TSV edge list, line by line; one compressed with gzip is read as it is.</summary>
public static class EdgeListReader
{
    private const int ReportEveryLines = 4096;
    private const int ReasonsKept = 5;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, UTF-8 or with a byte order mark, or a UTF-8 file compressed with gzip.</param>
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

        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new GenEftException(ErrorIds.FileNotFound, $"Path is '{path}'; there is no such file.", path);
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            bool isCompressed = GzipText.IsGzip(stream);
            using Stream text = isCompressed ? new GzipText(stream) : stream;
            using StreamReader reader = new(text);

            // What the file would be called uncompressed.
            string plain = isCompressed && Path.GetExtension(path).Equals(".gz", StringComparison.OrdinalIgnoreCase)
                ? Path.ChangeExtension(path, null)
                : path;
            return Read(reader, stream, plain, format, name ?? Path.GetFileNameWithoutExtension(plain), progress, cancelToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new GenEftException(
                ErrorIds.FileUnreadable, $"Path is '{path}'; it cannot be read: {exception.Message}", path, exception);
        }
    }

    private static EdgeListContent Read(
        StreamReader reader, FileStream stream, string path, EdgeListFormat format, string name,
        IProgress<double>? progress, CancellationToken cancelToken)
    {
        string file = Path.GetFileName(path);
        string delimiter = format.Delimiter ?? DefaultDelimiter(path);
        using CsvRecordReader records = new(reader, delimiter);
        EdgeListBuilder builder = new(format.Undirected);
        string place = $"{file}, line";
        int source = -1;
        int target = -1;
        long skipped = 0;
        List<string> reasons = [];
        for (long line = 0; records.Read(); line++)
        {
            if (line % ReportEveryLines == 0)
            {
                cancelToken.ThrowIfCancellationRequested();
                progress?.Report(stream.Length == 0 ? 0 : (double)stream.Position / stream.Length);
            }

            if (line == 0)
            {
                source = FindColumn(records, format, "Source", format.Source, "1", file, delimiter);
                target = FindColumn(records, format, "Target", format.Target, "2", file, delimiter);
                if (source == target)
                {
                    throw new GenEftException(
                        ErrorIds.ValueOutOfRange,
                        $"Source and Target are both '{format.Source}'; they must be different columns.",
                        format.Source);
                }

                if (format.HasHeader)
                {
                    continue;
                }
            }

            try
            {
                AddEdge(records, source, target, builder, place, delimiter);
            }
            catch (GenEftException reason) when (format.SkipMalformed)
            {
                skipped++;
                if (reasons.Count < ReasonsKept)
                {
                    reasons.Add(reason.Message);
                }
            }
        }

        return new EdgeListContent(builder.Build(name, cancelToken), skipped, reasons);
    }

    private static void AddEdge(
        CsvRecordReader records, int source, int target, EdgeListBuilder builder, string place, string delimiter)
    {
        int needed = Math.Max(source, target) + 1;
        if (records.Count < needed)
        {
            throw Malformed($"{place} {records.Line} has {records.Count} field(s); {needed} are needed. Is '{delimiter}' the delimiter?");
        }

        string from = records[source];
        string to = records[target];
        if (records.HasMisplacedQuote)
        {
            throw Malformed($"{place} {records.Line}: a quote is out of place.");
        }

        builder.Add(from, to, place, records.Line);

        GenEftException Malformed(FormattableString message) =>
            new(ErrorIds.MalformedLine, FormattableString.Invariant(message), records.Line);
    }

    // Without a header the default names stand for the first two columns.
    private static int FindColumn(
        CsvRecordReader records, EdgeListFormat format, string parameter, string wanted, string position, string file,
        string delimiter)
    {
        string[] columns = [.. Enumerable.Range(0, records.Count).Select(i => records[i])];
        int found;
        if (format.HasHeader)
        {
            found = Array.FindIndex(columns, column => column.Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase));
        }
        else
        {
            string number = wanted is "head" or "tail" ? position : wanted;
            found = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int column)
                && column >= 1 && column <= columns.Length ? column - 1 : -1;
        }

        return found >= 0 ? found : throw new GenEftException(
            ErrorIds.MissingColumn,
            format.HasHeader
                ? $"{parameter} is '{wanted}'; {file} has the columns {string.Join(", ", columns)}. Name one of them with -{parameter}, or is '{delimiter}' not the delimiter?"
                : $"{parameter} is '{wanted}'; without a header it must be the number of a column, from 1 to {columns.Length}.",
            wanted);
    }

    private static string DefaultDelimiter(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".TSV" or ".TAB" ? "\t" : ",";
}
