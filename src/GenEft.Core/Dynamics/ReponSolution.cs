using GenEft.Numerics;

namespace GenEft.Dynamics;

/// <summary>
/// The exact solution of the reduced flow (about_GenEft_Theory 5(iii)) in the eigenbasis of Q, where its smallest eigenvalue is known to
/// its own last digits: all that is told of a time is sums of terms of one sign.
/// </summary>
/// <param name="lambda">Eigenvalues of Q, ascending: [d]. At most the first is negative.</param>
/// <param name="start">r0 in the eigenbasis: [d].</param>
/// <param name="startExcess">|r0|^2/eta_x plus the smallest eigenvalue, used where that is negative.</param>
/// <param name="etaX">eta_x.</param>
/// <param name="etaA">eta_A.</param>
/// <param name="kappa">kappa.</param>
internal sealed class ReponSolution(double[] lambda, double[] start, double startExcess, double etaX, double etaA, double kappa)
{
    private readonly double[] _rate = [.. lambda.Select(value => 2 * kappa * Product(value, etaA, etaX))];

    /// <summary>What is known of a time.</summary>
    /// <param name="Displacement">r in the eigenbasis: [d].</param>
    /// <param name="LogDenominator">log S, with S the denominator under the root: 2 kappa eta_A times the integral of |r|^2, plus 1.</param>
    /// <param name="Excess">|r|^2/eta_x + lambda_min, at least 0: how far the separation is from where it ends.</param>
    public readonly record struct Point(double[] Displacement, double LogDenominator, double Excess);

    /// <summary>The solution at a time of at least 0.</summary>
    public Point At(double time)
    {
        Guard.NotNegative("Time", time);
        int d = start.Length;

        // Where an exponent leaves the range of numbers, all that decays is gone long before. Exponentials are divided by exp(shift), the
        // largest of them, and squares by its square.
        time = Math.Min(time, 1e300 / Math.Max(1, _rate.Max(Math.Abs)));
        double shift = Math.Max(0, -_rate[0] * time / 2);
        double scale = Math.Exp(-2 * shift);
        double square = scale;
        double[] end = new double[d];
        for (int i = 0; i < d; i++)
        {
            square += 2 * kappa * Product(start[i] * start[i], etaA, ScaledIntegral(_rate[i], time, shift, scale));
            end[i] = Math.Exp((-_rate[i] * time / 2) - shift) * start[i];
        }

        double[] displacement = Array.ConvertAll(end, entry => entry / Math.Sqrt(square));
        return new Point(displacement, Math.Log(square) + (2 * shift), lambda[0] < 0 ? ExcessAt(time, scale / square) : Squared(displacement) + lambda[0]);
    }

    /// <summary>|A r|^2/2.</summary>
    public double PotentialOf(Point point)
    {
        double sum = 0;
        for (int i = 0; i < lambda.Length; i++)
        {
            double r = point.Displacement[i];
            sum += r * r * (lambda[i] - lambda[0] + point.Excess);
        }

        return kappa * etaA * Math.Max(0, sum) / 2;
    }

    /// <summary>The largest singular value of A: A^T A is kappa eta_A times Q + r r^T/eta_x.</summary>
    public double DecoderScaleOf(Point point) => Math.Sqrt(kappa * etaA * Math.Max(0, LargestEigenvalue(point)));

    // Of Q + r r^T/eta_x, which is nowhere negative: it lies between the largest of Q but for the first, and the trace.
    private double LargestEigenvalue(Point point)
    {
        if (lambda.Length == 1)
        {
            return point.Excess;
        }

        double top = lambda[^1];
        double trace = lambda.Skip(1).Sum() + point.Excess;
        if (!(trace > top) || Squared(point.Displacement) == 0)
        {
            return top;
        }

        // The secular equation over the largest pole, the first term freed of its difference: 1 - r_1^2/eta_x/(x - lambda_1).
        double[] others = [.. point.Displacement.Skip(1).Select(r => r * r / etaX)];
        double sumOfOthers = others.Sum();
        return top + RankOneSpectrum.Root(
            y =>
            {
                double sum = (top + y - point.Excess + sumOfOthers) / (top + y - lambda[0]);
                for (int i = 0; i < others.Length; i++)
                {
                    sum -= others[i] / (y + top - lambda[i + 1]);
                }

                return sum;
            },
            trace - top);
    }

    /// <summary>The product, though that of two of them may leave the range of numbers: the largest meets the smallest first.</summary>
    public static double Product(double a, double b, double c)
    {
        double[] sorted = [a, b, c];
        Array.Sort(sorted, (x, y) => Math.Abs(x).CompareTo(Math.Abs(y)));
        return sorted[2] * sorted[0] * sorted[1];
    }

    private double Squared(double[] displacement) => displacement.Sum(r => r * r / etaX);

    // What grows cancels between |r|^2/eta_x and -lambda_1 by algebra; what is left is divided by the denominator, which grows.
    private double ExcessAt(double time, double inverseDenominator)
    {
        double sum = startExcess;
        for (int i = 1; i < start.Length; i++)
        {
            double gone = -Elementary.Expm1(-_rate[i] * time);
            double integral = ScaledIntegral(_rate[i], time, 0, 1);
            sum -= start[i] * start[i] / etaX * (gone - (_rate[0] * integral));
        }

        return Math.Max(0, sum * inverseDenominator);
    }

    // exp(-2 shift) (1 - exp(-g t))/g, the scaled integral of exp(-g s) over 0..t; t where g = 0.
    private static double ScaledIntegral(double g, double time, double shift, double scale)
    {
        double exponent = -g * time;
        if (Math.Abs(exponent) < 1e-300)
        {
            return scale * time;
        }

        return exponent <= 1
            ? scale * -Elementary.Expm1(exponent) / g
            : (Math.Exp(exponent - (2 * shift)) - scale) / -g;
    }
}
