using CsCheck;
using GenEft.Dynamics;
using GenEft.Numerics;
using GenEft.Training;

namespace GenEft.Tests;

public sealed class ReponSystemTests
{
    private static readonly Gen<Case> s_cases =
        from d in Gen.Int[1, 4]
        from extra in Gen.Int[0, 2]
        from a in Gen.Double[-1, 1].Array[(d + extra) * d]
        from r in Gen.Double[-1, 1].Array[d]
        from etaX in Gen.Double[0.2, 2]
        from etaA in Gen.Double[0.2, 2]
        from cluster in Gen.Int[1, 5]
        select new Case(d + extra, d, a, r, etaX, etaA, cluster);

    /// <summary>Theory.md 5(iii). Rates are at most about 10, so 6000 steps of Runge-Kutta err by 10^5 (1.7/6000)^4, 6e-10.</summary>
    [Fact]
    public void The_closed_form_is_the_solution_of_the_flow() => s_cases.Sample(c =>
    {
        double[] expected = c.Integrate(1.7, 6000).R;
        double[] actual = c.System.DisplacementAt(1.7);
        for (int i = 0; i < expected.Length; i++)
        {
            Close.To(expected[i], actual[i], absolute: 6e-10, what: "r(1.7)");
        }
    }, iter: 100);

    /// <summary>Theory.md 5(ii): each halving of the step divides the drift of Q by at least 2^4, the method's order; of a
    /// quadratic invariant such as Q it gains up to one order more.</summary>
    [Fact]
    public void The_charge_is_conserved_to_the_order_of_the_integrator()
    {
        Case c = new(3, 2, [0.9, -0.4, 0.3, 0.8, -0.6, 0.5], [0.7, -0.5], 1.3, 0.7, 2);
        double[] drift = [.. new[] { 32, 64, 128, 256 }.Select(steps => c.ChargeDrift(2, steps))];
        for (int i = 1; i < drift.Length; i++)
        {
            Assert.InRange(Math.Log2(drift[i - 1] / drift[i]), 3.95, 5.05);
        }

        Assert.InRange(c.ChargeDrift(2, 4096), 0, 1e-13);
    }

    /// <summary>Theory.md 5(iv) against the end of the integration; cases within 5% of the boundary are slow and left out.</summary>
    [Fact]
    public void The_phase_and_the_final_separation_are_where_the_flow_ends() => s_cases.Sample(c =>
    {
        ReponSystem system = c.System;
        double slowest = Math.Abs(system.MinimumEigenvalue) * c.EtaA * c.EtaX;
        if (Math.Abs(system.CollisionRatio - 1) < 0.05 || slowest < 0.05)
        {
            return;
        }

        // Steps of 0.05 of the fastest rate: each errs by 0.05^5/120 of the whole, 3e-9, for the some hundred that it lasts.
        double time = 30 / slowest;
        (double[] r, double scale) = c.Integrate(time, (int)(time * c.FastestRate / 0.05));
        double end = Math.Sqrt(r.Sum(x => x * x));
        Assert.Equal(end < 1e-6 ? ReponPhase.Generalization : ReponPhase.Memorization, system.Phase);
        Close.To(end, system.FinalSeparation, absolute: 1e-6, what: "separation");
        Close.To(scale, system.FinalDecoderScale, absolute: 1e-5, what: "decoder scale");
    }, iter: 40);

    /// <summary>A decoder that hardly sees a direction is slow: parts decay by exp(-kappa eta_A eta_x |lambda| t), and lambda may be 1e-11. In this time all are over.</summary>
    [Fact]
    public void The_closed_form_ends_at_the_final_separation_without_overflow() => s_cases.Sample(c =>
    {
        ReponSystem system = c.System;
        if (Math.Abs(system.CollisionRatio - 1) < 1e-3)
        {
            return;
        }

        double[] r = system.DisplacementAt(1e300);
        Close.To(system.FinalSeparation, Math.Sqrt(r.Sum(x => x * x)), absolute: 1e-6);
    });

    /// <summary>Entries 1e80 times apart: the library's singular vectors were not of length 1, and the end was off by a thousandth.</summary>
    [Fact]
    public void Entries_of_very_different_sizes_keep_the_end_of_the_flow()
    {
        Case c = new(3, 3, [0, 0, -3.0 / 22, 1.0 / 33, 0, 8.239E-24, -9.74E-82, 6.424E-83, 0], [-0.16, 0.573, -0.148], 0.481, 1.321, 1);
        double[] r = c.System.DisplacementAt(0);
        Close.To(Math.Sqrt(c.R.Sum(x => x * x)), Math.Sqrt(r.Sum(x => x * x)), 1e-15);
        r = c.System.DisplacementAt(1e300);
        Close.To(c.System.FinalSeparation, Math.Sqrt(r.Sum(x => x * x)), 1e-15);
    }

