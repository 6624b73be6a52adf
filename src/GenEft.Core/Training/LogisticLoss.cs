using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Training;

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

    /// <summary>The answers' counts, and the mean loss if asked for.</summary>
    public static Evaluation Measure(ReadOnlySpan<double> logits, PairSet pairs, bool withLoss)
    {
        Sum sum = new(withLoss, pairs.UnrelatedWeight);
        for (int s = 0; s < pairs.Count; s++)
        {
            sum.Add(logits[s], pairs.Related[s]);
        }

        return sum.ToEvaluation();
    }

    /// <summary>A running sum over pairs. A pair is correct if its logit is finite, and positive iff it is related.</summary>
    /// <param name="withLoss">Whether to sum the loss, which costs an exponential and a logarithm a pair.</param>
    /// <param name="unrelatedWeight">How many pairs an unrelated one stands for.</param>
    public struct Sum(bool withLoss, double unrelatedWeight)
    {
        private double _loss;
        private int _count;
        private int _related;
        private int _correct;
        private int _truePositives;
        private int _finite;

        public void Add(double z, bool related)
        {
            bool isRight = (z > 0) == related && !double.IsNaN(z);
            bool isFinite = double.IsFinite(z);
            int correct = isFinite && isRight ? 1 : 0;
            _count++;
            _related += related ? 1 : 0;
            _finite += isFinite || isRight ? 1 : 0;   // an infinite logit of the right sign has loss 0
            _correct += correct;
            _truePositives += related ? correct : 0;
            if (withLoss)
            {
                _loss += (related ? 1 : unrelatedWeight) * Value(z, related);
            }
        }

        public readonly Evaluation ToEvaluation()
        {
            int trueNegatives = _correct - _truePositives;
            ClassificationCounts counts = new(
                _truePositives, _related - _truePositives, unrelatedWeight * trueNegatives, unrelatedWeight * (_count - _related - trueNegatives));
            return new Evaluation(withLoss ? _loss / counts.Count : double.NaN, counts, _finite == _count);
        }
    }
}
