using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using GenEft.Symmetry;
using GenEft.Tests.Symmetry;

namespace GenEft.Benchmarks;

/// <summary>
/// Automorphism groups of the families of about_GenEft_Symmetry 6, beside Traces (nauty) and bliss where Debian's packages have put them.
/// Each of ours runs in a process of its own, so that its peak memory is its own; the search is timed without reading or making
/// the graph, as the rivals time theirs.
/// </summary>
internal static class SymmetryBenchmark
{
    private const string ChildArgument = "symmetry-child";
    private const int Repeats = 5;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_rivalLimit = TimeSpan.FromSeconds(15);

    private static readonly Family[] s_families =
    [
        new("random recursive tree", () => LargeGraphs.RecursiveTree(1_000_000), false, 180318.840974),
        new("random recursive tree, directed", () => LargeGraphs.RecursiveTree(1_000_000), true, 180318.840974),
        new("preferential, 1 edge", () => LargeGraphs.Preferential1(1_000_000), false, 884979.517758),
        new("preferential, 2 edges", () => LargeGraphs.Preferential2(1_000_000), false, 21),
        new("mean degree 0.5", () => LargeGraphs.ErdosRenyi(1_000_000, 250_000, 5, false), false, 12899693.9476),
        new("mean degree 3", () => LargeGraphs.ErdosRenyi(1_000_000, 1_500_000, 4, false), false, 764286.810196),
        new("mean degree 10", () => LargeGraphs.ErdosRenyi(1_000_000, 5_000_000, 7, false), false, 186.286459),
        new("out-degree 1.5, directed", () => LargeGraphs.ErdosRenyi(1_000_000, 1_500_000, 6, true), true, 752671.764358),
        new("star forest", () => LargeGraphs.StarForest(1_000_000, 1000), false, 8522192.436446),
        new("star forest, directed", () => LargeGraphs.StarForest(1_000_000, 1000), true, 8522192.436446),
        new("grid 1000 x 1000", () => LargeGraphs.Grid(1000), false, 3),
        new("100000 Petersen", () => LargeGraphs.Copies(Graphs.Petersen(), 100_000), false, 2207393.233485),
        new("10000 K10", () => LargeGraphs.Copies(Graphs.Complete(10), 10_000), false, 336368.754150),
        new("K300,700", () => LargeGraphs.Copies(Graphs.CompleteBipartite(300, 700), 1), false, 7653.290428),
        new("hypercube Q16", () => LargeGraphs.Copies(Graphs.Hypercube(16), 1), false, 60.250141),
        new("cycle", () => LargeGraphs.Copies(Graphs.Cycle(1_000_000), 1), false, 20.931569),
        new("1000 cycles", () => LargeGraphs.Copies(Graphs.Cycle(1000), 1000), false, 19495.182289),
        new("cubic, edges of 21 parts", () => LargeGraphs.Subdivided(Graphs.RandomCubic(10_000, 1), 20), false, 0),
        new("random cubic, 1e5", () => LargeGraphs.Copies(Graphs.FromEdges(100_000, Graphs.RandomCubic(100_000, 1)), 1), false, 0),
        new("Paley 1009", () => LargeGraphs.Copies(Graphs.Paley(1009), 1), false, 18.955990),
        new("PG(2,25)", () => LargeGraphs.Copies(Graphs.ProjectivePlane(25), 1), false, 39.148447),
        new("CFI 1000", () => LargeGraphs.Copies(Graphs.Cfi(1000, Graphs.RandomCubic(1000, 1)), 1), false, 501),
        new("Miyazaki 50", () => LargeGraphs.Copies(Graphs.Miyazaki(50), 1), false, 107.643856),
        new("WordNet @, directed", () => LargeGraphs.FromArcs(WordNetNouns.Read(withInstances: false)), true, 214335.389907),
        new("WordNet @ and @i, directed", () => LargeGraphs.FromArcs(WordNetNouns.Read(withInstances: true)), true, 155787.347960),
    ];

    /// <summary>What a child process is started for; true if this is one.</summary>
    public static bool RunAsChild(string[] args)
    {
        if (args is not [ChildArgument, var name])
        {
            return false;
        }

        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Family family = s_families.Single(f => f.Name == name);
        SymmetryGraph graph = family.Make().Build(family.IsDirected);
        ForgetPeak();
        AutomorphismGroup group = AutomorphismGroup.Find(graph);
        double first = group.Elapsed.TotalMilliseconds;
        double peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
        double pause = group.LongestPause.TotalMilliseconds;

        // Small graphs are run until all their code is compiled for good, which takes a second or so of running.
        List<double> later = [];
        long start = Stopwatch.GetTimestamp();
        while (later.Count < Repeats || Stopwatch.GetElapsedTime(start) < s_warmUp)
        {
            GC.Collect();
            AutomorphismGroup again = AutomorphismGroup.Find(graph);
            later.Add(again.Elapsed.TotalMilliseconds);
            pause = Math.Max(pause, again.LongestPause.TotalMilliseconds);
        }

        double median = Rounds.Median(later.TakeLast(Repeats));
        Console.WriteLine($"{first} {median} {peak} {group.LowerOrder.Log2():R} {group.IsExact} {group.SearchNodeCount} {graph.Count} {graph.EdgeCount} {pause}");
        return true;
    }

