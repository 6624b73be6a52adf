using System.Numerics;
using System.Runtime.CompilerServices;

namespace GenEft.Numerics;

/// <summary>
/// Random numbers for chains of many millions of steps: xoshiro256** of Blackman and Vigna, "Scrambled linear pseudorandom number
/// generators" (2021). A stream is opened from a <see cref="CounterRandom"/>, on whose seed, purpose and part alone it depends.
/// </summary>
internal struct StepRandom : IRandomBits
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <summary>Opens a stream; the state is four numbers of the counter generator.</summary>
    public StepRandom(CounterRandom random)
        : this(random.NextBits(), random.NextBits(), random.NextBits(), random.NextBits() | 1)
    {
    }

    /// <summary>Opens a stream from its state, which must not be all zero.</summary>
    public StepRandom(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    /// <summary>64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in 0..bound-1, without bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextInt(int bound) => UniformInteger.Below(ref this, bound);

    /// <summary>The same for bounds beyond 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long NextLong(long bound) => UniformInteger.Below(ref this, bound);
}
