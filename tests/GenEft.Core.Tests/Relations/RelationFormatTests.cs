using System.Text;
using GenEft.Relations;
using GenEft.Relations.Formats;

namespace GenEft.Tests;

public sealed class RelationFormatTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_format_gives_the_same_relation_back() =>
        Assert.Empty(Enumerable.Range(0, 700).Select(seed => RelationFileTrials.RoundTrip(seed, _folder.FullName)).OfType<string>().Take(3));

    [Fact]
    public void Damaged_files_are_read_or_refused_by_a_line_that_exists()
    {
        var samples = RelationFileTrials.Samples(_folder.FullName);
        int[] found = [12_702, 94_149, 102_642, 141_840, 234_209];   // by the benchmark: line 0
        Assert.Empty(Enumerable.Range(0, 5000).Concat(found).Select(seed => RelationFileTrials.Damage(seed, _folder.FullName, samples)).OfType<string>().Take(3));
    }

    /// <summary>Eight elements of which five have no edge: three came back, and 2 bits of 7.392.</summary>
    [Theory]
    [InlineData("r.csv")]
    [InlineData("r.tsv")]
    [InlineData("r.csv.gz")]
    [InlineData("r.graphml")]
    [InlineData("r.gml.gz")]
    [InlineData("r.dimacs")]
    [InlineData("r.mtx")]
    [InlineData("r.json")]
    public void Isolated_elements_come_back(string name)
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = "Random", Count = 8, Density = 0.06, Seed = 4 });
        string path = Path.Combine(_folder.FullName, name);
        RelationWriter.Write(relation, path, RelationFormat.Auto, overwrite: false);
        Relation back = RelationReader.Read(path, new EdgeListFormat()).Relation;
        Assert.Equal((8, relation.EdgeCount), (back.Count, back.EdgeCount));
        Assert.Equal(Edges(relation), Edges(back));
        Assert.Equal(name.EndsWith("gz", StringComparison.Ordinal), File.ReadAllBytes(path) is [0x1F, 0x8B, ..]);
    }

    /// <summary>A document is parsed whole, and then its nodes and edges are taken: most of the time.</summary>
    [Fact]
    public void A_graph_tells_how_many_nodes_and_edges_were_taken()
    {
        Relation relation = Make.GreaterThan(3);
        string path = Path.Combine(_folder.FullName, "r.json");
        RelationWriter.Write(relation, path, RelationFormat.Auto, overwrite: false);
        Reports reports = new();
        RelationReader.Read(path, new EdgeListFormat(), progress: reports);
        Assert.Equal(
            Enumerable.Range(0, 6).Select(done => new ReadProgress(done / 6.0, done, "nodes and edges")), reports.Told.Where(told => told.Unit != "lines"));
    }

    private sealed class Reports : IProgress<ReadProgress>
    {
        public List<ReadProgress> Told { get; } = [];

        public void Report(ReadProgress value) => Told.Add(value);
    }

    /// <summary>Elements keep their order, so that the same training comes of it, with no line more than that takes.</summary>
    [Fact]
    public void An_edge_list_keeps_the_order_of_the_elements()
    {
        Assert.Equal("head,tail\n0,0\n1,1\n2,2\n0,3\n3,0\n3,3\n", Written(Make.Modulo(3, 4)));
        Assert.Equal("head,tail\n0,1\n0,2\n1,2\n", Written(Make.GreaterThan(3)));
        Relation path = Relation.FromEdges("path", RelationKinds.Imported, 4, [(3, 2), (2, 1)], null);
        Assert.Equal("head,tail\n0,\n1,\n2,1\n3,2\n", Written(path));
        Assert.Equal("head,tail\n0,\n1,\n", Written(Relation.FromEdges("none", RelationKinds.Imported, 2, [], null)));

        string Written(Relation relation)
        {
            string file = Path.Combine(_folder.FullName, "order.csv");
            RelationWriter.Write(relation, file, RelationFormat.Auto, overwrite: true);
            Relation back = RelationReader.Read(file, new EdgeListFormat()).Relation;
            Assert.Equal(Enumerable.Range(0, relation.Count).Select(relation.GetLabel), Enumerable.Range(0, back.Count).Select(back.GetLabel));
            return File.ReadAllText(file);
        }
    }

    /// <summary>As other programs write them.</summary>
    [Theory]
    [InlineData("yed.graphml", "<?xml version=\"1.0\"?><!DOCTYPE graphml SYSTEM \"graphml.dtd\"><graphml><key id=\"d0\" for=\"node\" attr.name=\"Label\"/><key id=\"w\" for=\"edge\" attr.name=\"weight\"/><graph edgedefault=\"undirected\"><node id=\"x\"><data key=\"d0\">\n a &amp; b\n</data></node><edge source=\"x\" target=\"y\"><data key=\"w\">2</data></edge><edge source=\"y\" target=\"z\" directed=\"true\"/><node id=\"y\"><data key=\"d0\"><![CDATA[<]]></data></node><node id=\"z\"><data key=\"d0\">c</data></node></graph></graphml>",
        "a & b>< <>a & b <>c", "data not read: weight.")]
    [InlineData("ids.graphml", "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"><graph edgedefault=\"directed\"><node id=\"b\"/><node id=\"a\"/><edge source=\"a\" target=\"b\"/></graph></graphml>", "a>b", "")]
    [InlineData("networkx.gml", "graph [\n  directed 1\n  node [\n    id 0\n    label \"A &#38; &quot;B&#34;\"\n  ]\n  node [\n    id 1\n    label \"&#228;\"\n    value 2.5\n  ]\n  edge [\n    source 0\n    target 1\n    weight 1E-3\n  ]\n]\n",
        "A & \"B\">\u00E4", "keys not read: value, weight.")]
    [InlineData("karate.gml", "Creator \"Mark Newman on Fri Jul 21\"\ngraph\n[\n  # a comment\n  node\n  [\n    id 1\n    graphics [ x 1.0 y [ z 2 ] ]\n  ]\n  node\n  [\n    id 2\n  ]\n  edge\n  [\n    source 2\n    target 1\n  ]\n]\n",
        "1>2 2>1", "keys not read: graphics.")]
    [InlineData("same.gml", "graph [ directed 1 node [ id 1 label \"x\" ] node [ id 2 label \"x\" ] edge [ source 1 target 2 ] ]",
        "1>2", "labels are not all there or not all different; elements are called by their ids.")]
    [InlineData("queen.col", "c a queen graph\np edge 3 2\nn 1 5\ne 1 2\ne 2 3\n", "1>2 2>1 2>3 3>2", "values of elements or edges are not read.")]
    [InlineData("roads.dimacs", "c 9th challenge\np sp 3 2\na 1 2 803\na 3 1 5\n", "1>2 3>1", "values of elements or edges are not read.")]
    [InlineData("karate.mtx", "%%MatrixMarket matrix coordinate pattern symmetric\n% from the web\n3 3 2\n2 1\n3 3\n", "1>2 2>1 3>3", "")]
    [InlineData("web.mtx", "%%matrixmarket MATRIX Coordinate REAL general\n3 3 2\n2 1 0.5\n3 1 -2e3\n", "2>1 3>1", "values of entries are not read; each entry is a related pair.")]
    [InlineData("networkx.json", "{\"directed\": false, \"multigraph\": false, \"graph\": {}, \"nodes\": [{\"id\": 1, \"color\": \"red\"}, {\"id\": \"b\"}], \"links\": [{\"source\": 1, \"target\": \"b\", \"weight\": 3}]}",
        "1>b b>1", "properties not read: color, weight.")]
    [InlineData("d3.json", "{\"nodes\": [{\"name\": \"Ada\"}, {\"name\": \"Bob\"}], \"links\": [{\"source\": 0, \"target\": 1}], \"directed\": true}", "Ada>Bob", "")]
    [InlineData("igraph.graphml", "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"><key id=\"v_name\" for=\"node\" attr.name=\"name\"/><graph edgedefault=\"directed\"><node id=\"n0\"><data key=\"v_name\">Alice</data></node><node id=\"n1\"><data key=\"v_name\">Bob</data></node><edge source=\"n0\" target=\"n1\"/></graph></graphml>", "Alice>Bob", "")]
    [InlineData("drawn.graphml", "<graphml xmlns:y=\"http://www.yworks.com/xml/graphml\"><key for=\"node\" id=\"d6\" yfiles.type=\"nodegraphics\"/><graph edgedefault=\"directed\"><node id=\"n0\"><data key=\"d6\"><y:ShapeNode><y:NodeLabel x=\"1\">Alice</y:NodeLabel></y:ShapeNode></data></node><node id=\"n1\"><data key=\"d6\"><y:ShapeNode><y:NodeLabel>Bob</y:NodeLabel></y:ShapeNode></data></node><edge source=\"n0\" target=\"n1\"/></graph></graphml>", "Alice>Bob", "data not read: d6.")]
    [InlineData("two.graphml", "<graphml><key id=\"a\" for=\"node\" attr.name=\"label\"/><key id=\"b\" for=\"node\" attr.name=\"Label\"/><graph edgedefault=\"directed\"><node id=\"n0\"><data key=\"a\">x</data></node><edge source=\"n0\" target=\"n0\"/></graph></graphml>", "x>x", "data not read: Label.")]
    [InlineData("nested.gml", "meta [ a [ b 1 ] c 2 ]\nGraph [ Node [ ID 0 ] node [ id 1 ] edge [ source 0 target 1 ] directed 1 ]", "0>1", "")]
    [InlineData("networkx1.json", "{\"directed\": true, \"graph\": [], \"nodes\": [{\"id\": \"b\"}, {\"id\": \"a\", \"label\": null}], \"links\": [{\"source\": 0, \"target\": 1}], \"multigraph\": false}", "b>a", "")]
    [InlineData("told.col", "p edge 3 9\ne 1 2\n", "1>2 2>1", "it tells 9 edges and has 1.")]
    [InlineData("pairs.csv", "Source,Target,Related\na,a,False\na,b,True\nb,a,0\nc,b,1\n", "a>b c>b", "")]
    [InlineData("related.csv", "Source,Target,Related\na,b,closely\n", "a>b", "columns not read: Related.")]
    public void Files_of_other_programs_are_read(string name, string text, string edges, string notes)
    {
        RelationContent content = Read(name, text);
        Assert.Equal(edges.Split(' ').Order(StringComparer.Ordinal), string.Join(' ', Edges(content.Relation)).Split(' ').Order(StringComparer.Ordinal));
        Assert.Equal(notes, string.Join(" ", content.Notes));
    }

    [Theory]
    [InlineData("a.graphml", "<graphml>\n<graph>\n<node id=\"a\"/>\n<edge source=\"a\" target=\"b\"/>\n</graph></graphml>", 4, "'b', which is no element")]
    [InlineData("b.graphml", "<graphml>\n<graph><node id=\"a\"/>\n<node id=\"a\"/></graph></graphml>", 3, "'a' is there twice")]
    [InlineData("c.graphml", "<graphml>\n<graph>\n<node/></graph></graphml>", 3, "the node has no id")]
    [InlineData("d.graphml", "<graphml>\n<graph><node id=\"a\"></graph>\n</graphml>", 2, "it is not XML")]
    [InlineData("e.graphml", "<html/>", 1, "is it GraphML?")]
    [InlineData("f.graphml", "<graphml><graph><node id=\"a\"/>\n<hyperedge/></graph></graphml>", 2, "hyperedge")]
    [InlineData("g.graphml", "<graphml>\n<graph><node id=\"a\"/></graph>\n<graph/></graphml>", 3, "a second graph")]
    [InlineData("a.gml", "graph [\n node [ id 1 ]\n edge [ source 1 ]\n]", 3, "the edge has no target")]
    [InlineData("b.gml", "graph [\n node [ id 1 label \"x ]\n", 2, "not closed")]
    [InlineData("c.gml", "graph [\n node [ id 1 ]\n", 2, "before a ']'")]
    [InlineData("d.gml", "\nx 1\n", 2, "is it GML?")]
    [InlineData("e.gml", "graph [\n node ]\n", 2, "'node' has no value")]
    [InlineData("a.col", "p edge 2 1\ne 1 3\n", 2, "'3' must be a whole number from 1 to 2")]
    [InlineData("b.col", "e 1 2\n", 1, "before the number of elements")]
    [InlineData("c.col", "c x\nhello\n", 2, "must begin with")]
    [InlineData("d.col", "p edge 99999999 1\n", 1, "from 1 to 10000000")]
    [InlineData("e.col", "c only\n", 1, "it ends before")]
    [InlineData("a.mtx", "%%MatrixMarket matrix array real general\n", 1, "coordinate")]
    [InlineData("b.mtx", "%%MatrixMarket matrix coordinate real general\n% c\n3 4 1\n1 1 1\n", 3, "3 rows and 4 columns")]
    [InlineData("c.mtx", "%%MatrixMarket matrix coordinate real general\n2 2 1\n1 x 1\n", 3, "'x'")]
    [InlineData("cut.mtx", "%%MatrixMarket matrix coordinate pattern general\n4 4 5\n1 2\n2 3\n", 4, "tells 5 entries and has 2")]
    [InlineData("a.json", "{\"nodes\": [],\n \"links\": }", 2, "it is not JSON")]
    [InlineData("zeros.json", "\0\0\0\0", 1, "neither an object nor a list")]
    [InlineData("b.json", "[{\"head\": 1, \"tail\": 2}]", 1, "ConvertTo-Relation")]
    [InlineData("c.json", "{\"nodes\": [{\"id\": 1}], \"edges\": [{\"source\": 1}]}", 1, "edges[0] has no target")]
    [InlineData("d.json", "{\"nodes\": [{\"id\": {}}], \"edges\": []}", 1, "nodes[0].id must be a text or a number")]
    [InlineData("e.json", "{\"nodes\": [{\"id\": \"\\ud800\"}], \"edges\": []}", 1, "not Unicode")]
    [InlineData("f.json", "{\"edges\": []}", 1, "no 'nodes'")]
    public void Faults_are_told_with_their_line(string name, string text, int line, string mentions)
    {
        GenEftException error = Refused.With(ErrorIds.MalformedLine, () => Read(name, text));
        Assert.StartsWith($"{name}, line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(mentions, error.Message, StringComparison.Ordinal);
    }

    /// <summary>As .NET saves it, and in Latin-1, by what the file says itself and by what it is told to be.</summary>
    [Theory]
    [InlineData("utf-16", "utf-16", null)]
    [InlineData("iso-8859-1", "iso-8859-1", null)]
    [InlineData("iso-8859-1", "iso-8859-1", "Latin1")]
    [InlineData("iso-8859-1", "utf-8", "Latin1")]
    public void Graphml_is_read_in_the_encoding_it_declares_or_is_given(string written, string declared, string? given)
    {
        string text = $"<?xml version=\"1.0\" encoding=\"{declared}\"?><graphml><graph edgedefault=\"directed\"><node id=\"\u00E4\"/></graph></graphml>";
        string path = Path.Combine(_folder.FullName, "e.graphml");
        File.WriteAllText(path, text, Encoding.GetEncoding(written));
        Assert.Equal("\u00E4", RelationReader.Read(path, new EdgeListFormat { Encoding = given }).Relation.GetLabel(0));
    }

    [Fact]
    public void One_relation_of_triples_is_taken_by_name()
    {
        const string Text = "cat\thypernym\tmammal\ncat\tpart\tpaw\ndog\thypernym\tmammal\n";
        EdgeListFormat triples = new() { HasHeader = false, Source = "1", Target = "3", RelationColumn = "2", RelationValue = ["hypernym"] };
        RelationContent content = Read("t.tsv", Text, triples);
        Assert.Equal(["cat>mammal", "dog>mammal"], Edges(content.Relation));
        Assert.Equal(["1 line(s) of other relations passed over."], content.Notes);
        Assert.Equal(4, Read("t.tsv", Text, triples with { RelationValue = ["hypernym", "part"] }).Relation.Count);
        GenEftException error = Refused.With(ErrorIds.EmptyRelation, () => Read("t.tsv", Text, triples with { RelationValue = ["Hypernym"] }));
        Assert.Contains("which holds hypernym, part.", error.Message, StringComparison.Ordinal);
        Refused.With(ErrorIds.ParameterNotApplicable, () => Read("t.tsv", Text, triples with { RelationColumn = null }));
        Refused.With(ErrorIds.ValueOutOfRange, () => Read("t.tsv", Text, triples with { RelationColumn = "3" }));
        Refused.With(ErrorIds.MissingColumn, () => Read("t.tsv", "head\ttail\n", new EdgeListFormat { RelationColumn = "r", RelationValue = ["x"] }));
    }

    [Theory]
    [InlineData("x.xlsx")]
    [InlineData("x.petster")]
    [InlineData("x.parquet.gz")]
    public void An_extension_that_tells_no_format_is_not_written(string name)
    {
        string path = Path.Combine(_folder.FullName, name);
        GenEftException error = Refused.With(ErrorIds.UnknownFormat, () => RelationWriter.Write(Make.Modulo(), path, RelationFormat.Auto, overwrite: false));
        Assert.Contains("-Format", error.Message, StringComparison.Ordinal);
        RelationWriter.Write(Make.Modulo(), path, RelationFormat.MatrixMarket, overwrite: false);
        Assert.Equal(30, RelationReader.Read(path, new EdgeListFormat(), RelationFormat.MatrixMarket).Relation.Count);
    }

    [Fact]
    public void A_label_that_is_no_unicode_is_refused_not_replaced()
    {
        EdgeListBuilder builder = new(undirected: false);
        builder.Add("a\uD800", "b", "test", 1);
        Relation relation = builder.Build("r");
        foreach (string name in new[] { "u.csv", "u.graphml", "u.gml", "u.col", "u.json", "u.mtx" })
        {
            Refused.With(ErrorIds.FileNotWritable, () => RelationWriter.Write(relation, Path.Combine(_folder.FullName, name), RelationFormat.Auto, overwrite: false));
        }

        Assert.Empty(_folder.GetFiles());
    }

    private static string[] Edges(Relation r) => [.. Enumerable.Range(0, r.Count).SelectMany(i => Enumerable.Range(0, r.Count)
        .Where(j => r[i, j]).Select(j => $"{r.GetLabel(i)}>{r.GetLabel(j)}"))];

    private RelationContent Read(string name, string text, EdgeListFormat? layout = null)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return RelationReader.Read(path, layout ?? new EdgeListFormat());
    }
}
