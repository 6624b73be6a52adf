using System.Runtime.InteropServices;

namespace GenEft.Gpu;

/// <summary>The NVIDIA driver, asked directly: cheap enough to find out before ILGPU is loaded.</summary>
internal static unsafe class CudaDriver
{
    private const int OldestVersion = 11_000;   // CUDA 11: PTX 7.0

    /// <summary>Why there is no use in asking for CUDA devices; null if there is.</summary>
    public static string? FindProblem()
    {
        string library = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(library, out IntPtr driver))
        {
            return $"no NVIDIA driver was found ({library})";
        }

        if (!NativeLibrary.TryGetExport(driver, "cuInit", out IntPtr init)
            || !NativeLibrary.TryGetExport(driver, "cuDriverGetVersion", out IntPtr getVersion))
        {
            return $"{library} is no NVIDIA driver";
        }

        int error = ((delegate* unmanaged<uint, int>)init)(0);
        if (error != 0)
        {
            return error == 100 ? "the NVIDIA driver reports no device" : $"the NVIDIA driver does not start: CUDA error {error}";
        }

        int version;
        error = ((delegate* unmanaged<int*, int>)getVersion)(&version);
        return error != 0 ? $"the NVIDIA driver does not tell its version: CUDA error {error}"
            : version < OldestVersion ? $"the NVIDIA driver is too old: CUDA {version / 1000}.{version % 1000 / 10}, and 11.0 is needed"
            : null;
    }
}
