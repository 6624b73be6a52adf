namespace GenEft.Training.Simd;

/// <summary>Activations are kept feature by feature in chunks of samples: [chunk][feature][64].</summary>
internal static class Chunk
{
    /// <summary>Samples in a chunk: a multiple of every vector length.</summary>
    public const int Size = 64;

    /// <summary>
    /// Activations and deltas of the chunks whose weight gradients are summed at once, bytes: more than this and the sums wait
    /// for memory, less and they are reduced more often than need be. The same on every machine, whatever its caches: results
    /// depend on it in their last bits.
    /// </summary>
    public const long GroupBytes = 600_000;

    /// <summary>The least chunks of a group, of wide networks too.</summary>
    public const int LeastGroup = 4;

    /// <summary>Chunks that hold a number of samples.</summary>
    public static int Count(int samples) => (samples + Size - 1) / Size;
}
