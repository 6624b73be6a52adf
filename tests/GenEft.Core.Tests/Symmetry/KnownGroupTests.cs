using System.Numerics;
using GenEft.Symmetry;

namespace GenEft.Tests.Symmetry;

/// <summary>Orders known from theory (about_GenEft_Symmetry 6), each on shuffled vertices; the generators found must be
/// automorphisms and give the orbits reported.</summary>
public sealed class KnownGroupTests
{
    public static TheoryData<string> Names => [.. s_graphs.Keys];

    private static readonly Dictionary<string, (Func<ArcList> Graph, BigInteger Order)> s_graphs = new()
    {
        ["K9"] = (() => Graphs.Complete(9), Factorial(9)),
        ["empty"] = (() => Graphs.Empty(25), Factorial(25)),
        ["one vertex"] = (() => Graphs.Empty(1), 1),
        ["K12,18"] = (() => Graphs.CompleteBipartite(12, 18), BigInteger.Parse("3066747248841641164800000", null)),
        ["K7,7"] = (() => Graphs.CompleteBipartite(7, 7), 2 * BigInteger.Pow(Factorial(7), 2)),
        ["directed K5,5"] = (() => Graphs.DirectedBipartite(5, 5), BigInteger.Pow(Factorial(5), 2)),
        ["3 K10"] = (() => Graphs.Complete(10).Times(3), BigInteger.Parse("286708355039232000000", null)),
        ["transitive tournament"] = (() => Graphs.Tournament(30), 1),
        ["weak order"] = (() => Graphs.WeakOrder(4, 3), 1296),
        ["directed cycle"] = (() => Graphs.DirectedCycle(100), 100),
        ["directed C1000"] = (() => Graphs.DirectedCycle(1000), 1000),
        ["cycle"] = (() => Graphs.Cycle(51), 102),
        ["path"] = (() => Graphs.Path(20), 2),
        ["odd path"] = (() => Graphs.Path(21), 2),
        ["directed path"] = (() => Graphs.DirectedPath(20), 1),
        ["grid"] = (() => Graphs.Grid(3, 7), 4),
        ["square grid"] = (() => Graphs.Grid(6, 6), 8),
        ["torus"] = (() => Graphs.Torus(5, 7), 140),
        ["cube"] = (() => Graphs.Hypercube(3), 48),
        ["Q10"] = (() => Graphs.Hypercube(10), (1 << 10) * Factorial(10)),
        ["cocktail party"] = (() => Graphs.CocktailParty(10), (1 << 10) * Factorial(10)),
        ["Petersen"] = (Graphs.Petersen, 120),
        ["5 Petersen"] = (() => Graphs.Petersen().Times(5), BigInteger.Pow(120, 5) * 120),
        ["Heawood"] = (Graphs.Heawood, 336),
        ["Frucht"] = (Graphs.Frucht, 1),
        ["Paley 101"] = (() => Graphs.Paley(101), 5050),
        ["Paley tournament 7"] = (() => Graphs.Paley(7), 21),
        ["Paley tournament 11"] = (() => Graphs.Paley(11), 55),
        ["Paley tournament 103"] = (() => Graphs.Paley(103), 5253),
        ["PG(2,4)"] = (() => Graphs.ProjectivePlane(4), 2 * 2 * 64 * 63 * 15),
        ["PG(2,7)"] = (() => Graphs.ProjectivePlane(7), 2 * 343 * 342 * 48),
        ["PG(2,16)"] = (() => Graphs.ProjectivePlane(16), 34217164800),
        ["Kneser(7,3)"] = (() => Graphs.Subsets(7, 3, 0), 5040),
        ["Johnson(7,3)"] = (() => Graphs.Subsets(7, 3, 2), 5040),
        ["Johnson(8,4)"] = (() => Graphs.Subsets(8, 4, 3), 80640),
        ["Johnson(6,3)"] = (() => Graphs.Subsets(6, 3, 2), 1440),
        ["Shrikhande"] = (Graphs.Shrikhande, 192),
        ["rook"] = (() => Graphs.Rook(4), 1152),
        ["Shrikhande and rook"] = (() => Graphs.Shrikhande().Beside(Graphs.Rook(4)), 221184),
        ["two of each"] = (() => Graphs.Shrikhande().Beside(Graphs.Rook(4)).Times(2), BigInteger.Pow(221184, 2) * 4),
        ["C3+C3+C6"] = (() => Graphs.Cycle(3).Times(2).Beside(Graphs.Cycle(6)), 864),
        ["binary tree"] = (() => Graphs.CompleteTree(2, 10), BigInteger.Pow(2, 1023)),
        ["ternary tree"] = (() => Graphs.CompleteTree(3, 6), BigInteger.Pow(6, 364)),
        ["CFI over K4's unfolding"] = (() => Graphs.Cfi(12, [.. Graphs.Frucht().Arcs.Where(arc => arc.U < arc.V)]), 1 << 7),
        ["CFI 200"] = (() => Graphs.Cfi(200, Graphs.RandomCubic(200, 1)), BigInteger.Pow(2, 101)),
        ["Miyazaki 20"] = (() => Graphs.Miyazaki(20), 87960930222080),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Orders_are_those_of_theory(string name)
    {
        (Func<ArcList> make, BigInteger order) = s_graphs[name];
        for (int seed = 0; seed < 3; seed++)
        {
            ArcList graph = make().Shuffled(seed);
            AutomorphismGroup group = AutomorphismGroup.Find(graph.Build());
            Assert.True(group.IsExact);
            Assert.Equal(order, group.Order);
            Assert.Equal(order, group.UpperOrder.ToBigInteger());
            GroupChecks.Check(graph, group);
        }
    }

    private static BigInteger Factorial(int n) =>
        Enumerable.Range(1, n).Aggregate(BigInteger.One, (product, j) => product * j);
}
