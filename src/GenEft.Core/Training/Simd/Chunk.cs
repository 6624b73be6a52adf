namespace GenEft;

/// <summary>Activations are kept feature by feature in chunks of samples: [chunk][feature][64].</summary>
internal static class Chunk
{
    /// <summary>Samples in a chunk: a multiple of every vector length.</summary>
    public const int Size = 64;

    /// <summary>Chunks that hold a number of samples.</summary>
    public static int Count(int samples) => (samples + Size - 1) / Size;
}
