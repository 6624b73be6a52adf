using System.Security.Cryptography;
using System.Text;

namespace GenEft.Files;

/// <summary>Writes files whole or not at all: to a temporary name in the same folder, then renamed.</summary>
internal static class AtomicFile
{
    // How long a pipe may be without a reader.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

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

            using FileStream stream = new(temporary, options);
            write(stream);
            stream.Flush(flushToDisk: true);
            if (status is { } old && !OperatingSystem.IsWindows() && !TryTakeOver(temporary, old))
            {
                CopyInto(target, stream, temporary);   // another's file that we may write but not own
                File.Delete(temporary);
                return left;
            }

            if (OperatingSystem.IsWindows())
            {
                stream.Dispose();   // what is open cannot be renamed there
            }

            try
            {
                File.Move(temporary, target, overwrite);
            }
            catch (IOException) when (status is not null && overwrite && !OperatingSystem.IsWindows())
            {
                CopyInto(target, stream, temporary);   // a file that is mounted by itself, as in containers
                File.Delete(temporary);
            }

            return left;
        }
        catch (Exception exception) when (exception is not KeptFileException)
        {
            File.Delete(temporary);
            throw;
        }
    }

    // Copies what is complete into a file that stays. What it grows by comes first: where the disk is full nothing is lost.
    private static void CopyInto(string target, FileStream complete, string temporary)
    {
        using FileStream file = new(target, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
        long before = file.Length;
        try
        {
            Copy(complete, file, before, complete.Length);
        }
        catch (IOException)
        {
            file.SetLength(before);
            throw;
        }

        try
        {
            Copy(complete, file, 0, Math.Min(before, complete.Length));
            file.SetLength(complete.Length);
            file.Flush(flushToDisk: true);
        }
        catch (IOException failure)
        {
            throw new KeptFileException($"{failure.Message} What was to be written is whole in '{temporary}'.", failure);
        }
    }

    private static void Copy(FileStream from, FileStream to, long start, long end)
    {
        byte[] block = new byte[1 << 16];
        from.Position = to.Position = start;
        while (from.Position < end)
        {
            int count = from.Read(block, 0, (int)Math.Min(block.Length, end - from.Position));
            to.Write(block, 0, count);
        }

        to.Flush(flushToDisk: true);
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

    // Whoever writes one holds it locked, but for the moment in which it is made.
    private static List<string> RemoveLeft(string folder, string start)
    {
        DateTime recently = DateTime.UtcNow.AddSeconds(-10);
        List<string> removed = [];
        foreach (string file in Directory.EnumerateFiles(folder, $"{start}*.tmp", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Directory }))
        {
            try
            {
                if (File.GetLastWriteTimeUtc(file) > recently)
                {
                    continue;
                }

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

    // A pipe opens once it has a reader: on a thread of its own, so that the waiting for one can be stopped and has an end.
    private static void WriteThrough(string path, Action<Stream> write, CancellationToken cancelToken)
    {
        using ManualResetEventSlim opened = new();
        int isGivenUp = 0;
        Task writing = Task.Factory.StartNew(
            () =>
            {
                using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                if (Volatile.Read(ref isGivenUp) == 0)
                {
                    opened.Set();
                    write(stream);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        IAsyncResult done = writing;
        int first = WaitHandle.WaitAny([opened.WaitHandle, done.AsyncWaitHandle, cancelToken.WaitHandle], s_patience);
        if (first is 0 or 1)
        {
            Task.WaitAny([writing], cancelToken);
            writing.GetAwaiter().GetResult();
            return;
        }

        Volatile.Write(ref isGivenUp, 1);
        InputFile.Release(path, writing);
        cancelToken.ThrowIfCancellationRequested();
        throw new IOException(FormattableString.Invariant($"nobody has read from it for {s_patience.TotalSeconds} seconds."));
    }

    /// <summary>An error after which the temporary file is all there is.</summary>
    private sealed class KeptFileException(string message, Exception cause) : IOException(message, cause);
}
