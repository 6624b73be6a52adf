using System.Buffers;
using System.Text;
using GenEft.Files;

namespace GenEft.Relations.Formats;

/// <summary>
/// Reads the records of an edge list. Unlike a general reader of CSV it goes by lines: a quote that is never closed, as dumps
/// of real text have, is a fault of its own line and swallows no other.
/// </summary>
internal sealed class EdgeListRecords
{
    private const char Quote = '"';
    private const char ByteOrderMark = '\uFEFF';   // files put one after another leave them in the middle

    private static readonly SearchValues<char> s_whiteSpace = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue).Select(c => (char)c).Where(char.IsWhiteSpace)]);

    private readonly TextLines _lines;
    private readonly Action<long> _tell;
    private readonly EdgeListFormat _format;
    private readonly string? _delimiter;   // null for any white space
    private readonly bool _hasQuotes;
    private readonly string[] _comments;
    private readonly List<(int Start, int Length, bool IsQuoted)> _fields = [];
    private string _text = "";

    /// <summary>Starts at the first record.</summary>
    /// <param name="stream">The text, in UTF-8.</param>
    /// <param name="format">The layout.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <param name="tell">Told each line.</param>
    public EdgeListRecords(Stream stream, EdgeListFormat format, string delimiter, Action<long> tell)
    {
        _tell = tell;
        _lines = new TextLines(stream, format.MaximumLineLength);
        _format = format;
        _delimiter = delimiter.Equals(EdgeListFormat.WhiteSpace, StringComparison.OrdinalIgnoreCase) ? null : delimiter;
        _comments = [.. format.Comment];
        _hasQuotes = format.Quote == EdgeListQuote.Standard;
    }

    /// <summary>The line on which the record starts, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>How many lines the record takes.</summary>
    public long LineCount => _lines.Number - Line + 1;

    /// <summary>How many fields the record has.</summary>
    public int Count => _fields.Count;

    /// <summary>Why the record cannot be read; null where it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>How many comments were passed over.</summary>
    public long CommentCount { get; private set; }

    /// <summary>Whether a field holds a quote that neither opens nor closes it.</summary>
    public bool HasMisplacedQuote(int field) =>
        _hasQuotes && !_fields[field].IsQuoted && _text.AsSpan(_fields[field].Start, _fields[field].Length).Contains(Quote);

    /// <summary>A field of the record, from 0.</summary>
    public string this[int field]
    {
        get
        {
            (int start, int length, bool isQuoted) = _fields[field];
            string value = _text.Substring(start, length);
            return isQuoted ? value.Replace("\"\"", "\"", StringComparison.Ordinal) : value;
        }
    }

    /// <summary>Goes to the next record, past blank lines and comments; false at the end.</summary>
    public bool Read()
    {
        while (_lines.Read())
        {
            _fields.Clear();
            Line = _lines.Number;
            _tell(Line);
            Problem = _lines.Problem;
            _text = _lines.Text.TrimStart(ByteOrderMark);
            if (Line <= _format.SkipFirst)
            {
                continue;
            }

            if (Problem is not null)
            {
                return true;
            }

            if (_text.Length == 0)
            {
                continue;
            }

            if (IsComment())
            {
                CommentCount++;
                continue;
            }

            ReadFields();
            if (_fields.Count > 0 || Problem is not null)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsComment()
    {
        foreach (string start in _comments)
        {
            if (_text.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private void ReadFields()
    {
        int at = 0;
        while (true)
        {
            if (_delimiter is null)
            {
                at = SkipWhiteSpace(at);
                if (at == _text.Length)
                {
                    return;
                }
            }

            int next;
            if (_hasQuotes && at < _text.Length && _text[at] == Quote)
            {
                int close = FindClosingQuote(at + 1);
                if (close < 0)
                {
                    return;
                }

                next = FindDelimiter(close + 1);
                if (_text.AsSpan((close + 1)..next).ContainsAnyExcept(s_whiteSpace))
                {
                    Problem = "text follows a closing quote. Use -Quote None where quotes are ordinary characters.";
                    return;
                }

                _fields.Add((at + 1, close - at - 1, true));
            }
            else
            {
                next = FindDelimiter(at);
                _fields.Add((at, next - at, false));
            }

            if (next == _text.Length)
            {
                return;
            }

            at = next + (_delimiter?.Length ?? 1);
        }
    }

    /// <summary>The quote that closes a field, on this line or, where that is allowed, on one of the next.</summary>
    private int FindClosingQuote(int at)
    {
        int close = ClosingQuoteIn(_text, at);
        if (close >= 0)
        {
            return close;
        }

        if (!_format.MultilineField)
        {
            Problem = "a quoted field is not closed on its line. Use -Quote None where quotes are ordinary characters, or -MultilineField where labels hold ends of lines.";
            return -1;
        }

        StringBuilder text = new(_text);
        while (text.Length <= _format.MaximumLineLength)
        {
            text.Append(_lines.LineEnd);
            if (!_lines.Read() || _lines.Problem is not null)
            {
                break;
            }

            int start = text.Length;
            text.Append(_lines.Text);
            close = ClosingQuoteIn(_lines.Text, 0);
            if (close >= 0)
            {
                _text = text.ToString();
                return start + close;
            }
        }

        Problem = "a quoted field is not closed. Use -Quote None where quotes are ordinary characters.";
        return -1;
    }

    /// <summary>The first quote that is not one of two in a row, which stand for one in the field; -1 for none.</summary>
    private static int ClosingQuoteIn(string text, int at)
    {
        while (true)
        {
            int quote = text.IndexOf(Quote, at);
            if (quote < 0 || quote + 1 == text.Length || text[quote + 1] != Quote)
            {
                return quote;
            }

            at = quote + 2;
        }
    }

    private int FindDelimiter(int at)
    {
        int offset = _delimiter is null
            ? _text.AsSpan(at).IndexOfAny(s_whiteSpace)
            : _text.AsSpan(at).IndexOf(_delimiter, StringComparison.Ordinal);
        return offset < 0 ? _text.Length : at + offset;
    }

    private int SkipWhiteSpace(int at)
    {
        int offset = _text.AsSpan(at).IndexOfAnyExcept(s_whiteSpace);
        return offset < 0 ? _text.Length : at + offset;
    }
}
