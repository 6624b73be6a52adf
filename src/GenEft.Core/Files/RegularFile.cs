namespace GenEft.Files;

/// <summary>Opens files that must be such: a pipe or a device in their place would be waited for without end.</summary>
internal static class RegularFile
{
    /// <summary>Opens a file to read, which others may go on to write.</summary>
    /// <exception cref="IOException">It is something else, or cannot be read.</exception>
    public static FileStream OpenRead(string path, int bufferSize = 4096) => FileStatus.Of(path) is { Kind: not (FileKind.Regular or FileKind.Folder) } other
        ? throw new IOException($"It is {other.Describe()}, not a file.")
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize);

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="IOException">It is something else, or cannot be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        using FileStream file = OpenRead(path, bufferSize: 0);
        using MemoryStream content = new((int)Math.Min(file.Length, Array.MaxLength));
        file.CopyTo(content);
        return content.ToArray();
    }
}
