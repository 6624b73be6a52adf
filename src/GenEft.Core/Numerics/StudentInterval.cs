using GenEft.Libraries;

namespace GenEft.Numerics;

/// <summary>Means of independent values with their 95 % confidence intervals by Student's t.</summary>
internal static class StudentInterval
{
    /// <summary>What a normal variable stays below with probability 0.975.</summary>
    public const double Normal = 1.959963984540054;

    /// <summary>The mean and half the width of its interval; infinitely wide for one value, and a mean of NaN for none.</summary>
    public static (double Mean, double Half) Of(double[] values)
    {
        double mean = values.Length == 0 ? double.NaN : values.Average();
        return StandardError(values) is double error
            ? (mean, Quantile(values.Length - 1) * error) : (mean, double.PositiveInfinity);
    }

    /// <summary>What a Student variable stays below with probability 0.975; with infinite freedom a normal one.</summary>
    /// <param name="freedom">Degrees of freedom, greater than 0.</param>
    public static double Quantile(double freedom) => double.IsFinite(freedom) ? SpecialFunction.StudentQuantile(0.975, freedom) : Normal;

    /// <summary>The standard error of the mean; null for fewer than two values.</summary>
    public static double? StandardError(double[] values)
    {
        if (values.Length < 2)
        {
            return null;
        }

        double mean = values.Average();
        CompensatedSum squares = default;
        foreach (double value in values)
        {
            squares.Add((value - mean) * (value - mean));
        }

        return Math.Sqrt(squares.Value / (values.Length - 1) / values.Length);
    }
}
