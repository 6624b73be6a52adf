namespace GenEft.Training.Simd;

/// <summary>The shape of a register tile. A tile is written once for the largest shape; the JIT compiles it anew for each, and what a smaller
/// one does not have is gone.</summary>
internal interface ITile
{
    /// <summary>Rows of sums, from 1 to 5.</summary>
    static abstract int Rows { get; }

    /// <summary>Vectors of sums in a row: 1 to 4, and 5 in gradients.</summary>
    static abstract int Columns { get; }
}

/// <summary>25 sums: 32 registers.</summary>
internal readonly struct Tile5x5 : ITile
{
    public static int Rows => 5;

    public static int Columns => 5;
}

/// <summary>20 sums: 32 registers.</summary>
internal readonly struct Tile5x4 : ITile
{
    public static int Rows => 5;

    public static int Columns => 4;
}

/// <summary>16 sums: 32 registers.</summary>
internal readonly struct Tile4x4 : ITile
{
    public static int Rows => 4;

    public static int Columns => 4;
}

/// <summary>15 sums: 32 registers.</summary>
internal readonly struct Tile5x3 : ITile
{
    public static int Rows => 5;

    public static int Columns => 3;
}

/// <summary>10 sums: 16 registers.</summary>
internal readonly struct Tile5x2 : ITile
{
    public static int Rows => 5;

    public static int Columns => 2;
}

/// <summary>5 sums, one vector of each row.</summary>
internal readonly struct Tile5x1 : ITile
{
    public static int Rows => 5;

    public static int Columns => 1;
}

/// <summary>8 sums of two rows: 16 registers.</summary>
internal readonly struct Tile2x4 : ITile
{
    public static int Rows => 2;

    public static int Columns => 4;
}

/// <summary>2 sums, one vector of each row.</summary>
internal readonly struct Tile2x1 : ITile
{
    public static int Rows => 2;

    public static int Columns => 1;
}

/// <summary>5 sums of one row.</summary>
internal readonly struct Tile1x5 : ITile
{
    public static int Rows => 1;

    public static int Columns => 5;
}

/// <summary>4 sums of one row.</summary>
internal readonly struct Tile1x4 : ITile
{
    public static int Rows => 1;

    public static int Columns => 4;
}

/// <summary>One sum.</summary>
internal readonly struct Tile1x1 : ITile
{
    public static int Rows => 1;

    public static int Columns => 1;
}
