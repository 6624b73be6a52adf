namespace GenEft.Numerics;

/// <summary>A square matrix of bits, row by row.</summary>
internal sealed class BitMatrix
{
    private readonly ulong[] _words;   // [Count][WordsPerRow], bit j of row i

    /// <summary>All 0.</summary>
    /// <param name="count">The number n of rows and columns.</param>
    public BitMatrix(int count)
    {
        Count = count;
        WordsPerRow = BitRow.WordCount(count);
        _words = new ulong[(long)count * WordsPerRow];
    }

    /// <summary>The number n of rows and columns.</summary>
    public int Count { get; }

    /// <summary>The words of a row.</summary>
    public int WordsPerRow { get; }

    /// <summary>How many bits are 1.</summary>
    public long BitCount => BitRow.Count(_words);

    /// <summary>Whether a bit is 1.</summary>
    public bool this[int i, int j] => (_words[((long)i * WordsPerRow) + (j >> 6)] >> (j & 63) & 1) != 0;

    /// <summary>Row i: [WordsPerRow].</summary>
    public Span<ulong> Row(int i) => _words.AsSpan(i * WordsPerRow, WordsPerRow);

    /// <summary>Makes a bit 1.</summary>
    public void Set(int i, int j) => BitRow.Add(Row(i), j);

    /// <summary>Makes (i, k) 1 wherever some (i, j) and (j, k) are (Warshall, a row at a time).</summary>
    /// <param name="tell">Told each k.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public void CloseTransitively(Action<int> tell, CancellationToken cancelToken)
    {
        for (int k = 0; k < Count; k++)
        {
            cancelToken.ThrowIfCancellationRequested();
            tell(k);
            for (int i = 0; i < Count; i++)
            {
                if (this[i, k])
                {
                    BitRow.UnionWith(Row(i), Row(k));
                }
            }
        }
    }
}
