using GenEft.Libraries;

namespace GenEft.Training;

/// <summary>The functions of <see cref="Activation"/> in scalar double arithmetic: what the vector trainers are tested against.</summary>
internal static class ActivationFunction
{
    /// <summary>The value h(z) and the slope dh/dz.</summary>
    public static (double Value, double Slope) At(Activation activation, double z)
    {
        switch (activation)
        {
            case Activation.Tanh:
                double tanh = Math.Tanh(z);
                return (tanh, 1 - (tanh * tanh));
            case Activation.ReLU:
                return z <= 0 ? (0, 0) : (z, 1);
            case Activation.GELU:
                double below = SpecialFunction.NormalDistribution(z);
                return (z * below, below + (z * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)));
            case Activation.Sigmoid:
                double sigma = 1 / (1 + Math.Exp(-z));
                return (sigma, sigma * (1 - sigma));
            case Activation.Sine:
                return Math.SinCos(z);
            case Activation.Identity:
                return (z, 1);
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, message: null);
        }
    }
}
