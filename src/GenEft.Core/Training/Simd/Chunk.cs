namespace GenEft.Training.Simd;

/// <summary>Activations are kept feature by feature in chunks of samples: [chunk][feature][64].</summary>
internal static class Chunk
{
    /// <summary>Samples in a chunk: a multiple of every vector length.</summary>
    public const int Size = 64;

    /// <summary>
    /// Activations and deltas of the chunks whose weight gradients are summed at once, bytes: more than this and the sums wait
    /// for memory, less and they are reduced more often than need be.
    /// </summary>
    public const long GroupBytes = 2_500_000;

    /// <summary>Chunks that hold a number of samples.</summary>
    public static int Count(int samples) => (samples + Size - 1) / Size;
}
