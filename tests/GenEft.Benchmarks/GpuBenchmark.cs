using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using GenEft.Gpu;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Benchmarks;

/// <summary>Model-steps a second on each usable GPU, from one model in flight to 10,000, beside the processor's in the same run and, where python3 has
/// a torch that sees the GPU, beside PyTorch's batched models on it.</summary>
internal static class GpuBenchmark
{
    private static readonly int[] s_models = [1, 10, 100, 1000, 10_000];

    public static void Measure(Report report)
    {
        IReadOnlyList<AcceleratorInfo> devices = GpuDevices.List();
        foreach (AcceleratorInfo device in devices.Where(device => !device.IsUsable))
        {
            report.Line($"{device.Accelerator}{(device.Name.Length == 0 ? "" : " " + device.Name)}: not measured, {device.Reason}.");
        }

        foreach (AcceleratorInfo device in devices.Where(device => device.IsUsable).DistinctBy(device => device.Accelerator))
        {
            using GpuBackend backend = (GpuBackend)GpuDevices.Open(device.Accelerator);
            double peak = backend.Measure(device, CancellationToken.None).PeakGigaflops!.Value;
            MeasureModels(report, device, backend, peak);
            MeasureShapes(report, device, backend, peak);
        }
    }

    // Whole runs, with what the host does between launches.
    private static void MeasureModels(Report report, AcceleratorInfo device, GpuBackend backend, double peak)
    {
        (List<TorchRate> torch, string version) = device.Accelerator == AcceleratorKind.Cuda ? MeasureTorch(report) : ([], "");
        foreach (int hidden in new[] { 2, 3 })
        {
            TrainingSettings settings = new() { DecoderDepth = hidden + 1 };
            double processor = SweepBenchmark.StepsPerSecond(settings, Environment.ProcessorCount, Environment.ProcessorCount);
            List<string[]> rows = [];
            foreach (int models in s_models)
            {
                double rate = Rate(backend, settings, models, Math.Clamp(6_000_000 / models, 1000, 40_000));
                string Beside(string way) => torch.Find(row => row.Way == way && row.Hidden == hidden && row.Models == models) is { } rival
                    ? $"{rival.StepsPerSecond:#,0} ({rate / rival.StepsPerSecond:0.0})" : "";
                rows.Add(
                [
                    $"{models:#,0}", $"{rate:#,0}", $"{rate * SweepBenchmark.MegaFlops(settings) / 1e3 / peak:P1}", $"{rate / processor:0.0}",
                    Beside("autograd"), Beside("by_hand"),
                ]);
            }

            report.Table(
                $"{device.Name}: default job, {hidden} hidden layers, whole runs (FMA peak {peak:#,0} GFLOP/s, this processor {processor:#,0} steps/s)",
                ["models", "model-steps/s", "of peak", "times this processor", $"PyTorch {version} batched, autograd (GenEft is faster by)", "by hand"], rows);
        }
    }

    private static void MeasureShapes(Report report, AcceleratorInfo device, GpuBackend backend, double peak)
    {
        List<string[]> rows = [];
        foreach ((int hidden, int width, Activation activation) in new[]
        {
            (2, 10, Activation.Tanh), (2, 25, Activation.Tanh), (2, 50, Activation.Tanh), (2, 100, Activation.Tanh), (2, 200, Activation.Tanh),
            (1, 50, Activation.Tanh), (3, 50, Activation.Tanh), (5, 50, Activation.Tanh), (8, 50, Activation.Tanh),
            (2, 50, Activation.ReLU), (2, 50, Activation.GELU),
        })
        {
            TrainingSettings settings = new() { DecoderDepth = hidden + 1, DecoderWidth = width, Activation = activation };
            double megaFlops = SweepBenchmark.MegaFlops(settings);
            double rate = Rate(backend, settings, 2000, (int)Math.Clamp(20_000 / megaFlops, 100, 4000));
            rows.Add([$"{activation}", $"{hidden}", $"{width}", $"{rate:#,0}", $"{rate * megaFlops / 1e3 / peak:P0}"]);
        }

        report.Table($"{device.Name}: 2,000 models", ["activation", "hidden layers", "width", "model-steps/s", "of peak"], rows);
    }

    private static double Rate(GpuBackend backend, TrainingSettings settings, int models, int steps) =>
        AcceleratorMeasurement.StepsPerSecond(1, models, steps, CancellationToken.None, settings, backend);

    // Gpu/torch_rival.py says what it measures.
    private static (List<TorchRate> Rates, string Version) MeasureTorch(Report report)
    {
        ProcessStartInfo start = new("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Gpu", "torch_rival.py"));
        try
        {
            using Process python = Process.Start(start)!;
            Task<string> errors = python.StandardError.ReadToEndAsync();
            string[][] lines = [.. python.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
            if (python.WaitForExit(TimeSpan.FromSeconds(1)) && python.ExitCode == 0)
            {
                return (
                    [.. lines.Where(line => line.Length == 4).Select(line => new TorchRate(
                        line[0], int.Parse(line[1], CultureInfo.InvariantCulture), int.Parse(line[2], CultureInfo.InvariantCulture),
                        double.Parse(line[3], CultureInfo.InvariantCulture)))],
                    lines[0][0]);
            }

            report.Line($"PyTorch: not measured, {errors.Result.Trim().Split('\n')[^1]}");
        }
        catch (Win32Exception exception)
        {
            report.Line($"PyTorch: not measured, {exception.Message}.");
        }

        return ([], "");
    }

    private sealed record TorchRate(string Way, int Hidden, int Models, double StepsPerSecond);
}
