using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Checkpoints damaged at random and opened: a trial a seed, some in the tests and a great many in the benchmarks. What is found
/// in one is what was written, bit for bit, or it is not found.</summary>
internal static class CheckpointTrials
{
    private const int KeyCount = 6;

    /// <summary>Some checkpoints to damage.</summary>
    public static IReadOnlyList<byte[]> Samples(string folder)
    {
        List<byte[]> samples = [];
        for (int seed = 0; seed < 6; seed++)
        {
            Random random = new(seed);
            string path = Path.Combine(folder, "sample.ckpt");
            using (CheckpointFile file = CheckpointFile.Open(path))
            {
                for (int record = 0; record < 3 * seed; record++)
                {
                    int key = random.Next(KeyCount);
                    file.Write(Key(key), State(key, 1 + record));
                }
            }

            samples.Add(File.ReadAllBytes(path));
            File.Delete(path);
        }

        return samples;
    }

    /// <summary>Damages one of these checkpoints, opens it and goes on with it: what is wrong, or null.</summary>
    public static string? Damage(int seed, string folder, IReadOnlyList<byte[]> samples)
    {
        Random random = new(seed);
        string path = Path.Combine(folder, "damaged.ckpt");
        File.WriteAllBytes(path, ByteDamage.Apply(samples[random.Next(samples.Count)], samples[random.Next(samples.Count)], random));
        try
        {
            using (CheckpointFile file = CheckpointFile.Open(path))
            {
                if (Wrong(file) is { } wrong)
                {
                    return $"seed {seed}: {wrong}";
                }

                file.Write(Key(1), State(1, 77));
                file.Write(Key(2), State(2, 78));
            }

            using CheckpointFile again = CheckpointFile.Open(path);
            return again.Find(Key(1))?.Trainer.UpdateCount != 77 || again.Find(Key(2))?.Trainer.UpdateCount != 78
                ? $"seed {seed}: what was written to a damaged file is not found" : Wrong(again) is { } later ? $"seed {seed}: {later}" : null;
        }
        catch (GenEftException error) when (error.ErrorId == ErrorIds.InvalidCheckpoint)
        {
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"seed {seed}: {exception}";
        }
        finally
        {
            Array.ForEach(Directory.GetFiles(folder), File.Delete);
        }
    }

    private static string? Wrong(CheckpointFile file)
    {
        for (int key = 0; key < KeyCount; key++)
        {
            if (file.Find(Key(key)) is { } found && !found.Trainer.Parameters.SequenceEqual(State(key, found.Trainer.UpdateCount).Trainer.Parameters))
            {
                return $"key {key} gives what was not written";
            }
        }

        return null;
    }

    private static string Key(int key) => new((char)('A' + key), 64);

    // A state is known by its key and its step.
    private static RunState State(int key, int step) =>
        new(new TrainerState([.. Enumerable.Range(0, 3 + (5 * key)).Select(i => i + (0.5 * key) + step)], [], [], step), null, null, PlateauWatch.Start, [], TimeSpan.Zero);
}
