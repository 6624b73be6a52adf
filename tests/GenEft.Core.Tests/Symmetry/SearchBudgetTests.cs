using System.Diagnostics;
using System.Numerics;
using GenEft.Symmetry;

namespace GenEft.Tests.Symmetry;

/// <summary>Searches that are stopped: cancelled at once, or cut short with an interval that holds the answer.</summary>
public sealed class SearchBudgetTests
{
    /// <summary>Wherever the nodes run out, the order lies in the interval, and the generators found are automorphisms.</summary>
    [Fact]
    public void A_cut_search_gives_a_true_interval()
    {
        (ArcList Graph, BigInteger Order)[] cases =
        [
            (Graphs.Petersen().Shuffled(1), 120),
            (Graphs.Petersen().Times(3).Shuffled(1), BigInteger.Pow(120, 3) * 6),
            (Graphs.Shrikhande().Beside(Graphs.Rook(4)).Times(2).Shuffled(2), BigInteger.Pow(221184, 2) * 4),
            (Graphs.Miyazaki(5).Shuffled(3), 20480),
            (Graphs.ProjectivePlane(4).Shuffled(4), 241920),
            (Graphs.Cfi(12, [.. Graphs.Frucht().Arcs.Where(arc => arc.U < arc.V)]).Shuffled(5), 128),
        ];
        foreach ((ArcList graph, BigInteger order) in cases)
        {
            int exact = 0;
            int cut = 0;
            for (int nodes = 0; nodes < 10_000; nodes = (nodes * 5 / 4) + 1)
            {
                AutomorphismGroup group = AutomorphismGroup.Find(graph.Build(), new AutomorphismOptions { NodeLimit = nodes });
                BigInteger low = group.LowerOrder.ToBigInteger();
                BigInteger high = group.UpperOrder.ToBigInteger();
                Assert.True(low <= order && order <= high, $"{low} <= {order} <= {high} with {nodes} nodes");
                exact += group.IsExact ? 1 : 0;
                cut += group.IsExact ? 0 : 1;
                if (group.IsExact)
                {
                    Assert.Equal((order, order), (low, high));
                }

                GroupChecks.Check(graph, group);
                (double fewest, double most) = group.LabellingBits();
                Assert.True(fewest <= most && fewest >= 0);
            }

            Assert.True(exact > 0 && cut > 0, $"of {order}: {exact} exact, {cut} cut");
        }
    }

    /// <summary>Time that has run out before the start still gives an interval: between 1 and n!.</summary>
    [Fact]
    public void No_time_at_all_gives_the_widest_interval()
    {
        AutomorphismGroup group = AutomorphismGroup.Find(
            Graphs.Petersen().Build(), new AutomorphismOptions { TimeLimit = TimeSpan.Zero });
        Assert.False(group.IsExact);
        Assert.Equal((BigInteger.One, new BigInteger(3628800)), (group.LowerOrder.ToBigInteger(), group.UpperOrder.ToBigInteger()));
    }

    /// <summary>Stopped within 50 ms, the best of three tries, in peeling, refinement and search alike.</summary>
    [Theory]
    [InlineData("peeling")]
    [InlineData("refinement")]
    [InlineData("search")]
    [InlineData("components")]
    public void Cancelling_stops_at_once(string place)
    {
        (SymmetryGraph graph, int milliseconds) = place switch
        {
            "peeling" => (Graphs.FromEdges(400_000, Enumerable.Range(1, 399_999).Select(v => (v, v / 3))).Build(), 5),
            "refinement" => (Graphs.Grid(500, 500).Build(), 40),
            "components" => (Graphs.Petersen().Times(30_000).Build(), 100),
            _ => (Graphs.Cfi(2000, Graphs.RandomCubic(2000, 1)).Build(), 300),
        };
        double best = double.PositiveInfinity;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            using CancellationTokenSource cancel = new();
            long asked = 0;
            cancel.Token.Register(() => asked = Stopwatch.GetTimestamp());
            cancel.CancelAfter(milliseconds);
            Assert.ThrowsAny<OperationCanceledException>(() =>
            {
                for (int again = 0; again < 1000; again++)
                {
                    AutomorphismGroup.Find(graph, cancelToken: cancel.Token);
                }
            });
            best = Math.Min(best, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        Assert.InRange(best, 0, 50);
    }
}
