using CsCheck;
using GenEft.Dynamics;
using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Tests;

public sealed class ReponLawTests
{
    /// <summary>Eq. 12 and 13 are the exact law at d = p = 1; both are elementary there, so to rounding.</summary>
    [Fact]
    public void One_dimension_is_the_arctan_law() =>
        Gen.Select(Gen.Double[-6, 6], Gen.Double[-2, 2], Gen.Double[-2, 2], Gen.Int[1, 100]).Sample((r, a, c, cluster) =>
        {
            double ratio = Math.Pow(10, r);
            ReponLaw law = new(1, 1, Math.Pow(10, a), Math.Pow(10, c), cluster);
            double kappa = 4 / (1 + (1.0 / cluster));
            double arctan = 2 / Math.PI * Math.Atan(Math.Pow(10, a - c) * Math.Sqrt(1 / (kappa * ratio)));
            Close.To(arctan, law.ScalarProbability(ratio), 1e-12);
            Close.To(arctan, law.ExactProbability(ratio), absolute: 1e-12);
        });

    /// <summary>The value in about_GenEft_Theory 5(v): d = 2, p = 50, ratio 0.1 of eta_x to kappa eta_A.</summary>
    [Fact]
    public void The_value_of_the_specification_comes_out()
    {
        ReponLaw law = new(2, 50);
        double ratio = law.ExactRatio(0.5)!.Value;
        Close.To(0.5, law.ExactProbability(ratio), 1e-12);

        // h = eta_x/(kappa eta_A) (sigma_a/sigma_c)^2: F_{2,49}(24.5 h) = 1 - (1 + h)^(-49/2).
        Close.To(1 - Math.Pow(1 + (1 / (2 * 3.0)), -24.5), law.ExactProbability(3), 1e-12);
    }

    /// <summary>Theory.md 5(vii): the default network's law crosses one half at 5.9, and Eq. 12 at 0.08.</summary>
    [Fact]
    public void The_default_networks_prediction_is_that_of_the_specification()
    {
        ReponLaw law = new(2, 100, Math.Sqrt(1.0 / 12), Math.Sqrt(0.5));
        Close.To(5.9, law.ExactRatio(0.5)!.Value, absolute: 0.05);
        Close.To(0.083, law.ScalarRatio(0.5), absolute: 0.001);
    }

    /// <summary>Theory.md 5(iv) judged on drawn initial conditions; five standard errors of a proportion.</summary>
    [Theory]
    [InlineData(1, 1, 1, 1.0)]
    [InlineData(2, 2, 1, 0.3)]
    [InlineData(2, 5, 3, 2.0)]
    [InlineData(3, 3, 1, 0.05)]
    [InlineData(4, 10, 2, 1.5)]
    public void The_law_is_the_frequency_of_collisions(int d, int p, int cluster, double ratio)
    {
        const int Draws = 20_000;
        const double SigmaA = 0.8;
        const double SigmaC = 1.3;
        CounterRandom random = new(11, RandomPurpose.Relation);
        int collisions = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            double[,] a = new double[p, d];
            double[] r = new double[d];
            for (int i = 0; i < p * d; i++)
            {
                a[i / d, i % d] = SigmaA * random.NextNormal();
            }

            for (int i = 0; i < d; i++)
            {
                r[i] = SigmaC * random.NextNormal();
            }

            collisions += new ReponSystem(a, r, 1, ratio, cluster).Phase == ReponPhase.Generalization ? 1 : 0;
        }

        double expected = new ReponLaw(d, p, SigmaA, SigmaC, cluster).ExactProbability(ratio);
        Close.To(expected, (double)collisions / Draws, absolute: 5 * Math.Sqrt(expected * (1 - expected) / Draws));
    }

    [Fact]
    public void The_inverse_inverts() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 300], Gen.Double[1e-4, 1 - 1e-4], Gen.Int[1, 9]).Sample((d, extra, probability, cluster) =>
        {
            ReponLaw law = new(d, d + extra, 0.3, 2, cluster);
            Close.To(probability, law.ExactProbability(law.ExactRatio(probability)!.Value), 1e-9);
            Close.To(probability, law.ScalarProbability(law.ScalarRatio(probability)), 1e-12);
        });

    /// <summary>Against the closed forms at d = 1, p = 1 and at d = 2: the ratio itself, from tiny probabilities to near 1.</summary>
    [Theory]
    [InlineData(1e-15)]
    [InlineData(1e-9)]
    [InlineData(1e-3)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    [InlineData(1 - 1e-9)]
    public void The_critical_ratio_keeps_its_digits_at_any_probability(double probability)
    {
        // 1 - P as it is rounded in P is the exact input here; the library's incomplete beta function keeps about 1e-12.
        ReponLaw scalar = new(1, 1, 0.7, 1.1);
        Close.To(scalar.ScalarRatio(probability), scalar.ExactRatio(probability)!.Value, 1e-8);
        ReponLaw plane = new(2, 21);
        double h = Elementary.Expm1(-Elementary.Log1p(-probability) / 10);
        Close.To(1 / (2 * h), plane.ExactRatio(probability)!.Value, 1e-9);
    }

    [Fact]
    public void A_ratio_beyond_the_doubles_is_infinite_or_zero()
    {
        Assert.Equal(double.PositiveInfinity, new ReponLaw().ExactRatio(1e-300));
        Assert.Equal(double.PositiveInfinity, new ReponLaw().ScalarRatio(1e-300));
    }

    [Fact]
    public void Fewer_outputs_than_dimensions_never_collide()
    {
        ReponLaw law = new(3, 2);
        Assert.Equal(0, law.ExactProbability(1e-9));
        Assert.Null(law.ExactRatio(0.5));
    }

    [Fact]
    public void A_given_partner_makes_the_exact_ratio()
    {
        ReponLaw law = new(2, 10);
        CriticalLearningRateResult fromEncoder = CriticalLearningRateResult.FromLaw(law, 0.3, 2e-3, null);
        Close.To(fromEncoder.CriticalRatio!.Value, fromEncoder.DecoderLearningRate!.Value / 2e-3, 1e-14);
        CriticalLearningRateResult fromDecoder = CriticalLearningRateResult.FromLaw(law, 0.3, null, 2e-3);
        Close.To(fromDecoder.CriticalRatio!.Value, 2e-3 / fromDecoder.EncoderLearningRate!.Value, 1e-14);
    }

    /// <summary>At the ends of double a probability is one all the same.</summary>
    [Theory]
    [InlineData(1e308, 1, 1e-320, 1)]
    [InlineData(1, 1e308, 1, 1)]
    [InlineData(1, 1e-320, 1e308, 0)]
    [InlineData(1e308, 1e200, 1e-100, 1)]
    public void Extremes_have_a_probability(double ratio, double decoderSigma, double separationSigma, double limit)
    {
        ReponLaw law = new(2, 100, decoderSigma, separationSigma);
        Assert.Equal(limit, law.ScalarProbability(ratio), 1e-12);
        Assert.Equal(limit, law.ExactProbability(ratio), 1e-12);
    }

    [Fact]
    public void Bad_values_are_refused()
    {
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponLaw(0, 1));
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponLaw(1, 0));
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponLaw(1, 1, 0, 1));
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponLaw(1, 1, 1, double.NaN));
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponLaw(1, 1, 1, 1, 0));
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponLaw().ExactProbability(0));
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponLaw().ScalarRatio(1));
        Refused.With(ErrorIds.ValueOutOfRange, () => CriticalLearningRateResult.FromLaw(new ReponLaw(), 0.5, -1, null));
    }
}
