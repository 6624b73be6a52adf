using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GenEft.Numerics;

/// <summary>
/// A pseudorandom permutation of the numbers below N, a function of a seed: any number's image is found in constant time and memory, and
/// so is the number of an image. A Feistel network on as many bits as N has (Luby and Rackoff); images beyond N are permuted again until they are below it
/// (Black and Rogaway's cycle walking), on average fewer than two times.
/// </summary>
internal sealed class KeyedPermutation
{
    private const int FewestBits = 8;   // the halves of smaller domains are too small to mix

    // Six rounds, each with a key of its own; as fields, so that many are undone at once without looking keys up.
    private readonly ulong _key0;
    private readonly ulong _key1;
    private readonly ulong _key2;
    private readonly ulong _key3;
    private readonly ulong _key4;
    private readonly ulong _key5;
    private readonly ulong _count;
    private readonly int _lowBits;
    private readonly ulong _lowMask;
    private readonly ulong _highMask;

    /// <param name="count">N, at least 1.</param>
    /// <param name="random">Where the keys come from.</param>
    public KeyedPermutation(long count, CounterRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = (ulong)count;
        int bits = Math.Max(FewestBits, 64 - System.Numerics.BitOperations.LeadingZeroCount(_count - 1));
        _lowBits = bits / 2;
        _lowMask = (1UL << _lowBits) - 1;
        _highMask = (1UL << (bits - _lowBits)) - 1;
        (_key0, _key1, _key2) = (random.NextBits(), random.NextBits(), random.NextBits());
        (_key3, _key4, _key5) = (random.NextBits(), random.NextBits(), random.NextBits());
    }

    /// <summary>The image of a number.</summary>
    public long Apply(long number)
    {
        ulong value = (ulong)number;
        do
        {
            value = Encrypt(value);
        }
        while (value >= _count);

        return (long)value;
    }

    /// <summary>The number of an image.</summary>
    public long Invert(long image)
    {
        ulong value = (ulong)image;
        do
        {
            value = Decrypt(value);
        }
        while (value >= _count);

        return (long)value;
    }

    /// <summary>The numbers of many images, which a processor works on at once.</summary>
    /// <param name="images">[images]; become their numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invert(Span<long> images)
    {
        const int Block = 256;
        Span<ulong> values = stackalloc ulong[Block];
        Span<int> places = stackalloc int[Block];
        for (int start = 0; start < images.Length; start += Block)
        {
            Span<long> some = images[start..Math.Min(images.Length, start + Block)];
            int count = some.Length;
            for (int i = 0; i < count; i++)
            {
                (values[i], places[i]) = ((ulong)some[i], i);
            }

            while (count > 0)
            {
                Decrypt(values, count);
                int beyond = 0;
                for (int i = 0; i < count; i++)
                {
                    (ulong value, int place) = (values[i], places[i]);
                    some[place] = (long)value;
                    (values[beyond], places[beyond]) = (value, place);
                    beyond += value >= _count ? 1 : 0;
                }

                count = beyond;
            }
        }
    }

    // What lies behind the last up to a whole vector is changed too.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Decrypt(Span<ulong> values, int count)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            for (int i = 0; i < count; i++)
            {
                values[i] = Decrypt(values[i]);
            }

            return;
        }

        for (int i = 0; i < count; i += Vector512<ulong>.Count)
        {
            Vector512<ulong> value = Vector512.LoadUnsafe(ref values[i]);
            Vector512<ulong> a = value >>> _lowBits;
            Vector512<ulong> b = value & Vector512.Create(_lowMask);
            b ^= Mix(a ^ Vector512.Create(_key5)) & Vector512.Create(_lowMask);
            a ^= Mix(b ^ Vector512.Create(_key4)) & Vector512.Create(_highMask);
            b ^= Mix(a ^ Vector512.Create(_key3)) & Vector512.Create(_lowMask);
            a ^= Mix(b ^ Vector512.Create(_key2)) & Vector512.Create(_highMask);
            b ^= Mix(a ^ Vector512.Create(_key1)) & Vector512.Create(_lowMask);
            a ^= Mix(b ^ Vector512.Create(_key0)) & Vector512.Create(_highMask);
            ((a << _lowBits) | b).StoreUnsafe(ref values[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Encrypt(ulong value)
    {
        ulong a = value >> _lowBits;
        ulong b = value & _lowMask;
        a ^= Mix(b ^ _key0) & _highMask;
        b ^= Mix(a ^ _key1) & _lowMask;
        a ^= Mix(b ^ _key2) & _highMask;
        b ^= Mix(a ^ _key3) & _lowMask;
        a ^= Mix(b ^ _key4) & _highMask;
        b ^= Mix(a ^ _key5) & _lowMask;
        return (a << _lowBits) | b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Decrypt(ulong value)
    {
        ulong a = value >> _lowBits;
        ulong b = value & _lowMask;
        b ^= Mix(a ^ _key5) & _lowMask;
        a ^= Mix(b ^ _key4) & _highMask;
        b ^= Mix(a ^ _key3) & _lowMask;
        a ^= Mix(b ^ _key2) & _highMask;
        b ^= Mix(a ^ _key1) & _lowMask;
        a ^= Mix(b ^ _key0) & _highMask;
        return (a << _lowBits) | b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Mix(Vector512<ulong> z)
    {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EB;
        return z ^ (z >>> 31);
    }

    // The finalizer of SplitMix64.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
