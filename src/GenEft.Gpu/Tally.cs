namespace GenEft.Gpu;

/// <summary>What a pass over pairs counts. Counts are the same for every thread; the loss is a thread's own.</summary>
internal struct Tally
{
    /// <summary>Pairs that are right.</summary>
    public int Correct;

    /// <summary>Related ones among them.</summary>
    public int Hits;

    /// <summary>Pairs whose loss is finite.</summary>
    public int Finite;

    /// <summary>The loss of the thread's pairs, nats.</summary>
    public float Loss;
}
