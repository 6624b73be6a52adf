using System.Runtime.InteropServices;

namespace GenEft.Gpu;

/// <summary>The NVIDIA driver, asked directly: cheap enough to find out before ILGPU is loaded.</summary>
internal static unsafe class CudaDriver
{
    private const int OldestVersion = 11_000;   // CUDA 11: PTX 7.0
    private const int MaxSharedBytesAttribute = 97;      // of a device: for groups that ask for it
    private const int DynamicSharedBytesAttribute = 8;   // of a function

    private static readonly Lazy<IntPtr> s_driver = new(() => NativeLibrary.Load(Library));

    private static string Library => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>The most shared memory that a group can have, bytes: more than what it has without being allowed.</summary>
    public static int MaxSharedBytes(int device)
    {
        int bytes;
        const string Call = "cuDeviceGetAttribute";
        Check(Call, ((delegate* unmanaged<int*, int, int, int>)Export(Call))(&bytes, MaxSharedBytesAttribute, device));
        return bytes;
    }

    /// <summary>Allows a kernel of the thread's context the shared memory that its launches ask for.</summary>
    public static void AllowSharedBytes(IntPtr function, int bytes)
    {
        const string Call = "cuFuncSetAttribute";
        Check(Call, ((delegate* unmanaged<IntPtr, int, int, int>)Export(Call))(function, DynamicSharedBytesAttribute, bytes));
    }

    /// <summary>Whether the driver has a function, which older ones have not.</summary>
    public static bool HasExport(string name) => NativeLibrary.TryGetExport(s_driver.Value, name, out _);

    /// <summary>A function of the driver.</summary>
    public static IntPtr Export(string name) => NativeLibrary.GetExport(s_driver.Value, name);

    /// <summary>Tells an error of a call.</summary>
    public static void Check(string call, int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException($"{call} gives CUDA error {error}");
        }
    }

    /// <summary>Why there is no use in asking for CUDA devices; null if there is.</summary>
    public static string? FindProblem()
    {
        string library = Library;
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
