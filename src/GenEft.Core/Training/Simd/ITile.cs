namespace GenEft.Training.Simd;

/// <summary>The shape of a register tile. A tile is written once for the largest shape; the JIT compiles it anew for each, and what a smaller
/// one does not have is gone.</summary>
internal interface ITile
{
    /// <summary>Rows of sums, from 1 to 6.</summary>
    static abstract int Rows { get; }

    /// <summary>Vectors of sums in a row: 1 to 4, and 5 in gradients.</summary>
    static abstract int Columns { get; }
}

/// <summary>A tile of so many rows and columns. With what is loaded, 12 sums take 16 registers, 20 to 25 take 32.</summary>
internal readonly struct Tile<TRows, TColumns> : ITile
    where TRows : struct, ILength
    where TColumns : struct, ILength
{
    public static int Rows => TRows.Value;

    public static int Columns => TColumns.Value;
}
