namespace GenEft.Numerics;

/// <summary>
/// P(success) = 1/(1 + exp(-(Intercept + Slope x))) by Firth's penalised likelihood ("Bias reduction of maximum likelihood estimates",
/// 1993; Heinze and Schemper, "A solution to the problem of separation in logistic regression", 2002): finite where all successes lie to one
/// side of all failures, and nearly unbiased for few trials.
/// </summary>
/// <param name="Intercept">log odds at x = 0.</param>
/// <param name="Slope">Change of the log odds over a unit of x.</param>
/// <param name="InterceptVariance">Of the estimate, by the information matrix.</param>
/// <param name="SlopeVariance">Likewise.</param>
/// <param name="Covariance">Of the two.</param>
internal readonly record struct LogisticCurve(double Intercept, double Slope, double InterceptVariance, double SlopeVariance, double Covariance)
{
    private const int MostIterations = 200;
    private const double Tolerance = 1e-8;   // of a step, in log odds

    /// <summary>Trials at one x.</summary>
    public readonly record struct Trials(double X, int Successes, int Count);

    /// <summary>Where success and failure are as likely.</summary>
    public double Middle => -Intercept / Slope;

    /// <summary>The standard error of that, to first order.</summary>
    public double MiddleError => Math.Sqrt(Math.Max(0, InterceptVariance + (2 * Middle * Covariance) + (Middle * Middle * SlopeVariance))) / Math.Abs(Slope);

    /// <summary>Fits the curve.</summary>
    /// <param name="trials">At two different x at least.</param>
    public static LogisticCurve Fit(ReadOnlySpan<Trials> trials)
    {
        // x in units of its spread about its mean: [1, x] is then well conditioned.
        double total = 0;
        double mean = 0;
        foreach (Trials t in trials)
        {
            total += t.Count;
            mean += t.Count * t.X;
        }

        mean /= total;
        double spread = 0;
        foreach (Trials t in trials)
        {
            spread += t.Count * (t.X - mean) * (t.X - mean);
        }

        spread = Math.Sqrt(spread / total);
        if (!(spread > 0))
        {
            throw new ArgumentException("The trials must be at two different x at least.", nameof(trials));
        }

        double a = 0;
        double b = 0;
        (double A, double B) before = default;
        Information information = Information.At(trials, mean, spread, a, b);
        for (int i = 0; i < MostIterations; i++)
        {
            (double stepA, double stepB) = information.Step();
            double size = Math.Max(Math.Abs(stepA), Math.Abs(stepB));

            // Steps that turn back go too far, the penalty's own curvature being left out; a very large one would leave where there is a curve.
            double scale = Math.Min((stepA * before.A) + (stepB * before.B) < 0 ? 0.5 : 1, 5 / Math.Max(size, 1e-300));
            before = (stepA, stepB);
            Information next = Information.At(trials, mean, spread, a + (scale * stepA), b + (scale * stepB));
            while (next.PenalisedLikelihood < information.PenalisedLikelihood && scale * size > Tolerance)
            {
                scale /= 2;
                next = Information.At(trials, mean, spread, a + (scale * stepA), b + (scale * stepB));
            }

            a += scale * stepA;
            b += scale * stepB;
            information = next;
            if (scale * size <= Tolerance)
            {
                break;
            }
        }

        // Back to x itself.
        double shift = mean / spread;
        return new LogisticCurve(
            a - (b * shift), b / spread,
            information.VarianceA - (2 * shift * information.Covariance) + (shift * shift * information.VarianceB),
            information.VarianceB / (spread * spread),
            (information.Covariance - (shift * information.VarianceB)) / spread);
    }

    // Fisher's information X^T W X at a point, and what follows of it.
    private readonly record struct Information(double VarianceA, double VarianceB, double Covariance, double ScoreA, double ScoreB, double PenalisedLikelihood)
    {
        public (double A, double B) Step() =>
            ((VarianceA * ScoreA) + (Covariance * ScoreB), (Covariance * ScoreA) + (VarianceB * ScoreB));

        public static Information At(ReadOnlySpan<Trials> trials, double mean, double spread, double a, double b)
        {
            double aa = 0;
            double ab = 0;
            double bb = 0;
            double likelihood = 0;
            foreach (Trials t in trials)
            {
                double x = (t.X - mean) / spread;
                double odds = a + (b * x);
                double p = 1 / (1 + Math.Exp(-odds));
                double weight = t.Count * p * (1 - p);
                aa += weight;
                ab += weight * x;
                bb += weight * x * x;
                likelihood -= (t.Successes * LogOnePlusExp(-odds)) + ((t.Count - t.Successes) * LogOnePlusExp(odds));
            }

            double determinant = (aa * bb) - (ab * ab);
            (double va, double vb, double cov) = (bb / determinant, aa / determinant, -ab / determinant);
            double scoreA = 0;
            double scoreB = 0;
            foreach (Trials t in trials)
            {
                // Of each trial the hat value h = w x^T I^-1 x, and the score (y - p + h (1/2 - p)) x.
                double x = (t.X - mean) / spread;
                double p = 1 / (1 + Math.Exp(-(a + (b * x))));
                double hat = p * (1 - p) * (va + (2 * x * cov) + (x * x * vb));
                double score = t.Successes - (t.Count * p) + (t.Count * hat * (0.5 - p));
                scoreA += score;
                scoreB += score * x;
            }

            return new Information(va, vb, cov, scoreA, scoreB, likelihood + (0.5 * Math.Log(determinant)));
        }

        private static double LogOnePlusExp(double z) => z > 0 ? z + Math.Log(1 + Math.Exp(-z)) : Math.Log(1 + Math.Exp(z));
    }
}
