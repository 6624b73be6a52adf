namespace GenEft.Gpu;

/// <summary>What a pass over pairs counts; the same for every thread.</summary>
internal struct Tally
{
    /// <summary>Pairs that are right.</summary>
    public int Correct;

    /// <summary>Related ones among them.</summary>
    public int Hits;

    /// <summary>Pairs whose loss is finite.</summary>
    public int Finite;
}
