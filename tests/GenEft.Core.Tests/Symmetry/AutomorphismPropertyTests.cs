using CsCheck;
using GenEft.Symmetry;

namespace GenEft.Tests.Symmetry;

/// <summary>What holds for every graph, on random ones that are rich in symmetry; counterexamples shrink.</summary>
public sealed class AutomorphismPropertyTests
{
    // A small random digraph, put together from copies and random arcs.
    private static readonly Gen<ArcList> s_graphs =
        from part in Gen.Int[1, 7]
        from arcs in Gen.Select(Gen.Int[0, part - 1], Gen.Int[0, part - 1]).Array[0, 14]
        from copies in Gen.Int[1, 4]
        from isUndirected in Gen.Bool
        from isComplement in Gen.Bool
        from more in Gen.Select(Gen.Int[0, (part * copies) - 1], Gen.Int[0, (part * copies) - 1]).Array[0, 3]
        let whole = new ArcList(part, [.. arcs.Distinct()]).Times(copies)
        let joined = whole with { Arcs = [.. whole.Arcs.Concat(more).Distinct()] }
        let directed = isComplement ? joined.Complement() : joined
        select isUndirected ? directed.Undirected() : directed;

    [Fact]
    public void Generators_and_orbits_are_sound() => s_graphs.Sample(graph =>
    {
        AutomorphismGroup group = AutomorphismGroup.Find(graph.Build());
        Assert.True(group.IsExact);
        GroupChecks.Check(graph, group);
    });

    [Fact]
    public void Relabelling_reversal_and_complement_keep_the_order_and_every_bit_of_its_logarithm() =>
        Gen.Select(s_graphs, Gen.Int[0, 1000]).Sample((graph, seed) =>
        {
            ArcList loopless = graph with { Arcs = [.. graph.Arcs.Where(arc => arc.U != arc.V)] };
            AutomorphismGroup expected = AutomorphismGroup.Find(loopless.Build());
            foreach (ArcList other in new[] { loopless.Shuffled(seed), loopless.Reversed(), loopless.Complement() })
            {
                AutomorphismGroup group = AutomorphismGroup.Find(other.Build());
                Assert.Equal(expected.Order, group.Order);
                Assert.Equal(expected.LowerOrder.Log2(), group.LowerOrder.Log2());
                Assert.Equal(expected.LabellingBits(), group.LabellingBits());
            }
        });

    /// <summary>The gadget of three vertices for one (itself, its out and its in end, each in a colour of its own) turns a
    /// digraph into a coloured graph with the same group: another way through the engine.</summary>
    [Fact]
    public void Arcs_equal_their_gadgets() => s_graphs.Sample(graph =>
    {
        int n = graph.Count;
        SymmetryGraphBuilder gadget = new(3 * n);
        for (int v = 0; v < n; v++)
        {
            gadget.SetColour(n + v, 1).SetColour((2 * n) + v, 2).AddEdge(v, n + v).AddEdge(v, (2 * n) + v);
        }

        foreach ((int u, int v) in graph.Arcs)
        {
            gadget.AddEdge(n + u, (2 * n) + v);
        }

        Assert.Equal(AutomorphismGroup.Find(graph.Build()).Order, AutomorphismGroup.Find(gadget.Build()).Order);
    });

    /// <summary>Every arc made a chain of vertices, coloured by their place on it: the group stays what it was.</summary>
    [Fact]
    public void Arcs_equal_their_chains() => Gen.Select(s_graphs, Gen.Int[2, 7]).Sample((graph, length) =>
        Assert.Equal(AutomorphismGroup.Find(graph.Build()).Order, AutomorphismGroup.Find(Chained(graph, length, place => place)).Order));

