using System.Diagnostics;
using System.Text.RegularExpressions;
using GenEft.Sweeps.Engines;

namespace GenEft.Sweeps;

/// <summary>Removes sweeps: the files that they consist of, and the folder where nothing else is in it. The plan gets another name first, so that whoever works on
/// the sweep writes nothing more there; a removal that was stopped on its way can be repeated.</summary>
public static class SweepRemoval
{
    private const string BegunName = "plan.removed";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    // A sweep's folders, and the form of what is in them.
    private static readonly (Func<string, string> Of, Regex Form)[] s_parts =
    [
        (SweepClaims.FolderOf, new Regex(@"^\d{5,}(\.[\w-]+)?$")), (SweepClaims.OwnersOf, new Regex(@"^[\w-]+\.json")), (SweepRunner.CheckpointsOf, new Regex(@"^[\w-]+\.ckpt")),
        (SweepJournalIndex.FolderOf, new Regex(@"^[\w-]+\.jsonl$")), (SweepJob.FolderOf, new Regex(@"^\d{4,}")), (SweepPlan.RelationsOf, new Regex(@"^[0-9a-f]{16,}\.json$")),
    ];

    /// <summary>Whether a removal was begun that is not finished.</summary>
    public static bool IsBegun(string folder) => File.Exists(Path.Combine(folder, BegunName));

    /// <summary>Removes a sweep, whose plan may be damaged.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="GenEftException">FileNotWritable.</exception>
    public static void Remove(string folder)
    {
        string begun = Path.Combine(folder, BegunName);
        try
        {
            if (File.Exists(SweepPlan.PathOf(folder)))
            {
                File.Move(SweepPlan.PathOf(folder), begun, overwrite: true);
            }

            foreach ((Func<string, string> of, _) in s_parts)
            {
                RemovePart(of(folder));
            }

            File.Delete(SweepStopRequest.PathOf(folder));
            File.Delete(begun);
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(ErrorIds.FileNotWritable, $"The sweep '{folder}' cannot be removed: {failure.Message}", folder, failure);
        }
    }

    /// <summary>What in a sweep's folders is by its name none of a sweep's; null for nothing.</summary>
    /// <exception cref="GenEftException">FileUnreadable.</exception>
    public static string? FindForeign(string folder)
    {
        try
        {
            return s_parts.Select(part => (Folder: part.Of(folder), part.Form)).Where(part => Directory.Exists(part.Folder))
                .SelectMany(part => Directory.EnumerateFileSystemEntries(part.Folder).Where(path => !path.EndsWith(".tmp", StringComparison.Ordinal) && !part.Form.IsMatch(Path.GetFileName(path)))).FirstOrDefault();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(ErrorIds.FileUnreadable, $"The sweep '{folder}' cannot be read: {failure.Message}", folder, failure);
        }
    }

    // Whoever saw the plan a moment ago may still write a file or two.
    private static void RemovePart(string part)
    {
        long start = Stopwatch.GetTimestamp();
        while (Directory.Exists(part))
        {
            try
            {
                Directory.Delete(part, recursive: true);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(start) < s_patience)
            {
                Thread.Sleep(20);
            }
        }
    }
}
