namespace GenEft.Files;

/// <summary>One stream after the other; neither is disposed of here.</summary>
internal sealed class ConcatenatedStream(Stream first, Stream second) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        int count = first.Read(buffer);
        return count > 0 ? count : second.Read(buffer);
    }
}
