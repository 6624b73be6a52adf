using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GenEft.Training;

/// <summary>Independent multiply-adds in registers, fused where the processor can: what its vector units do at most. Asked to fuse where
/// it cannot, it would emulate that, a thousand times slower.</summary>
internal static class FmaPeak
{
    // Where results go: the compiler leaves out what nobody reads.
    private static volatile float s_sink;

    /// <summary>Billions of operations a second on a number of cores: the median of some short runs.</summary>
    public static double Measure(int cores)
    {
        double[] rates = [.. Enumerable.Range(0, 7).Select(_ => MeasureOnce(cores))];
        Array.Sort(rates);
        return rates[rates.Length / 2];
    }

    // All begin together, each on a core by then; a run is long against what a scheduler needs to part two threads.
    private static double MeasureOnce(int cores)
    {
        int megaFlops = cores == 1 ? 500 : 4000;
        using Barrier barrier = new(cores);
        long start = 0;
        Thread[] threads = [.. Enumerable.Range(1, cores - 1).Select(_ => new Thread(Work))];
        Array.ForEach(threads, thread => thread.Start());
        Work();
        Array.ForEach(threads, thread => thread.Join());
        return cores * megaFlops / 1e3 / Stopwatch.GetElapsedTime(start).TotalSeconds;

        void Work()
        {
            s_sink = Run(1);
            barrier.SignalAndWait();
            Interlocked.CompareExchange(ref start, Stopwatch.GetTimestamp(), 0);
            s_sink = Run(megaFlops);
        }
    }

    /// <summary>Does a number of millions of operations on this core.</summary>
    /// <returns>A number without meaning, so that the work cannot be left out.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Run(int megaFlops)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            return Run256(megaFlops);
        }

        // 12 chains of 16 lanes, 2 operations each.
        Vector512<float> a = Vector512.Create(0.999f), b = Vector512.Create(1e-3f);
        Vector512<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (long i = megaFlops * 1_000_000L / (12 * 16 * 2); i > 0; i--)
        {
            s0 = Vector512.MultiplyAddEstimate(s0, a, b);
            s1 = Vector512.MultiplyAddEstimate(s1, a, b);
            s2 = Vector512.MultiplyAddEstimate(s2, a, b);
            s3 = Vector512.MultiplyAddEstimate(s3, a, b);
            s4 = Vector512.MultiplyAddEstimate(s4, a, b);
            s5 = Vector512.MultiplyAddEstimate(s5, a, b);
            s6 = Vector512.MultiplyAddEstimate(s6, a, b);
            s7 = Vector512.MultiplyAddEstimate(s7, a, b);
            s8 = Vector512.MultiplyAddEstimate(s8, a, b);
            s9 = Vector512.MultiplyAddEstimate(s9, a, b);
            s10 = Vector512.MultiplyAddEstimate(s10, a, b);
            s11 = Vector512.MultiplyAddEstimate(s11, a, b);
        }

        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256(int megaFlops)
    {
        Vector256<float> a = Vector256.Create(0.999f), b = Vector256.Create(1e-3f);
        Vector256<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (long i = megaFlops * 1_000_000L / (12 * 8 * 2); i > 0; i--)
        {
            s0 = Vector256.MultiplyAddEstimate(s0, a, b);
            s1 = Vector256.MultiplyAddEstimate(s1, a, b);
            s2 = Vector256.MultiplyAddEstimate(s2, a, b);
            s3 = Vector256.MultiplyAddEstimate(s3, a, b);
            s4 = Vector256.MultiplyAddEstimate(s4, a, b);
            s5 = Vector256.MultiplyAddEstimate(s5, a, b);
            s6 = Vector256.MultiplyAddEstimate(s6, a, b);
            s7 = Vector256.MultiplyAddEstimate(s7, a, b);
            s8 = Vector256.MultiplyAddEstimate(s8, a, b);
            s9 = Vector256.MultiplyAddEstimate(s9, a, b);
            s10 = Vector256.MultiplyAddEstimate(s10, a, b);
            s11 = Vector256.MultiplyAddEstimate(s11, a, b);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }
}