    /// <summary>Every edge made a chain that reads the same from both ends: the group stays what it was, but for loops, whose
    /// chains can be turned.</summary>
    [Fact]
    public void Edges_equal_their_chains() => Gen.Select(s_graphs, Gen.Int[1, 7]).Sample((graph, length) =>
    {
        ArcList undirected = graph.Undirected();
        (int U, int V)[] edges = [.. undirected.Arcs.Where(arc => arc.U <= arc.V).Distinct()];
        int turns = length > 1 ? edges.Count(edge => edge.U == edge.V) : 0;
        Assert.Equal(
            AutomorphismGroup.Find(undirected.Build()).Order << turns,
            AutomorphismGroup.Find(Chained(new ArcList(graph.Count, edges), length, place => Math.Min(place, length + 1 - place))).Order);
    });

    /// <summary>Chains of any lengths and directions between the vertices of a graph, uncoloured.</summary>
    [Fact]
    public void Generators_and_orbits_of_chained_graphs_are_sound() =>
        Gen.Select(s_graphs, Gen.Int[0, 4], Gen.Int[1, 5]).Sample((graph, turns, length) =>
        {
            List<(int, int)> arcs = [];
            int count = graph.Count;
            foreach ((int u, int v) in graph.Arcs)
            {
                int before = u;
                for (int place = 0; place < length; place++)
                {
                    arcs.Add((before, count));
                    if (place % 5 >= turns)
                    {
                        arcs.Add((count, before));
                    }

                    before = count++;
                }

                arcs.Add((before, v));
            }

            ArcList chained = new(count, arcs);
            AutomorphismGroup group = AutomorphismGroup.Find(chained.Build());
            GroupChecks.Check(chained, group);
            ArcList shuffled = chained.Shuffled(turns);
            AutomorphismGroup again = AutomorphismGroup.Find(shuffled.Build());
            GroupChecks.Check(shuffled, again);
            Assert.Equal(group.Order, again.Order);
        });

