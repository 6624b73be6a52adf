using System.Globalization;

namespace GenEft.Tests;

/// <summary>Equality of doubles within |a - b| &lt;= atol + rtol |b|; NaN fails, infinities must match exactly.</summary>
internal static class Close
{
    public static void To(double? expected, double? actual, double relative = 0, double absolute = 0, string what = "")
    {
        Assert.True(expected is not null && actual is not null, $"{what}: expected {expected}, got {actual}; nothing is close to nothing.");
        To(expected.Value, actual.Value, relative, absolute, what);
    }

    public static void To(double expected, double actual, double relative = 0, double absolute = 0, string what = "")
    {
        bool isClose = double.IsInfinity(expected) || double.IsInfinity(actual)
            ? expected.Equals(actual)
            : Math.Abs(actual - expected) <= absolute + (relative * Math.Abs(expected));
        if (!isClose)
        {
            Assert.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: expected {expected:R}, got {actual:R}, error {actual - expected:E3}, allowed {absolute:E1} + {relative:E1} |expected|."));
        }
    }

    /// <summary>Entry by entry, relative to the largest entry: small entries of a tensor carry its rounding.</summary>
    public static void To(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double relative, string what = "")
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0;
        foreach (double entry in expected)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        for (int i = 0; i < expected.Length; i++)
        {
            To(expected[i], actual[i], absolute: relative * largest, what: $"{what}[{i}]");
        }
    }
}

/// <summary>A helper that cannot fail would make every test pass.</summary>
public sealed class CloseTests
{
    [Theory]
    [InlineData(1, 1.1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    public void Values_apart_fail(double expected, double actual) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Close.To(expected, actual, 1e-3, 1e-3));

    [Theory]
    [InlineData(1, 1.0005)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(0, 0.0005)]
    public void Values_within_the_tolerance_pass(double expected, double actual) =>
        Close.To(expected, actual, 1e-3, 1e-3);

    [Fact]
    public void Arrays_apart_in_one_entry_fail() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Close.To([1.0, 2.0], [1.0, 2.1], 1e-3));

    [Fact]
    public void Arrays_of_different_length_fail() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Close.To([1.0, 2.0], [1.0], 1e-3));
}
