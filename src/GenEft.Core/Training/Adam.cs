namespace GenEft.Training;

/// <summary>PyTorch's defaults for Adam and AdamW.</summary>
internal static class Adam
{
    public const double Beta1 = 0.9;
    public const double Beta2 = 0.999;
    public const double Epsilon = 1e-8;
}
