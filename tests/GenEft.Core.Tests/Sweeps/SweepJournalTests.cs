using System.Text;
using GenEft.Sweeps;
using GenEft.Training;

namespace GenEft.Tests;

public sealed class SweepJournalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft-");
    private readonly SweepPlan _plan;
    private readonly SweepEntry[] _entries;

    public SweepJournalTests()
    {
        _plan = SweepPlan.Create(Path.Combine(_folder.FullName, "sweep"), [(Make.Modulo(n: 5), new Dictionary<string, IReadOnlyList<object>>
        {
            ["Seed"] = [long.MinValue, 0L, 5L], ["MaxSteps"] = [3], ["HistoryInterval"] = [2], ["StopWhen"] = [StopCondition.MaxSteps],
        })]);
        _entries = [.. Enumerable.Range(0, 3).Select(i =>
        {
            TrainingOutcome outcome = new TrainingRun(_plan[i].Relation, _plan[i].Settings).Execute();
            return new SweepEntry(i, outcome.Result, outcome.History);
        })];
        Directory.CreateDirectory(SweepJournalIndex.FolderOf(_plan.Folder));
    }

    private string Journal => Path.Combine(SweepJournalIndex.FolderOf(_plan.Folder), "a.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_line_comes_back_to_the_last_bit()
    {
        foreach (SweepEntry entry in _entries)
        {
            byte[] line = SweepJournal.Line(_plan.Hash, entry);
            Assert.Equal(new SweepJournal.Head(entry.Cell, true), SweepJournal.Check(_plan.Hash, line.AsSpan(0, line.Length - 1)));
            SweepEntry again = SweepJournal.Read(_plan[entry.Cell], line.AsSpan(0, line.Length - 1))!;
            Assert.Equal(entry.Result, again.Result);
            Assert.Equal(entry.Result.Train, again.Result.Train);
            Assert.Equal(entry.Result.TestF1, again.Result.TestF1);
            Assert.Equal(entry.History!.Points, again.History!.Points);
        }
    }

    /// <summary>Losses of runs that diverged are no numbers.</summary>
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.0)]
    public void Numbers_that_are_none_come_back(double loss)
    {
        SweepEntry entry = _entries[0] with { Result = _entries[0].Result with { TrainLoss = loss, TestLoss = null, Phase = null, IsDiverged = !double.IsFinite(loss) } };
        byte[] line = SweepJournal.Line(_plan.Hash, entry);
        TrainingResult again = SweepJournal.Read(_plan[0], line.AsSpan(0, line.Length - 1))!.Result;
        Assert.Equal(BitConverter.DoubleToInt64Bits(loss), BitConverter.DoubleToInt64Bits(again.TrainLoss));
        Assert.Null(again.TestLoss);
        Assert.Null(again.Phase);
    }

    /// <summary>What another version or a forger has written, with a checksum that is right.</summary>
    [Theory]
    [InlineData("\"cell\":0", "\"cell\":\"x\"", false)]
    [InlineData("\"StepCount\":", "\"StepCount\":\"many\",\"Steps\":", true)]
    [InlineData("\"StepCount\":", "\"Steps\":", true)]
    [InlineData("\"TrainLoss\":", "\"TrainLoss\":null,\"Loss\":", true)]
    [InlineData("\"result\":", "\"result\":[],\"results\":", true)]
    [InlineData("\"history\":", "\"history\":5,\"histories\":", true)]
    [InlineData("\"Phase\":\"", "\"Phase\":99,\"State\":\"", true)]
    [InlineData("\"StepCount\":3", "\"StepCount\":4", true)]
    [InlineData("\"TrainLoss\":", "\"TrainLoss\":\"NaN\",\"Loss\":", true)]
    [InlineData("\"Count\":5", "\"Count\":6", true)]
    public void A_result_of_another_kind_is_an_error(string from, string to, bool counts)
    {
        string body = Encoding.UTF8.GetString(SweepJournal.Line(_plan.Hash, _entries[0] with { Cell = 0 }));
        body = body[..body.IndexOf(",\"sum\"", StringComparison.Ordinal)];
        Assert.Contains(from, body, StringComparison.Ordinal);
        body = body.Replace(from, to, StringComparison.Ordinal);
        string sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 8));
        Directory.CreateDirectory(Path.GetDirectoryName(Journal)!);
        File.WriteAllText(Journal, $"{body},\"sum\":\"{sum}\"}}\n");
        File.AppendAllText(Journal, Encoding.UTF8.GetString(SweepJournal.Line(_plan.Hash, _entries[1])));
        SweepJournalIndex index = new(_plan, keepsPlaces: true);
        index.Read();
        Assert.Equal(counts ? 0 : 1, index.Damage.Count);
        List<GenEftException> refused = [];
        Assert.Equal(_entries[1].Result, Assert.Single(index.Entries(refused.Add)).Result);   // what stands behind it comes
        Assert.Equal(counts ? [ErrorIds.InvalidSweep] : [], refused.Select(failure => failure.ErrorId));
    }

    /// <summary>The settings of a result are the plan's, whatever a line says.</summary>
    [Fact]
    public void Settings_come_from_the_plan()
    {
        string body = Encoding.UTF8.GetString(SweepJournal.Line(_plan.Hash, _entries[2]));
        Assert.Contains("\"Seed\":5", body, StringComparison.Ordinal);
        string changed = body.Replace("\"Seed\":5", "\"Seed\":77", StringComparison.Ordinal);
        Assert.Equal(_entries[2].Result, SweepJournal.Read(_plan[2], Encoding.UTF8.GetBytes(changed.TrimEnd()))!.Result);
    }

    /// <summary>Cut at every byte of the last two lines: what is whole counts, what is not does not.</summary>
    [Fact]
    public void A_journal_cut_anywhere_keeps_its_whole_lines()
    {
        byte[][] lines = [.. _entries.Select(entry => SweepJournal.Line(_plan.Hash, entry))];
        byte[] whole = [.. lines.SelectMany(line => line)];
        for (int length = lines[0].Length; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Journal, whole[..length]);
            SweepJournalIndex index = new(_plan, keepsPlaces: true);
            index.Read();
            int expected = length == whole.Length ? 3 : length >= lines[0].Length + lines[1].Length ? 2 : 1;
            Assert.Equal((expected, 0), (index.DoneCount, index.Damage.Count));
            Assert.Equal(_entries.Take(expected).Select(entry => entry.Result), index.Entries(failure => throw failure).Select(entry => entry.Result));
        }
    }

    /// <summary>Any byte changed to any of some others: its line does not count and is told of, and all others count.</summary>
    [Fact]
    public void A_damaged_line_does_not_count_and_is_told_by_number()
    {
        byte[][] lines = [.. _entries.Select(entry => SweepJournal.Line(_plan.Hash, entry))];
        byte[] whole = [.. lines.SelectMany(line => line)];
        for (int at = lines[0].Length; at < lines[0].Length + lines[1].Length - 1; at++)
        {
            foreach (byte change in (byte[])[1, 32, 128])
            {
                byte[] damaged = [.. whole];
                damaged[at] ^= change;
                File.WriteAllBytes(Journal, damaged);
                SweepJournalIndex index = new(_plan);
                index.Read();
                Assert.Equal((true, false, true), (index.IsDone(0), index.IsDone(1), index.IsDone(2)));
                Assert.Contains(new SweepDamage("a.jsonl", 2), index.Damage);   // and line 3 where a line end came in
            }
        }
    }

    [Fact]
    public void A_line_of_another_plan_does_not_count()
    {
        File.WriteAllBytes(Journal, SweepJournal.Line(new string('0', 64), _entries[0]));
        SweepJournalIndex index = new(_plan);
        index.Read();
        Assert.Equal((0, 1), (index.DoneCount, index.Damage.Count));
        File.WriteAllBytes(Journal, SweepJournal.Line(_plan.Hash, _entries[0] with { Cell = 99 }));
        index = new(_plan);
        index.Read();
        Assert.Equal((0, 1), (index.DoneCount, index.Damage.Count));
    }

    /// <summary>While it is written: a line counts once its end is there, and of two with one training the first.</summary>
    [Fact]
    public void An_index_reads_on_where_it_was()
    {
        SweepJournalIndex index = new(_plan, keepsPlaces: true);
        index.Read();
        byte[] line = SweepJournal.Line(_plan.Hash, _entries[1]);
        File.WriteAllBytes(Journal, line[..10]);
        index.Read();
        Assert.Equal(0, index.DoneCount);
        using (FileStream file = new(Journal, FileMode.Append))
        {
            file.Write(line.AsSpan(10));
        }

        File.WriteAllBytes(Path.Combine(SweepJournalIndex.FolderOf(_plan.Folder), "b.jsonl"), [.. SweepJournal.Line(_plan.Hash, _entries[1] with { Result = _entries[1].Result with { StepCount = 2 } }), .. SweepJournal.Line(_plan.Hash, _entries[0])]);
        index.Read();
        Assert.Equal((2, 0), (index.DoneCount, index.Damage.Count));
        Assert.Equal([0, 1], index.Entries(failure => throw failure).Select(entry => entry.Cell));
        Assert.Equal(_entries[1].Result, index.Entries(failure => throw failure).Last().Result);
    }

    /// <summary>What cannot be written waits until it can, and then is there once.</summary>
    [Fact]
    public async Task Lines_wait_for_a_disk_that_does_not_write()
    {
        string path = Path.Combine(_folder.FullName, "later", "j.jsonl");
        using SweepJournalWriter writer = new(path, Presence, CancellationToken.None);
        Task first = writer.AddAsync("one\n"u8.ToArray());
        Task second = writer.AddAsync("two\n"u8.ToArray());
        while (writer.Failure is null)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.False(first.IsCompleted);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await Task.WhenAll(first, second);
        Assert.Null(writer.Failure);
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    /// <summary>Others may have read a line by the time that the disk is found to be full: it is not taken back, and none is there twice.</summary>
    [Fact]
    public void A_full_disk_keeps_whole_lines() => UnixShell.WithDisk(_folder.FullName, "64k", disk =>
    {
        string path = Path.Combine(disk, "j.jsonl");
        string filler = Path.Combine(disk, "filler");
        File.WriteAllBytes(filler, new byte[24 << 10]);
        byte[][] lines = [.. Enumerable.Range(0, 8).Select(i => Encoding.ASCII.GetBytes(new string((char)('a' + i), 9_000) + "\n"))];
        byte[] whole = [.. lines.SelectMany(line => line)];
        using SweepJournalWriter writer = new(path, Presence, CancellationToken.None);
        Task written = Task.WhenAll(lines[..5].Select(writer.AddAsync));
        Assert.True(SpinWait.SpinUntil(() => writer.Failure is not null, TimeSpan.FromSeconds(30)));
        byte[] first = File.ReadAllBytes(path);
        Assert.InRange(first.Length, 2 * lines[0].Length, (5 * lines[0].Length) - 1);
        Thread.Sleep(1500);   // it is tried again meanwhile
        Assert.Equal(whole[..first.Length], File.ReadAllBytes(path)[..first.Length]);
        File.Delete(filler);
        Assert.True(written.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(whole[..(5 * lines[0].Length)], File.ReadAllBytes(path));
    });

    /// <summary>Stopped on a full disk, what is whole stays, and what comes later stands behind it.</summary>
    [Fact]
    public void A_stop_on_a_full_disk_overwrites_nothing() => UnixShell.WithDisk(_folder.FullName, "64k", disk =>
    {
        string path = Path.Combine(disk, "j.jsonl");
        string filler = Path.Combine(disk, "filler");
        File.WriteAllBytes(filler, new byte[24 << 10]);
        byte[][] lines = [.. Enumerable.Range(0, 5).Select(i => Encoding.ASCII.GetBytes(new string((char)('a' + i), 9_000 + i) + "\n"))];
        using CancellationTokenSource stop = new();
        using SweepJournalWriter writer = new(path, Presence, stop.Token);
        Task[] given = [.. lines.Select(writer.AddAsync)];
        Assert.True(SpinWait.SpinUntil(() => writer.Failure is not null, TimeSpan.FromSeconds(30)));
        byte[] whole = File.ReadAllBytes(path)[..(lines[0].Length + lines[1].Length)];
        stop.Cancel();
        Assert.True(SpinWait.SpinUntil(() => given.All(task => task.IsCompleted), TimeSpan.FromSeconds(30)));
        File.Delete(filler);
        Assert.True(writer.AddAsync("late\n"u8.ToArray()).Wait(TimeSpan.FromSeconds(30)));
        Assert.Null(writer.Failure);
        Assert.NotNull(writer.Dropped);
        string[] kept = File.ReadAllLines(path);
        Assert.Equal(whole, File.ReadAllBytes(path)[..whole.Length]);
        Assert.Equal("late", kept[^1]);
        Assert.All(kept[..^1], line => Assert.Contains(lines, given => line == Encoding.ASCII.GetString(given).TrimEnd()));
    });

    [Fact]
    public async Task A_stopped_sweep_does_not_wait_for_its_disk()
    {
        using CancellationTokenSource stop = new();
        using SweepJournalWriter writer = new(Path.Combine(_folder.FullName, "never", "j.jsonl"), Presence, stop.Token);
        Task line = writer.AddAsync("one\n"u8.ToArray());
        stop.Cancel();
        GenEftException failure = await Assert.ThrowsAsync<GenEftException>(() => line);
        Assert.Equal(ErrorIds.FileNotWritable, failure.ErrorId);
    }

    /// <summary>What is denied from the first line on is not waited for; a folder in the journal's place denies as permissions do, to root too.</summary>
    [Fact]
    public async Task A_journal_that_must_not_be_written_is_an_error()
    {
        string path = Path.Combine(_folder.FullName, "denied.jsonl");
        Directory.CreateDirectory(path);
        using SweepJournalWriter writer = new(path, Presence, CancellationToken.None);
        GenEftException failure = await Assert.ThrowsAsync<GenEftException>(() => writer.AddAsync("one\n"u8.ToArray()));
        Assert.Equal(ErrorIds.FileNotWritable, failure.ErrorId);
    }

    /// <summary>A journal that is removed between two lines is begun anew, without a gap.</summary>
    [Fact]
    public async Task A_journal_that_is_removed_is_begun_anew()
    {
        string path = Path.Combine(_folder.FullName, "j.jsonl");
        using SweepJournalWriter writer = new(path, Presence, CancellationToken.None);
        await writer.AddAsync("one\n"u8.ToArray());
        File.Delete(path);
        await writer.AddAsync("two\n"u8.ToArray());
        Assert.Equal("two\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    /// <summary>Once a line has been written, a denial may pass as a full disk does.</summary>
    [Fact]
    public async Task A_denial_after_the_first_line_is_waited_for()
    {
        string path = Path.Combine(_folder.FullName, "j.jsonl");
        using SweepJournalWriter writer = new(path, Presence, CancellationToken.None);
        await writer.AddAsync("one\n"u8.ToArray());
        File.Delete(path);
        Directory.CreateDirectory(path);
        Task second = writer.AddAsync("two\n"u8.ToArray());
        Assert.True(SpinWait.SpinUntil(() => writer.Failure is not null, TimeSpan.FromSeconds(30)));
        Assert.False(second.IsCompleted);
        Directory.Delete(path);
        await second.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("two\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    /// <summary>A journal that was cut in mid-line costs that line alone.</summary>
    [Fact]
    public async Task A_journal_that_is_cut_goes_on_with_a_line_of_its_own()
    {
        string path = Path.Combine(_folder.FullName, "j.jsonl");
        using SweepJournalWriter writer = new(path, Presence, CancellationToken.None);
        await writer.AddAsync("one-one\n"u8.ToArray());
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(3);
        }

        await writer.AddAsync("two\n"u8.ToArray());
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    /// <summary>Without its plan a folder is another's: nothing is written there, and the line is given up.</summary>
    [Fact]
    public async Task Nothing_is_written_where_the_plan_is_gone()
    {
        string path = Path.Combine(_folder.FullName, "j.jsonl");
        File.Delete(Path.Combine(_plan.Folder, "plan.json"));
        using SweepJournalWriter writer = new(path, new SweepPresence(_plan, TimeSpan.FromMilliseconds(50)), CancellationToken.None);
        GenEftException failure = await Assert.ThrowsAsync<GenEftException>(() => writer.AddAsync("one\n"u8.ToArray()));
        Assert.Equal(ErrorIds.FileNotFound, failure.ErrorId);
        Assert.False(File.Exists(path));
    }

    private SweepPresence Presence => new(_plan, TimeSpan.FromSeconds(10));
}
