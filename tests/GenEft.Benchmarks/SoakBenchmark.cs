using System.Globalization;

namespace GenEft.Benchmarks;

/// <summary>Trainings and imports repeated, and sweeps and figures in one process for as long as GENEFT_SOAK_MINUTES says, ten minutes by default: memory, handles and
/// threads along the way, and whether results are still those of the first round.</summary>
internal static class SoakBenchmark
{
    // MB resident and managed, handles, threads.
    private const string Figures = "$p = [Diagnostics.Process]::GetCurrentProcess(); [GC]::Collect(); '{0} {1} {2} {3}' -f [int]($p.WorkingSet64 / 1e6), [int]([GC]::GetTotalMemory($true) / 1e6), $p.HandleCount, $p.Threads.Count";

    private const string Script = """
        $ErrorActionPreference = 'Stop'
        $end = [DateTime]::UtcNow.AddMinutes($minutes)
        $point = 0
        $rounds = 0
        $different = 0
        $clock = [Diagnostics.Stopwatch]::StartNew()
        function Show {
            '{0:0.0} {1} {2} {3}' -f $clock.Elapsed.TotalMinutes, $rounds, $different, $(FIGURES) | Add-Content figures.txt
        }
        while ([DateTime]::UtcNow -lt $end) {
            New-Relation Modulo, Tree -Count 9 | New-Sweep sweep -DecoderLearningRate 1e-3, 1e-2 -Activation Tanh, GELU -Seed 1, 2 -MaxSteps 200 -DecoderWidth 8 | Out-Null
            Invoke-Sweep sweep | Out-Null
            $rows = Receive-Sweep sweep
            $rows | Export-Figure figure.svg -Force 3> $null
            $text = ($rows | Select-Object * -ExcludeProperty Elapsed | ConvertTo-Csv) + (Get-Content figure.svg -Raw)
            Remove-Sweep sweep -Force -Confirm:$false
            if ($null -eq $first) { $first = $text -join "`n" }
            if (($text -join "`n") -cne $first) { $different++ }
            $rounds++
            if ($clock.Elapsed.TotalMinutes -ge $point * $minutes / 10) { Show; $point++ }
        }
        Show
        """;

    public static void Measure(Report report)
    {
        MeasureRepeats(report);
        MeasureSweeps(report);
    }

    private static void MeasureSweeps(Report report)
    {
        double minutes = double.Parse(Environment.GetEnvironmentVariable("GENEFT_SOAK_MINUTES") ?? "10", CultureInfo.InvariantCulture);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft");
        try
        {
            HostileBenchmark.Run(folder, FormattableString.Invariant($"$minutes = {minutes}\n{Script.Replace("FIGURES", Figures, StringComparison.Ordinal)}"), null);
            report.Table(
                "Sixteen trainings planned, trained, received, drawn and removed, over and over in one process",
                ["minutes", "rounds", "other than the first", "resident MB", "managed MB", "handles", "threads"],
                [.. File.ReadAllLines(Path.Combine(folder.FullName, "figures.txt")).Select(line => line.Split(' '))]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Memory, handles and threads over many trainings, and over many imports of the module.
    private static void MeasureRepeats(Report report)
    {
        (string Name, string Body)[] trials =
        [
            ("2,000 trainings", "1..500 | ForEach-Object { $null = New-Relation Modulo -Count 9 | Invoke-Training -MaxSteps 20 -DecoderWidth 8 }"),
            ("100 imports", "1..25 | ForEach-Object { Remove-Module GenEft; Import-Module $psd1; $null = New-Relation Modulo -Count 9 | Measure-CriticalFraction }"),
        ];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft");
        try
        {
            List<string[]> rows = [];
            foreach ((string name, string body) in trials)
            {
                string script = $"$psd1 = '{Path.Combine(HostileBenchmark.Repository, "GenEft.psd1")}'; $figures = foreach ($quarter in 0..4) {{ {Figures}; if ($quarter -lt 4) {{ {body} }} }}; $figures | Set-Content figures.txt";
                HostileBenchmark.Run(folder, script, null);
                rows.AddRange(File.ReadAllLines(Path.Combine(folder.FullName, "figures.txt"))
                    .Select((line, quarter) => (string[])[name, FormattableString.Invariant($"{quarter}/4"), .. line.Split(' ')]));
            }

            report.Table("Memory, handles and threads over", ["trial", "done", "resident MB", "managed MB", "handles", "threads"], [.. rows]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
