using System.Security.Cryptography;
using System.Text;

namespace GenEft;

/// <summary>
/// Training states by run, in one append-only file: a run that is cut goes on from its last record, and one that is
/// finished need not be done again. A record that was cut in writing is ignored; the file is compacted when opened.
/// </summary>
public sealed class CheckpointFile : IDisposable
{
    private static readonly byte[] s_magic = "GenEft checkpoint 1\n"u8.ToArray();

    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _records;
    private readonly FileStream _file;

    private CheckpointFile(Dictionary<string, byte[]> records, FileStream file)
    {
        _records = records;
        _file = file;
    }

    /// <summary>Opens a checkpoint, or starts one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="GenEftException">InvalidCheckpoint, or FileNotWritable.</exception>
    public static CheckpointFile Open(string path)
    {
        try
        {
            Dictionary<string, byte[]> records = File.Exists(path) ? ReadRecords(path) : [];
            AtomicFile.Write(path, overwrite: true, stream =>
            {
                stream.Write(s_magic);
                foreach ((string key, byte[] record) in records)
                {
                    WriteRecord(stream, key, record);
                }
            });
            FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            return new CheckpointFile(records, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(
                ErrorIds.FileNotWritable, $"Checkpoint is '{path}'; it cannot be written: {exception.Message}", path, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Names a run by all that its parameters depend on: the relation's pairs and the settings of its path.</summary>
    internal static string Key(Relation relation, TrainingSettings settings)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{relation.Count}|{settings.TrajectoryKey()}"));
        int[] buffer = new int[relation.Count];
        for (int i = 0; i < relation.Count; i++)
        {
            hash.AppendData(BitConverter.GetBytes(i));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(relation.GetRow(i, buffer)));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>The last state of a run; null if it has none.</summary>
    internal RunState? Find(string key)
    {
        lock (_lock)
        {
            return _records.TryGetValue(key, out byte[]? record) ? Deserialize(record) : null;
        }
    }

    /// <summary>Adds a state and has the system write it.</summary>
    internal void Write(string key, RunState state)
    {
        byte[] record = Serialize(state);
        lock (_lock)
        {
            _records[key] = record;
            WriteRecord(_file, key, record);
            _file.Flush(flushToDisk: true);
        }
    }

    private static void WriteRecord(Stream stream, string key, byte[] record)
    {
        using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(key);
        writer.Write(record.Length);
        writer.Write(record);
        writer.Write(SHA256.HashData(record));
    }

    private static Dictionary<string, byte[]> ReadRecords(string path)
    {
        using BinaryReader reader = new(File.OpenRead(path), Encoding.UTF8);
        if (!reader.ReadBytes(s_magic.Length).AsSpan().SequenceEqual(s_magic))
        {
            throw new GenEftException(
                ErrorIds.InvalidCheckpoint,
                $"Checkpoint is '{path}'; that file exists and is not a GenEft checkpoint. Name another file, or remove it.",
                path);
        }

        Dictionary<string, byte[]> records = [];
        try
        {
            while (reader.BaseStream.Position < reader.BaseStream.Length)
            {
                string key = reader.ReadString();
                int length = reader.ReadInt32();
                byte[] record = length < 0 ? throw new EndOfStreamException() : reader.ReadBytes(length);
                if (!reader.ReadBytes(SHA256.HashSizeInBytes).AsSpan().SequenceEqual(SHA256.HashData(record)))
                {
                    break;
                }

                records[key] = record;
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or DecoderFallbackException)
        {
            // The tail of a write that was cut; everything before it stands.
        }

        return records;
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
            writer.Write(point.TestLoss is null);
            writer.Write(point.TestLoss ?? 0);
            writer.Write(point.TrainAccuracy);
            writer.Write(point.TestAccuracy ?? 0);
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
            bool hasNoTest = reader.ReadBoolean();
            double testLoss = reader.ReadDouble();
            double trainAccuracy = reader.ReadDouble();
            double testAccuracy = reader.ReadDouble();
            history[i] = new HistoryPoint(
                step, trainLoss, hasNoTest ? null : testLoss, trainAccuracy, hasNoTest ? null : testAccuracy);
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
