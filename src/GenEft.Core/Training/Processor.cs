using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using GenEft.Training.Scheduling;

namespace GenEft.Training;

/// <summary>The machine's processor as an accelerator.</summary>
public static class Processor
{
    /// <summary>What it is; always usable.</summary>
    /// <exception cref="GenEftException">AcceleratorUnavailable where the environment forces instructions it lacks.</exception>
    public static AcceleratorInfo Describe() => new()
    {
        Accelerator = AcceleratorKind.Cpu,
        Name = $"{BrandName()} ({TrainerFactory.ChosenName})",
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        CoreCount = Environment.ProcessorCount,
        IsUsable = true,
    };

    /// <summary>Describes it with its peak and its speed at the paper's default job, on all cores.</summary>
    /// <param name="cancelToken">Stops the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static AcceleratorInfo Measure(CancellationToken cancelToken)
    {
        int cores = Environment.ProcessorCount;
        return Describe() with
        {
            PeakGigaflops = FmaPeak.Measure(cores),
            StepsPerSecond = AcceleratorMeasurement.StepsPerSecond(cores, models: cores, steps: 8000, cancelToken),
        };
    }

    // The brand string of x86 processors; elsewhere their architecture.
    private static string BrandName()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < unchecked((int)0x80000004))
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        List<byte> text = [];
        for (int leaf = 2; leaf <= 4; leaf++)
        {
            (int a, int b, int c, int d) = X86Base.CpuId(unchecked((int)0x80000000) + leaf, 0);
            foreach (int register in new[] { a, b, c, d })
            {
                text.AddRange(BitConverter.GetBytes(register));
            }
        }

        return Encoding.ASCII.GetString([.. text]).Trim('\0', ' ');
    }
}
