namespace GenEft.Files;

/// <summary>A text that is refused where it grows beyond what is meant: a small file compressed with gzip may hold a text without end.</summary>
/// <param name="text">The text's bytes; disposed of with this.</param>
/// <param name="file">The file that they come from.</param>
/// <param name="path">Its path, for the error.</param>
/// <param name="maximumSize">The most bytes of text.</param>
/// <param name="maximumExpansion">The most bytes of text for each of the file, looked at once there are many.</param>
internal sealed class LimitedText(Stream text, WatchedStream file, string path, long maximumSize, double maximumExpansion) : ForwardStream
{
    private const long AlwaysRead = 1 << 26;   // so much fills no memory, and short files of one line over and over compress well
    private long _size;

    /// <exception cref="GenEftException">FileUnreadable.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count = text.Read(buffer);
        _size += count;
        if (_size > maximumSize)
        {
            throw Refuse($"its text is longer than {maximumSize:#,0} bytes. Raise -MaximumSize where it is meant.");
        }

        if (_size > AlwaysRead && _size > maximumExpansion * file.Count)
        {
            throw Refuse($"its text is more than {maximumExpansion} times as long as what is read of the file. Raise -MaximumExpansion where it is meant.");
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            text.Dispose();
        }

        base.Dispose(disposing);
    }

    private GenEftException Refuse(FormattableString why) =>
        new(ErrorIds.FileUnreadable, FormattableString.Invariant($"Path is '{path}'; ") + FormattableString.Invariant(why), path);
}
