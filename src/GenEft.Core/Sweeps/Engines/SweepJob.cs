using System.Text.Json;
using System.Text.Json.Serialization;
using GenEft.Files;

namespace GenEft.Sweeps.Engines;

/// <summary>What is kept of a submission, in the sweep's folder.</summary>
internal sealed record SweepJob
{
    private const string FolderName = "jobs";

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Who runs the tasks.</summary>
    public required SweepEngine Engine { get; init; }

    /// <summary>Slurm's number of the job array.</summary>
    public string? Id { get; init; }

    /// <summary>The job's name, which tells the sweep.</summary>
    public string? Name { get; init; }

    /// <summary>Slurm's name of the cluster, where sbatch was told one.</summary>
    public string? Cluster { get; init; }

    /// <summary>The machine of <see cref="Processes"/>.</summary>
    public string? Host { get; init; }

    /// <summary>The processes on that machine.</summary>
    public IReadOnlyList<ProcessIdentity> Processes { get; init; } = [];

    /// <summary>The number of tasks.</summary>
    public required int TaskCount { get; init; }

    /// <summary>Its number in the folder; not kept, since the file is named by it.</summary>
    [JsonIgnore]
    public int Number { get; init; }

    /// <summary>The folder of a sweep's submissions.</summary>
    public static string FolderOf(string sweep) => Path.Combine(sweep, FolderName);

    /// <summary>Where a task writes what it says.</summary>
    /// <param name="sweep">The sweep's folder.</param>
    /// <param name="number">The submission.</param>
    /// <param name="task">The task, or what stands for it.</param>
    public static string LogOf(string sweep, int number, string task) => PathOf(sweep, number, $"-{task}.log");

    /// <summary>The batch script of a submission.</summary>
    public static string ScriptOf(string sweep, int number) => PathOf(sweep, number, ".sh");

    /// <summary>Takes the next number for this process alone.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static int Reserve(string sweep)
    {
        Directory.CreateDirectory(FolderOf(sweep));
        for (int number = 1; ; number++)
        {
            string path = PathOf(sweep, number, ".json");
            try
            {
                new FileStream(path, FileMode.CreateNew).Dispose();
                return number;
            }
            catch (IOException) when (File.Exists(path))
            {
                // It is another's.
            }
        }
    }

    /// <summary>Gives a number back, with what was written for it.</summary>
    public static void Free(string sweep, int number)
    {
        foreach (string path in Directory.GetFiles(FolderOf(sweep), Path.GetFileName(LogOf(sweep, number, "*"))))
        {
            File.Delete(path);
        }

        File.Delete(ScriptOf(sweep, number));
        File.Delete(PathOf(sweep, number, ".json"));
    }

    /// <summary>Whether Stop-Sweep was called since it was submitted, by the clock of the disk that both files lie on.</summary>
    public bool IsStopped(string sweep) =>
        File.Exists(SweepStopRequest.PathOf(sweep)) && File.GetLastWriteTimeUtc(SweepStopRequest.PathOf(sweep)) > File.GetLastWriteTimeUtc(PathOf(sweep, Number, ".json"));

    /// <summary>Keeps it under its number.</summary>
    /// <exception cref="GenEftException">FileNotWritable.</exception>
    public void Write(string sweep) =>
        AtomicFile.Write(PathOf(sweep, Number, ".json"), overwrite: true, stream => JsonSerializer.Serialize(stream, this, s_json), CancellationToken.None);

    /// <summary>All that were submitted for a sweep. One that is being submitted, or cannot be read, is left out.</summary>
    public static IReadOnlyList<SweepJob> ReadAll(string sweep)
    {
        List<SweepJob> jobs = [];
        foreach (string path in FilesOf(FolderOf(sweep)))
        {
            try
            {
                if (int.TryParse(Path.GetFileNameWithoutExtension(path), out int number) && JsonSerializer.Deserialize<SweepJob>(RegularFile.ReadAllBytes(path), s_json) is { } job)
                {
                    jobs.Add(job with { Number = number });
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
            {
                // What it would tell, the queue's state, is a help beside what the journals tell.
            }
        }

        return jobs;
    }

    private static string[] FilesOf(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string PathOf(string sweep, int number, string end) => Path.Combine(FolderOf(sweep), FormattableString.Invariant($"{number:0000}{end}"));
}
