using System.Collections.Concurrent;

namespace GenEft.Files;

/// <summary>Opens files to be read from their start to their end: pipes and devices too, whose bytes may never come.</summary>
internal static class InputFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancelToken">Stops the waiting for bytes.</param>
    /// <returns>Its bytes; a stream that can seek where the file is a regular one.</returns>
    /// <exception cref="GenEftException">FileNotFound, or FileUnreadable for a folder.</exception>
    public static Stream Open(string path, CancellationToken cancelToken)
    {
        FileStatus status = FileStatus.Of(path)
            ?? throw new GenEftException(ErrorIds.FileNotFound, $"Path is '{path}'; there is no such file.", path);
        return status.Kind switch
        {
            FileKind.Regular => File.OpenRead(path),
            FileKind.Folder or FileKind.Socket => throw new GenEftException(
                ErrorIds.FileUnreadable, $"Path is '{path}'; it is {status.Describe()}, not a file.", path),
            _ => new AwaitedStream(path, cancelToken),
        };
    }

    /// <summary>Lets a thread go that waits for a pipe's other end: it is opened, and closed again.</summary>
    /// <param name="path">The pipe.</param>
    /// <param name="waiting">What waits for it.</param>
    public static void Release(string path, Task waiting)
    {
        try
        {
            using FileStream both = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            Task.WaitAny([waiting], TimeSpan.FromMilliseconds(50));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays until the other end moves.
        }
    }

    /// <summary>A stream that is read ahead on a thread of its own, so that waiting for it can be stopped. The thread ends with the
    /// stream's writer, or at the next bytes.</summary>
    private sealed class AwaitedStream : ForwardStream
    {
        private readonly BlockingCollection<byte[]> _blocks = new(boundedCapacity: 8);
        private readonly CancellationTokenSource _closed;
        private readonly Task _reading;
        private readonly string _path;
        private ArraySegment<byte> _block = ArraySegment<byte>.Empty;

        public AwaitedStream(string path, CancellationToken cancelToken)
        {
            _path = path;
            _closed = CancellationTokenSource.CreateLinkedTokenSource(cancelToken);
            CancellationToken closed = _closed.Token;
            _reading = Task.Factory.StartNew(
                () => ReadAhead(path, closed), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        public override int Read(Span<byte> buffer)
        {
            while (_block.Count == 0)
            {
                if (!_blocks.TryTake(out byte[]? next, Timeout.Infinite, _closed.Token))
                {
                    _reading.GetAwaiter().GetResult();   // its error, if it has one
                    return 0;
                }

                _block = next;
            }

            int count = Math.Min(buffer.Length, _block.Count);
            _block.AsSpan(0, count).CopyTo(buffer);
            _block = _block[count..];
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _closed.Cancel();
                if (!_reading.IsCompleted)
                {
                    Release(_path, _reading);
                }
            }

            base.Dispose(disposing);
        }

        private void ReadAhead(string path, CancellationToken closed)
        {
            try
            {
                using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
                byte[] buffer = new byte[1 << 16];
                for (int count = file.Read(buffer); count > 0; count = file.Read(buffer))
                {
                    _blocks.Add(buffer[..count], closed);
                }
            }
            catch (OperationCanceledException)
            {
                // Nobody reads any more.
            }
            finally
            {
                _blocks.CompleteAdding();
            }
        }
    }
}
