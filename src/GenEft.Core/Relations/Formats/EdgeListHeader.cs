using GenEft.Files;

namespace GenEft.Relations.Formats;

/// <summary>The columns of an edge list, without the rest of it.</summary>
public static class EdgeListHeader
{
    /// <summary>Reads the headers.</summary>
    /// <param name="path">The file; of a pipe, whose first line would be lost to its reader, there are none.</param>
    /// <param name="delimiter">What separates fields; null for what the name tells.</param>
    /// <exception cref="GenEftException">FileNotFound, or FileUnreadable.</exception>
    public static IReadOnlyList<string> Read(string path, string? delimiter)
    {
        if (FileStatus.Of(path) is not { Kind: FileKind.Regular } || RelationFormats.OfName(path) is not (null or RelationFormat.Csv))
        {
            return [];
        }

        try
        {
            using Stream file = File.OpenRead(path);
            using Stream bytes = GzipText.Open(file).Text;
            using Stream text = TextEncoding.ToUtf8(bytes, null);
            EdgeListRecords records = new(text, new EdgeListFormat(), delimiter ?? RelationFormats.Delimiter(path), _ => { });
            return records.Read() && records.Problem is null ? [.. Enumerable.Range(0, records.Count).Select(i => records[i].Trim())] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new GenEftException(ErrorIds.FileUnreadable, $"Path is '{path}'; it cannot be read: {failure.Message}", path, failure);
        }
    }
}
