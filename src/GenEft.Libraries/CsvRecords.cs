using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace GenEft.Libraries;

/// <summary>Reads CSV records one by one (CsvHelper). Blank lines are skipped.</summary>
public sealed class CsvRecordReader : IDisposable
{
    private readonly CsvParser _parser;

    /// <summary>Starts at the first record.</summary>
    /// <param name="reader">The text; the caller disposes it.</param>
    /// <param name="delimiter">What separates fields.</param>
    public CsvRecordReader(TextReader reader, string delimiter)
    {
        _parser = new CsvParser(
            reader,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = delimiter,
                HasHeaderRecord = false,
                WhiteSpaceChars = [],   // nothing is trimmed here, so that a space can be the delimiter
                BadDataFound = _ => HasMisplacedQuote = true,
            },
            leaveOpen: true);
    }

    /// <summary>Fields of the record.</summary>
    public int Count => _parser.Count;

    /// <summary>The line the record ends on, 1-based.</summary>
    public int Line => _parser.RawRow;

    /// <summary>Whether a field read so far of the record has a quote out of place.</summary>
    public bool HasMisplacedQuote { get; private set; }

    /// <summary>A field of the record, 0-based.</summary>
    public string this[int field] => _parser[field];

    /// <summary>Goes to the next record; false at the end.</summary>
    public bool Read()
    {
        HasMisplacedQuote = false;
        return _parser.Read();
    }

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();
}

/// <summary>Writes CSV records in the invariant culture (CsvHelper).</summary>
public sealed class CsvRecordWriter : IDisposable
{
    private readonly CsvWriter _writer;

    /// <summary>Starts at the first record.</summary>
    /// <param name="writer">Where the text goes; the caller disposes it.</param>
    public CsvRecordWriter(TextWriter writer)
    {
        _writer = new CsvWriter(
            writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true);
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

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
