using GenEft.Dynamics;
using GenEft.Dynamics.Simulation;
using GenEft.Figures;
using GenEft.Infrastructure;

namespace GenEft.Drawing;

/// <summary>Trajectories of two repons over their phase portrait: the decoder's scale and the separation (Figure 4).</summary>
internal static class TrajectoryRows
{
    private const string Scale = nameof(ReponTrajectoryPoint.DecoderScale);
    private const string Separation = nameof(ReponTrajectoryPoint.Separation);
    private const double Together = 0.01;   // of the separation at the start
    private const int Colliding = 0;
    private const int Apart = 1;
    private const int Neutral = 2;

    /// <summary>Whether a row is of Invoke-ReponSimulation.</summary>
    public static bool Are(RowReader row) => row.Has(
        nameof(ReponTrajectoryPoint.Time), nameof(ReponTrajectoryPoint.Index), Scale, Separation, nameof(ReponTrajectoryPoint.StartDecoderScale), nameof(ReponTrajectoryPoint.Model));

    public static Figure Draw(RowReader[] rows, string? title)
    {
        List<FigureSeries> series = [];
        List<(double Scale, double Separation)> starts = [];
        HashSet<int> named = [];
        foreach (IGrouping<string, RowReader> trajectory in rows.GroupBy(Trajectory))
        {
            RowReader[] points = [.. trajectory.OrderBy(row => row.Number(nameof(ReponTrajectoryPoint.Time)))];
            double[] scales = [.. points.Select(row => row.Number(Scale))];
            double[] separations = [.. points.Select(row => row.Optional(Separation) ?? double.NaN)];
            int end = separations[^1] <= Together * separations[0] ? Colliding : Apart;
            string name = named.Add(end) ? end == Colliding ? "come together" : "stay apart" : "";
            series.Add(new FigureSeries(name, SeriesStyle.Line, scales, separations, Colour: end));
            starts.Add((scales[0], separations[0]));
        }

        series.Add(new FigureSeries("starts", SeriesStyle.Points, [.. starts.Select(start => start.Scale)], [.. starts.Select(start => start.Separation)], Colour: Neutral));
        if (Slope(rows) is double slope)
        {
            double most = rows.Max(row => row.Number(Scale));
            double height = rows.Max(row => row.Optional(Separation) ?? 0);
            double right = Math.Min(most, height / slope);
            series.Add(new FigureSeries("critical", SeriesStyle.Dashed, [0, right], [0, slope * right], Colour: Neutral));
        }

        return new Chart(
            title ?? "Two repons", new FigureAxis("Decoder scale |a|", Low: 0), new FigureAxis("Separation |c|", Low: 0), series, []);
    }

    // In one dimension |c| = |a| sqrt(eta_x/(kappa eta_A)) is critical (about_GenEft_Theory 5(iv)); null where rows have several such lines.
    private static double? Slope(RowReader[] rows)
    {
        double?[] slopes =
        [
            .. rows.Select(row => (
                Dimension: row.Optional(nameof(ReponTrajectoryPoint.EmbeddingDimension)), Encoder: row.Number(nameof(ReponTrajectoryPoint.EncoderLearningRate)),
                Decoder: row.Number(nameof(ReponTrajectoryPoint.DecoderLearningRate)), Cluster: row.OptionalWhole<int>(nameof(ReponTrajectoryPoint.ClusterSize)))).Distinct()
                .Select(law => law is { Dimension: 1, Cluster: int cluster } ? Math.Sqrt(law.Encoder / (ReponSystem.Kappa(cluster) * law.Decoder)) : (double?)null),
        ];
        return slopes is [double one] && double.IsFinite(one) ? one : null;
    }

    // A simulation of several starts numbers them; rows of several simulations may repeat the numbers.
    private static string Trajectory(RowReader row) => string.Join(
        '|', new[]
        {
            nameof(ReponTrajectoryPoint.Index), nameof(ReponTrajectoryPoint.Model), nameof(ReponTrajectoryPoint.StartDecoderScale), nameof(ReponTrajectoryPoint.StartSeparation),
            nameof(ReponTrajectoryPoint.EncoderLearningRate), nameof(ReponTrajectoryPoint.DecoderLearningRate), nameof(ReponTrajectoryPoint.StartOffset),
        }.Select(row.Text));
}
