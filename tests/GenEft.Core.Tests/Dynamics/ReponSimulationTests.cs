using CsCheck;
using GenEft.Dynamics;
using GenEft.Dynamics.Simulation;
using GenEft.Numerics;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Simulated repons against the closed form, conservation laws and orders of convergence.</summary>
public sealed class ReponSimulationTests
{
    private static readonly Gen<(int P, int D, int N, double EtaX, double EtaA, int Seed)> s_cases =
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 5], Gen.Double[0.1, 3], Gen.Double[0.1, 3], Gen.Int[0, 1_000_000]);

    /// <summary>Any shapes, rates and cluster sizes, out to the default end.</summary>
    [Fact]
    public void The_reduced_equations_follow_their_closed_form() =>
        s_cases.Sample((p, d, n, etaX, etaA, seed) =>
        {
            (double[,] a, double[] r) = Draw(p, d, seed);
            SimulationSettings settings = new() { Tolerance = 1e-13, PointCount = 7 };
            ReponTrajectoryPoint[] exact = [.. ReponSimulation.OfPair(ReponModelKind.ClosedForm, a, r, etaX, etaA, n).Run(settings)
                .Where(row => row.Event == ReponEvent.None)];
            ReponTrajectoryPoint[] reduced = [.. ReponSimulation.OfPair(ReponModelKind.Reduced, a, r, etaX, etaA, n).Run(settings)
                .Where(row => row.Event == ReponEvent.None)];
            Assert.Equal(exact.Select(row => row.Time), reduced.Select(row => row.Time));
            Assert.Equal(SimulationEnd.Completed, exact[^1].End);

            // Errors of steps add up over some hundred steps. A^T A of the closed form is a difference of two terms whose rounding, 1e-16 of
            // them, is under the root: near 0 the decoder's scale has half the digits.
            double size = reduced[0].Spread!.Value;
            double scale = reduced[0].DecoderScale;
            double floor = 1e-7 * Math.Sqrt((scale * scale) + (ReponSystem.Kappa(n) * etaA * size * size / etaX));
            for (int i = 0; i < exact.Length; i++)
            {
                Close.To(exact[i].Separation, reduced[i].Separation, absolute: 1e-10 * size, what: "separation");
                Close.To(exact[i].DecoderScale, reduced[i].DecoderScale, 1e-10, floor, what: "decoder");
                Close.To(exact[i].Charge, reduced[i].Charge, absolute: 1e-10 * ((scale * scale / etaA) + (size * size / etaX)), what: "charge");
                Assert.InRange(reduced[i].ChargeDrift!.Value, 0, 1e-10);
            }
        }, iter: 150);

    /// <summary>Many repons, several targets, the bias trained: Q_full stays, the loss falls.</summary>
    [Fact]
    public void The_full_equations_conserve_their_charge() =>
        s_cases.Sample((p, d, n, etaX, etaA, seed) =>
        {
            (double[,] a, double[,] x, double[,] y) = DrawMany(p, d, n + 2, seed);
            ReponTrajectoryPoint[] rows = [.. ReponSimulation.OfRepons(a, new double[p], x, y, etaX, etaA)
                .Run(new SimulationSettings { Tolerance = 1e-10, PointCount = 9 })];
            Assert.All(rows, row => Assert.InRange(row.ChargeDrift!.Value, 0, 1e-7));
            Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.Second.Potential <= pair.First.Potential + (1e-9 * rows[0].Potential)));
            Assert.Null(rows[0].ClusterSize);
        }, iter: 100);

    /// <summary>With the mean of two repons, or of one and a cluster, at the origin and b = y, Eq. 8 is exact: about_GenEft_Theory 4 and Eq. 13.</summary>
    [Fact]
    public void Repons_around_the_origin_on_target_follow_the_reduced_equations() =>
        s_cases.Sample((p, d, n, etaX, etaA, seed) =>
        {
            (double[,] a, double[] r) = Draw(p, d, seed);
            SimulationSettings settings = new() { Tolerance = 1e-12, EndTime = 5, PointCount = 6 };
            ReponTrajectoryPoint[] full = [.. ReponSimulation.OfPair(ReponModelKind.Full, a, r, etaX, etaA, n).Run(settings)
                .Where(row => row.Event == ReponEvent.None)];
            ReponTrajectoryPoint[] exact = [.. ReponSimulation.OfPair(ReponModelKind.ClosedForm, a, r, etaX, etaA, n).Run(settings)
                .Where(row => row.Event == ReponEvent.None)];
            for (int i = 0; i < exact.Length; i++)
            {
                Close.To(exact[i].Separation, full[i].Separation, absolute: 1e-9 * exact[0].Spread!.Value);
                Assert.Equal((0, 1, n), (full[i].First, full[i].Second, full[i].ClusterSize));
            }
        }, iter: 60);

    /// <summary>Off the origin and off target too, a cluster moves as so many repons at its place do.</summary>
    [Fact]
    public void A_cluster_is_so_many_repons_at_one_place() =>
        s_cases.Sample((p, d, n, etaX, etaA, seed) =>
        {
            (double[,] a, double[] r) = Draw(p, d, seed);
            (_, double[] center) = Draw(p, d, seed + 1);
            (_, double[] offset) = Draw(1, p, seed + 2);
            double[,] x = new double[n + 1, d];
            for (int i = 0; i < d; i++)
            {
                // A distance 2 r apart, with the mean at the center.
                x[0, i] = center[i] + (2.0 * n / (n + 1) * r[i]);
                for (int k = 1; k <= n; k++)
                {
                    x[k, i] = x[0, i] - (2 * r[i]);
                }
            }

            SimulationSettings settings = new() { Tolerance = 1e-12, EndTime = 2, PointCount = 5 };
            ReponTrajectoryPoint[] cluster = [.. ReponSimulation.OfPair(ReponModelKind.Full, a, r, etaX, etaA, n, center, offset).Run(settings)
                .Where(row => row.Event == ReponEvent.None)];
            ReponTrajectoryPoint[] each = [.. ReponSimulation.OfRepons(a, offset, x, new double[1, p], etaX, etaA).Run(settings)
                .Where(row => row.Event == ReponEvent.None)];
            for (int i = 0; i < each.Length; i++)
            {
                Close.To(each[i].Spread, cluster[i].Spread, absolute: 1e-9 * each[0].Spread!.Value, what: "spread");
                Close.To(each[i].Potential, cluster[i].Potential, absolute: 1e-9 * each[0].Potential, what: "potential");
                Close.To(each[i].Charge, cluster[i].Charge, 1e-9, 1e-9 * each[0].Potential, what: "charge");
                Close.To(each[i].DecoderScale, cluster[i].DecoderScale, 1e-6, 1e-9, what: "decoder");
            }
        }, iter: 60);

    /// <summary>Halving the step divides the error by 2 to the order, at whole steps and between them.</summary>
    [Theory]
    [InlineData(IntegrationMethod.Euler, 1)]
    [InlineData(IntegrationMethod.Midpoint, 2)]
    [InlineData(IntegrationMethod.RungeKutta4, 4)]
    public void Fixed_steps_converge_at_their_order(IntegrationMethod method, int order)
    {
        (double[,] a, double[] r) = Draw(3, 2, 5);
        double[] times = [0.3333, 0.5, 1];
        double[] exact = [.. ReponSimulation.OfPair(ReponModelKind.ClosedForm, a, r, 0.7, 0.4).Run(new() { Time = times }).Select(row => row.Separation!.Value)];
        double[][] errors = [.. new[] { 1.0 / 64, 1.0 / 128, 1.0 / 256 }.Select(step =>
            ReponSimulation.OfPair(ReponModelKind.Reduced, a, r, 0.7, 0.4).Run(new() { Time = times, Method = method, StepSize = step })
                .Select((row, i) => Math.Abs(row.Separation!.Value - exact[i])).ToArray())];
        for (int i = 0; i < times.Length; i++)
        {
            // Between steps Hermite's cubic has order 4, whose error comes on top: there the place within the step changes too.
            double slack = i == 0 ? 0.8 : 0.15;
            Assert.InRange(Math.Log2(errors[0][i] / errors[1][i]), order - slack, order + slack);
            Assert.InRange(Math.Log2(errors[1][i] / errors[2][i]), order - slack, order + slack);
        }
    }

    /// <summary>The error follows the tolerance, at steps and between them.</summary>
    [Fact]
    public void The_adaptive_method_respects_its_tolerance()
    {
        (double[,] a, double[] r) = Draw(3, 3, 8);
        SimulationSettings settings = new() { EndTime = 4, PointCount = 101 };
        double[] exact = [.. ReponSimulation.OfPair(ReponModelKind.ClosedForm, a, r, 1, 1).Run(settings).Select(row => row.Separation!.Value)];
        long before = 0;
        foreach (double tolerance in new[] { 1e-4, 1e-6, 1e-8, 1e-10, 1e-12 })
        {
            ReponTrajectoryPoint[] rows = [.. ReponSimulation.OfPair(ReponModelKind.Reduced, a, r, 1, 1).Run(settings with { Tolerance = tolerance })
                .Where(row => row.Event == ReponEvent.None)];
            double worst = rows.Select((row, i) => Math.Abs(row.Separation!.Value - exact[i])).Max();
            Assert.InRange(worst, 0, 20 * tolerance * exact[0]);
            Assert.True(rows[^1].StepCount > before);
            before = rows[^1].StepCount!.Value;
        }

        // Of order 5: a thousandth of the tolerance is four times the steps.
        Assert.InRange(before, 100, 2000);
    }

    /// <summary>10^4 random initial conditions: where 5(iv) says they end, but for those within 1 % of the boundary, whose end is long
    /// in coming.</summary>
    [Fact]
    public void Phases_are_where_the_integration_ends()
    {
        int counted = 0;
        SimulationSettings settings = new() { Tolerance = 1e-9, StopAtEvent = true, EndTime = 1e6, PointCount = 2, MaxSteps = 100_000 };
        for (int seed = 0; seed < 10_000; seed++)
        {
            CounterRandom random = new(seed, RandomPurpose.Embedding);
            (int p, int d) = (1 + random.NextInt(3), 1 + random.NextInt(2));
            (double[,] a, double[] r) = Draw(p, d, seed);
            ReponSystem system = new(a, r, 1, 0.5);
            if (Math.Abs(system.CollisionRatio - 1) < 0.01)
            {
                continue;
            }

            ReponTrajectoryPoint end = ReponSimulation.OfPair(ReponModelKind.Reduced, a, r, 1, 0.5).Run(settings).Last();
            Assert.Equal(SimulationEnd.Event, end.End);
            Assert.Equal(system.Phase == ReponPhase.Generalization ? ReponEvent.Collision : ReponEvent.Standstill, end.Event);
            if (end.Event == ReponEvent.Standstill)
            {
                // Along the slowest direction what is left decays as exp(-g t): at a standstill g t of it is below 1e-9.
                Close.To(system.FinalSeparation, end.Spread, 1e-6, 1e-6);
            }

            counted++;
        }

        Assert.InRange(counted, 9700, 10_000);
    }

    [Fact]
    public void A_collision_is_found_when_it_happens()
    {
        (double[,] a, double[] r) = (new[,] { { 1.0, 0.2 }, { 0.1, 0.9 } }, [0.1, 0.05]);
        ReponSimulation pair = ReponSimulation.OfPair(ReponModelKind.Reduced, a, r, 1, 1);
        ReponTrajectoryPoint hit = Assert.Single(
            pair.Run(new() { EndTime = 40, PointCount = 5, Tolerance = 1e-12, CollisionTolerance = 1e-3 }), row => row.Event == ReponEvent.Collision);
        double size = Math.Sqrt((0.1 * 0.1) + (0.05 * 0.05));
        Close.To(1e-3 * size, hit.Spread, 1e-9);
        ReponTrajectoryPoint exact = ReponSimulation.OfPair(ReponModelKind.ClosedForm, a, r, 1, 1).Run(new() { Time = [hit.Time] }).Single();
        Close.To(1e-3 * size, exact.Separation, 1e-7);
        ReponTrajectoryPoint[] stopped = [.. pair.Run(new() { EndTime = 40, PointCount = 5, CollisionTolerance = 1e-3, StopAtEvent = true })];
        Assert.Equal((ReponEvent.Collision, SimulationEnd.Event), (stopped[^1].Event, stopped[^1].End));
        Assert.Equal([.. stopped.Select(row => row.Time).Order()], stopped.Select(row => row.Time));
    }

    [Fact]
    public void What_cannot_go_on_says_why()
    {
        SimulationSettings settings = new() { EndTime = 10 };
        ReponSimulation fast = ReponSimulation.OfPair(ReponModelKind.Reduced, new[,] { { 100.0 } }, [1], 1, 1);
        Assert.Equal(SimulationEnd.Diverged, fast.Run(settings with { Method = IntegrationMethod.Euler, StepSize = 1 }).Last().End);
        Assert.Equal(SimulationEnd.StepLimit, fast.Run(settings with { MaxSteps = 3 }).Last().End);
        Assert.Equal(3, fast.Run(settings with { MaxSteps = 3 }).Last().StepCount);

        // dy/dt = y^2 from 1 is infinite at time 1: no step is small enough.
        RungeKutta infinite = new((state, rate) => rate[0] = state[0] * state[0], [1], IntegrationMethod.DormandPrince, 1e-9, [1], 0.1);
        StepFailure failure = StepFailure.None;
        while (failure == StepFailure.None)
        {
            failure = infinite.Advance(2);
        }

        Close.To(1, infinite.Time, absolute: 1e-6);

        // Nothing moves where the decoder sees nothing; nothing collides where nothing is apart.
        ReponTrajectoryPoint[] blind = [.. ReponSimulation.OfPair(ReponModelKind.Reduced, new[,] { { 0.0 } }, [1], 1, 1).Run(settings)];
        Assert.Equal(1, blind.Count(row => row.Event == ReponEvent.Standstill));
        Assert.All(blind, row => Assert.Equal(1, row.Separation));
        Assert.All(
            ReponSimulation.OfPair(ReponModelKind.Full, new[,] { { 1.0 } }, [0], 1, 1).Run(settings), row => Assert.NotEqual(ReponEvent.Collision, row.Event));
    }

    /// <summary>Ten steps are ten, whatever rounding leaves of the last.</summary>
    [Fact]
    public void Fixed_steps_are_counted_exactly()
    {
        ReponTrajectoryPoint end = ReponSimulation.OfPair(ReponModelKind.Reduced, new[,] { { 1.0 } }, [1], 1, 1)
            .Run(new() { Method = IntegrationMethod.Euler, StepSize = 0.1, EndTime = 1, MaxSteps = 10, PointCount = 2 }).Last();
        Assert.Equal((SimulationEnd.Completed, 10, 1.0), (end.End, end.StepCount, end.Time));
    }

    /// <summary>A saddle is no standstill: two repons of different targets at the origin, and a decoder that sees nothing of them yet.</summary>
    [Fact]
    public void A_saddle_is_left()
    {
        ReponTrajectoryPoint end = ReponSimulation
            .OfRepons(new[,] { { 1e-6 } }, [0], new[,] { { 1e-6 }, { -1e-6 } }, new[,] { { 1.0 }, { -1.0 } }, 1, 1)
            .Run(new() { EndTime = 100, PointCount = 2, StopAtEvent = true }).Last();
        Assert.Equal(ReponEvent.Standstill, end.Event);
        Assert.InRange(end.Potential, 0, 1e-10);
    }

    /// <summary>On the way to a saddle all falls, as at rest; once it is left the real rest is told too.</summary>
    [Fact]
    public void A_saddle_taken_for_rest_is_not_the_last_word()
    {
        ReponTrajectoryPoint[] rows = [.. ReponSimulation
            .OfRepons(new[,] { { 1e-7 } }, [1], new[,] { { 1e-7 }, { -1e-7 } }, new[,] { { 1.0 }, { -1.0 } }, 1e-4, 1)
            .Run(new() { EndTime = 4000, PointCount = 2 })];
        ReponTrajectoryPoint[] stills = [.. rows.Where(row => row.Event == ReponEvent.Standstill)];
        Assert.InRange(stills.Length, 1, 2);
        Assert.InRange(stills[^1].Potential, 0, 1e-10);
    }

    /// <summary>The closed form with rates and times at the ends of the range of numbers, against the same with both rates 1 and time scaled.</summary>
    [Theory]
    [InlineData(1e150)]
    [InlineData(1e-170)]
    public void The_closed_form_does_not_overflow(double rate)
    {
        ReponTrajectoryPoint At(double scale) => ReponSimulation.OfPair(ReponModelKind.ClosedForm, new[,] { { 1.0 } }, [0.5], scale, scale)
            .Run(new() { Time = [1.5 / scale] }).Single();
        Close.To(At(1).Separation, At(rate).Separation, 1e-12);
        Close.To(At(1).DecoderScale, At(rate).DecoderScale, 1e-12);
        ReponTrajectoryPoint late = ReponSimulation.OfPair(ReponModelKind.ClosedForm, new[,] { { 0.1 } }, [1], 1e10, 1e10).Run(new() { Time = [1e300] }).Single();
        Close.To(Math.Sqrt(1 - (0.01 / 2)), late.Separation, 1e-12);
    }

    [Fact]
    public void Bad_input_is_refused_by_name()
    {
        Refused.With(ErrorIds.ShapeMismatch, () => ReponSimulation.OfRepons(new double[2, 3], new double[2], new double[4, 2], new double[4, 2], 1, 1));
        Refused.With(ErrorIds.ShapeMismatch, () => ReponSimulation.OfRepons(new double[2, 3], new double[3], new double[4, 3], new double[4, 2], 1, 1));
        Refused.With(ErrorIds.ShapeMismatch, () => ReponSimulation.OfRepons(new double[2, 3], new double[2], new double[4, 3], new double[3, 2], 1, 1));
        Assert.Contains("Position", Refused.With(ErrorIds.ValueOutOfRange, () => ReponSimulation.OfRepons(
            new double[1, 1], new double[1], new[,] { { double.NaN } }, new double[1, 1], 1, 1)).Message, StringComparison.Ordinal);
        Refused.With(ErrorIds.ValueOutOfRange, () => ReponSimulation.OfRepons(new double[1, 1], new double[1], new double[1, 1], new double[1, 1], 0, 1));
        Refused.With(ErrorIds.ShapeMismatch, () => ReponSimulation.OfPair(ReponModelKind.Reduced, new double[1, 2], [1], 1, 1));
        ReponSimulation pair = ReponSimulation.OfPair(ReponModelKind.Reduced, new[,] { { 1.0 } }, [1], 1, 1);
        foreach (SimulationSettings bad in new SimulationSettings[]
        {
            new() { EndTime = 0 }, new() { Tolerance = double.NaN }, new() { StepSize = -1 }, new() { PointCount = 1 }, new() { MaxSteps = 0 },
            new() { Time = [1, 0.5] }, new() { Time = [-1] }, new() { Time = [double.PositiveInfinity] }, new() { CollisionTolerance = 0 },
            new() { Tolerance = 0.01 }, new() { CollisionTolerance = 0.2 }, new() { StandstillTolerance = 2 }, new() { Time = [] },
        })
        {
            Refused.With(ErrorIds.ValueOutOfRange, () => pair.Run(bad).Count());
        }
    }

    private static (double[,] Decoder, double[] Displacement) Draw(int p, int d, int seed)
    {
        CounterRandom random = new(seed, RandomPurpose.Decoder);
        double[,] a = new double[p, d];
        for (int i = 0; i < a.Length; i++)
        {
            a[i / d, i % d] = random.NextNormal();
        }

        double[] r = new double[d];
        for (int i = 0; i < d; i++)
        {
            r[i] = random.NextNormal();
        }

        return (a, r);
    }

    private static (double[,] Decoder, double[,] Positions, double[,] Targets) DrawMany(int p, int d, int n, int seed)
    {
        (double[,] a, _) = Draw(p, d, seed);
        (double[,] x, _) = Draw(n, d, seed + 1);
        (double[,] y, _) = Draw(n, p, seed + 2);
        for (int k = 0; k < p; k++)
        {
            y[1, k] = y[0, k];
        }

        return (a, x, y);
    }
}
