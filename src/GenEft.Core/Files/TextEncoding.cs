using System.Globalization;
using System.Text;

namespace GenEft.Files;

/// <summary>Finds a text's encoding, by its byte order mark or its name, and reads the text as UTF-8.</summary>
internal static class TextEncoding
{
    private static readonly (byte[] Mark, string Name)[] s_marks =
    [
        ([0xFF, 0xFE, 0x00, 0x00], "utf-32"),
        ([0x00, 0x00, 0xFE, 0xFF], "utf-32BE"),
        ([0xFF, 0xFE], "utf-16"),
        ([0xFE, 0xFF], "utf-16BE"),
        ([0xEF, 0xBB, 0xBF], "utf-8"),
    ];

    /// <summary>A stream of the text in UTF-8. A byte order mark decides; without one, the encoding named.</summary>
    /// <param name="stream">The text's bytes; not disposed of.</param>
    /// <param name="name">The encoding where no mark says another; null for UTF-8.</param>
    /// <exception cref="GenEftException">ValueOutOfRange for an encoding that is not known.</exception>
    public static Stream ToUtf8(Stream stream, string? name)
    {
        Encoding named = Find(name ?? "utf-8");
        byte[] start = new byte[4];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        (byte[]? mark, string? marked) = s_marks.FirstOrDefault(m => start.AsSpan(0, length).StartsWith(m.Mark));
        int skipped = mark?.Length ?? 0;
        ConcatenatedStream whole = new(new MemoryStream(start, skipped, length - skipped), stream);
        Encoding encoding = marked is null ? named : Find(marked);

        // UTF-8 is checked line by line, so that an error can name the line.
        return encoding.CodePage == Encoding.UTF8.CodePage
            ? whole
            : Encoding.CreateTranscodingStream(whole, encoding, Encoding.UTF8, leaveOpen: true);
    }

    /// <summary>PowerShell's names, .NET's, and numbers of code pages.</summary>
    private static Encoding Find(string name)
    {
        string known = name.ToUpperInvariant() switch
        {
            "UTF8" or "UTF8BOM" or "UTF8NOBOM" => "utf-8",
            "UNICODE" => "utf-16",
            "BIGENDIANUNICODE" => "utf-16BE",
            "UTF32" => "utf-32",
            "BIGENDIANUTF32" => "utf-32BE",
            "ASCII" => "us-ascii",
            "ANSI" => CultureInfo.CurrentCulture.TextInfo.ANSICodePage.ToString(CultureInfo.InvariantCulture),
            "OEM" => CultureInfo.CurrentCulture.TextInfo.OEMCodePage.ToString(CultureInfo.InvariantCulture),
            _ => name,
        };
        EncoderFallback encoder = EncoderFallback.ExceptionFallback;
        DecoderFallback decoder = DecoderFallback.ExceptionFallback;
        try
        {
            return int.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out int page)
                ? CodePagesEncodingProvider.Instance.GetEncoding(page, encoder, decoder) ?? Encoding.GetEncoding(page, encoder, decoder)
                : CodePagesEncodingProvider.Instance.GetEncoding(known, encoder, decoder) ?? Encoding.GetEncoding(known, encoder, decoder);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                $"Encoding is '{name}'; it must be the name of an encoding, such as utf8, Latin1, Unicode or windows-1252, or the number of a code page.",
                name,
                exception);
        }
    }
}
