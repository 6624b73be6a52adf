using CsCheck;
using GenEft.Relations;
using GenEft.Relations.Formats;
using GenEft.Statics;
using GenEft.Statics.Inference;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Several relations of one file, joined: pairs keep which of them hold.</summary>
public sealed class JoinedRelationTests : IDisposable
{
    private static readonly string[] s_names = ["likes", "knows", "is, or \"was\""];

    // Triples on up to six elements, the first of which all appear.
    private static readonly Gen<(int Count, (int Head, int Name, int Tail)[] Triples)> s_graphs =
        from n in Gen.Int[2, 6]
        from triples in Gen.Select(Gen.Int[0, n - 1], Gen.Int[0, 2], Gen.Int[0, n - 1]).Array[0, 14]
        select (n, triples);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>All n! permutations, kept where they map every pair to one of the same relations.</summary>
    [Fact]
    public void Bits_count_the_permutations_that_keep_which_relations_hold() => s_graphs.Sample(graph =>
    {
        Relation relation = Joined(graph.Count, graph.Triples);
        string[,] holds = Matrix(relation);
        int[][] all = [.. Permutations(graph.Count)];
        int kept = all.Count(p => Pairs(graph.Count).All(pair => holds[p[pair.I], p[pair.J]] == holds[pair.I, pair.J]));
        BitRange bits = BitRange.Measure(relation);
        Assert.True(bits.IsExact);
        Close.To(Math.Log2((double)all.Length / kept), bits.High, absolute: 1e-12);
    });

    [Fact]
    public void Pairs_are_in_the_relations_that_were_added() => s_graphs.Sample(graph =>
    {
        Relation relation = Joined(graph.Count, graph.Triples);
        foreach ((int i, int j) in Pairs(graph.Count))
        {
            string[] expected = [.. graph.Triples.Where(t => (t.Head, t.Tail) == (i, j)).Select(t => s_names[t.Name]).Distinct().Order()];
            Assert.Equal(expected.Length > 0, relation[i, j]);
            if (relation.Joined.Count > 0)
            {
                Assert.Equal(expected, relation.RelationsOf(i, j).Order());
                Assert.Equal(expected.Length > 0, relation.ColourOf(i, j) is not null);
            }
        }

        Assert.Equal(graph.Triples.Select(t => (t.Head, t.Tail)).Distinct().Count(), relation.EdgeCount);
    });

    /// <summary>The entropy of what a pair tells, and whether it tells its mirror, from the matrix.</summary>
    [Fact]
    public void A_pair_tells_which_relations_hold() => s_graphs.Sample(graph =>
    {
        Relation relation = Joined(graph.Count, graph.Triples);
        string[,] holds = Matrix(relation);
        (int I, int J)[] off = [.. Pairs(graph.Count).Where(pair => pair.I != pair.J)];
        double expected = ((graph.Count - 1) * Entropy(off.Select(pair => holds[pair.I, pair.J])))
            + Entropy(Enumerable.Range(0, graph.Count).Select(i => holds[i, i]));
        PairInformation information = PairInformation.Of(relation);
        Close.To(expected / graph.Count, information.InformationPerPair, 1e-12, 1e-12);
        bool isMirrored = off.GroupBy(pair => holds[pair.I, pair.J]).All(group => group.Select(pair => holds[pair.J, pair.I]).Distinct().Count() == 1);
        Assert.Equal(isMirrored, information.MirroredIdentificationFraction(0) is not null);
    });

    [Fact]
    public void A_file_of_triples_gives_the_same_relation_back() => s_graphs.Sample(
        graph =>
        {
            Relation relation = Joined(graph.Count, graph.Triples);
            string path = Path.Combine(_folder.FullName, $"{Environment.CurrentManagedThreadId}.csv");
            RelationWriter.Write(relation, path, RelationFormat.Auto, overwrite: true);
            Relation back = RelationReader.Read(path, relation.Joined.Count > 0 ? new EdgeListFormat { RelationColumn = "relation" } : new()).Relation;
            Assert.Equal(Enumerable.Range(0, graph.Count).Select(relation.GetLabel), Enumerable.Range(0, back.Count).Select(back.GetLabel));
            Assert.Equal(Matrix(relation).Cast<string>(), Matrix(back).Cast<string>());
        },
        threads: 2);

