namespace GenEft.Training;

/// <summary>A run's state as bytes, for a checkpoint.</summary>
internal static class RunStateBytes
{
    // What a point of the history has, or has not.
    private const int NoTest = 1;
    private const int HasCharge = 2;

    /// <summary>The bytes of a state; they begin with its number of steps.</summary>
    public static byte[] From(RunState state)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(state.Trainer.UpdateCount);
        Write(state.Trainer.Parameters);
        Write(state.Trainer.FirstMoment);
        Write(state.Trainer.SecondMoment);
        writer.Write(state.TrainStep ?? -1);
        writer.Write(state.TestStep ?? -1);
        writer.Write(state.Plateau.BestTrain);
        writer.Write(state.Plateau.BestTest);
        writer.Write(state.Plateau.Step);
        writer.Write(state.Elapsed.Ticks);
        writer.Write(state.History.Count);
        foreach (HistoryPoint point in state.History)
        {
            writer.Write(point.Step);
            writer.Write(point.TrainLoss);
            writer.Write((byte)((point.TestLoss is null ? NoTest : 0) | (point.Charge is null ? 0 : HasCharge)));
            writer.Write(point.TestLoss ?? 0);
            WriteCounts(point.Train);
            WriteCounts(point.Test);
            if (point.Charge is not null)
            {
                writer.Write(point.Charge.Value);
                writer.Write(point.ChargeDrift!.Value);
            }
        }

        writer.Flush();
        return stream.ToArray();

        void WriteCounts(ClassificationCounts counts)
        {
            writer.Write(counts.TruePositives);
            writer.Write(counts.FalseNegatives);
            writer.Write(counts.TrueNegatives);
            writer.Write(counts.FalsePositives);
        }

        void Write(double[] values)
        {
            writer.Write(values.Length);
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        }
    }

    /// <summary>The state of bytes that <see cref="From"/> made.</summary>
    public static RunState Read(byte[] record)
    {
        using BinaryReader reader = new(new MemoryStream(record));
        int updates = reader.ReadInt32();
        TrainerState trainer = new(ReadArray(), ReadArray(), ReadArray(), updates);
        int trainStep = reader.ReadInt32();
        int testStep = reader.ReadInt32();
        PlateauWatch plateau = new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32());
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
            history[i] = new HistoryPoint(
                step, trainLoss, hasNoTest ? null : testLoss, ReadCounts(), ReadCounts(),
                hasCharge ? reader.ReadDouble() : null, hasCharge ? reader.ReadDouble() : null);
        }

        return new RunState(trainer, trainStep < 0 ? null : trainStep, testStep < 0 ? null : testStep, plateau, history, elapsed);

        ClassificationCounts ReadCounts() => new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());

        double[] ReadArray()
        {
            double[] values = new double[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
    }
}
