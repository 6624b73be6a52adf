using System.Buffers;
using System.Collections;

namespace GenEft.Sweeps;

/// <summary>A line of a journal that does not count.</summary>
/// <param name="Journal">The file's name.</param>
/// <param name="Line">Its number, from 1.</param>
public sealed record SweepDamage(string Journal, long Line);

/// <summary>Which trainings of a sweep are finished and where their lines are, by all journals of the folder; reads on where it was before.</summary>
/// <param name="plan">The sweep's plan.</param>
/// <param name="keepsPlaces">Whether to keep where lines are, which <see cref="Entries"/> needs.</param>
public sealed class SweepJournalIndex(SweepPlan plan, bool keepsPlaces = false)
{
    private const int BlockBytes = 1 << 20;
    private const int LongestLine = 1 << 28;
    private const int MostFiles = 200;   // open at once

    private readonly BitArray _isDone = new(plan.CellCount);
    private readonly List<string> _journals = [];
    private readonly Dictionary<string, (int Number, long Offset, long Lines)> _read = [];
    private readonly List<SweepDamage> _damage = [];
    private readonly (int Journal, long Offset)[]? _places = keepsPlaces ? new (int, long)[plan.CellCount] : null;

    /// <summary>How many trainings are finished.</summary>
    public int DoneCount { get; private set; }

    /// <summary>Lines that do not count; the last line of a journal that is being written may be one and later count.</summary>
    public IReadOnlyList<SweepDamage> Damage => _damage;

    /// <summary>Whether a training is finished.</summary>
    public bool IsDone(int cell) => _isDone[cell];

    /// <summary>The folder of a sweep's journals.</summary>
    internal static string FolderOf(string folder) => Path.Combine(folder, "journal");

    /// <summary>Reads what has been written since.</summary>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">FileUnreadable, or InvalidSweep.</exception>
    public void Read(CancellationToken cancelToken = default)
    {
        string folder = FolderOf(plan.Folder);
        if (File.Exists(folder))
        {
            throw new GenEftException(ErrorIds.InvalidSweep, $"'{folder}' is a file; a sweep has a folder of journals there. Remove the file, and Invoke-Sweep trains what is missing.", folder);
        }

        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (string path in JournalsIn(folder))
        {
            if (!_read.TryGetValue(path, out (int Number, long Offset, long Lines) so))
            {
                so = (_journals.Count, 0, 0);
                _journals.Add(path);
            }

            try
            {
                _read[path] = ReadFrom(path, so, cancelToken);
            }
            catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
            {
                // It was removed since it was listed.
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new GenEftException(ErrorIds.FileUnreadable, $"The sweep's journal '{path}' cannot be read: {failure.Message}", path, failure);
            }
        }
    }

    private static IEnumerable<string> JournalsIn(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal);
        }
        catch (DirectoryNotFoundException)
        {
            return [];   // removed since
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(ErrorIds.FileUnreadable, $"The sweep's journals '{folder}' cannot be read: {failure.Message}", folder, failure);
        }
    }

    /// <summary>Finished trainings in the order of the plan, of those that had been read when it is called.</summary>
    /// <param name="refuse">Told of each that is no result of its training, and why; the others go on.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public IEnumerable<SweepEntry> Entries(Action<GenEftException> refuse, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(refuse);
        FileStream?[] files = new FileStream?[_journals.Count];
        byte[] line = new byte[4096];
        try
        {
            for (int cell = 0; cell < plan.CellCount; cell++)
            {
                if (!_isDone[cell])
                {
                    continue;
                }

                cancelToken.ThrowIfCancellationRequested();
                (int journal, long offset) = _places![cell];
                int length = ReadLine(files, journal, offset, ref line);
                if (!SweepJournal.Check(plan.Hash, line.AsSpan(0, length)).IsWhole)
                {
                    throw new GenEftException(ErrorIds.InvalidSweep, $"The sweep's journal '{_journals[journal]}' was changed while it was read.", _journals[journal]);
                }

                if (SweepJournal.Read(plan[cell], line.AsSpan(0, length)) is { } entry)
                {
                    yield return entry;
                }
                else
                {
                    refuse(new GenEftException(
                        ErrorIds.InvalidSweep,
                        FormattableString.Invariant($"The sweep's journal '{_journals[journal]}' has what is no result of training {cell}, by another version or changed by hand. Remove the file, and Invoke-Sweep trains what it held."), _journals[journal]));
                }
            }
        }
        finally
        {
            Array.ForEach(files, file => file?.Dispose());
        }
    }

    private int ReadLine(FileStream?[] files, int journal, long offset, ref byte[] line)
    {
        try
        {
            if (files[journal] is null && files.Count(file => file is not null) >= MostFiles)
            {
                Array.ForEach(files, file => file?.Dispose());
                Array.Clear(files);
            }

            FileStream file = files[journal] ??= Files.RegularFile.OpenRead(_journals[journal], BlockBytes >> 4);
            file.Position = offset;
            int length = 0;
            for (int next = file.ReadByte(); next >= 0 && next != '\n'; next = file.ReadByte())
            {
                if (length == line.Length)
                {
                    Array.Resize(ref line, 2 * length);
                }

                line[length++] = (byte)next;
            }

            return length;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(ErrorIds.FileUnreadable, $"The sweep's journal '{_journals[journal]}' cannot be read: {failure.Message}", _journals[journal], failure);
        }
    }

    // A line that has no end yet is left for the next time.
    private (int, long, long) ReadFrom(string path, (int Number, long Offset, long Lines) so, CancellationToken cancelToken)
    {
        using FileStream file = Files.RegularFile.OpenRead(path, bufferSize: 0);
        if (file.Length < so.Offset)
        {
            so = (so.Number, 0, 0);   // it was begun anew
        }

        file.Position = so.Offset;
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        int kept = 0;
        for (int read = file.Read(block, kept, block.Length - kept); read > 0; read = file.Read(block, kept, block.Length - kept))
        {
            cancelToken.ThrowIfCancellationRequested();
            int end = kept + read;
            int start = 0;
            for (int length = block.AsSpan(start, end - start).IndexOf((byte)'\n'); length >= 0; length = block.AsSpan(start, end - start).IndexOf((byte)'\n'))
            {
                so.Lines++;
                Take(so.Number, so.Offset, so.Lines, block.AsSpan(start, length));
                start += length + 1;
                so.Offset += length + 1;
            }

            kept = end - start;
            block.AsSpan(start, kept).CopyTo(block);
            if (kept == block.Length)
            {
                if (kept >= LongestLine)
                {
                    throw new GenEftException(ErrorIds.InvalidSweep, $"The sweep's journal '{path}' has a line of {LongestLine >> 20} MB or more; no training leaves one. Remove the file.", path);
                }

                Array.Resize(ref block, 2 * block.Length);
            }
        }

        ArrayPool<byte>.Shared.Return(block);
        return so;
    }

    private void Take(int journal, long offset, long number, ReadOnlySpan<byte> line)
    {
        SweepJournal.Head head = SweepJournal.Check(plan.Hash, line);
        if (!head.IsWhole || head.Cell < 0 || head.Cell >= plan.CellCount)
        {
            _damage.Add(new SweepDamage(Path.GetFileName(_journals[journal]), number));
            return;
        }

        if (_isDone[head.Cell])
        {
            return;   // of two that trained the same the first counts; they are the same
        }

        _isDone[head.Cell] = true;
        DoneCount++;
        if (_places is not null)
        {
            _places[head.Cell] = (journal, offset);
        }
    }
}
