using GenEft.Benchmarks;

// dotnet run -c Release --project tests/GenEft.Benchmarks [section...]
// Prints every table as it is measured. A whole run, without sections named, replaces this machine's files in results/: one of
// training, one of symmetry.
if (SymmetryBenchmark.RunAsChild(args))
{
    return 0;
}

(string Name, Action<Report> Measure)[] sections =
[
    ("kernels", KernelBenchmark.Measure),
    ("shapes", ShapeBenchmark.Measure),
    ("cores", SweepBenchmark.Measure),
    ("torch", TorchBenchmark.Measure),
    ("gpu", GpuBenchmark.Measure),
    ("map", PhaseMapBenchmark.Measure),
    ("symmetry", SymmetryBenchmark.Measure),
];
string[] unknown = [.. args.Except(sections.Select(section => section.Name))];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"No section {string.Join(", ", unknown)}; there are {string.Join(", ", sections.Select(section => section.Name))}.");
    return 64;
}

foreach (var group in sections.GroupBy(section => section.Name == "symmetry"))
{
    var wanted = group.Where(section => args.Length == 0 || args.Contains(section.Name)).ToList();
    if (wanted.Count == 0)
    {
        continue;
    }

    // What the file holds is measured whole, or not kept.
    Report report = new(group.Key
        ? "Searches are timed without reading or making the graph."
        : "FLOPs are those of the affine layers (forward, backward, weight\ngradients); activations, loss and optimizer are not counted, and their time counts against us.");
    wanted.ForEach(section => section.Measure(report));
    if (wanted.Count == group.Count())
    {
        Console.WriteLine($"Written to {report.Save(group.Key ? "-symmetry" : "")}");
    }
}

return 0;
