namespace GenEft;

/// <summary>Binary cross-entropy of a logit z: log(1 + exp(-t z)) nats, with t = 1 for related pairs and -1 for others.</summary>
internal static class LogisticLoss
{
    /// <summary>The loss of one pair.</summary>
    public static double Value(double z, bool related)
    {
        double tz = related ? z : -z;
        return Math.Max(-tz, 0) + Elementary.Log1p(Math.Exp(-Math.Abs(tz)));
    }

    /// <summary>Its derivative by z, -t sigma(-t z): exact in both tails, where sigma(z) - 1 would round to 0.</summary>
    public static double Slope(double z, bool related)
    {
        double t = related ? 1 : -1;
        return -t / (1 + Math.Exp(t * z));
    }

    /// <summary>Mean loss and accuracy; a pair is correct if its logit is finite, and positive iff it
    /// is related.</summary>
    public static Evaluation Measure(ReadOnlySpan<double> logits, PairSet pairs)
    {
        Sum sum = default;
        for (int s = 0; s < pairs.Count; s++)
        {
            sum.Add(logits[s], pairs.Related[s]);
        }

        return sum.ToEvaluation(pairs.Count);
    }

    /// <summary>A running sum over pairs.</summary>
    public struct Sum
    {
        private double _loss;
        private int _correct;

        public void Add(double z, bool related)
        {
            _loss += Value(z, related);
            _correct += double.IsFinite(z) && (z > 0) == related ? 1 : 0;
        }

        public readonly Evaluation ToEvaluation(int count) => new(_loss / count, _correct, count);
    }
}
