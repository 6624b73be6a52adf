namespace GenEft.Training.Simd;

/// <summary>A number that the JIT knows: a side of a <see cref="Tile{TRows, TColumns}"/>.</summary>
internal interface ILength
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

internal readonly struct One : ILength
{
    public static int Value => 1;
}

internal readonly struct Two : ILength
{
    public static int Value => 2;
}

internal readonly struct Three : ILength
{
    public static int Value => 3;
}

internal readonly struct Four : ILength
{
    public static int Value => 4;
}

internal readonly struct Five : ILength
{
    public static int Value => 5;
}

internal readonly struct Six : ILength
{
    public static int Value => 6;
}
