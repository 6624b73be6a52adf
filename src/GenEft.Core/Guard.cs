using System.Globalization;

namespace GenEft;

/// <summary>The range checks of the engine; each error names the parameter, the value and the range.</summary>
internal static class Guard
{
    /// <summary>Finite and greater than 0.</summary>
    public static void Positive(string parameter, double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw OutOfRange(parameter, value, "a finite number greater than 0");
        }
    }

    /// <summary>Greater than 0 and at most a maximum.</summary>
    public static void PositiveAtMost(string parameter, double value, double maximum)
    {
        if (!(value > 0 && value <= maximum))
        {
            throw OutOfRange(parameter, value, string.Create(CultureInfo.InvariantCulture, $"greater than 0 and at most {maximum}"));
        }
    }

    /// <summary>Finite and at least 0.</summary>
    public static void NotNegative(string parameter, double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw OutOfRange(parameter, value, "a finite number of at least 0");
        }
    }

    /// <summary>A finite number.</summary>
    public static void Finite(string parameter, double value)
    {
        if (!double.IsFinite(value))
        {
            throw OutOfRange(parameter, value, "a finite number");
        }
    }

    /// <summary>In the half-open interval (0, 1].</summary>
    public static void Fraction(string parameter, double value)
    {
        if (!(value > 0 && value <= 1))
        {
            throw OutOfRange(parameter, value, "greater than 0 and at most 1");
        }
    }

    /// <summary>From 0 to 1, both included.</summary>
    public static void Unit(string parameter, double value)
    {
        if (!(value is >= 0 and <= 1))
        {
            throw OutOfRange(parameter, value, "from 0 to 1");
        }
    }

    /// <summary>Finite and at least 1.</summary>
    public static void AtLeastOne(string parameter, double value)
    {
        if (!(value >= 1 && double.IsFinite(value)))
        {
            throw OutOfRange(parameter, value, "a finite number of at least 1");
        }
    }

    /// <summary>Strictly between 0 and 1.</summary>
    public static void OpenUnit(string parameter, double value)
    {
        if (!(value > 0 && value < 1))
        {
            throw OutOfRange(parameter, value, "strictly between 0 and 1");
        }
    }

    /// <summary>Between the two ends, both included.</summary>
    public static void Range(string parameter, long value, long minimum, long maximum)
    {
        if (value < minimum || value > maximum)
        {
            throw OutOfRange(parameter, value, string.Create(
                CultureInfo.InvariantCulture, $"a whole number from {minimum} to {maximum}"));
        }
    }

    private static GenEftException OutOfRange(string parameter, IFormattable value, string range) =>
        new(ErrorIds.ValueOutOfRange,
            $"{parameter} is {value.ToString(null, CultureInfo.InvariantCulture)}; it must be {range}.", value);
}
