using System.Security.Cryptography;
using System.Text;
using GenEft.Files;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>
/// Training states by run, in one append-only file: a run that is cut goes on from its last record, and one that is
/// finished need not be done again. Each record begins with a mark and ends with a checksum: what a cut write or a damaged
/// disk has spoiled is passed over, and the records behind it are found. A file most of which is outdated is rewritten when it
/// is opened. While open, the file is this process's alone.
/// </summary>
public sealed class CheckpointFile : IDisposable
{
    // Smaller files are not worth rewriting.
    private const long CompactionSize = 1 << 20;

    // While it is open, where finished runs are not kept.
    private const long GrowthSize = 64 << 20;

    // What is held of records that could not be written.
    private const long UnwrittenSize = 256 << 20;

    // A record: mark, key, length of the state, state, checksum of all but the mark.
    private const int KeyOffset = 16;
    private const int LengthOffset = KeyOffset + SHA256.HashSizeInBytes;
    private const int StateOffset = LengthOffset + sizeof(int);

    private static readonly byte[] s_magic = "GenEft checkpoint 7\n"u8.ToArray();
    private static readonly byte[] s_mark = Convert.FromHexString("8952554E0D0A1A0AD3C1B5F09E6A47C8");

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Place> _records = [];
    private readonly Dictionary<string, byte[]> _unwritten = [];   // records that the disk had no room for
    private long _unwrittenBytes;
    private bool _hasLost;   // some of them were more than may be held
    private readonly string _path;
    private FileStream _file;
    private GenEftException? _failure;
    private bool _isFailureTold;

