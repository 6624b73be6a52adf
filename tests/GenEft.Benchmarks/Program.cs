using GenEft.Benchmarks;

// dotnet run -c Release --project tests/GenEft.Benchmarks [section...]
// Prints every table as it is measured. Where all sections of a file are measured, this machine's in results/ is replaced: one of
// training, one of symmetry, one of inference, one of dynamics, one of files, one
// of graphs, one of boundaries, one of hostile calls, one of a long run.
if (SymmetryBenchmark.RunAsChild(args))
{
    return 0;
}

const string Training = "FLOPs are those of the affine layers (forward, backward, weight\ngradients); activations, loss and optimizer are not counted, and their time counts against us.";
(string Name, Action<Report> Measure, string Suffix, string Note)[] sections =
[
    ("kernels", KernelBenchmark.Measure, "", Training),
    ("shapes", ShapeBenchmark.Measure, "", Training),
    ("cores", SweepBenchmark.Measure, "", Training),
    ("torch", TorchBenchmark.Measure, "", Training),
    ("gpu", GpuBenchmark.Measure, "-gpu", Training),
    ("age", AgeBenchmark.Measure, "", Training),
    ("map", PhaseMapBenchmark.Measure, "", Training),
    ("symmetry", SymmetryBenchmark.Measure, "-symmetry", "Searches are timed without reading or making the graph."),
    ("inference", InferenceBenchmark.Measure, "-inference", "One core."),
    ("dynamics", DynamicsBenchmark.Measure, "-dynamics", ""),
    ("files", FileBenchmark.Measure, "-files", ""),
    ("graphs", GraphBenchmark.Measure, "-graphs", Training),
    ("boundaries", BoundaryBenchmark.Measure, "-boundaries", "Intervals of 95 %."),
    ("shards", ShardBenchmark.Measure, "-shards", "Sweeps in folders."),
    ("kills", ShardBenchmark.MeasureKills, "-kills", "Sweeps in folders."),
    ("hostile", HostileBenchmark.Measure, "-hostile", ""),
    ("soak", SoakBenchmark.Measure, "-soak", "For as long as GENEFT_SOAK_MINUTES says."),
];
string[] unknown = [.. args.Except(sections.Select(section => section.Name))];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"No section {string.Join(", ", unknown)}; there are {string.Join(", ", sections.Select(section => section.Name))}.");
    return 64;
}

foreach (var group in sections.GroupBy(section => (section.Suffix, section.Note)))
{
    var wanted = group.Where(section => args.Length == 0 || args.Contains(section.Name)).ToList();
    if (wanted.Count == 0)
    {
        continue;
    }

    // What the file holds is measured whole, or not kept.
    Report report = new(group.Key.Note);
    wanted.ForEach(section => section.Measure(report));
    if (wanted.Count == group.Count())
    {
        Console.WriteLine($"Written to {report.Save(group.Key.Suffix)}");
    }
}

return 0;
