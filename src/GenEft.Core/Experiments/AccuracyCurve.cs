namespace GenEft.Experiments;

/// <summary>Accuracy against the fraction of training data, which rises but for noise.</summary>
internal static class AccuracyCurve
{
    /// <summary>Where a curve reaches an accuracy: between points of the rising curve that is nearest to it by least squares (pool
    /// adjacent violators; Barlow et al. 1972), along a straight line.</summary>
    /// <param name="points">Fractions, at least one, in any order, with their accuracies; of equal fractions the mean counts.</param>
    /// <param name="accuracy">alpha.</param>
    /// <param name="name">Whose curve it is, for errors.</param>
    /// <returns>The fraction and the slope there, accuracy per fraction; null if the curve does not get that high.</returns>
    /// <exception cref="GenEftException">NotBracketed: already the first point lies at the accuracy or above.</exception>
    public static (double Fraction, double Slope)? Crossing(IEnumerable<(double Fraction, double Accuracy)> points, double accuracy, string name)
    {
        (double Fraction, double Accuracy)[] rising = Rising([.. points
            .GroupBy(point => point.Fraction).OrderBy(group => group.Key)
            .Select(group => (group.Key, group.Average(point => point.Accuracy), group.Count()))]);
        int first = Array.FindIndex(rising, point => point.Accuracy >= accuracy);
        if (first == 0)
        {
            throw new GenEftException(
                ErrorIds.NotBracketed,
                FormattableString.Invariant(
                    $"{name}: the accuracy {accuracy} is reached at the smallest fraction given, {rising[0].Fraction}, already; where it is first reached cannot be told. Give smaller ones."),
                accuracy);
        }

        if (first < 0)
        {
            return null;
        }

        (double fraction, double below) = rising[first - 1];
        double slope = (rising[first].Accuracy - below) / (rising[first].Fraction - fraction);
        return (fraction + ((accuracy - below) / slope), slope);
    }

    // Points that fall are replaced by their mean until none do.
    private static (double Fraction, double Accuracy)[] Rising((double Fraction, double Accuracy, int Weight)[] points)
    {
        Stack<(double Mean, int Weight, int Points)> blocks = [];
        foreach ((_, double value, int weight) in points)
        {
            (double mean, int heavy, int count) = (value, weight, 1);
            while (blocks.TryPeek(out (double Mean, int Weight, int Points) last) && last.Mean >= mean)
            {
                blocks.Pop();
                mean = ((mean * heavy) + (last.Mean * last.Weight)) / (heavy + last.Weight);
                (heavy, count) = (heavy + last.Weight, count + last.Points);
            }

            blocks.Push((mean, heavy, count));
        }

        int place = 0;
        return [.. blocks.Reverse().SelectMany(block => Enumerable.Repeat(block.Mean, block.Points))
            .Select(mean => (points[place++].Fraction, mean))];
    }
}
