using ILGPU.Runtime;

namespace GenEft.Gpu;

/// <summary>What a device can hold.</summary>
/// <param name="WarpSize">Threads that go in step.</param>
/// <param name="MaxThreads">Threads a group.</param>
/// <param name="SharedBytes">Shared memory a group.</param>
/// <param name="MemoryBytes">The device's memory.</param>
internal readonly record struct DeviceLimits(int WarpSize, int MaxThreads, long SharedBytes, long MemoryBytes)
{
    public static DeviceLimits Of(Device device) => new(
        Math.Max(1, device.WarpSize), device.MaxNumThreadsPerGroup, device.MaxSharedMemoryPerGroup, device.MemorySize);
}
