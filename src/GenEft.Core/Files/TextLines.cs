using System.Text;
using System.Text.Unicode;

namespace GenEft.Files;

/// <summary>Reads UTF-8 text line by line; a line ends with LF, CR LF or CR. Holds one line, of bounded length, and tells a
/// line that is no text from one that is.</summary>
/// <param name="stream">The text.</param>
/// <param name="maximumLength">The longest line read, in bytes: a file without line ends must not fill the memory.</param>
internal sealed class TextLines(Stream stream, int maximumLength)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _isInLongLine;   // one that was told of already; its end is looked for when the next is asked for

    /// <summary>The longest line, in bytes.</summary>
    public int MaximumLength => maximumLength;

    /// <summary>The number of the line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The line without its end; empty where <see cref="Problem"/> says why.</summary>
    public string Text { get; private set; } = "";

    /// <summary>What ends the line; empty at the end of the text.</summary>
    public string LineEnd { get; private set; } = "";

    /// <summary>Why the line cannot be read; null where it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool Read()
    {
        int searched = 0;
        while (true)
        {
            ReadOnlySpan<byte> held = _buffer.AsSpan(_start, _end - _start);
            int length = held[searched..].IndexOfAny((byte)'\n', (byte)'\r');
            length = length < 0 ? -1 : searched + length;
            bool mayGoOn = length < 0 || (held[length] == '\r' && length + 1 == held.Length);   // a CR, and its LF is not here yet
            if (!mayGoOn || _isAtEnd)
            {
                if (length < 0 && held.Length == 0)
                {
                    return false;
                }

                ReadOnlySpan<byte> line = length < 0 ? held : held[..length];
                LineEnd = length < 0 ? ""
                    : held[length] == '\n' ? "\n"
                    : length + 1 < held.Length && held[length + 1] == '\n' ? "\r\n"
                    : "\r";
                _start += line.Length + LineEnd.Length;
                searched = 0;
                if (_isInLongLine)
                {
                    _isInLongLine = false;
                    continue;
                }

                Take(line);
                return true;
            }

            searched = length < 0 ? held.Length : length;
            if (searched > maximumLength)
            {
                _start += searched;
                searched = 0;
                if (!_isInLongLine)
                {
                    _isInLongLine = true;
                    TakeLong();
                    return true;
                }
            }

            Fill();
        }
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.Length > maximumLength)
        {
            TakeLong();
            return;
        }

        Number++;
        Problem = Utf8.IsValid(line) ? null : InvalidByte(line);
        Text = Problem is null ? Encoding.UTF8.GetString(line) : "";
    }

    private void TakeLong()
    {
        Number++;
        Problem = FormattableString.Invariant($"it is longer than {maximumLength} bytes. Raise -MaximumLineLength where lines are so long.");
        Text = "";
        LineEnd = "";
    }

    private static string InvalidByte(ReadOnlySpan<byte> line)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(line[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return FormattableString.Invariant(
            $"byte {at + 1} of it, 0x{line[at]:X2}, is not UTF-8. Give the file's encoding with -Encoding, such as Latin1.");
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _isAtEnd = count == 0;
    }
}
