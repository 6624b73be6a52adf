using System.Runtime.CompilerServices;

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
    /// <param name="waiting">[images] room to work in.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invert(Span<long> images, Span<int> waiting)
    {
        int count = 0;
        for (int i = 0; i < images.Length; i++)
        {
            ulong value = Decrypt((ulong)images[i]);
            images[i] = (long)value;
            waiting[count] = i;
            count += value >= _count ? 1 : 0;
        }

        while (count > 0)
        {
            int next = 0;
            foreach (int i in waiting[..count])
            {
                ulong value = Decrypt((ulong)images[i]);
                images[i] = (long)value;
                waiting[next] = i;
                next += value >= _count ? 1 : 0;
            }

            count = next;
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

    // The finalizer of SplitMix64.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