    [Fact]
    public void The_scalar_model_is_figure_4()
    {
        // |c| < |a| sqrt(eta_x/(2 eta_A)) collides, and C tells where either ends.
        foreach (double a in new[] { -2.0, -0.5, 0.3, 1 })
        {
            foreach (double c in new[] { -1.5, -0.2, 0.1, 0.9 })
            {
                ReponPhaseResult result = ReponPhaseResult.FromScalars(a, c, 2e-3, 1e-3, 1);
                double charge = (a * a / 2e-3) - (c * c / 2e-3);
                Close.To(charge, result.Charge, 1e-12);
                Assert.Equal(
                    Math.Abs(c) < Math.Abs(a) ? ReponPhase.Generalization : ReponPhase.Memorization, result.Phase);
                Close.To(charge < 0 ? Math.Sign(c) * Math.Sqrt(-2e-3 * charge) : 0, result.FinalSeparation, 1e-12);
                Close.To(charge > 0 ? Math.Sign(a) * Math.Sqrt(2e-3 * charge) : 0, result.FinalDecoderScale, 1e-12);
            }
        }
    }

    [Fact]
    public void The_boundary_is_critical()
    {
        ReponPhaseResult result = ReponPhaseResult.FromScalars(1, Math.Sqrt(0.5), 1e-3, 1e-3, 1);
        Assert.Equal(ReponPhase.Critical, result.Phase);
        Close.To(1, result.CollisionRatio, 1e-15);
        Close.To(0, result.FinalSeparation);
    }

    /// <summary>The flow of A and r times a number is the same, slower: a power of two changes no digit, also where squares are no numbers.</summary>
    [Theory]
    [InlineData(1, -700)]
    [InlineData(1, 500)]
    [InlineData(3, -700)]
    [InlineData(3, 500)]
    public void Phases_do_not_depend_on_scale(int dimension, int exponent)
    {
        double scale = Math.ScaleB(1, exponent);
        Random random = new(dimension);
        for (int trial = 0; trial < 200; trial++)
        {
            double[,] decoder = new double[dimension + 1, dimension];
            for (int k = 0; k < decoder.Length; k++)
            {
                decoder[k / dimension, k % dimension] = random.NextDouble() - 0.5;
            }

            double[] displacement = [.. Enumerable.Range(0, dimension).Select(_ => random.NextDouble() - 0.5)];
            double[,] scaled = (double[,])decoder.Clone();
            for (int k = 0; k < decoder.Length; k++)
            {
                scaled[k / dimension, k % dimension] *= scale;
            }

            ReponPhaseResult plain = ReponPhaseResult.FromMatrix(decoder, displacement, 0.3, 0.7, 2);
            ReponPhaseResult result = ReponPhaseResult.FromMatrix(scaled, [.. displacement.Select(entry => entry * scale)], 0.3, 0.7, 2);
            Assert.Equal(plain.Phase, result.Phase);
            Assert.Equal(plain.CollisionRatio, result.CollisionRatio);
            Assert.Equal(plain.FinalSeparation * scale, result.FinalSeparation);
            Assert.Equal(plain.FinalDecoderScale * scale, result.FinalDecoderScale);
        }
    }

    [Fact]
    public void What_is_beyond_all_numbers_is_empty()
    {
        ReponPhaseResult result = ReponPhaseResult.FromScalars(1e-300, 1e-100, 1, 1, 1);
        Assert.Equal((ReponPhase.Memorization, null), (result.Phase, result.CollisionRatio));
        Close.To(1e-100, result.FinalSeparation, 1e-112);
        Assert.Null(ReponPhaseResult.FromScalars(0, 1, 1, 1, 1).CollisionRatio);
    }

    [Fact]
    public void A_decoder_that_does_not_see_the_displacement_never_lets_it_collide()
    {
        // One output, two dimensions: a generic displacement has a part in the null space; one along the row has none.
        ReponPhaseResult blind = ReponPhaseResult.FromMatrix(new double[,] { { 3, 4 } }, [0.01, 0.01], 1, 1, 1);
        Assert.Equal(ReponPhase.Memorization, blind.Phase);
        Assert.Null(blind.CollisionRatio);
        ReponPhaseResult seen = ReponPhaseResult.FromMatrix(new double[,] { { 3, 4 } }, [0.03, 0.04], 1, 1, 1);
        Assert.Equal(ReponPhase.Generalization, seen.Phase);
        Close.To(0, seen.FinalSeparation);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1e-3)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Rates_that_are_not_positive_are_refused(double rate)
    {
        Refused.With(ErrorIds.ValueOutOfRange, () => ReponPhaseResult.FromScalars(1, 1, rate, 1e-3, 1));
        Refused.With(ErrorIds.ValueOutOfRange, () => ReponPhaseResult.FromScalars(1, 1, 1e-3, rate, 1));
    }

