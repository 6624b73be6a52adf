using System.IO.Compression;

namespace GenEft.Files;

/// <summary>
/// Decompresses gzip and refuses a file that ends too early, which <see cref="GZipStream"/> by itself reads as far as it goes.
/// The trick: a second member is read behind the file, which gzip allows. It holds a mark that is kept back here; it comes
/// out at the end if and only if the file was whole. Zeros behind the last member, as tapes and block devices leave them, are
/// passed over as gunzip does.
/// </summary>
internal sealed class GzipText : ForwardStream
{
    private readonly byte[] _mark = Guid.NewGuid().ToByteArray();
    private readonly PaddedStream _file;
    private readonly GZipStream _text;
    private readonly byte[] _held = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    public GzipText(Stream compressed)
    {
        _file = new PaddedStream(compressed);
        _text = new GZipStream(new ConcatenatedStream(_file, Compress(_mark)), CompressionMode.Decompress);
    }

    /// <summary>A stream's text: decompressed where it starts like gzip, whatever it is called.</summary>
    public static (Stream Text, bool IsCompressed) Open(Stream stream)
    {
        byte[] start = new byte[2];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        ConcatenatedStream whole = new(new MemoryStream(start, 0, length), stream);
        return start is [0x1F, 0x8B] ? (new GzipText(whole), true) : (whole, false);
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
    /// A stream whose zeros at the end are given out one by one: the last member may itself end with some of them, and a reader
    /// that stops at one of the others without asking for more has found the member whole. Zeros are kept back until it is known
    /// whether anything follows them.
    /// </summary>
    private sealed class PaddedStream(Stream stream) : ForwardStream
    {
        private readonly byte[] _block = new byte[1 << 12];
        private long _zerosBefore;   // of the block
        private long _zerosBehind;
        private int _start;
        private int _end;
        private bool _isAtEnd;

        /// <summary>Whether some of the zeros at the end were read, and their end was not.</summary>
        public bool IsInPadding { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            while (_start == _end && !_isAtEnd)
            {
                ReadBlock();
            }

            IsInPadding = false;
            if (_zerosBefore > 0)
            {
                IsInPadding = _isAtEnd;
                int zeros = (int)Math.Min(_isAtEnd ? 1 : _zerosBefore, buffer.Length);
                buffer[..zeros].Clear();
                _zerosBefore -= zeros;
                return zeros;
            }

            int count = Math.Min(buffer.Length, _end - _start);
            _block.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            return count;
        }

        private void ReadBlock()
        {
            (_zerosBefore, _zerosBehind) = (_zerosBefore + _zerosBehind, 0);
            int length = stream.Read(_block);
            _isAtEnd = length == 0;
            (_start, _end) = (0, _block.AsSpan(0, length).LastIndexOfAnyExcept((byte)0) + 1);
            _zerosBehind = length - _end;
        }
    }
}
