namespace GenEft.Files;

/// <summary>A stream that calls somebody before each read, to look at a stop or tell how far it is: a line, or a document, may be
/// as long as it likes.</summary>
/// <param name="stream">The stream; not disposed of.</param>
/// <param name="watch">Called before each read.</param>
internal sealed class WatchedStream(Stream stream, Action watch) : ForwardStream
{
    /// <summary>How many bytes were read.</summary>
    public long Count { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        watch();
        int count = stream.Read(buffer);
        Count += count;
        return count;
    }
}
