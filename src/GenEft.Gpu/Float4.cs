namespace GenEft.Gpu;

/// <summary>Four floats that a device loads and stores at once. Arrays of them begin at multiples of 16 bytes.</summary>
internal struct Float4(float x, float y, float z, float w)
{
    public float X = x, Y = y, Z = z, W = w;

    /// <summary>The same number four times.</summary>
    public Float4(float value)
        : this(value, value, value, value)
    {
    }

    /// <summary>Adds a multiple of another.</summary>
    public void Add(float factor, Float4 other)
    {
        X += factor * other.X;
        Y += factor * other.Y;
        Z += factor * other.Z;
        W += factor * other.W;
    }

    /// <summary>Adds four others, each times one of four factors.</summary>
    public void Add(Float4 factors, Float4 first, Float4 second, Float4 third, Float4 fourth)
    {
        Add(factors.X, first);
        Add(factors.Y, second);
        Add(factors.Z, third);
        Add(factors.W, fourth);
    }

    public readonly float Dot(Float4 other) => (X * other.X) + (Y * other.Y) + (Z * other.Z) + (W * other.W);

    public readonly float Sum() => X + Y + (Z + W);

    /// <summary>Lengths of rows and arrays in fours: the least that holds a number of floats.</summary>
    public static int Count(int floats) => (floats + 3) / 4;
}
