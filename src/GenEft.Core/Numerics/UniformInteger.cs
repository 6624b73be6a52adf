using System.Runtime.CompilerServices;

namespace GenEft.Numerics;

/// <summary>A source of random bits.</summary>
internal interface IRandomBits
{
    /// <summary>64 random bits.</summary>
    ulong NextBits();
}

/// <summary>Whole numbers from random bits.</summary>
internal static class UniformInteger
{
    /// <summary>Uniform in 0..bound-1, without bias (Lemire 2019).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Below<T>(ref T random, int bound)
        where T : struct, IRandomBits
    {
        uint range = (uint)bound;
        ulong product = (random.NextBits() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = (0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (random.NextBits() >> 32) * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>The same for bounds beyond 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Below<T>(ref T random, long bound)
        where T : struct, IRandomBits
    {
        ulong range = (ulong)bound;
        ulong high = Math.BigMul(random.NextBits(), range, out ulong low);
        if (low < range)
        {
            ulong threshold = (0 - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(random.NextBits(), range, out low);
            }
        }

        return (long)high;
    }
}
