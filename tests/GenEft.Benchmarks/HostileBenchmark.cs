using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using GenEft.Tests;
using Hostile;

namespace GenEft.Benchmarks;

/// <summary>The trials of the tests on hostile values, damaged checkpoints and killed runs, a great many of them.</summary>
internal static class HostileBenchmark
{
    private const int Calls = 100_000;
    private const int DamagedFiles = 1_000_000;
    private const int Kills = 200;

    /// <summary>The folder of the repository.</summary>
    internal static string Repository { get; } = typeof(HostileBenchmark).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    public static void Measure(Report report)
    {
        MeasureCalls(report);
        MeasureFiles(report);
        MeasureKills(report);
    }

    private static void MeasureCalls(Report report)
    {
        using HostileCalls calls = new(Path.Combine(Repository, "GenEft.psd1"));
        long start = Stopwatch.GetTimestamp();
        int faults = 0;
        List<double> stops = [];
        for (int seed = 0; seed < Calls; seed++)
        {
            HostileCalls.Outcome outcome = calls.Try(seed);
            if (outcome.Fault is { } fault)
            {
                faults++;
                Console.Error.WriteLine($"{outcome.Text}: {fault}");
            }

            if (outcome.Stopping is { } stopping)
            {
                stops.Add(stopping.TotalMilliseconds);
            }
        }

        stops.Sort();
        report.Table(
            "Hostile calls: every cmdlet, parameters by name, by rows and piped; those that went on for 2 s are stopped",
            ["calls", "faults", "stopped", "median ms to stop", "longest", "s"],
            [[
                Number(Calls), Number(faults), Number(stops.Count), stops.Count == 0 ? "" : Number(stops[stops.Count / 2]),
                stops.Count == 0 ? "" : Number(stops[^1]), Number(Stopwatch.GetElapsedTime(start).TotalSeconds),
            ]]);
    }

    private static void MeasureFiles(Report report)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft");
        try
        {
            IReadOnlyList<byte[]> checkpoints = CheckpointTrials.Samples(folder.FullName);
            DirectoryInfo other = folder.CreateSubdirectory("checkpoint");
            SweepTrials.Sample sweep = SweepTrials.Write(folder.FullName);
            report.Table(
                "Files damaged at random, read and gone on with",
                FileBenchmark.Columns,
                [
                    FileBenchmark.Run("checkpoints", DamagedFiles, seed => CheckpointTrials.Damage(seed, other.FullName, checkpoints)),
                    FileBenchmark.Run("plans, relations and journals of sweeps, some with checksums put right", DamagedFiles, seed => SweepTrials.Damage(seed, sweep)),
                ]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Runs killed at random moments and started again: in the end they are what they are without.
    private static void MeasureKills(Report report)
    {
        const string Training = "New-Relation Modulo -Count 12 | Invoke-Training -Seed (1..4) -MaxSteps 20000 -StopWhen MaxSteps -DecoderDepth 2";
        const string Columns = " | Select-Object * -ExcludeProperty Elapsed | Export-Csv";
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft");
        try
        {
            Run(folder, $"{Training}{Columns} whole.csv", null);
            string whole = File.ReadAllText(Path.Combine(folder.FullName, "whole.csv"));
            Random random = new(1);
            int kills = 0;
            int finished = 0;
            int different = 0;
            long largest = 0;
            while (kills < Kills)
            {
                bool isKilled = Run(folder, $"{Training} -Checkpoint runs.ckpt{Columns} resumed.csv", TimeSpan.FromMilliseconds(random.Next(500, 4000)));
                kills += isKilled ? 1 : 0;
                FileInfo checkpoint = new(Path.Combine(folder.FullName, "runs.ckpt"));
                largest = Math.Max(largest, checkpoint.Exists ? checkpoint.Length : 0);
                if (isKilled)
                {
                    continue;
                }

                finished++;
                different += File.ReadAllText(Path.Combine(folder.FullName, "resumed.csv")) == whole ? 0 : 1;
                checkpoint.Delete();
            }

            string[] left = [.. folder.GetFiles().Select(file => file.Name).Except(["whole.csv", "resumed.csv", "runs.ckpt"])];
            report.Table(
                "Four runs killed (kill -9) after 0.5 to 4 s and started again until they end",
                ["kills", "ended", "of them not as without kills", "largest checkpoint kB", "other files left"],
                [[Number(kills), Number(finished), Number(different), Number(largest / 1e3), Number(left.Length)]]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Whether it was killed.
    internal static bool Run(DirectoryInfo folder, string command, TimeSpan? time)
    {
        ProcessStartInfo start = new("dotnet") { WorkingDirectory = folder.FullName };
        start.ArgumentList.Add(Path.Combine(Repository, "src", "GenEft.Shell", "bin", "Release", "net10.0", "GenEft.Shell.dll"));
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        using Process process = Process.Start(start)!;
        if (time is { } limit && !process.WaitForExit(limit))
        {
            process.Kill();
            process.WaitForExit();
            return true;
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? false : throw new InvalidOperationException($"{command} ended with {process.ExitCode}.");
    }

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
