using System.Security.Cryptography;
using System.Text;

namespace GenEft.Files;

/// <summary>Writes files whole or not at all: to a temporary name in the same folder, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file. Of one that is overwritten, the permissions and the owner stay, and a link to it stays a link; pipes
    /// and devices are written to, never replaced.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="write">Writes the content; it must heed the token.</param>
    /// <param name="cancelToken">Stops the waiting for a pipe's reader.</param>
    /// <returns>Temporary files of killed runs that wrote the same file; they are removed.</returns>
    /// <exception cref="GenEftException">FileExists or FileNotWritable.</exception>
    public static IReadOnlyList<string> Write(string path, bool overwrite, Action<Stream> write, CancellationToken cancelToken)
    {
        try
        {
            FileStatus? status = FileStatus.Of(path);
            switch (status?.Kind)
            {
                case FileKind.Pipe or FileKind.CharacterDevice:
                    WriteThrough(path, write, cancelToken);
                    return [];
                case FileKind.Regular when !overwrite:
                    throw new GenEftException(
                        ErrorIds.FileExists, $"Path is '{path}'; that file exists. Use -Force to replace it.", path);
                case null or FileKind.Regular:
                    string target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
                    return Replace(target, status, overwrite, write);
                default:
                    throw new GenEftException(
                        ErrorIds.FileNotWritable, $"Path is '{path}'; it is {status.Value.Describe()} and is not replaced by a file.", path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new GenEftException(
                ErrorIds.FileNotWritable, $"Path is '{path}'; it cannot be written: {exception.Message}", path, exception);
        }
    }

    private static List<string> Replace(string target, FileStatus? status, bool overwrite, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"there is no folder '{folder}'.");
        }

        // The name says which file it is for, so that the next to write that file finds what a killed run has left.
        string start = $".geneft-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(target))))[..16]}-";
        List<string> left = RemoveLeft(folder, start);
        string temporary = Path.Combine(folder, $"{start}{Guid.NewGuid():N}.tmp");
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (status is not null && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;   // until it has the target's
            }

            using (FileStream stream = new(temporary, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
                if (status is { } old && !OperatingSystem.IsWindows() && !TryTakeOver(temporary, old))
                {
                    // Another's file that we may write but not own: what is complete is copied into it.
                    stream.Position = 0;
                    using FileStream file = new(target, FileMode.Truncate, FileAccess.Write, FileShare.None);
                    stream.CopyTo(file);
                    file.Flush(flushToDisk: true);
                    return left;
                }
            }

            File.Move(temporary, target, overwrite);
            return left;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // Gives a new file the old one's owner and permissions.
    private static bool TryTakeOver(string temporary, FileStatus old)
    {
        FileStatus own = FileStatus.Of(temporary)!.Value;
        if ((own.Owner, own.Group) != (old.Owner, old.Group) && !FileStatus.TrySetOwner(temporary, old.Owner, old.Group))
        {
            return false;
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, old.Mode);
        }

        return true;
    }

    // Whoever writes one holds it locked.
    private static List<string> RemoveLeft(string folder, string start)
    {
        List<string> removed = [];
        foreach (string file in Directory.EnumerateFiles(folder, $"{start}*.tmp", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Directory }))
        {
            try
            {
                using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(file);
                removed.Add(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // In use, or another's.
            }
        }

        return removed;
    }

    // A pipe opens once it has a reader; on a thread of its own, which is left behind where that never comes.
    private static void WriteThrough(string path, Action<Stream> write, CancellationToken cancelToken)
    {
        Task writing = Task.Factory.StartNew(
            () =>
            {
                using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                write(stream);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Task.WaitAny([writing], cancelToken);
        writing.GetAwaiter().GetResult();
    }
}
