using System.Runtime.InteropServices;

namespace GenEft.Training.Simd;

/// <summary>One block of floats aligned to cache lines, given out piece by piece.</summary>
internal sealed unsafe class AlignedMemory : IDisposable
{
    private const int Alignment = 64;
    private readonly nuint _length;
    private float* _start;
    private nuint _used;

    public AlignedMemory(long floats)
    {
        _length = (nuint)floats;
        _start = (float*)NativeMemory.AlignedAlloc(_length * sizeof(float), Alignment);
    }

    ~AlignedMemory() => Free();

    /// <summary>Floats that a piece takes, its padding included.</summary>
    public static long Padded(long floats) => (floats + 15) / 16 * 16;

    /// <summary>The next piece, its padding included all zeros.</summary>
    public float* TakeZeroed(long floats)
    {
        float* piece = Take(floats);
        NativeMemory.Clear(piece, (nuint)Padded(floats) * sizeof(float));
        return piece;
    }

    /// <summary>The next piece, with whatever it holds: clearing what is written first anyway would take a second a gigabyte.</summary>
    public float* Take(long floats)
    {
        float* piece = _start + _used;
        _used += (nuint)Padded(floats);
        ObjectDisposedException.ThrowIf(_start is null, this);
        return _used <= _length ? piece : throw new InvalidOperationException("The block was sized too small.");
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
