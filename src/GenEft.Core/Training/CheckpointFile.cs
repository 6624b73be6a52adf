using System.Security.Cryptography;
using System.Text;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>
/// Training states by run, in one append-only file: a run that is cut goes on from its last record, and one that is
/// finished need not be done again. A record that was cut in writing is dropped when the file is opened next. While open,
/// the file is this process's alone.
/// </summary>
public sealed class CheckpointFile : IDisposable
{
    // What a point of the history has, or has not.
    private const int NoTest = 1;
    private const int HasCharge = 2;

    private static readonly byte[] s_magic = "GenEft checkpoint 2\n"u8.ToArray();

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Offset, int Length, int Steps)> _records = [];
    private readonly FileStream _file;

    private CheckpointFile(FileStream file)
    {
        _file = file;
    }

    /// <summary>Opens a checkpoint, or starts one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="GenEftException">InvalidCheckpoint, or FileNotWritable.</exception>
    public static CheckpointFile Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            CheckpointFile checkpoint = new(file);
            checkpoint.ReadIndex(path);
            return checkpoint;
        }
        catch (Exception exception)
        {
            file?.Dispose();
            if (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new GenEftException(
                    ErrorIds.FileNotWritable, $"Checkpoint is '{path}'; it cannot be written: {exception.Message}", path, exception);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Names a run by all that its parameters depend on: the relation's pairs and the settings of its path.</summary>
    internal static string Key(Relation relation, TrainingSettings settings, CancellationToken cancelToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{relation.Count}|{settings.TrajectoryKey()}"));
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
            if (!_records.TryGetValue(key, out (long Offset, int Length, int Steps) place))
            {
                return null;
            }

            byte[] record = new byte[place.Length];
            _file.Position = place.Offset;
            _file.ReadExactly(record);
            return Deserialize(record);
        }
    }

    /// <summary>Adds a state and, where it flushes, has the system write it; a state of fewer steps than the one kept is not worth
    /// keeping.</summary>
    internal void Write(string key, RunState state, bool flushes = true)
    {
        byte[] record = Serialize(state);
        lock (_lock)
        {
            if (_records.TryGetValue(key, out (long Offset, int Length, int Steps) kept) && kept.Steps > state.Trainer.UpdateCount)
            {
                return;
            }

            _file.Position = _file.Length;
            using BinaryWriter writer = new(_file, Encoding.UTF8, leaveOpen: true);
            writer.Write(key);
            writer.Write(record.Length);
            writer.Flush();
            long offset = _file.Position;
            writer.Write(record);
            writer.Write(SHA256.HashData(record));
            writer.Flush();
            _file.Flush(flushToDisk: flushes);
            _records[key] = (offset, record.Length, state.Trainer.UpdateCount);
        }
    }

    // A record: key, length, state, checksum. Reading stops at the first that is not whole, and the file is cut there.
    private void ReadIndex(string path)
    {
        using BinaryReader reader = new(_file, Encoding.UTF8, leaveOpen: true);
        byte[] start = reader.ReadBytes(s_magic.Length);
        if (!s_magic.AsSpan(0, start.Length).SequenceEqual(start))
        {
            throw new GenEftException(
                ErrorIds.InvalidCheckpoint,
                start.AsSpan().StartsWith("GenEft checkpoint "u8)
                    ? $"Checkpoint is '{path}'; it was written by another version of GenEft, which named runs in another way. Name another file, or remove it."
                    : $"Checkpoint is '{path}'; that file exists and is not a GenEft checkpoint. Name another file, or remove it.",
                path);
        }

        if (start.Length < s_magic.Length)
        {
            // New, or cut before it had a single record.
            _file.Position = 0;
            _file.Write(s_magic);
        }

        long end = _file.Position;
        try
        {
            while (end < _file.Length)
            {
                string key = reader.ReadString();
                int length = reader.ReadInt32();
                long offset = _file.Position;
                if (length < sizeof(int) || length > _file.Length - offset)
                {
                    break;
                }

                byte[] record = reader.ReadBytes(length);
                if (!reader.ReadBytes(SHA256.HashSizeInBytes).AsSpan().SequenceEqual(SHA256.HashData(record)))
                {
                    break;
                }

                _records[key] = (offset, length, BitConverter.ToInt32(record));
                end = _file.Position;
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentException)
        {
            // The tail of a write that was cut; everything before it stands.
        }

        _file.SetLength(end);
    }

    private static byte[] Serialize(RunState state)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(state.Trainer.UpdateCount);
        Write(state.Trainer.Parameters);
        Write(state.Trainer.FirstMoment);
        Write(state.Trainer.SecondMoment);
        writer.Write(state.TrainStep ?? -1);
        writer.Write(state.TestStep ?? -1);
        writer.Write(state.Elapsed.Ticks);
        writer.Write(state.History.Count);
        foreach (HistoryPoint point in state.History)
        {
            writer.Write(point.Step);
            writer.Write(point.TrainLoss);
            writer.Write((byte)((point.TestLoss is null ? NoTest : 0) | (point.Charge is null ? 0 : HasCharge)));
            writer.Write(point.TestLoss ?? 0);
            writer.Write(point.TrainAccuracy);
            writer.Write(point.TestAccuracy ?? 0);
            if (point.Charge is not null)
            {
                writer.Write(point.Charge.Value);
                writer.Write(point.ChargeDrift!.Value);
            }
        }

        writer.Flush();
        return stream.ToArray();

        void Write(double[] values)
        {
            writer.Write(values.Length);
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        }
    }

    private static RunState Deserialize(byte[] record)
    {
        using BinaryReader reader = new(new MemoryStream(record));
        int updates = reader.ReadInt32();
        TrainerState trainer = new(ReadArray(), ReadArray(), ReadArray(), updates);
        int trainStep = reader.ReadInt32();
        int testStep = reader.ReadInt32();
        TimeSpan elapsed = new(reader.ReadInt64());
        HistoryPoint[] history = new HistoryPoint[reader.ReadInt32()];
        for (int i = 0; i < history.Length; i++)
        {
            int step = reader.ReadInt32();
            double trainLoss = reader.ReadDouble();
            byte kept = reader.ReadByte();
            bool hasNoTest = (kept & NoTest) != 0;
            bool hasCharge = (kept & HasCharge) != 0;
            double testLoss = reader.ReadDouble();
            double trainAccuracy = reader.ReadDouble();
            double testAccuracy = reader.ReadDouble();
            history[i] = new HistoryPoint(
                step, trainLoss, hasNoTest ? null : testLoss, trainAccuracy, hasNoTest ? null : testAccuracy,
                hasCharge ? reader.ReadDouble() : null, hasCharge ? reader.ReadDouble() : null);
        }

        return new RunState(trainer, trainStep < 0 ? null : trainStep, testStep < 0 ? null : testStep, history, elapsed);

        double[] ReadArray()
        {
            double[] values = new double[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
    }
}