    // What making the graph took is not the search's: where the system lets a process forget its peak, it does.
    private static void ForgetPeak()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    public static void Measure(Report report)
    {
        List<string[]> rows = [];
        foreach (Family family in s_families.Where(f => WordNetNouns.IsInstalled || !f.Name.StartsWith("WordNet", StringComparison.Ordinal)))
        {
            string[] ours = Child(family.Name);
            double log2 = double.Parse(ours[3], CultureInfo.InvariantCulture);
            if (ours[4] != "True" || Math.Abs(log2 - family.Log2Order) > 1e-6 + (1e-9 * family.Log2Order))
            {
                throw new InvalidOperationException($"{family.Name}: log2 of the order is {log2}, not {family.Log2Order}.");
            }

            EdgeArrays graph = family.Make();
            (double? Seconds, double Megabytes, string Text) traces =
                family.IsDirected ? (null, 0, "-") : RunTraces(graph);
            (double? Seconds, double Megabytes, string Text) bliss = RunBliss(graph, family.IsDirected);
            double median = double.Parse(ours[1], CultureInfo.InvariantCulture);
            double?[] rivals = [traces.Seconds, bliss.Seconds];
            rows.Add(
            [
                family.Name, $"{ours[6]} / {ours[7]}", $"{log2:0.######}", $"{double.Parse(ours[0], CultureInfo.InvariantCulture):0.0}", $"{median:0.0}",
                $"{double.Parse(ours[2], CultureInfo.InvariantCulture):0}", $"{double.Parse(ours[8], CultureInfo.InvariantCulture):0}", ours[5], traces.Text, bliss.Text,
                rivals.Min() is { } best ? $"{median / 1000 / Math.Max(best, 1e-3):0.00}" : "-",
            ]);
        }

        report.Table(
            "Automorphism groups: search time in ms (first run of a process; median of later ones), peak MB of the process while searching and longest time in ms without a look at the cancellation token, beside Traces and bliss (ms, peak MB)",
            ["graph", "vertices / edges", "log2 order", "first", "median", "peak MB", "pause", "nodes", "Traces", "bliss", "median / best rival"], rows);
        MeasureGrowth(report);
        MeasureComplete(report);
    }

    private static void MeasureGrowth(Report report)
    {
        List<string[]> rows = [];
        foreach ((string name, Func<int, EdgeArrays> make) in new (string, Func<int, EdgeArrays>)[]
        {
            ("random recursive tree", LargeGraphs.RecursiveTree),
            ("mean degree 3", n => LargeGraphs.ErdosRenyi(n, n * 3 / 2, 4, false)),
        })
        {
            SymmetryGraph[] graphs = [.. new[] { 10_000, 100_000, 1_000_000 }.Select(n => make(n).Build(false))];
            double[] rates = Rounds.Medians(
                Repeats, [.. graphs.Select(graph => (Func<double>)(() => Rounds.Rate(() => AutomorphismGroup.Find(graph), TimeSpan.FromSeconds(0.3))))]);
            double[] perEdge = [.. rates.Zip(graphs, (rate, graph) => 1e9 / rate / graph.EdgeCount)];
            rows.Add([name, .. perEdge.Select(ns => $"{ns:0}"), $"{perEdge.Max() / perEdge.Min():0.0}"]);
        }

        report.Table("Growth: ns an edge", ["family", "1e4", "1e5", "1e6", "largest / smallest"], rows);
    }

