using GenEft.Benchmarks;

// dotnet run -c Release --project tests/GenEft.Benchmarks [section...]
// Prints every table as it is measured. A whole run, without sections named, replaces this machine's file in results/.
(string Name, Action<Report> Measure)[] sections =
[
    ("kernels", KernelBenchmark.Measure),
    ("shapes", ShapeBenchmark.Measure),
    ("cores", SweepBenchmark.Measure),
    ("torch", TorchBenchmark.Measure),
    ("gpu", GpuBenchmark.Measure),
    ("map", PhaseMapBenchmark.Measure),
];
string[] unknown = [.. args.Except(sections.Select(section => section.Name))];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"No section {string.Join(", ", unknown)}; there are {string.Join(", ", sections.Select(section => section.Name))}.");
    return 64;
}

Report report = new();
foreach ((string name, Action<Report> measure) in sections)
{
    if (args.Length == 0 || args.Contains(name))
    {
        measure(report);
    }
}

if (args.Length == 0)
{
    Console.WriteLine($"Written to {report.Save()}");
}

return 0;
