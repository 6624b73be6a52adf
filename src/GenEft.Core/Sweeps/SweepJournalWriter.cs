using System.Collections.Concurrent;
using System.Diagnostics;

namespace GenEft.Sweeps;

/// <summary>
/// Appends lines to a journal on a thread of its own, and has the disk write them: a line counts when its task is done. Lines that come within
/// a twentieth of a second are flushed together, so that the disk holds nobody up. What cannot be written is tried again, since a full disk may be freed; whole lines
/// stay where they are, since others may have read them.
/// </summary>
internal sealed class SweepJournalWriter : IDisposable
{
    private const long MostBytes = 16 << 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_together = TimeSpan.FromMilliseconds(50);   // a flush costs the processor as much as some trainings do

    private readonly BlockingCollection<(byte[] Line, TaskCompletionSource Written)> _waiting = [];
    private readonly string _path;
    private readonly SweepPresence _presence;
    private readonly CancellationToken _cancelToken;
    private readonly Thread _thread;
    private readonly ManualResetEvent _givenUp = new(false);
    private long _flushed;   // where the lines end that the disk has
    private long _whole;     // where the last whole line ends
    private bool _isDenied;  // from the first line on: a disk that is full may be freed, permission is not given

    /// <summary>Starts; the file is made with the first line.</summary>
    /// <param name="path">The journal, nobody else's.</param>
    /// <param name="presence">Whether the sweep is still there; else nothing more is written.</param>
    /// <param name="cancelToken">Ends the patience with a disk that does not write.</param>
    public SweepJournalWriter(string path, SweepPresence presence, CancellationToken cancelToken)
    {
        (_path, _presence, _cancelToken) = (path, presence, cancelToken);
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "GenEft journal" };
        _thread.Start();
    }

    /// <summary>Why the last lines could not be written; null where they could.</summary>
    public string? Failure { get; private set; }

    /// <summary>Why lines were given up when the work was stopped; null where none were.</summary>
    public string? Dropped { get; private set; }

    /// <summary>Adds a line.</summary>
    /// <returns>Done when it is on the disk.</returns>
    public Task AddAsync(byte[] line)
    {
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((line, written), CancellationToken.None);
        return written.Task;
    }

    /// <summary>Ends the patience with a disk that does not write.</summary>
    public void GiveUp() => _givenUp.Set();

    /// <summary>Writes what waits, and ends.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
        _givenUp.Dispose();
    }

    private void WriteAll()
    {
        while (_waiting.TryTake(out (byte[] Line, TaskCompletionSource Written) first, Timeout.Infinite, CancellationToken.None))
        {
            List<(byte[] Line, TaskCompletionSource Written)> together = [first];
            long bytes = first.Line.Length;
            long start = Stopwatch.GetTimestamp();
            while (bytes < MostBytes && _waiting.TryTake(out (byte[] Line, TaskCompletionSource Written) next, Left(start), CancellationToken.None))
            {
                together.Add(next);
                bytes += next.Line.Length;
            }

            while (!TryAppend(together))
            {
                bool isLost = _presence.IsLost;
                if (isLost || _isDenied || WaitHandle.WaitAny([_cancelToken.WaitHandle, _givenUp], s_patience) != WaitHandle.WaitTimeout)
                {
                    GenEftException failure = isLost ? _presence.Failure : new(
                        ErrorIds.FileNotWritable, $"The sweep's journal '{_path}' cannot be written: {Failure ?? "the plan is not there."} What was finished there is trained again.", _path);
                    together.ForEach(each => each.Written.TrySetException(failure));
                    together.Clear();
                    Dropped = Failure;
                    _flushed = _whole;   // others may count what is whole
                    break;
                }
            }

            together.ForEach(each => each.Written.TrySetResult());
        }
    }

    // How long to wait for a line to flush with the first, ms.
    private static int Left(long start) => Math.Max(0, (int)(s_together - Stopwatch.GetElapsedTime(start)).TotalMilliseconds);

    private bool TryAppend(List<(byte[] Line, TaskCompletionSource Written)> lines)
    {
        try
        {
            _isDenied = false;
            if (!_presence.IsThere)
            {
                return false;
            }

            using FileStream file = new(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            bool isCut = file.Length < _whole;
            if (isCut)
            {
                _whole = _flushed = file.Length;   // somebody removed it, or a part; what that held the next call trains again
            }

            file.SetLength(_whole);   // no half line
            file.Position = _flushed;
            if (isCut && _flushed > 0)
            {
                file.WriteByte((byte)'\n');
            }

            foreach ((byte[] line, _) in lines)
            {
                file.Write(line);
                _whole = Math.Max(_whole, file.Position);
            }

            file.Flush(flushToDisk: true);
            _flushed = file.Position;
            Failure = null;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failure = failure.Message;
            _isDenied = failure is UnauthorizedAccessException && _whole == 0;
            return false;
        }
    }
}