    [Fact]
    public void Bad_shapes_entries_and_clusters_are_refused()
    {
        Refused.With(ErrorIds.ShapeMismatch, () => new ReponSystem(new double[2, 2], [1], 1, 1));
        Refused.With(ErrorIds.ShapeMismatch, () => new ReponSystem(new double[0, 0], [], 1, 1));
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponSystem(new[,] { { double.NaN } }, [1], 1, 1));
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponSystem(new[,] { { 1.0 } }, [double.PositiveInfinity], 1, 1));
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponSystem(new[,] { { 1.0 } }, [1], 1, 1, 0));
    }

    [Fact]
    public void Initial_conditions_that_overflow_are_refused()
    {
        Refused.With(ErrorIds.ValueOutOfRange, () => ReponPhaseResult.FromScalars(1e200, 1, 1, 1, 1));
        Refused.With(ErrorIds.ValueOutOfRange, () => ReponPhaseResult.FromScalars(1, 1, 1e-320, 1e-320, 1));
        Refused.With(ErrorIds.ValueOutOfRange, () => new ReponSystem(new[,] { { 1e160, 1e160 } }, [1, 1], 1, 1));
    }

    /// <summary>Initial conditions with a fourth-order Runge-Kutta integration of Eq. 8 to compare with.</summary>
    private sealed record Case(int P, int D, double[] A, double[] R, double EtaX, double EtaA, int Cluster)
    {
        public ReponSystem System => new(Matrix(A), R, EtaX, EtaA, Cluster);

        public double FastestRate => (Kappa * EtaA * R.Sum(x => x * x)) + (EtaX * A.Sum(x => x * x));

        private double Kappa => 4 / (1 + (1.0 / Cluster));

        public (double[] R, double DecoderScale) Integrate(double time, int steps)
        {
            double[] y = Flow(time, steps);
            double[] values = GenEft.Libraries.Decomposition.Singular(Matrix(y[..(P * D)])).Values;
            return (y[(P * D)..], values[0]);
        }

        public double ChargeDrift(double time, int steps)
        {
            double[] start = Charge([.. A, .. R]);
            double[] end = Charge(Flow(time, steps));
            return start.Zip(end, (x, y) => Math.Abs(x - y)).Max();
        }

        private double[] Charge(double[] y)
        {
            double[] q = new double[D * D];
            for (int i = 0; i < D; i++)
            {
                for (int j = 0; j < D; j++)
                {
                    double product = Enumerable.Range(0, P).Sum(k => y[(k * D) + i] * y[(k * D) + j]);
                    q[(i * D) + j] = (product / (Kappa * EtaA)) - (y[(P * D) + i] * y[(P * D) + j] / EtaX);
                }
            }

            return q;
        }

        private double[] Flow(double time, int steps)
        {
            double h = time / steps;
            double[] y = [.. A, .. R];
            for (int step = 0; step < steps; step++)
            {
                double[] k1 = Slope(y);
                double[] k2 = Slope(Move(y, k1, h / 2));
                double[] k3 = Slope(Move(y, k2, h / 2));
                double[] k4 = Slope(Move(y, k3, h));
                for (int i = 0; i < y.Length; i++)
                {
                    y[i] += h / 6 * (k1[i] + (2 * k2[i]) + (2 * k3[i]) + k4[i]);
                }
            }

            return y;
        }

        // dA/dt = -kappa eta_A A r r^T, dr/dt = -eta_x A^T A r.
        private double[] Slope(double[] y)
        {
            double[] slope = new double[y.Length];
            for (int k = 0; k < P; k++)
            {
                double seen = Enumerable.Range(0, D).Sum(i => y[(k * D) + i] * y[(P * D) + i]);
                for (int i = 0; i < D; i++)
                {
                    slope[(k * D) + i] = -Kappa * EtaA * seen * y[(P * D) + i];
                    slope[(P * D) + i] -= EtaX * y[(k * D) + i] * seen;
                }
            }

            return slope;
        }

        private static double[] Move(double[] y, double[] slope, double h) => [.. y.Zip(slope, (a, b) => a + (h * b))];

        private double[,] Matrix(double[] flat)
        {
            double[,] matrix = new double[P, D];
            Buffer.BlockCopy(flat, 0, matrix, 0, P * D * sizeof(double));
            return matrix;
        }
    }
}