    // Burnside: the orders of all labelled graphs add up to n! times the number of classes.
    private static void MeasureComplete(Report report)
    {
        List<string[]> rows = [];
        foreach ((int n, bool isDirected, long classes) in new[] { (7, false, 1044L), (5, true, 9608L) })
        {
            (int U, int V)[] pairs = [.. from u in Enumerable.Range(0, n) from v in Enumerable.Range(0, n) where isDirected ? u != v : u < v select (u, v)];
            long start = Stopwatch.GetTimestamp();
            BigInteger sum = BigInteger.Zero;
            for (long code = 0; code < 1L << pairs.Length; code++)
            {
                SymmetryGraphBuilder builder = new(n);
                for (int k = 0; k < pairs.Length; k++)
                {
                    if ((code >> k & 1) != 0)
                    {
                        builder.AddArc(pairs[k].U, pairs[k].V);
                        if (!isDirected)
                        {
                            builder.AddArc(pairs[k].V, pairs[k].U);
                        }
                    }
                }

                sum += AutomorphismGroup.Find(builder.Build()).Order;
            }

            BigInteger expected = Enumerable.Range(1, n).Aggregate(BigInteger.One, (p, j) => p * j) * classes;
            if (sum != expected)
            {
                throw new InvalidOperationException($"The orders of all graphs on {n} vertices add up to {sum}, not {expected}.");
            }

            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            rows.Add([isDirected ? "digraphs" : "graphs", $"{n}", $"{1L << pairs.Length}", $"{sum}", $"{1e6 * seconds / (1L << pairs.Length):0.0}"]);
        }

        report.Table(
            "All labelled graphs: the sum of the orders is n! times the number of classes", ["kind", "n", "graphs", "sum", "us each"], rows);
    }

    private static string[] Child(string name)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(typeof(SymmetryBenchmark).Assembly.Location);
        }

        start.ArgumentList.Add(ChildArgument);
        start.ArgumentList.Add(name);
        using Process child = Process.Start(start)!;
        string[] output = child.StandardOutput.ReadToEnd().Trim().Split(' ');
        child.WaitForExit();
        return child.ExitCode == 0 ? output : throw new InvalidOperationException($"{name} failed.");
    }

    private static (double? Seconds, double Megabytes, string Text) RunTraces(EdgeArrays graph)
    {
        string input = Path.GetTempFileName();
        using (StreamWriter writer = new(input))
        {
            List<int>[] rows = [.. Enumerable.Range(0, graph.Count).Select(_ => new List<int>(2))];
            for (int e = 0; e < graph.Sources.Length; e++)
            {
                rows[graph.Sources[e]].Add(graph.Targets[e]);
            }

            writer.Write($"At -a -m n={graph.Count} g\n");
            for (int v = 0; v < graph.Count; v++)
            {
                writer.Write($"{v}:{string.Join(' ', rows[v])}{(v + 1 < graph.Count ? ';' : '.')}\n");
            }

            writer.Write("x q\n");
        }

        return RunRival("dreadnaut", [], input, "cpu time = ([0-9.e+-]+)");
    }

    private static (double? Seconds, double Megabytes, string Text) RunBliss(EdgeArrays graph, bool isDirected)
    {
        string input = Path.GetTempFileName();
        using (StreamWriter writer = new(input))
        {
            writer.Write($"p edge {graph.Count} {graph.Sources.Length}\n");
            for (int e = 0; e < graph.Sources.Length; e++)
            {
                writer.Write($"e {graph.Sources[e] + 1} {graph.Targets[e] + 1}\n");
            }
        }

        return RunRival("bliss", isDirected ? ["-directed", input] : [input], input, @"Total time:\s*([0-9.]+)");
    }

    // The time a rival prints, and the most memory it was seen to hold.
    private static (double? Seconds, double Megabytes, string Text) RunRival(
        string program, string[] arguments, string input, string timePattern)
    {
        try
        {
            ProcessStartInfo start = new(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            };
            using Process rival = Process.Start(start)!;
            Task<string> output = rival.StandardOutput.ReadToEndAsync();
            Task feed = Task.Run(async () =>
            {
                try
                {
                    if (arguments.Length == 0)
                    {
                        await using FileStream file = File.OpenRead(input);
                        await file.CopyToAsync(rival.StandardInput.BaseStream);
                    }

                    rival.StandardInput.Close();
                }
                catch (IOException)
                {
                    // It was killed while reading.
                }
            });
            long began = Stopwatch.GetTimestamp();
            double peak = 0;
            while (!rival.WaitForExit(20))
            {
                rival.Refresh();
                peak = Math.Max(peak, rival.HasExited ? 0 : rival.PeakWorkingSet64 / 1e6);
                if (Stopwatch.GetElapsedTime(began) > s_rivalLimit)
                {
                    rival.Kill();
                    return (null, peak, $"> {s_rivalLimit.TotalSeconds:0} s");
                }
            }

            feed.Wait();
            System.Text.RegularExpressions.Match match = System.Text.RegularExpressions.Regex.Match(output.Result, timePattern);
            return match.Success && double.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out double seconds)
                ? (seconds, peak, $"{1000 * seconds:0.0}, {peak:0}")
                : (null, peak, "failed");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, 0, "not installed");
        }
        finally
        {
            File.Delete(input);
        }
    }

    private sealed record Family(string Name, Func<EdgeArrays> Make, bool IsDirected, double Log2Order);
}
