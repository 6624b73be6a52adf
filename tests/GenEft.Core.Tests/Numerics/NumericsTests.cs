using System.Numerics;
using CsCheck;
using GenEft.Numerics;
using GenEft.Symmetry;

namespace GenEft.Tests;

public sealed class NumericsTests
{
    [Fact]
    public void Factorial_products_equal_direct_multiplication() =>
        Gen.Int[0, 40].Array[0, 4].Sample(ms =>
        {
            GroupOrder product = new();
            BigInteger expected = BigInteger.One;
            foreach (int m in ms)
            {
                product.MultiplyFactorial(m);
                for (int j = 2; j <= m; j++)
                {
                    expected *= j;
                }
            }

            Assert.Equal(expected, product.ToBigInteger());
            Close.To(BigInteger.Log(expected) / Math.Log(2), product.Log2(), 1e-14, 1e-13);
        });

    /// <summary>log2(n!/(n-1)!) = log2 n, exactly one term though both factorials have 24 million bits.</summary>
    [Fact]
    public void Quotients_cancel_before_the_logarithm() =>
        Assert.Equal(
            Math.Log2(1_000_000), new GroupOrder().MultiplyFactorial(1_000_000).MultiplyFactorial(999_999, -1).Log2());

    [Fact]
    public void A_sum_of_many_terms_keeps_its_last_digits()
    {
        CompensatedSum sum = default;
        sum.Add(1e16);
        for (int i = 0; i < 1000; i++)
        {
            sum.Add(1);
        }

        sum.Add(-1e16);
        Assert.Equal(1000, sum.Value);
    }

    [Fact]
    public void A_log_range_has_exact_ends_and_exact_decades()
    {
        double[] rates = LogRange.Create(1e-5, 1e-1, 21);
        Assert.Equal([1e-5, 1e-4, 1e-3, 1e-2, 1e-1], new[] { rates[0], rates[5], rates[10], rates[15], rates[20] });
        for (int i = 1; i < rates.Length; i++)
        {
            // Two roundings of powers of ten.
            Close.To(Math.Pow(10, 0.2), rates[i] / rates[i - 1], 1e-14);
        }
    }

    [Theory]
    [InlineData(0, 1, 3)]
    [InlineData(1, double.NaN, 3)]
    [InlineData(1, double.PositiveInfinity, 3)]
    [InlineData(1, 2, 1)]
    public void A_log_range_refuses_bad_ends(double from, double to, int count) =>
        Refused.With(ErrorIds.ValueOutOfRange, () => LogRange.Create(from, to, count));

    /// <summary>Against the series where it converges at once, to a few ulps.</summary>
    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-17)]
    [InlineData(-1e-9)]
    [InlineData(3e-5)]
    [InlineData(-1e-3)]
    public void Functions_near_their_zeros_keep_their_digits(double x)
    {
        double log = 0, exp = 0, power = 1, factorial = 1;
        for (int k = 1; k <= 12; k++)
        {
            power *= x;
            factorial *= k;
            log += (k % 2 == 1 ? power : -power) / k;
            exp += power / factorial;
        }

        Close.To(log, Elementary.Log1p(x), 1e-15);
        Close.To(exp, Elementary.Expm1(x), 1e-15);
    }

    [Fact]
    public void Functions_away_from_their_zeros_are_the_plain_ones() => Gen.Double[0.5, 700].Sample(x =>
    {
        Close.To(Math.Log(1 + x), Elementary.Log1p(x), 1e-15);
        Close.To(Math.Exp(x) - 1, Elementary.Expm1(x), 1e-15);
        Close.To(Math.Exp(-x) - 1, Elementary.Expm1(-x), 1e-15);
    });

    [Fact]
    public void Their_limits_are_right()
    {
        Assert.Equal((0.0, -1.0), (Elementary.Expm1(0), Elementary.Expm1(-1000)));
        Assert.Equal((double.PositiveInfinity, double.NegativeInfinity, 0.0), (Elementary.Expm1(1000), Elementary.Log1p(-1), Elementary.Log1p(0)));
        Assert.True(double.IsNaN(Elementary.Log1p(double.NaN)) && double.IsNaN(Elementary.Expm1(double.NaN)));
    }
}
