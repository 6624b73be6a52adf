using System.Text.Json;
using GenEft.Experiments;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Tests;

public sealed class LinkPredictionTests
{
    /// <summary>Vectors/link-prediction.json, made by the Python script beside it; scores with many ties.</summary>
    [Fact]
    public void Ranks_are_those_of_an_independent_script()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "link-prediction.json")));
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            int n = item.GetProperty("n").GetInt32();
            float[][] scores = item.GetProperty("scores").Deserialize<float[][]>()!;
            int[][] known = item.GetProperty("edges").Deserialize<int[][]>()!;
            int[][] asked = item.GetProperty("asked").Deserialize<int[][]>()!;
            double[][] ranks = item.GetProperty("ranks").Deserialize<double[][]>()!;
            Relation relation = Make.FromPairs(n, [.. known.Select(edge => (edge[0], edge[1]))]);
            (LinkPrediction.Ranks heads, LinkPrediction.Ranks tails) = LinkPrediction.Rank(
                relation, [.. asked.Select(edge => (edge[0], edge[1]))],
                pairs => [.. Enumerable.Range(0, pairs.Count).Select(s => scores[pairs.First[s]][pairs.Second[s]])], 2, null, CancellationToken.None);
            Assert.Equal(ranks.Select(rank => rank[0]), heads.Raw);
            Assert.Equal(ranks.Select(rank => rank[1]), heads.Filtered);
            Assert.Equal(ranks.Select(rank => rank[2]), tails.Raw);
            Assert.Equal(ranks.Select(rank => rank[3]), tails.Filtered);
        }
    }

    /// <summary>From the probabilities of the network itself, edge by edge.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_are_those_of_the_networks_probabilities(bool excludesMirrored)
    {
        Relation relation = excludesMirrored ? Make.Modulo(3, 9) : Make.GreaterThan(9);
        TrainingOutcome outcome = new TrainingRun(relation, new TrainingSettings { TrainingFraction = 0.5, MaxSteps = 50, StopWhen = StopCondition.MaxSteps }).Execute();
        IReadOnlyList<LinkPredictionResult> rows = LinkPrediction.Measure(outcome.Result, outcome.Model, excludesMirrored, threadCount: 2);
        Assert.Equal([LinkSide.Both, LinkSide.Head, LinkSide.Tail], rows.Select(row => row.Side));
        (PairSet train, PairSet test) = PairSet.Split(relation, 0.5, 0);
        List<double> tails = [];
        int mirrored = 0;
        for (int s = 0; s < test.Count; s++)
        {
            bool isMirrored = test.Related[s] && Enumerable.Range(0, train.Count).Any(
                t => train.Related[t] && train.First[t] == test.Second[s] && train.Second[t] == test.First[s]);
            mirrored += isMirrored ? 1 : 0;
            if (test.Related[s] && !isMirrored)
            {
                double own = outcome.Model.Predict(test.First[s], test.Second[s]);
                tails.Add(1 + Enumerable.Range(0, 9).Count(x => !relation[test.First[s], x] && outcome.Model.Predict(test.First[s], x) > own));
            }
        }

        Assert.Equal(excludesMirrored, mirrored > 0);
        Assert.Equal(mirrored, rows[0].MirroredEdgeCount);
        Assert.Equal(tails.Count, rows[0].EdgeCount);
        Close.To(tails.Average(), rows[2].MeanRank, 1e-12);
        Close.To(tails.Average(rank => 1 / rank), rows[2].MeanReciprocalRank, 1e-12);
        Assert.Equal((double)tails.Count(rank => rank == 1) / tails.Count, rows[2].Hits1);
        Close.To((rows[1].MeanRank + rows[2].MeanRank) / 2, rows[0].MeanRank, 1e-12);
        Assert.True(rows[0].RawMeanRank >= rows[0].MeanRank && rows[0].RawHits10 <= rows[0].Hits10);
    }

    /// <summary>Of equal scores every rank is the middle one.</summary>
    [Fact]
    public void A_network_that_tells_nothing_apart_ranks_in_the_middle()
    {
        Relation relation = Make.FromPairs(11, (0, 1), (0, 2), (3, 4));
        (LinkPrediction.Ranks heads, LinkPrediction.Ranks tails) = LinkPrediction.Rank(
            relation, [(0, 1), (3, 4)], pairs => new float[pairs.Count], 1, null, CancellationToken.None);
        Assert.Equal([6.0, 6], heads.Raw);
        Assert.Equal([5.5, 6], tails.Filtered);
    }

    [Fact]
    public void Without_test_edges_it_says_so()
    {
        TrainingOutcome outcome = new TrainingRun(Make.Modulo(), new TrainingSettings { TrainingFraction = 1, MaxSteps = 1 }).Execute();
        Refused.With(ErrorIds.DataNotIncluded, () => LinkPrediction.Measure(outcome.Result, outcome.Model));
    }

    [Fact]
    public void Where_every_test_edge_was_trained_on_the_other_way_round_nothing_is_left_to_rank()
    {
        Relation relation = Make.FromPairs(2, (0, 1), (1, 0));
        long seed = Enumerable.Range(0, 50).First(seed => PairSet.Split(relation, 0.75, seed).Test.RelatedCount == 1);
        TrainingOutcome outcome = new TrainingRun(relation, new TrainingSettings { Seed = seed, TrainingFraction = 0.75, MaxSteps = 1 }).Execute();
        Assert.Equal(1, LinkPrediction.Measure(outcome.Result, outcome.Model)[0].MirroredEdgeCount);
        Refused.With(ErrorIds.DataNotIncluded, () => LinkPrediction.Measure(outcome.Result, outcome.Model, excludesMirrored: true));
    }
}
