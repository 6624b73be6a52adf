using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace GenEft.Numerics;

/// <summary>Asks the processor for memory that will be needed a few steps on. Work on large graphs is bound by the latency of
/// scattered reads; asked for in time, many of them are under way at once.</summary>
internal static class Prefetch
{
    /// <summary>Only a hint: does nothing where the processor has no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Read<T>(ref T item)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref item));
        }
    }
}
