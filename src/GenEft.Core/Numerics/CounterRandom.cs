namespace GenEft.Numerics;

/// <summary>What a random stream is for; part of its key, so that no two purposes share numbers.</summary>
internal enum RandomPurpose
{
    Relation = 1,
    Split = 2,
    Embedding = 3,
    Decoder = 4,
    Batch = 5,
    Extension = 6,
    Colouring = 7,
    Repon = 8,
    Negative = 9,
    Evaluation = 10,
    Bootstrap = 11,
}

/// <summary>
/// Random numbers as a pure function of (seed, purpose, part, position): Philox4x32-10 of Salmon et al., "Parallel random
/// numbers: as easy as 1, 2, 3" (2011). A run's numbers depend on its settings alone, never on its thread or its
/// place in a sweep. Known-answer tests are those of the authors' Random123.
/// </summary>
internal struct CounterRandom : IRandomBits
{
    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _purpose;
    private readonly uint _part;
    private ulong _position;
    private ulong _spare;
    private bool _hasSpare;

    /// <summary>Opens the stream of a seed for a purpose; parts of one purpose (layers, epochs) are independent streams.</summary>
    public CounterRandom(long seed, RandomPurpose purpose, int part = 0)
    {
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
        _purpose = (uint)purpose;
        _part = (uint)part;
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        (uint a, uint b, uint c, uint d) = Philox((uint)_position, (uint)(_position >> 32), _purpose, _part, _key0, _key1);
        _position++;
        _spare = c | ((ulong)d << 32);
        _hasSpare = true;
        return a | ((ulong)b << 32);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0..bound-1, without bias.</summary>
    public int NextInt(int bound) => UniformInteger.Below(ref this, bound);

    /// <summary>Uniform in 0..bound-1, without bias, for bounds beyond 32 bits.</summary>
    public long NextLong(long bound) => UniformInteger.Below(ref this, bound);

    /// <summary>Standard normal (Box and Muller); each call takes two uniforms and uses one of the pair.</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Fills with standard normals, two by two (Box and Muller).</summary>
    public void FillNormal(Span<double> values)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * NextDouble());
            values[i] = radius * cosine;
            if (i + 1 < values.Length)
            {
                values[i + 1] = radius * sine;
            }
        }
    }

    /// <summary>Puts the items in a uniformly random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items, CancellationToken cancelToken = default)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            if (i % 65_536 == 0)
            {
                cancelToken.ThrowIfCancellationRequested();
            }

            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Ten rounds of the Philox bijection on a 128-bit counter under a 64-bit key.</summary>
    internal static (uint A, uint B, uint C, uint D) Philox(uint a, uint b, uint c, uint d, uint key0, uint key1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong left = 0xD2511F53UL * a;
            ulong right = 0xCD9E8D57UL * c;
            (a, b, c, d) = ((uint)(right >> 32) ^ b ^ key0, (uint)right, (uint)(left >> 32) ^ d ^ key1, (uint)left);
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }

        return (a, b, c, d);
    }
}
