using System.Diagnostics;
using System.Globalization;
using GenEft.Tests;

namespace GenEft.Benchmarks;

/// <summary>The trials of the tests on relation files, a great many of them.</summary>
internal static class FileBenchmark
{
    private const int RoundTrips = 100_000;
    private const int DamagedFiles = 1_000_000;

    /// <summary>What <see cref="Run"/> tells.</summary>
    public static readonly string[] Columns = ["trial", "count", "faults", "s", "longest ms", "memory grown MB"];

    public static void Measure(Report report)
    {
        string folder = Directory.CreateTempSubdirectory("geneft").FullName;
        try
        {
            var samples = RelationFileTrials.Samples(folder);
            report.Table(
                "Relation files",
                Columns,
                [
                    Run("random relations written in a random format and read", RoundTrips, seed => RelationFileTrials.RoundTrip(seed, folder)),
                    Run("files damaged at random and read", DamagedFiles, seed => RelationFileTrials.Damage(seed, folder, samples)),
                ]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A trial for each of a number of seeds; the first faults are told.</summary>
    /// <returns>A row of <see cref="Columns"/>.</returns>
    public static string[] Run(string name, int count, Func<int, string?> trial)
    {
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();
        TimeSpan longest = default;
        int faults = 0;
        for (int seed = 0; seed < count; seed++)
        {
            long one = Stopwatch.GetTimestamp();
            if (trial(seed) is { } fault && ++faults <= 5)
            {
                Console.Error.WriteLine(fault);
            }

            TimeSpan took = Stopwatch.GetElapsedTime(one);
            longest = took > longest ? took : longest;
        }

        double grown = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        return
        [
            name, $"{count:#,0}", $"{faults}", Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
            longest.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture), grown.ToString("0.0", CultureInfo.InvariantCulture),
        ];
    }
}
