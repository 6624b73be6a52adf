using GenEft.Training;

namespace GenEft.Gpu;

/// <summary>1/(1 - beta^t) of both moments, in double and then rounded, for as many steps as they differ from 1 in float.</summary>
internal static class AdamCorrections
{
    // 1 - 0.999^t is 1 to float accuracy from t = 17,319 on.
    public const int Length = 18_000;

    /// <summary>[2][Length]: 1/(1 - beta1^t) and 1/sqrt(1 - beta2^t), t = 1, 2, ...</summary>
    public static float[] Create()
    {
        float[] table = new float[2 * Length];
        for (int t = 1; t <= Length; t++)
        {
            (double first, double second) = Adam.Corrections(t);
            table[t - 1] = (float)(1 / first);
            table[Length + t - 1] = (float)(1 / Math.Sqrt(second));
        }

        return table;
    }
}
