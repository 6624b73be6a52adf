using System.IO.Compression;

namespace GenEft.Relations;

/// <summary>
/// Decompresses gzip and refuses a file that ends too early, which <see cref="GZipStream"/> by itself reads as far as it goes.
/// The trick: a second member is read behind the file, which gzip allows. It holds only ends of lines, which a reader of
/// records skips; they come out at the end if and only if the file was whole.
/// </summary>
internal sealed class GzipText : ForwardStream
{
    private const byte EndOfLine = (byte)'\n';
    private const int MarkLength = 64;

    private readonly GZipStream _text;
    private int _endsOfLine;   // how many the text so far ends with

    public GzipText(Stream compressed) =>
        _text = new GZipStream(new TwoStreams(compressed, Mark()), CompressionMode.Decompress);

    /// <summary>Whether a file starts like gzip, whatever it is called; it is then at its start again.</summary>
    public static bool IsGzip(FileStream file)
    {
        bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }

    /// <exception cref="InvalidDataException">The file is damaged or ends too early.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count = _text.Read(buffer);
        ReadOnlySpan<byte> read = buffer[..count];
        int other = read.LastIndexOfAnyExcept(EndOfLine);
        _endsOfLine = other < 0 ? Math.Min(MarkLength, _endsOfLine + count) : count - 1 - other;
        return count > 0 || buffer.IsEmpty || _endsOfLine >= MarkLength
            ? count
            : throw new InvalidDataException("The compressed file ends too early.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _text.Dispose();
        }

        base.Dispose(disposing);
    }

    private static MemoryStream Mark()
    {
        MemoryStream mark = new();
        using (GZipStream gzip = new(mark, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Enumerable.Repeat(EndOfLine, MarkLength).ToArray());
        }

        mark.Position = 0;
        return mark;
    }

    /// <summary>One stream after the other; neither is disposed of here.</summary>
    private sealed class TwoStreams(Stream first, Stream second) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            int count = first.Read(buffer);
            return count > 0 ? count : second.Read(buffer);
        }
    }
}
