using GenEft.Libraries;

namespace GenEft.Numerics;

/// <summary>Means of independent values with their 95 % confidence intervals by Student's t.</summary>
internal static class StudentInterval
{
    /// <summary>What a normal variable stays below with probability 0.975: Student's quantile for very many values.</summary>
    public const double Normal = 1.959963984540054;

    /// <summary>The mean and half the width of its interval; infinitely wide for one value, and a mean of NaN for none.</summary>
    public static (double Mean, double Half) Of(double[] values)
    {
        double mean = values.Length == 0 ? double.NaN : values.Average();
        return StandardError(values) is double error
            ? (mean, SpecialFunction.StudentQuantile(0.975, values.Length - 1) * error) : (mean, double.PositiveInfinity);
    }

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