    [Fact]
    public void Each_relation_can_be_taken_apart_as_it_is_read_alone()
    {
        const string Text = "head,relation,tail\na,is,b\nb,has,c\na,has,b\na,is,b\nc,is,c\n";
        EdgeListFormat triples = new() { RelationColumn = "relation" };
        Relation all = Read(Text, triples);
        Assert.Equal(["is", "has"], all.Joined);
        Assert.Equal("is; has", all.RelationValue);
        Assert.Equal(("t", 3, 3L), (all.Name, all.Count, all.EdgeCount));
        Relation[] apart = [.. all.Apart()];
        Assert.Equal(["t:is", "t:has"], apart.Select(relation => relation.Name));
        Assert.Equal(["a>b", "c>c"], Edges(apart[0]));
        Assert.Equal(["a>b", "b>c"], Edges(apart[1]));
        Relation one = Read(Text, triples with { RelationValue = ["is"] });
        Assert.Equal("t:is", one.Name);
        Assert.Empty(one.Joined);
        Assert.Equal(Edges(apart[0]), Edges(one));
        Assert.Same(one, Assert.Single(one.Apart()));
        Assert.Equal(["is", "has"], Read(Text, triples with { RelationValue = ["has", "is"] }).Joined);
        Assert.Empty(Read(Text, new EdgeListFormat()).Joined);
    }

    [Fact]
    public void Names_with_semicolons_stand_in_quotes()
    {
        Relation relation = Read("head,relation,tail\na,p; q,b\na,p,c\na,q,c\n", new EdgeListFormat { RelationColumn = "relation" });
        Assert.Equal("\"p; q\"; p; q", relation.RelationValue);
        Assert.Equal(["\"p; q\"", "p; q"], RelationPair.All(relation, null, 0).Where(pair => pair.Related).Select(pair => pair.RelationValue));
    }

    [Fact]
    public void An_undirected_edge_is_of_its_relation_both_ways()
    {
        Relation relation = Read("head,relation,tail\na,x,b\nb,y,c\nc,y,c\n", new EdgeListFormat { RelationColumn = "relation", Undirected = true });
        string[,] holds = Matrix(relation);
        Assert.Equal(["", "x", "", "x", "", "y", "", "y", "y"], holds.Cast<string>());
    }

    [Fact]
    public void What_asks_for_related_or_not_refuses_several_relations()
    {
        Relation relation = Joined(3, [(0, 0, 1), (1, 1, 2)]);
        Assert.Contains("joins 2 relations", Refused.With(ErrorIds.ParameterNotApplicable, () => new TrainingRun(relation, new TrainingSettings())).Message, StringComparison.Ordinal);
        Refused.With(ErrorIds.ParameterNotApplicable, () => new SampledBounds(relation));
        string path = Path.Combine(_folder.FullName, "r.graphml");
        Refused.With(ErrorIds.ParameterNotApplicable, () => RelationWriter.Write(relation, path, RelationFormat.Auto, overwrite: false));
        Assert.False(File.Exists(path));
        GenEftException empty = Refused.With(
            ErrorIds.EmptyField, () => Read("head,relation,tail\na,x,b\nb,,c\n", new EdgeListFormat { RelationColumn = "relation" }));
        Assert.Equal("t.csv, line 3: the relation of the edge is empty; each edge of triples needs one.", empty.Message);
    }

    private Relation Read(string text, EdgeListFormat format)
    {
        string path = Path.Combine(_folder.FullName, "t.csv");
        File.WriteAllText(path, text);
        return RelationReader.Read(path, format).Relation;
    }

    private static Relation Joined(int count, (int Head, int Name, int Tail)[] triples)
    {
        EdgeListBuilder builder = new(undirected: false);
        for (int i = 0; i < count; i++)
        {
            builder.Add($"{i}", [], "Object", i);
        }

        foreach ((int head, int name, int tail) in triples)
        {
            builder.AddTriple($"{head}", s_names[name], $"{tail}", "Object", 1);
        }

        return builder.Build("joined");
    }

    private static string[,] Matrix(Relation relation)
    {
        string[,] holds = new string[relation.Count, relation.Count];
        foreach ((int i, int j) in Pairs(relation.Count))
        {
            holds[i, j] = relation.Joined.Count > 0 ? string.Join('|', relation.RelationsOf(i, j).Order(StringComparer.Ordinal)) : relation[i, j] ? "1" : "";
        }

        return holds;
    }

    private static IEnumerable<(int I, int J)> Pairs(int n) => Enumerable.Range(0, n * n).Select(pair => (pair / n, pair % n));

    private static string[] Edges(Relation relation) =>
        [.. Pairs(relation.Count).Where(pair => relation[pair.I, pair.J]).Select(pair => $"{relation.GetLabel(pair.I)}>{relation.GetLabel(pair.J)}")];

    private static double Entropy(IEnumerable<string> values)
    {
        string[] all = [.. values];
        return -all.GroupBy(value => value).Sum(group => group.Count() / (double)all.Length * Math.Log2(group.Count() / (double)all.Length));
    }

    private static IEnumerable<int[]> Permutations(int n) => n == 0
        ? [[]]
        : Permutations(n - 1).SelectMany(shorter => Enumerable.Range(0, n).Select(at => (int[])[.. shorter[..at], n - 1, .. shorter[at..]]));
}
