using CsCheck;
using GenEft.Numerics;
using Trials = GenEft.Numerics.LogisticCurve.Trials;

namespace GenEft.Tests;

public sealed class LogisticCurveTests
{
    private static readonly Gen<Trials[]> s_trials =
        from x in Gen.Double[-3, 3].Array[3, 8]
        from counts in Gen.Int[1, 6].Array[x.Length]
        from successes in Gen.Int[0, 6].Array[x.Length]
        where x.Max() - x.Min() > 0.1
        select x.Select((at, i) => new Trials(at, Math.Min(counts[i], successes[i]), counts[i])).ToArray();

    /// <summary>Firth: the log likelihood plus half the log determinant of the information is largest. Steps of 1e-3 gain more than 1e-9 where the slope there is above 1e-6;
    /// a determinant of trials that lie together loses digits, and is wrong by less than that.</summary>
    [Fact]
    public void The_penalised_likelihood_is_largest() => s_trials.Sample(trials =>
    {
        LogisticCurve curve = LogisticCurve.Fit(trials);
        double best = Penalised(trials, curve.Intercept, curve.Slope);
        foreach ((double a, double b) in new[] { (1e-3, 0.0), (-1e-3, 0), (0, 1e-3), (0, -1e-3), (1e-3, 1e-3), (-1e-3, 1e-3) })
        {
            Assert.True(Penalised(trials, curve.Intercept + a, curve.Slope + b) <= best + 1e-9);
        }
    });

    /// <summary>All successes below, all failures above: the middle of a symmetric set is its own, and the slope finite.</summary>
    [Fact]
    public void Separation_leaves_the_curve_finite()
    {
        LogisticCurve curve = LogisticCurve.Fit([new(-1.5, 3, 3), new(-0.5, 3, 3), new(0.5, 0, 3), new(1.5, 0, 3)]);
        Close.To(0, curve.Middle, absolute: 1e-9);
        Assert.InRange(curve.Slope, -20, -1);
        Assert.InRange(curve.MiddleError, 0.05, 0.5);
    }

    /// <summary>Of many trials the estimate is that of the plain likelihood: the curve itself.</summary>
    [Fact]
    public void Shares_of_a_curve_give_the_curve()
    {
        Trials[] trials = [.. Enumerable.Range(-4, 9).Select(x => new Trials(x, (int)Math.Round(1e8 / (1 + Math.Exp(-(0.3 - (0.8 * x))))), 100_000_000))];
        LogisticCurve curve = LogisticCurve.Fit(trials);
        Close.To(0.3, curve.Intercept, absolute: 1e-6);
        Close.To(-0.8, curve.Slope, absolute: 1e-6);
        Close.To(0.375, curve.Middle, absolute: 1e-6);
    }

    [Fact]
    public void A_unit_of_x_does_not_matter() => s_trials.Sample(trials =>
    {
        LogisticCurve one = LogisticCurve.Fit(trials);
        LogisticCurve other = LogisticCurve.Fit([.. trials.Select(t => t with { X = (100 * t.X) + 7 })]);
        Close.To(one.Slope / 100, other.Slope, 1e-5, 1e-8);
        Close.To(one.InterceptVariance + (2 * 0.5 * one.Covariance) + (0.25 * one.SlopeVariance),
            other.InterceptVariance + (2 * 57 * other.Covariance) + (57 * 57 * other.SlopeVariance), 1e-4, 1e-6);
    });

    /// <summary>The line turns with its points.</summary>
    [Fact]
    public void Distances_are_at_a_right_angle() =>
        Gen.Select(Gen.Select(Gen.Double[-1, 1], Gen.Double[-0.3, 0.3], Gen.Double[0.5, 2]).Array[3, 9], Gen.Double[-0.7, 0.7]).Sample((points, angle) =>
        {
            if (points.Max(p => p.Item1) - points.Min(p => p.Item1) < 0.5)
            {
                return;
            }

            (double X, double Y, double Weight)[] flat = [.. points.Select(p => (3 * p.Item1, 0.3 * p.Item2, p.Item3))];
            (double sine, double cosine) = Math.SinCos(angle);
            OrthogonalLine line = OrthogonalLine.Fit(flat);
            OrthogonalLine turned = OrthogonalLine.Fit([.. flat.Select(p => ((cosine * p.X) - (sine * p.Y), (sine * p.X) + (cosine * p.Y), p.Weight))]);
            Close.To(Math.Atan(line.Slope) + angle, Math.Atan(turned.Slope), absolute: 1e-9);
        });

    [Fact]
    public void A_line_is_itself()
    {
        OrthogonalLine line = OrthogonalLine.Fit([(-5, -4.2, 1), (-3, -2.2, 9), (-1, -0.2, 2)]);
        Close.To(1, line.Slope, 1e-14);
        Close.To(0.8, line.Intercept, 1e-13);
        Close.To(1, line.RSquared, 1e-14);
    }

    private static double Penalised(Trials[] trials, double a, double b)
    {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double likelihood = 0;
        foreach (Trials t in trials)
        {
            double odds = a + (b * t.X);
            double p = 1 / (1 + Math.Exp(-odds));
            double q = 1 / (1 + Math.Exp(odds));   // 1 - p, with all its digits
            likelihood += (t.Successes * Math.Log(p)) + ((t.Count - t.Successes) * Math.Log(q));
            aa += t.Count * p * q;
            ab += t.Count * p * q * t.X;
            bb += t.Count * p * q * t.X * t.X;
        }

        return likelihood + (0.5 * Math.Log((aa * bb) - (ab * ab)));
    }
}
