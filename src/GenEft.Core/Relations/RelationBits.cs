namespace GenEft.Relations;

/// <summary>A relation's matrix of bits under construction.</summary>
/// <param name="count">n.</param>
internal sealed class RelationBits(int count)
{
    private readonly int _wordsPerRow = Relation.WordsPerRow(count);

    public int Count => count;

    public ulong[] Bits { get; } = Relation.AllocateBits(count);

    public void Set(int i, int j) => Row(i)[j >> 6] |= 1UL << (j & 63);

    public void SetBoth(int i, int j)
    {
        Set(i, j);
        Set(j, i);
    }

    // Warshall, a row of bits at a time.
    public void CloseTransitively(CancellationToken cancelToken)
    {
        for (int k = 0; k < count; k++)
        {
            cancelToken.ThrowIfCancellationRequested();
            Span<ulong> via = Row(k);
            for (int i = 0; i < count; i++)
            {
                Span<ulong> row = Row(i);
                if ((row[k >> 6] >> (k & 63) & 1) != 0)
                {
                    for (int word = 0; word < row.Length; word++)
                    {
                        row[word] |= via[word];
                    }
                }
            }
        }
    }

    private Span<ulong> Row(int i) => Bits.AsSpan(i * _wordsPerRow, _wordsPerRow);
}