    private CheckpointFile(string path, bool keepsFinished, bool isMine = true)
    {
        _path = path;
        KeepsFinished = keepsFinished;
        _file = isMine
            ? new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    // Where a record lies and how many steps its run had taken.
    private readonly record struct Place(long Start, int StateLength, int Steps)
    {
        public int Size => StateOffset + StateLength + SHA256.HashSizeInBytes;
    }

    /// <summary>What the user should know of the file: damage that was passed over, or that it was rewritten. Null for nothing.</summary>
    public string? Note { get; private set; }

    /// <summary>Whether it has a record.</summary>
    internal bool IsEmpty => _records.Count == 0 && _unwritten.Count == 0;

    /// <summary>Whether the last states of runs are kept; else those alone of runs that are under way.</summary>
    internal bool KeepsFinished { get; }

    /// <summary>Opens a checkpoint, or starts one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="keepsFinished">Whether the last states of runs are kept; else those alone of runs that are under way.</param>
    /// <exception cref="GenEftException">InvalidCheckpoint, or FileNotWritable.</exception>
    public static CheckpointFile Open(string path, bool keepsFinished = true)
    {
        if (FileStatus.Of(path) is { } status and not { Kind: FileKind.Regular })
        {
            throw new GenEftException(
                ErrorIds.InvalidCheckpoint, $"Checkpoint is '{path}'; it is {status.Describe()}, not a file.", path);
        }

        CheckpointFile? checkpoint = null;
        try
        {
            checkpoint = new CheckpointFile(path, keepsFinished);
            checkpoint.ReadIndex();
            return checkpoint;
        }
        catch (Exception exception)
        {
            checkpoint?.Dispose();
            if (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw NotWritable(path, exception);
            }

            throw;
        }
    }

    /// <summary>Writes what the disk had no room for, where it has by now, and closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            // Whoever shares it may have closed it already.
            foreach ((string key, byte[] record) in _file.CanWrite ? _unwritten.ToArray() : [])
            {
                _ = TryAppend(key, record, flushes: true) && RemoveUnwritten(key);
            }

            _file.Dispose();
        }
    }

    /// <summary>The error of the first state that could not be written, once; null for none.</summary>
    public GenEftException? TakeFailure()
    {
        lock (_lock)
        {
            GenEftException? failure = _isFailureTold ? null : _failure;
            _isFailureTold |= failure is not null;
            return failure;
        }
    }

    /// <summary>Names a run by all that its parameters depend on to the last bit: the relation's pairs, the settings of its path and
    /// whose arithmetic they come from.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="arithmetic">The instruction set, or the device.</param>
    /// <param name="cancelToken">Stops the work.</param>
    internal static string Key(Relation relation, TrainingSettings settings, string arithmetic, CancellationToken cancelToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{relation.Count}|{arithmetic.Length}|{arithmetic}|{settings.TrajectoryKey()}"));
        int[] buffer = new int[relation.Count];
        for (int i = 0; i < relation.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            ReadOnlySpan<int> row = relation.GetRow(i, buffer);
            hash.AppendData(BitConverter.GetBytes(row.Length));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(row));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>The last state of a run; null if it has none.</summary>
    internal RunState? Find(string key)
    {
        lock (_lock)
        {
            if (_unwritten.TryGetValue(key, out byte[]? waiting))
            {
                return RunStateBytes.Read(waiting[StateOffset..^SHA256.HashSizeInBytes]);
            }

            if (!_records.TryGetValue(key, out Place place))
            {
                return null;
            }

            byte[] state = new byte[place.StateLength];
            _file.Position = place.Start + StateOffset;
            _file.ReadExactly(state);
            return RunStateBytes.Read(state);
        }
    }

    /// <summary>Takes the states of another file, which stays as it is.</summary>
    /// <returns>Whether it could be read, or is not there.</returns>
    internal bool Absorb(string path)
    {
        try
        {
            using CheckpointFile other = new(path, KeepsFinished, isMine: false);
            if (other._file.Length > 0)
            {
                other.ReadRecords();
            }

            foreach (string key in other._records.Keys)
            {
                Write(key, other.Find(key)!, flushes: false);
            }

            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or GenEftException)
        {
            return false;   // its runs begin anew
        }
    }

    /// <summary>A run is finished: where last states are not kept, none of its states is needed any more.</summary>
    internal void Forget(string key)
    {
        lock (_lock)
        {
            _records.Remove(key);
            RemoveUnwritten(key);
        }
    }

    /// <summary>Adds a state and, where it flushes, has the system write it; a state of no more steps than the one kept is not worth
    /// keeping. What cannot be written, because the disk is full say, is taken back and written with the next state that can be, or at the
    /// end: the run goes on, and <see cref="TakeFailure"/> tells.</summary>
    internal void Write(string key, RunState state, bool flushes = true)
    {
        byte[] record = Record(key, RunStateBytes.From(state));
        lock (_lock)
        {
            int steps = state.Trainer.UpdateCount;
            if ((_records.TryGetValue(key, out Place kept) && kept.Steps >= steps)
                || (_unwritten.TryGetValue(key, out byte[]? waiting) && PlaceOf(waiting, 0).Steps >= steps))
            {
                return;
            }

            RemoveUnwritten(key);
            if (!TryAppend(key, record, flushes))
            {
                _unwritten[key] = record;
                _unwrittenBytes += record.Length;
                while (_unwrittenBytes > UnwrittenSize)
                {
                    _hasLost = true;
                    RemoveUnwritten(_unwritten.First().Key);
                }

                return;
            }

            _ = _unwritten.ToArray().All(left => TryAppend(left.Key, left.Value, flushes) && RemoveUnwritten(left.Key));
        }
    }

    private bool RemoveUnwritten(string key)
    {
        if (_unwritten.Remove(key, out byte[]? record))
        {
            _unwrittenBytes -= record.Length;
            _failure = _unwritten.Count == 0 && !_hasLost ? null : _failure;   // all is there by now
        }

        return true;
    }

    private bool TryAppend(string key, byte[] record, bool flushes)
    {
        long end = _file.Length;
        try
        {
            _file.Position = end;
            _file.Write(record);
            _file.Flush(flushToDisk: flushes);
            _records[key] = PlaceOf(record, end);
            if (!KeepsFinished && _file.Length > GrowthSize && _records.Values.Sum(place => (long)place.Size) < _file.Length / 4)
            {
                Compact(keepsOld: false);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _failure ??= NotWritable(_path, exception);
            TakeBack(end);
            return false;
        }
    }

    private static GenEftException NotWritable(string path, Exception exception) => new(
        ErrorIds.FileNotWritable, $"Checkpoint is '{path}'; it cannot be written: {exception.Message}", path, exception);

    private void TakeBack(long end)
    {
        try
        {
            _file.SetLength(end);
        }
        catch (IOException)
        {
            // What is left of the record is passed over when the file is opened next.
        }
    }

    private static byte[] Record(string key, byte[] state)
    {
        byte[] record = new byte[StateOffset + state.Length + SHA256.HashSizeInBytes];
        s_mark.CopyTo(record, 0);
        Convert.FromHexString(key).CopyTo(record, KeyOffset);
        BitConverter.TryWriteBytes(record.AsSpan(LengthOffset), state.Length);
        state.CopyTo(record, StateOffset);
        SHA256.HashData(record.AsSpan(KeyOffset, LengthOffset - KeyOffset + sizeof(int) + state.Length), record.AsSpan(StateOffset + state.Length));
        return record;
    }

    private static Place PlaceOf(ReadOnlySpan<byte> record, long start) =>
        new(start, BitConverter.ToInt32(record[LengthOffset..]), BitConverter.ToInt32(record[StateOffset..]));

    private void ReadIndex()
    {
        byte[] start = new byte[s_magic.Length];
        int length = _file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length == 0)
        {
            _file.Write(s_magic);
            return;
        }

        bool hasHeader = start.AsSpan(0, length).SequenceEqual(s_magic);
        if (!hasHeader && !HasRecord())
        {
            throw new GenEftException(
                ErrorIds.InvalidCheckpoint,
                start.AsSpan().StartsWith("GenEft checkpoint "u8) && length == s_magic.Length && start[^1] == (byte)'\n'
                    ? $"Checkpoint is '{_path}'; it was written by another version of GenEft. Name another file, or remove it."
                    : $"Checkpoint is '{_path}'; that file exists and is not a GenEft checkpoint. Name another file, or remove it.",
                _path);
        }

        long damaged = ReadRecords(hasHeader ? s_magic.Length : 0);
        Note = damaged == 0 ? null : FormattableString.Invariant(
            $"Checkpoint '{_path}': {damaged} bytes are no whole record, cut in writing or damaged; {_records.Count} run(s) are kept.");
        long live = s_magic.Length + _records.Values.Sum(place => (long)place.Size);
        if (_file.Length > CompactionSize && live < _file.Length / 2)
        {
            Compact(damaged > 0);
        }
    }

    // All whole records from a place on; the bytes that are none.
    private long ReadRecords(long at = 0)
    {
        long damaged = 0;
        while (at < _file.Length)
        {
            if (TryReadRecord(at) is { } place)
            {
                at += place.Size;
                continue;
            }

            long next = FindMark(at + 1);
            damaged += next - at;
            at = next;
        }

        return damaged;
    }

    // A file of ours whose first bytes are damaged.
    private bool HasRecord() => FindMark(0) is var mark && mark < _file.Length && TryReadRecord(mark) is not null;

    // The record that starts at a place, taken into the index; null for none.
    private Place? TryReadRecord(long at)
    {
        byte[] head = new byte[StateOffset];
        _file.Position = at;
        if (_file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan().StartsWith(s_mark))
        {
            return null;
        }

        int length = BitConverter.ToInt32(head, LengthOffset);
        if (length < sizeof(int) || length > _file.Length - at - StateOffset - SHA256.HashSizeInBytes)
        {
            return null;
        }

        byte[] record = new byte[StateOffset + length + SHA256.HashSizeInBytes];
        _file.Position = at;
        _file.ReadExactly(record);
        if (!SHA256.HashData(record.AsSpan(KeyOffset..^SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(record.AsSpan(^SHA256.HashSizeInBytes..)))
        {
            return null;
        }

        Place place = PlaceOf(record, at);
        string key = Convert.ToHexString(record.AsSpan(KeyOffset..LengthOffset));
        if (!_records.TryGetValue(key, out Place kept) || place.Steps >= kept.Steps)
        {
            _records[key] = place;
        }

        return place;
    }

    // Where the next record may start; the end of the file for nowhere.
    private long FindMark(long from)
    {
        byte[] block = new byte[1 << 16];
        for (long at = from; at < _file.Length; at += block.Length - s_mark.Length + 1)
        {
            _file.Position = at;
            int length = _file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            int found = block.AsSpan(0, length).IndexOf(s_mark);
            if (found >= 0)
            {
                return at + found;
            }
        }

        return _file.Length;
    }

    // Writes the last records alone to a new file, which takes this one's place; what is damaged is kept beside it.
    private void Compact(bool keepsOld)
    {
        string copy = $"{_path}.damaged";
        if (keepsOld && FileStatus.Of(copy) is not null)
        {
            return;
        }

        long before = _file.Length;
        try
        {
            if (keepsOld)
            {
                AtomicFile.Write(copy, overwrite: false, CopyAll, CancellationToken.None);
            }

            AtomicFile.Write(_path, overwrite: true, CopyRecords, CancellationToken.None);
        }
        catch (GenEftException failure)
        {
            Note = $"{Note ?? $"Checkpoint '{_path}': most of it is outdated."} It is used as it is and not rewritten: {failure.InnerException?.Message ?? failure.Message}";
            return;
        }

        _file.Dispose();
        _file = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        long at = s_magic.Length;
        foreach ((string key, Place place) in _records.OrderBy(record => record.Value.Start).ToArray())
        {
            _records[key] = place with { Start = at };
            at += place.Size;
        }

        string kept = keepsOld ? $" The damaged file is kept as '{copy}'." : "";
        Note = FormattableString.Invariant(
            $"{Note ?? $"Checkpoint '{_path}': most of it was outdated."} It is rewritten, {before} bytes to {_file.Length}.") + kept;
    }

    private void CopyAll(Stream target)
    {
        _file.Position = 0;
        _file.CopyTo(target);
    }

    private void CopyRecords(Stream target)
    {
        target.Write(s_magic);
        foreach (Place place in _records.Values.OrderBy(place => place.Start))
        {
            byte[] record = new byte[place.Size];
            _file.Position = place.Start;
            _file.ReadExactly(record);
            target.Write(record);
        }
    }
}
