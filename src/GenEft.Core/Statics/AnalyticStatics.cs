using System.Globalization;
using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Statics;

/// <summary>Eq. 1-5: what m samples of a relation of b bits determine, treating each sample as one random bit.</summary>
public static class AnalyticStatics
{
    // Beyond it not every whole number is a double.
    private const double LastWholeNumber = 1L << 52;

    /// <summary>Eq. 3: the fraction of all bits that m samples determine, f(m) = 1 - (1 - 1/b)^m.</summary>
    /// <param name="bits">b: 0, or at least 1.</param>
    /// <param name="sampleCount">m, at least 0.</param>
    public static double InferableFraction(double bits, double sampleCount)
    {
        CheckBits(bits);
        return bits == 0 ? 1
            : sampleCount == 0 ? 0
            : -Elementary.Expm1(sampleCount * LogMissed(bits));
    }

    /// <summary>Eq. 4: the fraction of n^2 pairs at which f reaches an accuracy.</summary>
    /// <param name="relation">Name for the result.</param>
    /// <param name="bits">b: 0, or at least 1 (one bit is determined by any sample: Eq. 4 gives its limit, 0).</param>
    /// <param name="count">n, at least 1.</param>
    /// <param name="accuracy">alpha, strictly between 0 and 1.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static CriticalFractionResult CriticalFraction(string relation, double bits, int count, double accuracy) =>
        CriticalFraction(relation, new BitRange(bits, bits), count, accuracy);

    /// <summary>The same of a description length that is known to lie in a range: the fraction at its upper end, and both as
    /// the interval.</summary>
    /// <param name="relation">Name for the result.</param>
    /// <param name="range">Both ends 0, or at least 1.</param>
    /// <param name="count">n, at least 1.</param>
    /// <param name="accuracy">alpha, strictly between 0 and 1.</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static CriticalFractionResult CriticalFraction(string relation, BitRange range, int count, double accuracy)
    {
        double bits = range.High;
        CheckBits(range.Low);
        CheckBits(bits);
        Guard.Range("Count", count, 1, int.MaxValue);
        Guard.OpenUnit("Accuracy", accuracy);
        double pairs = (double)count * count;
        (double samples, double whole) = Samples(bits);
        return new CriticalFractionResult
        {
            Relation = relation,
            Count = count,
            Method = CriticalFractionMethod.Analytic,
            Accuracy = accuracy,
            Bits = bits,
            CriticalFraction = samples / pairs,
            CriticalSampleCount = whole,
            ScaleFraction = bits / pairs,
            IsReachable = samples <= pairs,
            Low = range.IsExact ? null : Samples(range.Low).Exact / pairs,
            High = range.IsExact ? null : samples / pairs,
        };

        // Eq. 4's number, and the smallest whole one with f of at least the accuracy. Where f of a whole number is the accuracy itself the
        // logarithms' quotient may miss it by rounding.
        (double Exact, double Whole) Samples(double b)
        {
            if (b == 0)
            {
                return (0, 0);
            }

            double exact = Elementary.Log1p(-accuracy) / LogMissed(b);
            double whole = Math.Max(1, Math.Ceiling(exact));
            if (whole < LastWholeNumber)
            {
                while (whole > 1 && InferableFraction(b, whole - 1) >= accuracy)
                {
                    whole--;
                }

                while (InferableFraction(b, whole) < accuracy)
                {
                    whole++;
                }
            }

            return (InferableFraction(b, whole) == accuracy && b != 1 ? whole : exact, whole);
        }
    }

    /// <summary>p_* of Eq. 5: 1/k for k classes, 1/2 for complete bipartite, 1/3 for a total order.</summary>
    /// <exception cref="GenEftException">NoGuessProbability for any other structure.</exception>
    public static double GuessProbability(RelationProperties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return properties switch
        {
            { ClassCount: int k } => 1.0 / k,
            { IsCompleteBipartite: true } => 0.5,
            { IsTotalOrder: true } => 1.0 / 3,
            _ => throw new GenEftException(
                ErrorIds.NoGuessProbability,
                $"Relation '{properties.Relation}' is no equivalence, total order or complete bipartite relation, so its guess probability is not known. " +
                "Give it with -GuessProbability, Eq. 5's p_* from 0 to 1.",
                properties.Relation),
        };
    }

    /// <summary>Eq. 5: f_UB = f + max(p_*, 1 - p_*)(1 - f).</summary>
    /// <param name="relation">Name for the result.</param>
    /// <param name="bits">b.</param>
    /// <param name="count">n.</param>
    /// <param name="guessProbability">p_*, from 0 to 1.</param>
    /// <param name="trainingFraction">p in (0, 1].</param>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static AccuracyBoundResult AccuracyBound(
        string relation, double bits, int count, double guessProbability, double trainingFraction)
    {
        Guard.Fraction("TrainingFraction", trainingFraction);
        Guard.Unit("GuessProbability", guessProbability);

        long samples = PairSet.SampleCount(trainingFraction, (long)count * count);
        double inferable = InferableFraction(bits, samples);
        return new AccuracyBoundResult
        {
            Relation = relation,
            Count = count,
            TrainingFraction = trainingFraction,
            SampleCount = samples,
            InferableFraction = inferable,
            GuessProbability = guessProbability,
            AccuracyBound = inferable + (Math.Max(guessProbability, 1 - guessProbability) * (1 - inferable)),
            StandardError = null,
            Method = AccuracyBoundMethod.Analytic,
            IsExact = true,
        };
    }

    // log(1 - 1/b), by log1p so that it stays exact for large b; near 1 the difference b - 1 is exact, and 1/b is not.
    private static double LogMissed(double bits) => bits < 2 ? Math.Log((bits - 1) / bits) : Elementary.Log1p(-1 / bits);

    private static void CheckBits(double bits)
    {
        const double Largest = 1e300;   // whose fractions are numbers too
        if (bits is not (0 or (>= 1 and <= Largest)))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                string.Create(CultureInfo.InvariantCulture, $"Bits is {bits}; it must be 0, or a number from 1 to {Largest}."),
                bits);
        }
    }
}
