using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace GenEft.Libraries;

/// <summary>Writes CSV records in the invariant culture (CsvHelper).</summary>
public sealed class CsvRecordWriter : IDisposable
{
    private readonly CsvWriter _writer;

    /// <summary>Starts at the first record.</summary>
    /// <param name="writer">Where the text goes; the caller disposes it.</param>
    /// <param name="delimiter">What separates fields.</param>
    public CsvRecordWriter(TextWriter writer, string delimiter)
    {
        _writer = new CsvWriter(
            writer,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                NewLine = "\n",
                Delimiter = delimiter,
                ShouldQuote = args => ConfigurationFunctions.ShouldQuote(args) || NeedsQuotes(args.Field),
            },
            leaveOpen: true);
    }

    /// <summary>Writes one record, quoting where needed.</summary>
    /// <param name="fields">Its fields.</param>
    public void Write(params ReadOnlySpan<string> fields)
    {
        foreach (string field in fields)
        {
            _writer.WriteField(field);
        }

        _writer.NextRecord();
    }

    // Beyond what CsvHelper asks: what a reader may take for an end of line, or at the start of one for a comment or a byte
    // order mark.
    private static bool NeedsQuotes(string? field) => field is ['#' or '%' or '\uFEFF', ..] || field?.Contains('\r') == true;

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
