using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Statics.Inference;

namespace GenEft.Tests;

public sealed class ColouringRenewalTests
{
    // Triangles 0 1 2 and 3 4 5, each vertex joined to its partner.
    private static readonly (int, int)[] s_prism = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (0, 3), (1, 4), (2, 5)];

    /// <summary>Negatives that form a triangular prism, three classes: Kempe chains never left the colouring they began with, and the
    /// bound was 1.</summary>
    [Fact]
    public void The_bound_of_a_prism_is_five_sixths()
    {
        PairSet sample = new(s_prism.Length);
        for (int e = 0; e < s_prism.Length; e++)
        {
            sample.Set(e, s_prism[e].Item1, s_prism[e].Item2, false);
        }

        ClassKnowledge known = ClassKnowledge.From(sample, 6, false);
        int[] classOf = [0, 1, 2, 1, 2, 0];
        PosteriorBound exact = new ClassPosterior(known, classOf, 3, new PosteriorSettings()).ExactBound(0, default);
        Close.To(5.0 / 6, exact.AccuracyBound, absolute: 1e-12);
        Assert.True(exact.IsExact);

        // 1250 renewals, of which half change the class of colourings: a standard deviation of the share of 0.014 or so.
        PosteriorBound drawn = new ClassPosterior(known, classOf, 3, new PosteriorSettings { Budget = 0, DrawCount = 10_000 }).ExactBound(0, default);
        Close.To(5.0 / 6, drawn.AccuracyBound, absolute: 0.03);
        Assert.False(drawn.IsExact);
    }

    /// <summary>Every graph of up to 5 vertices and 2 to 4 colours: above the degeneracy, Kempe chains reach every colouring.</summary>
    [Fact]
    public void Kempe_chains_reach_every_colouring_above_the_degeneracy()
    {
        int connected = 0;
        for (int n = 2; n <= 5; n++)
        {
            foreach (int[][] graph in Graphs(n))
            {
                for (int k = 2; k <= 4; k++)
                {
                    if (new ColouringRenewal(graph, k).Degeneracy < k)
                    {
                        Assert.Equal(1, KempeClasses(graph, k));
                        connected++;
                    }
                }
            }
        }

        Assert.True(connected > 1000);
        Assert.Equal(2, KempeClasses(Neighbours(6, s_prism), 3));
        Assert.Equal(3, new ColouringRenewal(Neighbours(6, s_prism), 3).Degeneracy);
    }

    /// <summary>Every graph of 6 vertices, up to renaming, on which three colours are not above the degeneracy and that can be coloured:
    /// all colourings come up as often as each other, from one of them.</summary>
    [Fact]
    public void Renewal_and_chains_draw_every_colouring_alike()
    {
        const int K = 3;
        const int Draws = 6000;
        HashSet<string> seen = [];
        int hard = 0;
        foreach (int[][] graph in Graphs(6).Where(graph => Array.TrueForAll(graph, list => list.Length >= K)))
        {
            int[][] colourings = [.. Colourings(graph, K)];
            if (colourings.Length == 0 || !seen.Add(Invariant(graph)))
            {
                continue;
            }

            hard++;
            CounterRandom random = new(hard, RandomPurpose.Colouring);
            KempeSampler sampler = new(graph, K, colourings[0]);
            ColouringRenewal renewal = new(graph, K);
            Dictionary<string, int> hits = [];
            for (int draw = 0; draw < Draws; draw++)
            {
                sampler.Sweep(ref random);
                renewal.Renew(sampler.Colours, ref random);
                string colouring = string.Join("", sampler.Colours);
                hits[colouring] = hits.GetValueOrDefault(colouring) + 1;
            }

            // Draws hang together by a few; five deviations of as many that do not, times two.
            double expected = (double)Draws / colourings.Length;
            Assert.All(
                colourings, colouring => Close.To(expected, hits.GetValueOrDefault(string.Join("", colouring)), absolute: 10 * Math.Sqrt(expected)));
        }

        Assert.InRange(hard, 4, 60);
    }

    private static string Invariant(int[][] graph) => string.Join(
        ' ', graph.Select(list => $"{list.Length}:{string.Concat(list.Select(w => graph[w].Length).Order())}:{list.Sum(v => list.Count(w => graph[v].Contains(w)))}").Order());

    private static IEnumerable<int[][]> Graphs(int n)
    {
        (int, int)[] pairs = [.. Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(i + 1, n - i - 1).Select(j => (i, j)))];
        for (int code = 0; code < 1 << pairs.Length; code++)
        {
            yield return Neighbours(n, [.. pairs.Where((_, e) => (code >> e & 1) != 0)]);
        }
    }

    private static int[][] Neighbours(int n, (int A, int B)[] edges) => [.. Enumerable.Range(0, n).Select(v =>
        edges.Where(e => e.A == v || e.B == v).Select(e => e.A == v ? e.B : e.A).ToArray())];

    private static IEnumerable<int[]> Colourings(int[][] graph, int k)
    {
        int total = (int)Math.Pow(k, graph.Length);
        for (int code = 0; code < total; code++)
        {
            int rest = code;
            int[] colours = new int[graph.Length];
            for (int v = 0; v < colours.Length; v++)
            {
                (rest, colours[v]) = Math.DivRem(rest, k);
            }

            if (!colours.Where((colour, v) => Array.Exists(graph[v], w => colours[w] == colour)).Any())
            {
                yield return colours;
            }
        }
    }

    // How many sets of colourings Kempe chains fall into.
    private static int KempeClasses(int[][] graph, int k)
    {
        Dictionary<string, int[]> left = Colourings(graph, k).ToDictionary(colours => string.Join("", colours));
        int classes = 0;
        while (left.Count > 0)
        {
            classes++;
            Queue<int[]> found = new([left.Values.First()]);
            left.Remove(string.Join("", found.Peek()));
            while (found.TryDequeue(out int[]? colours))
            {
                for (int v = 0; v < colours.Length; v++)
                {
                    for (int other = 0; other < k; other++)
                    {
                        int[] turned = Turn(graph, colours, v, other);
                        if (left.Remove(string.Join("", turned)))
                        {
                            found.Enqueue(turned);
                        }
                    }
                }
            }
        }

        return classes;
    }

    private static int[] Turn(int[][] graph, int[] colours, int first, int other)
    {
        int[] turned = [.. colours];
        int one = colours[first];
        Stack<int> chain = new([first]);
        HashSet<int> seen = [first];
        while (chain.TryPop(out int v))
        {
            turned[v] = one + other - colours[v];
            foreach (int w in graph[v].Where(w => (colours[w] == one || colours[w] == other) && seen.Add(w)))
            {
                chain.Push(w);
            }
        }

        return turned;
    }
}
