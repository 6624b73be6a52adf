using GenEft.Dynamics;
using GenEft.Experiments;
using GenEft.Figures;
using GenEft.Infrastructure;

namespace GenEft.Drawing;

/// <summary>Probability of generalization against the ratio of the learning rates, measured and by both laws (Figure 6).</summary>
internal static class ProbabilityRows
{
    private const string Ratio = nameof(PhaseProbability.LearningRateRatio);
    private const string Relation = nameof(Training.TrainingResult.Relation);
    private const int CurvePoints = 200;
    private const double Apart = 0.03;   // decades between the points of two groups

    /// <summary>Whether a row is of Measure-PhaseProbability or Get-ReponProbability.</summary>
    public static bool Are(RowReader row) =>
        row.Has(Ratio, nameof(PhaseProbability.ScalarProbability), nameof(PhaseProbability.ExactProbability), nameof(PhaseProbability.DecoderSigma));

    public static Figure Draw(RowReader[] rows, string? title)
    {
        RowReader[] placed = [.. rows.Where(row => row.Optional(Ratio) is > 0)];
        if (placed.Length == 0)
        {
            throw new GenEftException(ErrorIds.NotDrawable, $"No row has a {Ratio} greater than 0; groups of runs with several ratios have none.", null);
        }

        double low = placed.Min(row => row.Number(Ratio));
        double high = placed.Max(row => row.Number(Ratio));
        List<FigureSeries> series = [];

        // Relations and laws are told apart, and stand side by side.
        bool areSeveral = RowReader.Differ(placed, Relation);
        var groups = placed.GroupBy(row => (Relation: areSeveral ? row.Text(Relation) : "", Law: Law(row))).ToArray();
        ReponLawKey?[] laws = [.. groups.Select(group => group.Key.Law).Distinct()];
        for (int g = 0; g < groups.Length; g++)
        {
            string[] parts = [groups[g].Key.Relation, laws.Length > 1 ? groups[g].Key.Law?.Name ?? "no law" : ""];
            string of = string.Join("; ", parts.Where(part => part.Length > 0)) is { Length: > 0 } told ? $" ({told})" : "";
            int? colour = groups.Length > 1 ? g : null;
            double aside = Math.Pow(10, Apart * (g - ((groups.Length - 1) / 2.0)));
            AddMeasured(series, groups[g], "networks, 95 %" + of, colour, aside, nameof(PhaseProbability.Probability));
            AddMeasured(series, groups[g], "draws, 95 %" + of, colour, aside, nameof(ReponProbabilityResult.SampledProbability));
        }

        // Scales of one ratio have one curve.
        ReponLawKey[] curves = [.. laws.OfType<ReponLawKey>().DistinctBy(key => key.Curve)];
        for (int c = 0; c < curves.Length; c++)
        {
            ReponLawKey key = curves[c];
            string of = curves.Length > 1 ? $" ({key.Name})" : "";
            int? colour = laws.Length == 1 ? null : curves.Length == groups.Length ? Array.FindIndex(groups, group => group.Key.Law == key) : groups.Length + c;
            ReponLaw law = new(key.Dimension, key.Outputs, key.DecoderSigma, key.SeparationSigma, key.ClusterSize);
            double[] x = [.. Enumerable.Range(0, CurvePoints + 1).Select(i => low * Math.Pow(high / low, (double)i / CurvePoints))];
            series.Add(new FigureSeries($"exact law{of}", SeriesStyle.Line, x, [.. x.Select(law.ExactProbability)], Colour: colour));
            series.Add(new FigureSeries($"Eq. {(key.ClusterSize > 1 ? 13 : 12)}{of}", SeriesStyle.Dashed, x, [.. x.Select(law.ScalarProbability)], Colour: colour));
        }

        return new Chart(
            title ?? "Probability of generalization", new FigureAxis("Decoder over encoder learning rate", IsLog: true),
            new FigureAxis("Probability", Low: -0.03, High: 1.03), series, []);
    }

    private static void AddMeasured(List<FigureSeries> series, IEnumerable<RowReader> rows, string name, int? colour, double aside, string column)
    {
        RowReader[] measured = [.. rows.Where(row => row.Has(column) && row.Optional(column) is not null).OrderBy(row => row.Number(Ratio))];
        if (measured.Length > 0)
        {
            double[] Values(string of) => [.. measured.Select(row => row.Number(of))];
            series.Add(new FigureSeries(
                name, SeriesStyle.Points, [.. Values(Ratio).Select(ratio => ratio * aside)], Values(column),
                Values(nameof(PhaseProbability.Low)), Values(nameof(PhaseProbability.High)), colour));
        }
    }

    private static ReponLawKey? Law(RowReader row) =>
        row.OptionalWhole<int>(nameof(PhaseProbability.EmbeddingDimension)) is int d && row.OptionalWhole<int>(nameof(PhaseProbability.OutputDimension)) is int p
        && row.Optional(nameof(PhaseProbability.DecoderSigma)) is double a && row.Optional(nameof(PhaseProbability.SeparationSigma)) is double c
            ? new ReponLawKey(d, p, a, c, row.OptionalWhole<int>(nameof(PhaseProbability.ClusterSize)) ?? 1)
            : null;

    private sealed record ReponLawKey(int Dimension, int Outputs, double DecoderSigma, double SeparationSigma, int ClusterSize)
    {
        /// <summary>What the probability depends on.</summary>
        public (int, int, double, int) Curve => (Dimension, Outputs, Math.Round(Math.Log(DecoderSigma / SeparationSigma), 9), ClusterSize);

        public string Name => FormattableString.Invariant($"σ {DecoderSigma:g2}, {SeparationSigma:g2}; d {Dimension}, p {Outputs}");
    }
}
