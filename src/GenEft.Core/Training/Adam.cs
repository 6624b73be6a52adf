namespace GenEft.Training;

/// <summary>PyTorch's defaults for Adam and AdamW.</summary>
internal static class Adam
{
    public const double Beta1 = 0.9;
    public const double Beta2 = 0.999;
    public const double Epsilon = 1e-8;

    /// <summary>What the moments are divided by after a number of updates: 1 - beta^updates, for those of the gradient and of its square.</summary>
    public static (double First, double Second) Corrections(int updates) => (1 - Math.Pow(Beta1, updates), 1 - Math.Pow(Beta2, updates));
}
