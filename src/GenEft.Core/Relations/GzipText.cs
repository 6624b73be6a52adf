using System.IO.Compression;

namespace GenEft.Relations;

/// <summary>
/// Decompresses gzip and refuses a file that ends too early, which <see cref="GZipStream"/> by itself reads as far as it goes.
/// The trick: a second member is read behind the file, which gzip allows. It holds a mark that is kept back here; it comes
/// out at the end if and only if the file was whole. Zeros behind the last member, as tapes and block devices leave them, are
/// passed over as gunzip does.
/// </summary>
internal sealed class GzipText : ForwardStream
{
    private readonly byte[] _mark = Guid.NewGuid().ToByteArray();
    private readonly PaddedFile _file;
    private readonly GZipStream _text;
    private readonly byte[] _held = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    public GzipText(FileStream compressed)
    {
        _file = new PaddedFile(compressed);
        _text = new GZipStream(new ConcatenatedStream(_file, Compress(_mark)), CompressionMode.Decompress);
    }

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
        // As many bytes as the mark has are kept back until the end shows whether they are it.
        while (!_isAtEnd && _end - _start <= _mark.Length)
        {
            Fill();
        }

        int ready = _isAtEnd ? _end - _start : _end - _start - _mark.Length;
        int count = Math.Min(buffer.Length, ready);
        _held.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _text.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        _held.AsSpan(_start, _end - _start).CopyTo(_held);
        (_start, _end) = (0, _end - _start);
        int count = _text.Read(_held.AsSpan(_end));
        _end += count;
        if (count > 0)
        {
            return;
        }

        _isAtEnd = true;
        if (_held.AsSpan(0, _end).EndsWith(_mark))
        {
            _end -= _mark.Length;
        }
        else if (!_file.IsInPadding)
        {
            throw new InvalidDataException("The compressed file ends too early.");
        }
    }

    private static MemoryStream Compress(byte[] mark)
    {
        MemoryStream member = new();
        using (GZipStream gzip = new(member, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(mark);
        }

        member.Position = 0;
        return member;
    }

    /// <summary>
    /// A file whose zeros at the end are given out one by one: the last member may itself end with some of them, and a reader
    /// that stops at one of the others without asking for more has found the member whole.
    /// </summary>
    private sealed class PaddedFile : ForwardStream
    {
        private readonly FileStream _file;
        private readonly long _padding;   // where the zeros at the end begin

        public PaddedFile(FileStream file)
        {
            _file = file;
            _padding = FindPadding(file);
        }

        /// <summary>Whether some of the zeros at the end were read, and their end was not.</summary>
        public bool IsInPadding { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            long before = _padding - _file.Position;
            int count = _file.Read(before > 0 ? buffer[..(int)Math.Min(buffer.Length, before)] : buffer[..Math.Min(buffer.Length, 1)]);
            IsInPadding = before <= 0 && count > 0;
            return count;
        }

        private static long FindPadding(FileStream file)
        {
            byte[] block = new byte[1 << 12];
            for (long end = file.Length; end > 0;)
            {
                int length = (int)Math.Min(block.Length, end);
                file.Position = end - length;
                file.ReadExactly(block, 0, length);
                int last = block.AsSpan(0, length).LastIndexOfAnyExcept((byte)0);
                if (last >= 0)
                {
                    file.Position = 0;
                    return end - length + last + 1;
                }

                end -= length;
            }

            file.Position = 0;
            return 0;
        }
    }
}
