using GenEft.Gpu;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Benchmarks;

/// <summary>Model-steps a second on each usable GPU, from one model in flight to 10,000, beside the processor's in the same run.</summary>
internal static class GpuBenchmark
{
    public static void Measure(Report report)
    {
        IReadOnlyList<AcceleratorInfo> devices = GpuDevices.List();
        foreach (AcceleratorInfo device in devices.Where(device => !device.IsUsable))
        {
            report.Line($"{device.Accelerator}{(device.Name.Length == 0 ? "" : " " + device.Name)}: not measured, {device.Reason}.");
        }

        foreach (AcceleratorInfo device in devices.Where(device => device.IsUsable).DistinctBy(device => device.Accelerator))
        {
            using ITrainingBackend backend = GpuDevices.Open(device.Accelerator);
            double peak = ((GpuBackend)backend).Measure(device, CancellationToken.None).PeakGigaflops!.Value;
            double processor = SweepBenchmark.StepsPerSecond(new TrainingSettings(), Environment.ProcessorCount, Environment.ProcessorCount);
            List<string[]> rows = [];
            foreach (int models in new[] { 1, 10, 100, 1000, 10_000 })
            {
                int steps = Math.Clamp(2_000_000 / models, 500, 20_000);
                double rate = AcceleratorMeasurement.StepsPerSecond(1, models, steps, CancellationToken.None, accelerator: backend);
                double gigaflops = rate * SweepBenchmark.MegaFlops(new TrainingSettings()) / 1e3;
                rows.Add([$"{models}", $"{rate:#,0}", $"{gigaflops / peak:P1}", $"{rate / processor:0.0}"]);
            }

            report.Table(
                $"{device.Name}: default job (FMA peak {peak:#,0} GFLOP/s)",
                ["models in flight", "model-steps/s", "of peak", "times this processor"], rows);
        }
    }
}
