using System.Diagnostics;
using ILGPU;
using ILGPU.Runtime;

namespace GenEft.Gpu;

/// <summary>Independent multiply-adds in registers: what a device does at most in single precision.</summary>
internal static class PeakKernel
{
    private const int Chains = 8;

    /// <summary>Billions of operations a second: the median of some launches.</summary>
    public static double Measure(Accelerator accelerator, int rounds)
    {
        int threads = Math.Min(256, accelerator.MaxNumThreadsPerGroup);
        int groups = 8 * accelerator.NumMultiprocessors;
        Action<AcceleratorStream, KernelConfig, ArrayView<float>, int> kernel = accelerator.LoadKernel<ArrayView<float>, int>(Run);
        using MemoryBuffer1D<float, Stride1D.Dense> result = accelerator.Allocate1D<float>((long)groups * threads);
        double[] rates = new double[6];
        for (int run = 0; run < rates.Length; run++)
        {
            long start = Stopwatch.GetTimestamp();
            kernel(accelerator.DefaultStream, new KernelConfig(groups, threads), result.View.AsContiguous(), rounds);
            accelerator.Synchronize();
            rates[run] = 2.0 * Chains * rounds * groups * threads / 1e9 / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(rates);   // the first, with the compilation in it, comes to the front
        return rates[rates.Length / 2];
    }

    /// <summary>The kernel.</summary>
    /// <param name="result">One number a thread, so that the work cannot be left out.</param>
    /// <param name="rounds">Multiply-adds a chain.</param>
    public static void Run(ArrayView<float> result, int rounds)
    {
        int thread = (Grid.IdxX * Group.DimX) + Group.IdxX;
        float a = 0.999f;
        float b = 1e-3f * thread;
        float s0 = a, s1 = b, s2 = a + b, s3 = a - b, s4 = a * b, s5 = -a, s6 = -b, s7 = b - a;
        for (int i = 0; i < rounds; i++)
        {
            s0 = (s0 * a) + b;
            s1 = (s1 * a) + b;
            s2 = (s2 * a) + b;
            s3 = (s3 * a) + b;
            s4 = (s4 * a) + b;
            s5 = (s5 * a) + b;
            s6 = (s6 * a) + b;
            s7 = (s7 * a) + b;
        }

        result[thread] = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
    }
}
