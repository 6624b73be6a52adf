using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    private static readonly string[] s_keys = [.. Enumerable.Range(0, 5).Select(i => new string((char)('A' + i), 64))];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>One bit of the first record lost all ten runs.</summary>
    [Fact]
    public void A_flipped_bit_costs_its_own_record_alone()
    {
        byte[] whole = Written(s_keys.Length);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 1 << 3;
            string path = Place(damaged);
            using CheckpointFile file = CheckpointFile.Open(path);
            int kept = at < Magic ? 5 : 4;
            Assert.Equal(kept, s_keys.Count(key => file.Find(key) is not null));
            Assert.Contains($"{kept} run(s) are kept", file.Note, StringComparison.Ordinal);
            Assert.Equal(whole.Length, new FileInfo(path).Length);   // nothing is cut
        }
    }

    [Fact]
    public void Damaged_files_give_what_was_written_or_nothing()
    {
        IReadOnlyList<byte[]> samples = CheckpointTrials.Samples(_folder.FullName);
        for (int seed = 0; seed < 2000; seed++)
        {
            Assert.Null(CheckpointTrials.Damage(seed, _folder.FullName, samples));
        }
    }

    /// <summary>A disk that was full for a while leaves half a record in the middle: what comes behind it was cut in silence.</summary>
    [Fact]
    public void Records_behind_a_torn_one_are_found()
    {
        byte[] whole = Written(s_keys.Length);
        int size = (whole.Length - Magic) / s_keys.Length;
        for (int cut = 1; cut < size; cut++)
        {
            string path = Place([.. whole[..(Magic + (2 * size) + cut)], .. whole[(Magic + (3 * size))..]]);
            using CheckpointFile file = CheckpointFile.Open(path);
            Assert.Equal([true, true, false, true, true], s_keys.Select(key => file.Find(key) is not null));
            file.Write(s_keys[2], State(7));
            Assert.Equal(7, file.Find(s_keys[2])!.Trainer.UpdateCount);
        }
    }

    [Theory]
    [InlineData("@torn record")]
    [InlineData("RUN")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    public void A_tail_of_any_bytes_is_passed_over_and_told(string tail)
    {
        byte[] whole = Written(2);
        string path = Place([.. whole, .. System.Text.Encoding.UTF8.GetBytes(tail)]);
        using (CheckpointFile file = CheckpointFile.Open(path))
        {
            Assert.Contains(FormattableString.Invariant($"{tail.Length} bytes are no whole record"), file.Note, StringComparison.Ordinal);
            Assert.Equal(3, file.Find(s_keys[1])!.Trainer.UpdateCount);
        }

        // A record's own beginning, cut anywhere.
        byte[] more = Written(3)[whole.Length..];
        for (int length = 1; length < more.Length; length++)
        {
            using CheckpointFile file = CheckpointFile.Open(Place([.. whole, .. more[..length]]));
            Assert.NotNull(file.Note);
            Assert.Equal([true, true, false], s_keys[..3].Select(key => file.Find(key) is not null));
        }

        using CheckpointFile sound = CheckpointFile.Open(Place(whole));
        Assert.Null(sound.Note);
    }

    [Fact]
    public void A_state_that_is_kept_already_is_not_written_again()
    {
        string path = Place(Written(2));
        long length = new FileInfo(path).Length;
        using CheckpointFile file = CheckpointFile.Open(path);
        file.Write(s_keys[0], State(3));
        file.Write(s_keys[1], State(2));
        Assert.Equal(length, new FileInfo(path).Length);
        file.Write(s_keys[1], State(4));
        Assert.True(new FileInfo(path).Length > length);
    }

    [Fact]
    public void A_file_most_of_which_is_outdated_is_rewritten_when_it_is_opened()
    {
        string path = Place([]);
        using (CheckpointFile file = CheckpointFile.Open(path))
        {
            for (int step = 1; step <= 40; step++)
            {
                file.Write(s_keys[0], State(step, 10_000));
            }

            file.Write(s_keys[1], State(5));
        }

        long before = new FileInfo(path).Length;
        using (CheckpointFile file = CheckpointFile.Open(path))
        {
            Assert.InRange(new FileInfo(path).Length, 1, before / 20);
            Assert.Contains("rewritten", file.Note, StringComparison.Ordinal);
            Assert.Equal((40, 5), (file.Find(s_keys[0])!.Trainer.UpdateCount, file.Find(s_keys[1])!.Trainer.UpdateCount));
            Refused.With(ErrorIds.FileNotWritable, () => CheckpointFile.Open(path));
            file.Write(s_keys[0], State(41, 10_000));
        }

        using CheckpointFile again = CheckpointFile.Open(path);
        Assert.Equal((41, 5), (again.Find(s_keys[0])!.Trainer.UpdateCount, again.Find(s_keys[1])!.Trainer.UpdateCount));
        Assert.Null(again.Note);
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Damage_is_copied_before_a_file_is_rewritten()
    {
        (string path, byte[] damaged) = PlaceOutdated();
        using (CheckpointFile file = CheckpointFile.Open(path))
        {
            Assert.Contains(".damaged'", file.Note, StringComparison.Ordinal);
            Assert.Equal(40, file.Find(s_keys[0])!.Trainer.UpdateCount);
        }

        Assert.Equal(damaged, File.ReadAllBytes($"{path}.damaged"));
    }

    /// <summary>Rewriting only tidies up: where it cannot be done, the file is used as it is.</summary>
    [Fact]
    public void A_file_that_cannot_be_rewritten_is_used_as_it_is()
    {
        (string path, byte[] damaged) = PlaceOutdated();
        string copy = $"{path}.damaged";
        File.CreateSymbolicLink(copy, Path.Combine("no", "such"));   // the copy cannot be made
        using (CheckpointFile again = CheckpointFile.Open(path))
        {
            Assert.Contains("not rewritten", again.Note, StringComparison.Ordinal);
            Assert.Equal(40, again.Find(s_keys[0])!.Trainer.UpdateCount);
        }

        Assert.Equal(damaged, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("GenEft")]
    [InlineData("GenEft checkpoint 7")]
    [InlineData("GenEft checkpoint 6\n")]
    [InlineData("GenEft checkpoints of mine")]
    public void What_merely_begins_like_one_is_refused_and_kept(string text)
    {
        string path = Place(System.Text.Encoding.UTF8.GetBytes(text));
        Refused.With(ErrorIds.InvalidCheckpoint, () => CheckpointFile.Open(path));
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void Pipes_and_folders_are_refused_at_once()
    {
        Refused.With(ErrorIds.InvalidCheckpoint, () => CheckpointFile.Open(_folder.FullName));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes with a name in a folder are Unix's.");
        string pipe = Path.Combine(_folder.FullName, "pipe");
        UnixShell.Run("mkfifo", pipe);
        Refused.With(ErrorIds.InvalidCheckpoint, () => CheckpointFile.Open(pipe));
    }

    /// <summary>The run goes on, and its result comes; what did not fit is taken back, so that later records are found.</summary>
    [Fact]
    public void A_full_disk_costs_no_result()
    {
        UnixShell.WithDisk(_folder.FullName, "64k", disk =>
        {
            string path = Path.Combine(disk, "runs.ckpt");
            using (CheckpointFile file = CheckpointFile.Open(path))
            {
                file.Write(s_keys[0], State(3));
                file.Write(s_keys[1], State(4, 20_000));
                Assert.InRange(new FileInfo(path).Length, 1, 10_000);   // the second is not there
                GenEftException failure = file.TakeFailure()!;
                Assert.Equal(ErrorIds.FileNotWritable, failure.ErrorId);
                Assert.Null(file.TakeFailure());
                file.Write(s_keys[2], State(5));
                TrainingSettings settings = new() { MaxSteps = 5, DecoderWidth = 200, StopWhen = StopCondition.MaxSteps };
                Assert.Equal(5, new TrainingRun(Make.Modulo(), settings).Execute(checkpoint: file).Result.StepCount);
            }

            using CheckpointFile again = CheckpointFile.Open(path);
            Assert.Null(again.Note);
            Assert.Equal([true, false, true], s_keys[..3].Select(key => again.Find(key) is not null));
        });
    }

    /// <summary>The session that trains and the sweep that is trained both close it, on a disk that is full still.</summary>
    [Fact]
    public void Closed_twice_on_a_full_disk() => UnixShell.WithDisk(_folder.FullName, "64k", disk =>
    {
        CheckpointFile file = CheckpointFile.Open(Path.Combine(disk, "runs.ckpt"));
        file.Write(s_keys[0], State(4, 20_000));
        file.Dispose();
        Assert.False(file.IsEmpty);
        file.Dispose();
    });

    /// <summary>What did not fit is written once it does: with the next state, or when the file is closed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disk_that_is_freed_gets_what_it_had_no_room_for(bool byNextState)
    {
        UnixShell.WithDisk(_folder.FullName, "256k", disk =>
        {
            string path = Path.Combine(disk, "runs.ckpt");
            string filler = Path.Combine(disk, "filler");
            File.WriteAllBytes(filler, new byte[160 << 10]);
            using (CheckpointFile file = CheckpointFile.Open(path))
            {
                file.Write(s_keys[0], State(4, 15_000));
                file.Write(s_keys[1], State(6, 10));
                Assert.InRange(new FileInfo(path).Length, 1, 10_000);   // the first is not there
                Assert.Equal(ErrorIds.FileNotWritable, file.TakeFailure()?.ErrorId);
                File.Delete(filler);
                if (byNextState)
                {
                    file.Write(s_keys[2], State(5));
                    Assert.Equal(4, file.Find(s_keys[0])!.Trainer.UpdateCount);
                }
            }

            using CheckpointFile again = CheckpointFile.Open(path);
            Assert.Null(again.Note);
            Assert.Equal([4, 6], s_keys[..2].Select(key => again.Find(key)!.Trainer.UpdateCount));
        });
    }

    /// <summary>A state that waits for room is the run's state: it is found, not replaced by an older one, and there at the end.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_state_that_waits_counts(bool keepsFinished)
    {
        UnixShell.WithDisk(_folder.FullName, "256k", disk =>
        {
            string other = Path.Combine(_folder.FullName, "other.ckpt");
            using (CheckpointFile gone = CheckpointFile.Open(other))
            {
                gone.Write(s_keys[0], State(100, 15_000));
            }

            string path = Path.Combine(disk, "runs.ckpt");
            string filler = Path.Combine(disk, "filler");
            File.WriteAllBytes(filler, new byte[160 << 10]);
            using (CheckpointFile file = CheckpointFile.Open(path, keepsFinished))
            {
                Assert.True(file.Absorb(other));
                Assert.Equal(100, file.Find(s_keys[0])!.Trainer.UpdateCount);
                Assert.False(file.IsEmpty);
                file.Write(s_keys[0], State(5));
                Assert.Equal(100, file.Find(s_keys[0])!.Trainer.UpdateCount);
                file.Write(s_keys[1], State(7, 15_000));
                file.Forget(s_keys[1]);
                File.Delete(filler);
            }

            using CheckpointFile again = CheckpointFile.Open(path);
            Assert.Equal([100, null], s_keys[..2].Select(key => again.Find(key)?.Trainer.UpdateCount));
        });
    }

    /// <summary>No two relations of up to 4 elements share a name.</summary>
    [Fact]
    public void Every_relation_has_a_key_of_its_own()
    {
        HashSet<string> keys = [];
        int count = 0;
        TrainingSettings settings = new();
        for (int n = 1; n <= 4; n++)
        {
            for (long code = 0; code < 1L << (n * n); code++)
            {
                count++;
                keys.Add(CheckpointFile.Key(Make.FromCode(n, code), settings, "Avx2", CancellationToken.None));
            }
        }

        Assert.Equal(count, keys.Count);
    }

    private const int Magic = 20;

    private static RunState State(int steps, int parameters = 3) =>
        new(new TrainerState([.. Enumerable.Range(0, parameters).Select(i => i + 0.5)], [], [], steps), null, null, PlateauWatch.Start, [], TimeSpan.Zero);

    private byte[] Written(int records)
    {
        string path = Place([]);
        using (CheckpointFile file = CheckpointFile.Open(path))
        {
            Array.ForEach(s_keys[..records], key => file.Write(key, State(3)));
        }

        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    // Most of it outdated, and a record in the middle damaged.
    private (string Path, byte[] Bytes) PlaceOutdated()
    {
        string path = Place([]);
        using (CheckpointFile file = CheckpointFile.Open(path))
        {
            for (int step = 1; step <= 40; step++)
            {
                file.Write(s_keys[0], State(step, 10_000));
            }
        }

        byte[] damaged = File.ReadAllBytes(path);
        damaged[damaged.Length / 2] ^= 1;
        return (Place(damaged), damaged);
    }

    private string Place(byte[] bytes)
    {
        string path = Path.Combine(_folder.FullName, "runs.ckpt");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
