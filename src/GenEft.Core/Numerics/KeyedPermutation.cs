namespace GenEft.Numerics;

/// <summary>
/// A pseudorandom permutation of the numbers below N, a function of a seed: any number's image is found in constant time and memory, and
/// so is the number of an image. A Feistel network on as many bits as N has (Luby and Rackoff); images beyond N are permuted again until they are below it
/// (Black and Rogaway's cycle walking), on average fewer than four times.
/// </summary>
internal sealed class KeyedPermutation
{
    private const int Rounds = 6;
    private const int FewestBits = 8;   // the halves of smaller domains are too small to mix

    private readonly ulong[] _keys = new ulong[Rounds];
    private readonly ulong _count;
    private readonly int _halfBits;
    private readonly ulong _halfMask;

    /// <param name="count">N, at least 1.</param>
    /// <param name="random">Where the keys come from.</param>
    public KeyedPermutation(long count, CounterRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = (ulong)count;
        int bits = Math.Max(FewestBits, 64 - System.Numerics.BitOperations.LeadingZeroCount(_count - 1));
        _halfBits = (bits + 1) / 2;
        _halfMask = (1UL << _halfBits) - 1;
        for (int round = 0; round < Rounds; round++)
        {
            _keys[round] = random.NextBits();
        }
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

    private ulong Encrypt(ulong value)
    {
        ulong left = value >> _halfBits;
        ulong right = value & _halfMask;
        for (int round = 0; round < Rounds; round++)
        {
            (left, right) = (right, left ^ (Mix(right ^ _keys[round]) & _halfMask));
        }

        return (left << _halfBits) | right;
    }

    private ulong Decrypt(ulong value)
    {
        ulong left = value >> _halfBits;
        ulong right = value & _halfMask;
        for (int round = Rounds - 1; round >= 0; round--)
        {
            (left, right) = (right ^ (Mix(left ^ _keys[round]) & _halfMask), left);
        }

        return (left << _halfBits) | right;
    }

    // The finalizer of SplitMix64.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
