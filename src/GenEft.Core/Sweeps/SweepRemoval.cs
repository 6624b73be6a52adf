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

    private const string Owner = @"[A-Za-z0-9-]*-\d+-[0-9a-f]{8}";
    private static readonly Regex s_passing = new(@"^(\.geneft-[0-9a-f]{16}-[0-9a-f]{32}\.tmp|\.nfs[0-9a-f]+)$");   // of files half written, and removed while open

    // A sweep's folders, and the names of what it writes there.
    private static readonly (Func<string, string> Of, Regex Form)[] s_parts =
    [
        (SweepClaims.FolderOf, new Regex(@$"^\d{{5,}}(\.{Owner})?$")), (SweepClaims.OwnersOf, new Regex(@$"^{Owner}\.json(\.next)?$")),
        (SweepRunner.CheckpointsOf, new Regex(@$"^{Owner}\.ckpt(\.damaged)?$")), (SweepJournalIndex.FolderOf, new Regex(@$"^{Owner}\.jsonl$")),
        (SweepJob.FolderOf, new Regex(@"^\d{4,}(\.json|\.sh|-[^/]*\.log)$")), (SweepPlan.RelationsOf, new Regex(@"^[0-9a-f]{64}\.json$")),
    ];

    /// <summary>Whether a removal was begun that is not finished.</summary>
    public static bool IsBegun(string folder) => File.Exists(Path.Combine(folder, BegunName)) && !File.Exists(SweepPlan.PathOf(folder));

    /// <summary>Removes a sweep, whose plan may be damaged.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="GenEftException">FileNotWritable.</exception>
    public static void Remove(string folder)
    {
        string begun = Path.Combine(folder, BegunName);
        try
        {
            Patiently(() =>
            {
                if (File.Exists(SweepPlan.PathOf(folder)))
                {
                    File.Move(SweepPlan.PathOf(folder), begun, overwrite: true);
                }
            });
            foreach ((Func<string, string> of, _) in s_parts)
            {
                string part = of(folder);
                Patiently(() => Delete(part));
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
                .SelectMany(part => Directory.EnumerateFileSystemEntries(part.Folder).Where(path => IsForeign(path, part.Form))).FirstOrDefault();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(ErrorIds.FileUnreadable, $"The sweep '{folder}' cannot be read: {failure.Message}", folder, failure);
        }
    }

    private static bool IsForeign(string path, Regex form) =>
        Directory.Exists(path) || !(form.IsMatch(Path.GetFileName(path)) || s_passing.IsMatch(Path.GetFileName(path)));

    private static void Delete(string part)
    {
        if (Directory.Exists(part))
        {
            Directory.Delete(part, recursive: true);
        }
        else
        {
            File.Delete(part);
        }
    }

    // Whoever saw the plan a moment ago may still write a file or two, or hold one.
    private static void Patiently(Action remove)
    {
        for (long start = Stopwatch.GetTimestamp(); ; Thread.Sleep(20))
        {
            try
            {
                remove();
                return;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && Stopwatch.GetElapsedTime(start) < s_patience)
            {
                // Once more.
            }
        }
    }
}