    /// <summary>Coloured necklaces: the rotations and reflections that keep every colour, counted by trying them all.</summary>
    [Fact]
    public void Necklaces_have_the_turns_that_keep_them() =>
        Gen.Select(Gen.Int[0, 1].Array[1, 5], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 2]).Sample((beads, repeats, copies, direction) =>
        {
            int[] necklace = [.. Enumerable.Repeat(beads, repeats).SelectMany(part => part)];
            int n = necklace.Length;
            if (n < 3)
            {
                return;
            }

            // Directions: none, all forward, or every other one.
            bool HasBack(int i) => direction == 0 || (direction == 2 && i % 2 == 0);
            SymmetryGraphBuilder builder = new(n * copies);
            for (int v = 0; v < n * copies; v++)
            {
                int next = (v / n * n) + ((v + 1) % n);
                builder.SetColour(v, necklace[v % n]).AddArc(v, next);
                if (HasBack(v % n))
                {
                    builder.AddArc(next, v);
                }
            }

            bool IsArc(int u, int v) => v == (u + 1) % n || (u == (v + 1) % n && HasBack(v));
            int kept = 0;
            foreach (int sign in new[] { 1, n - 1 })
            {
                for (int shift = 0; shift < n; shift++)
                {
                    int Image(int v) => ((sign * v) + shift) % n;
                    kept += Enumerable.Range(0, n).All(v => necklace[v] == necklace[Image(v)]
                        && IsArc(v, (v + 1) % n) == IsArc(Image(v), Image((v + 1) % n))
                        && IsArc((v + 1) % n, v) == IsArc(Image((v + 1) % n), Image(v))) ? 1 : 0;
                }
            }

            AutomorphismGroup group = AutomorphismGroup.Find(builder.Build());
            System.Numerics.BigInteger factorial = Enumerable.Range(1, copies).Aggregate(1, (product, k) => product * k);
            Assert.Equal(System.Numerics.BigInteger.Pow(kept, copies) * factorial, group.Order);
        });

    /// <summary>The two ways of making a graph, row by row and arc by arc, agree.</summary>
    [Fact]
    public void Rows_and_arcs_make_the_same_graph() => s_graphs.Sample(graph =>
    {
        int[][] rows = [.. Enumerable.Range(0, graph.Count).Select(v => graph.Arcs.Where(arc => arc.U == v).Select(arc => arc.V).Distinct().Order().ToArray())];
        AutomorphismGroup byRows = AutomorphismGroup.Find(SymmetryGraph.FromRows(graph.Count, v => rows[v]));
        AutomorphismGroup byArcs = AutomorphismGroup.Find(graph.Build());
        Assert.Equal(byArcs.Order, byRows.Order);
        Assert.Equal(byArcs.Orbits(), byRows.Orbits());
        GroupChecks.Check(graph, byRows);
    });

    [Fact]
    public void A_union_of_graphs_of_different_sizes_multiplies() =>
        Gen.Select(s_graphs, s_graphs).Sample((left, right) =>
        {
            // A cone over each makes it connected, and the tails of different lengths tell them apart.
            ArcList a = Cone(left, 1);
            ArcList b = Cone(right, 2);
            Assert.Equal(
                AutomorphismGroup.Find(a.Build()).Order * AutomorphismGroup.Find(b.Build()).Order,
                AutomorphismGroup.Find(a.Beside(b).Build()).Order);
        });

    [Fact]
    public void Vertex_colours_are_kept()
    {
        SymmetryGraphBuilder cycle = new(6);
        for (int v = 0; v < 6; v++)
        {
            cycle.AddEdge(v, (v + 1) % 6).SetColour(v, v % 2 == 0 ? -7 : 9);
        }

        Assert.Equal(6, AutomorphismGroup.Find(cycle.Build()).Order);
        Assert.Equal(2, AutomorphismGroup.Find(cycle.SetColour(0, 4).Build()).Order);
    }

    /// <summary>A Cayley digraph with a colour for each generator has exactly its group: directions and arc colours count.</summary>
    [Fact]
    public void Cayley_digraphs_have_their_group()
    {
        // The symmetric group of four, by a transposition and a cycle; then the same with directions or colours left out.
        int[][] elements = [.. CompleteSets.Permutations(4)];
        int[][] generators = [[1, 0, 2, 3], [1, 2, 3, 0]];
        int Number(int[] p) => Array.FindIndex(elements, q => q.SequenceEqual(p));
        SymmetryGraphBuilder coloured = new(24);
        for (int v = 0; v < 24; v++)
        {
            for (int g = 0; g < 2; g++)
            {
                coloured.AddArc(v, Number([.. generators[g].Select(i => elements[v][i])]), g);
            }
        }

        AutomorphismGroup group = AutomorphismGroup.Find(coloured.Build());
        Assert.Equal(24, group.Order);
        Assert.All(group.Orbits(), orbit => Assert.Equal(0, orbit));
    }

    [Fact]
    public void Parallel_arcs_of_several_colours_and_loops_count()
    {
        // 0 and 1 are joined by colours 1 and 2 one way and by 1 the other, so they cannot be exchanged; with 2 both ways they can.
        SymmetryGraphBuilder builder = new SymmetryGraphBuilder(2).AddArc(0, 1, 1).AddArc(0, 1, 2).AddArc(1, 0, 1).AddArc(0, 1, 2);
        Assert.Equal(1, AutomorphismGroup.Find(builder.Build()).Order);
        Assert.Equal(2, AutomorphismGroup.Find(builder.AddArc(1, 0, 2).Build()).Order);
        Assert.Equal(1, AutomorphismGroup.Find(builder.AddArc(0, 0, 3).Build()).Order);
        Assert.Equal(2, AutomorphismGroup.Find(builder.AddArc(1, 1, 3).Build()).Order);
    }

    [Fact]
    public void Vertices_outside_the_graph_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SymmetryGraphBuilder(3).AddArc(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SymmetryGraphBuilder(3).SetColour(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SymmetryGraphBuilder(-1));
    }

    /// <summary>A hub joined to everything in copies of two kinds that refinement does not tell apart: C10 and 2 C5 below it.
    /// The hub, alone of its colour in its component, once upset the invariant that sorts components.</summary>
    [Fact]
    public void Hubs_over_cycles_are_told_apart_and_counted()
    {
        ArcList ring = Hub(Graphs.Cycle(10));
        ArcList rings = Hub(Graphs.Cycle(5).Times(2));
        for (int seed = 0; seed < 5; seed++)
        {
            AutomorphismGroup group = AutomorphismGroup.Find(ring.Times(3).Beside(rings.Times(3)).Shuffled(seed).Build());
            Assert.Equal(2304000000000, group.Order);   // 20^3 3! 200^3 3!
        }

        // Many rings on two hubs that differ in one of them: told apart without trying the rings in every order.
        ArcList alike = Hub(Graphs.Cycle(10).Times(8));
        ArcList other = Hub(Graphs.Cycle(10).Times(7).Beside(Graphs.Cycle(5).Times(2)));
        AutomorphismGroup many = AutomorphismGroup.Find(
            alike.Beside(other).Shuffled(1).Build(), new AutomorphismOptions { NodeLimit = 100_000 });
        Assert.True(many.IsExact);
        Assert.Equal(
            System.Numerics.BigInteger.Pow(20, 15) * 40320 * 5040 * 200, many.Order);
    }

    /// <summary>Found by the gadgets: a vertex whose colour and neighbours hash like those of two twins once hid the twins, in
    /// one of two copies only.</summary>
    [Fact]
    public void Twins_are_found_beside_others_of_the_same_hash()
    {
        (int, int)[] edges = [(6, 4), (0, 4), (3, 0), (4, 5), (6, 2), (2, 4), (3, 2), (5, 2), (4, 1), (0, 2), (3, 3), (4, 4)];
        AutomorphismGroup group = AutomorphismGroup.Find(Graphs.FromEdges(7, edges).Times(2).Build());
        Assert.Equal(8, group.Order);
    }

    /// <summary>Two hubs over strongly regular graphs that differ in one of four, told apart by the orders of their groups rather
    /// than by trying all parts in every order.</summary>
    [Fact]
    public void Hubs_over_strongly_regular_graphs_are_told_apart()
    {
        ArcList alike = Hub(Graphs.Shrikhande().Times(4));
        ArcList other = Hub(Graphs.Shrikhande().Times(3).Beside(Graphs.Rook(4)));
        System.Numerics.BigInteger expected = System.Numerics.BigInteger.Pow(192, 7) * 24 * 6 * 1152;
        for (int seed = 0; seed < 3; seed++)
        {
            AutomorphismGroup group = AutomorphismGroup.Find(
                alike.Beside(other).Shuffled(seed).Build(), new AutomorphismOptions { NodeLimit = 1_000_000 });
            Assert.True(group.IsExact);
            Assert.Equal(expected, group.Order);
        }
    }

    private static SymmetryGraph Chained(ArcList graph, int length, Func<int, int> colour)
    {
        SymmetryGraphBuilder builder = new(graph.Count + (graph.Arcs.Distinct().Count() * length));
        int next = graph.Count;
        foreach ((int u, int v) in graph.Arcs.Distinct())
        {
            int before = u;
            for (int place = 1; place <= length; place++)
            {
                builder.AddEdge(before, next).SetColour(next, colour(place));
                before = next++;
            }

            builder.AddEdge(before, v);
        }

        return builder.Build();
    }

    private static ArcList Hub(ArcList graph) => new(
        graph.Count + 1,
        [.. graph.Arcs, .. Enumerable.Range(0, graph.Count).SelectMany(v => new[] { (v, graph.Count), (graph.Count, v) })]);

    private static ArcList Cone(ArcList graph, int tail)
    {
        int top = graph.Count;
        return new(top + 1 + tail,
        [
            .. graph.Arcs,
            .. Enumerable.Range(0, top).Select(v => (top, v)),
            .. Enumerable.Range(0, tail).Select(i => (top + i, top + i + 1)),
            (top + tail, top + tail),
        ]);
    }
}
