namespace GenEft.Training.Simd;

/// <summary>Which rows make tiles of six, where there are 16 registers: as many as leave no row alone, since one alone waits for itself.</summary>
internal static class TileRows
{
    /// <summary>How many of a number of rows; the others go by fives and twos.</summary>
    public static int InSixes(int rows)
    {
        int sixes = rows / 6;
        return 6 * (rows % 6 is 1 or 3 && sixes > 0 ? sixes - 1 : sixes);
    }
}
