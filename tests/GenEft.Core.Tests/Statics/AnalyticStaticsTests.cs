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
