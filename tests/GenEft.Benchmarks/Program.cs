using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GenEft.Benchmarks;

// dotnet run -c Release --project tests/GenEft.Benchmarks [BenchmarkDotNet options]
// All in this process, so that a ratio compares what ran side by side. Markdown goes to BenchmarkDotNet.Artifacts/results.
IConfig config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(9))
    .AddExporter(MarkdownExporter.GitHub)
    .AddColumn(new PeakColumn())
    .WithOptions(ConfigOptions.JoinSummary);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
