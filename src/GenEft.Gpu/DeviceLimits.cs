using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GenEft.Gpu;

/// <summary>What a device can hold.</summary>
/// <param name="WarpSize">Threads that go in step.</param>
/// <param name="MaxThreads">Threads a group.</param>
/// <param name="SharedBytes">Shared memory a group may have.</param>
/// <param name="MemoryBytes">The device's memory.</param>
internal readonly record struct DeviceLimits(int WarpSize, int MaxThreads, long SharedBytes, long MemoryBytes)
{
    /// <summary>Shared memory of a multiprocessor, for all of its groups; 0 where it is not known.</summary>
    public long MultiprocessorSharedBytes { get; init; }

    public static DeviceLimits Of(Device device) => new(
        Math.Max(1, device.WarpSize), device.MaxNumThreadsPerGroup, device.MaxSharedMemoryPerGroup, device.MemorySize)
    {
        SharedBytes = device is CudaDevice cuda ? CudaDriver.MaxSharedBytes(cuda.DeviceId) : device.MaxSharedMemoryPerGroup,
        MultiprocessorSharedBytes = (device as CudaDevice)?.MaxSharedMemoryPerMultiprocessor ?? 0,
    };
}
