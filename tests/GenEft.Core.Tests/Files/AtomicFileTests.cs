using System.Text;
using GenEft.Files;

namespace GenEft.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_that_is_replaced_keeps_its_permissions_and_links_to_it_stay()
    {
        if (OperatingSystem.IsWindows())
        {
            SkipOnWindows();
            return;
        }

        string file = Place("file.txt");
        string link = Place("link.txt");
        File.WriteAllText(file, "old");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(link, "file.txt");
        Write(link, "new");
        Assert.Equal("file.txt", new FileInfo(link).LinkTarget);
        Assert.Equal("new", File.ReadAllText(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(file));

        // A link to nothing yet: its target is made.
        string dangling = Place("dangling.txt");
        File.CreateSymbolicLink(dangling, "made.txt");
        Write(dangling, "made");
        Assert.Equal("made", File.ReadAllText(Place("made.txt")));
        Assert.Equal("made.txt", new FileInfo(dangling).LinkTarget);

        // A link that leads to itself is an error, not a file.
        string loop = Place("loop.txt");
        File.CreateSymbolicLink(loop, "loop.txt");
        Refused.With(ErrorIds.FileNotWritable, () => Write(loop, "x"));
        Assert.Equal(5, _folder.GetFileSystemInfos().Length);
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_owner()
    {
        UnixShell.SkipUnlessRootOnLinux();
        string file = Place("file.txt");
        File.WriteAllText(file, "old");
        Assert.True(FileStatus.TrySetOwner(file, 12345, 23456));
        Write(file, "new");
        FileStatus status = FileStatus.Of(file)!.Value;
        Assert.Equal((FileKind.Regular, 12345u, 23456u), (status.Kind, status.Owner, status.Group));
        Assert.Equal("new", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_pipe_is_written_to_and_stays_a_pipe()
    {
        SkipOnWindows();
        string pipe = Place("pipe");
        UnixShell.Run("mkfifo", pipe);
        Task<string> reader = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        AtomicFile.Write(pipe, overwrite: false, stream => stream.Write("hello"u8), TestContext.Current.CancellationToken);
        Assert.Equal("hello", await reader);
        Assert.Equal(FileKind.Pipe, FileStatus.Of(pipe)!.Value.Kind);

        // Without a reader it can be stopped.
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(50));
        Assert.ThrowsAny<OperationCanceledException>(() => AtomicFile.Write(pipe, overwrite: true, stream => stream.Write("x"u8), stop.Token));
        Assert.Equal(FileKind.Pipe, FileStatus.Of(pipe)!.Value.Kind);
        AssertNobodyHas(pipe);
    }

    /// <summary>It does not wait for ever.</summary>
    [Fact]
    public void A_pipe_that_nobody_reads_is_an_error()
    {
        SkipOnWindows();
        string pipe = Place("pipe");
        UnixShell.Run("mkfifo", pipe);
        GenEftException error = Refused.With(ErrorIds.FileNotWritable, () => Write(pipe, "x"));
        Assert.Contains("nobody has read", error.Message, StringComparison.Ordinal);
        AssertNobodyHas(pipe);
    }

    [Fact]
    public void Devices_are_never_replaced()
    {
        UnixShell.SkipUnlessRootOnLinux();
        string nothing = Place("null");
        UnixShell.Run("mknod", nothing, "c", "1", "3");
        Write(nothing, "x");
        Assert.Equal(FileKind.CharacterDevice, FileStatus.Of(nothing)!.Value.Kind);

        // A disk that is not there: it is refused before it is opened.
        string disk = Place("disk");
        UnixShell.Run("mknod", disk, "b", "240", "255");
        GenEftException error = Refused.With(ErrorIds.FileNotWritable, () => Write(disk, "x"));
        Assert.Contains("it is a disk", error.Message, StringComparison.Ordinal);
        Assert.Equal(FileKind.BlockDevice, FileStatus.Of(disk)!.Value.Kind);
        Refused.With(ErrorIds.FileNotWritable, () => Write(_folder.FullName, "x"));
    }

    [Fact]
    public void What_a_killed_run_has_left_is_removed_by_the_next_and_named()
    {
        string file = Place("file.txt");
        string? temporary = null;
        AtomicFile.Write(file, overwrite: false, _ => temporary = Assert.Single(_folder.GetFiles()).FullName, CancellationToken.None);
        File.WriteAllText(temporary!, "torn");
        Assert.Empty(Write(file, "0"));   // it may be another's who has just made it
        File.SetLastWriteTimeUtc(temporary!, DateTime.UtcNow.AddMinutes(-1));
        string other = Place(".geneft-0000000000000000-other.tmp");
        File.WriteAllText(other, "another file's");

        // While somebody writes it, it is left alone.
        using (new FileStream(temporary!, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Empty(Write(file, "1"));
        }

        Assert.Equal([temporary!], Write(file, "2"));
        Assert.Equal([other, file], _folder.GetFiles().Select(left => left.FullName).Order());
        Assert.Equal("2", File.ReadAllText(file));
    }

    /// <summary>The last one wins, and each succeeds: none takes another's file for one that was left.</summary>
    [Fact]
    public void Many_may_write_one_file()
    {
        string file = Place("file.txt");
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => Assert.Empty(Write(file, $"{i}")));
        Assert.Single(_folder.GetFiles());
    }

    /// <summary>Another's file on a disk that cannot hold more: it stays as it is.</summary>
    [Fact]
    public void What_cannot_be_written_whole_destroys_nothing()
    {
        UnixShell.WithDisk(_folder.FullName, "256k", disk =>
        {
            // A file mounted by itself cannot be renamed over: what is whole is copied into it.
            string file = Path.Combine(disk, "file.txt");
            File.WriteAllText(file, "old");
            UnixShell.Run("mount", "--bind", file, file);
            Write(file, "new");
            Assert.Equal("new", File.ReadAllText(file));
            Refused.With(ErrorIds.FileNotWritable, () => Write(file, new string('x', 200_000)));
            Assert.Equal("new", File.ReadAllText(file));
            UnixShell.Run("umount", file);
            Assert.Single(Directory.GetFiles(disk));
        });
    }

    [Fact]
    public void A_missing_folder_is_named_and_a_long_name_is_no_obstacle()
    {
        string missing = Path.Combine(_folder.FullName, "no", "such.csv");
        GenEftException error = Refused.With(ErrorIds.FileNotWritable, () => Write(missing, "x"));
        Assert.DoesNotContain(".tmp", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder.FullName, "no"), error.Message, StringComparison.Ordinal);
        string name = new('n', 255);
        Write(Place(name), "x");
        Assert.Equal(name, Assert.Single(_folder.GetFiles()).Name);
    }

    [Fact]
    public async Task A_pipe_is_read_as_it_comes_and_waiting_for_it_can_be_stopped()
    {
        SkipOnWindows();
        string pipe = Place("pipe");
        UnixShell.Run("mkfifo", pipe);
        Task writer = Task.Run(() => File.WriteAllText(pipe, "head,tail\na,b\n"), TestContext.Current.CancellationToken);
        using (StreamReader reader = new(InputFile.Open(pipe, TestContext.Current.CancellationToken), Encoding.UTF8))
        {
            Assert.Equal("head,tail\na,b\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        await writer;
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(50));
        using (Stream waiting = InputFile.Open(pipe, stop.Token))
        {
            Assert.ThrowsAny<OperationCanceledException>(() => waiting.ReadByte());
        }

        AssertNobodyHas(pipe);
    }

    private static IReadOnlyList<string> Write(string path, string text) =>
        AtomicFile.Write(path, overwrite: true, stream => stream.Write(Encoding.UTF8.GetBytes(text)), CancellationToken.None);

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions, pipes and devices are Unix's.");

    // No thread of ours waits at it any more: a writer alone does not get in.
    private static void AssertNobodyHas(string pipe)
    {
        if (OperatingSystem.IsLinux())
        {
            Thread.Sleep(100);
            Assert.False(UnixShell.TryRun("timeout", "0.2", "sh", "-c", $"echo x > '{pipe}'"));
            Assert.False(UnixShell.TryRun("timeout", "0.2", "sh", "-c", $"cat '{pipe}'"));
        }
    }

    private string Place(string name) => Path.Combine(_folder.FullName, name);
}
