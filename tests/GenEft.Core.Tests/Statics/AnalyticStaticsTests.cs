using CsCheck;
using GenEft.Relations;
using GenEft.Statics;

namespace GenEft.Tests;

public sealed class AnalyticStaticsTests
{
    private static readonly Gen<double> s_bits = Gen.Double[0.01, 12].Select(x => Math.Pow(10, x));

    /// <summary>Eq. 4 is the inverse of Eq. 3; both go through one logarithm, so a few ulps of 1 - alpha are lost.</summary>
    [Fact]
    public void The_critical_fraction_inverts_the_inferable_fraction() =>
        Gen.Select(s_bits, Gen.Int[1, 5000], Gen.Double[0.001, 0.999]).Sample((bits, n, accuracy) =>
        {
            CriticalFractionResult result = AnalyticStatics.CriticalFraction("r", bits, n, accuracy);
            double samples = result.CriticalFraction!.Value * n * n;
            Close.To(accuracy, AnalyticStatics.InferableFraction(bits, samples), 1e-12);
            Assert.True(AnalyticStatics.InferableFraction(bits, result.CriticalSampleCount!.Value) >= accuracy * (1 - 1e-12));
            Assert.True(AnalyticStatics.InferableFraction(bits, result.CriticalSampleCount!.Value - 1) <= accuracy * (1 + 1e-12));
            Assert.Equal(result.CriticalFraction!.Value <= 1, result.IsReachable);
        });

    [Fact]
    public void Equation_4_holds_as_printed()
    {
        double bits = Enumerable.Range(1, 30).Sum(j => Math.Log2(j));
        CriticalFractionResult result = AnalyticStatics.CriticalFraction("order", bits, 30, 0.9);
        Close.To(Math.Log2(0.1) / Math.Log2(1 - (1 / bits)) / 900, result.CriticalFraction!.Value, 1e-12);
        Close.To(bits / 900, result.ScaleFraction, 1e-15);
    }

    /// <summary>For huge b, 1 - 1/b rounds to 1; m_c = b log(1/(1 - alpha)) to first order in 1/b.</summary>
    [Fact]
    public void Large_bits_do_not_round_away() =>
        Close.To(1e17 * Math.Log(10) / 1e12, AnalyticStatics.CriticalFraction("r", 1e17, 1_000_000, 0.9).CriticalFraction!.Value, 1e-14);

    /// <summary>Where f(m) is the accuracy itself, m samples are enough: powers of 1/2 are exact, other ties are rounded like f.</summary>
    [Fact]
    public void Exact_ties_need_no_sample_more()
    {
        for (int m = 1; m <= 50; m++)
        {
            CriticalFractionResult half = AnalyticStatics.CriticalFraction("r", 2, 30, 1 - Math.Pow(2, -m));
            Assert.Equal((m, m / 900.0), (half.CriticalSampleCount, half.CriticalFraction));
        }

        Gen.Select(Gen.Double[1.5, 1000], Gen.Int[1, 60]).Sample((bits, m) =>
        {
            double accuracy = AnalyticStatics.InferableFraction(bits, m);
            if (accuracy < 1 && AnalyticStatics.InferableFraction(bits, m - 1) < accuracy)
            {
                CriticalFractionResult tie = AnalyticStatics.CriticalFraction("r", bits, 8, accuracy);
                Assert.Equal(m, tie.CriticalSampleCount);
                Assert.Equal(m <= 64, tie.IsReachable);
            }
        });
        Assert.True(AnalyticStatics.CriticalFraction("r", 4, 3, 1 - Math.Pow(0.75, 9)).IsReachable);   // all 9 pairs do
    }

    /// <summary>log(1 - 1/b) with b - 1 exact: log1p(-1/b) has lost it. f(m) = 1 - ((b - 1)/b)^m, by powers.</summary>
    [Theory]
    [InlineData(1e-15)]
    [InlineData(1e-9)]
    [InlineData(1e-3)]
    [InlineData(0.9)]
    public void Bits_near_one_keep_their_digits(double excess)
    {
        double bits = 1 + excess;
        double missed = (bits - 1) / bits;
        Close.To(Math.Log(1e-3) / Math.Log(missed) / 900, AnalyticStatics.CriticalFraction("r", bits, 30, 0.999).CriticalFraction!.Value, 1e-13);
        Close.To(1 - missed, AnalyticStatics.InferableFraction(bits, 1), 1e-15);
        Close.To(1 - (missed * missed), AnalyticStatics.InferableFraction(bits, 2), 1e-15);
    }

    [Fact]
    public void A_fraction_above_one_is_reported_and_flagged()
    {
        CriticalFractionResult result = AnalyticStatics.CriticalFraction("r", 20, 3, 0.99);
        Assert.True(result.CriticalFraction!.Value > 1);
        Assert.False(result.IsReachable);
    }

    [Fact]
    public void One_bit_needs_one_sample_and_none_needs_none()
    {
        CriticalFractionResult one = AnalyticStatics.CriticalFraction("r", 1, 3, 0.99);
        Assert.Equal((0.0, 1.0, true), (one.CriticalFraction!.Value, one.CriticalSampleCount!.Value, one.IsReachable));
        CriticalFractionResult none = AnalyticStatics.CriticalFraction("r", 0, 3, 0.99);
        Assert.Equal((0.0, 0.0, true), (none.CriticalFraction!.Value, none.CriticalSampleCount!.Value, none.IsReachable));
        Assert.Equal((0.0, 1.0, 1.0), (AnalyticStatics.InferableFraction(1, 0), AnalyticStatics.InferableFraction(1, 1), AnalyticStatics.InferableFraction(0, 0)));
    }

    [Fact]
    public void Bounds_follow_equation_5_with_the_papers_guesses()
    {
        foreach ((Relation relation, double guess) in new[]
        {
            (Make.Modulo(), 1.0 / 3), (Make.Modulo(5), 0.2),
            (Make.Bipartite(), 0.5), (Make.GreaterThan(), 1.0 / 3),
        })
        {
            RelationProperties properties = RelationProperties.Measure(relation);
            double bits = BitRange.Measure(relation).High;
            Assert.Equal(guess, AnalyticStatics.GuessProbability(properties));
            AccuracyBoundResult bound = AnalyticStatics.AccuracyBound(relation.Name, bits, 30, guess, 0.1);
            double f = 1 - Math.Pow(1 - (1 / bits), 90);
            Assert.Equal(90, bound.SampleCount);
            Close.To(f, bound.InferableFraction, 1e-12);
            Close.To(f + (Math.Max(guess, 1 - guess) * (1 - f)), bound.AccuracyBound, 1e-12);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Accuracies_outside_the_open_unit_interval_are_refused(double accuracy) =>
        Refused.With(ErrorIds.ValueOutOfRange, () => AnalyticStatics.CriticalFraction("r", 10, 30, accuracy));

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Fractions_outside_the_half_open_unit_interval_are_refused(double fraction) =>
        Refused.With(ErrorIds.ValueOutOfRange, () => AnalyticStatics.AccuracyBound("r", 10, 30, 0.5, fraction));

    [Theory]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Bits_below_one_or_not_finite_are_refused(double bits) =>
        Refused.With(ErrorIds.ValueOutOfRange, () => AnalyticStatics.CriticalFraction("r", bits, 30, 0.9));
}
