namespace GenEft.Training;

/// <summary>The area under the curve of precision against recall as the threshold of the logit falls: the mean over the related pairs of the
/// precision at each, pairs of one logit together. Answers that do not tell pairs apart have the share of related pairs.</summary>
internal static class AveragePrecision
{
    /// <summary>Of logits.</summary>
    /// <param name="logits">[pairs]; sorted in place. One that is no number counts as the least.</param>
    /// <param name="unrelatedWeights">[pairs] how many unrelated pairs each stands for, 0 for a related one; sorted with them.</param>
    /// <returns>Null where no pair is related.</returns>
    public static double? Of(Span<float> logits, Span<double> unrelatedWeights)
    {
        logits.Sort(unrelatedWeights);
        double hits = 0;
        double answered = 0;
        double sum = 0;
        for (int end = logits.Length; end > 0;)
        {
            int start = end - 1;
            while (start > 0 && logits[start - 1].Equals(logits[start]))
            {
                start--;
            }

            double found = 0;
            for (int i = start; i < end; i++)
            {
                found += unrelatedWeights[i] == 0 ? 1 : 0;
                answered += unrelatedWeights[i];
            }

            hits += found;
            answered += found;
            sum += found * hits / answered;
            end = start;
        }

        return hits == 0 ? null : sum / hits;
    }
}
