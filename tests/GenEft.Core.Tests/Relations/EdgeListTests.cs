using CsCheck;
using GenEft.Relations;
using GenEft.Relations.Formats;

namespace GenEft.Tests;

public sealed class EdgeListTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Labels_are_numbered_as_they_appear_and_edges_counted_once()
    {
        Relation r = Read("head,tail\nb,a\na,c\nb,a\n\nc,c\n \"b\" ,c\n".Replace(" \"b\" ", "\"b\"", StringComparison.Ordinal));
        Assert.Equal((3, 4L), (r.Count, r.EdgeCount));
        Assert.Equal(["b", "a", "c"], Enumerable.Range(0, 3).Select(r.GetLabel));
        Assert.True(r[0, 1] && r[1, 2] && r[2, 2] && r[0, 2] && !r[1, 0]);
    }

    [Fact]
    public void Undirected_edges_hold_both_ways()
    {
        Relation r = Read("head,tail\na,b\nb,b\n", new EdgeListFormat { Undirected = true });
        Assert.True(r[0, 1] && r[1, 0] && r[1, 1] && !r[0, 0]);
    }

    [Fact]
    public void Columns_delimiter_and_missing_header_are_understood()
    {
        Assert.Equal(1, Read("x;To;from\n9;b;a\n", new EdgeListFormat { Source = "FROM", Target = "to", Delimiter = ";" }).EdgeCount);
        Assert.Equal(2, Read("a\tb\nb\tc\n", new EdgeListFormat { HasHeader = false }, "edges.tsv").EdgeCount);
        Relation swapped = Read("a,b\n", new EdgeListFormat { HasHeader = false, Source = "2", Target = "1" });
        Assert.Equal("b", swapped.GetLabel(0));
    }

    [Theory]
    [InlineData(" ", "head tail\na b\n")]
    [InlineData("::", "head::tail\na::b\n")]
    [InlineData("|", "head|tail\na|b\n")]
    public void Any_delimiter_but_a_quote_or_a_line_end_is_taken(string delimiter, string text) =>
        Assert.Equal("b", Read(text, new EdgeListFormat { Delimiter = delimiter }).GetLabel(1));

    [Theory]
    [InlineData("\"")]
    [InlineData("\n")]
    [InlineData("")]
    public void A_delimiter_that_cannot_be_is_refused(string delimiter) => Refused.With(
        ErrorIds.ValueOutOfRange, () => Read("head,tail\na,b\n", new EdgeListFormat { Delimiter = delimiter }));

    [Fact]
    public void One_column_for_both_ends_is_refused() => Refused.With(
        ErrorIds.ValueOutOfRange, () => Read("head,tail\na,b\n", new EdgeListFormat { Target = "head" }));

    [Fact]
    public void Quoted_fields_with_delimiters_quotes_and_line_breaks_are_labels()
    {
        Relation r = Read("head,tail\n\"a,1\",\"say \"\"x\"\"\"\n\"two\nlines\",b\n", new EdgeListFormat { MultilineField = true });
        Assert.Equal(["a,1", "say \"x\"", "two\nlines", "b"], Enumerable.Range(0, 4).Select(r.GetLabel));
    }

    [Theory]
    [InlineData("from,to\na,b\n", ErrorIds.MissingColumn, "from, to")]
    [InlineData("head,tail\na,b\na,\n", ErrorIds.EmptyField, "line 3")]
    [InlineData("head,tail\n  ,b\n", ErrorIds.EmptyField, "line 2")]
    [InlineData("head,tail\na,b\nc\n", ErrorIds.MalformedLine, "line 3")]
    [InlineData("head,tail\na,b\nc\"d,e\n", ErrorIds.MalformedLine, "line 3")]
    [InlineData("head,tail\n", ErrorIds.EmptyRelation, "no edge")]
    [InlineData("", ErrorIds.EmptyRelation, "no edge")]
    public void Bad_files_are_refused_by_line(string text, string errorId, string mentions)
    {
        GenEftException error = Refused.With(errorId, () => Read(text));
        Assert.Contains(mentions, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_an_unreadable_one_are_refused()
    {
        Refused.With(ErrorIds.FileNotFound, () => RelationReader.Read(Path.Combine(_folder.FullName, "none.csv"), new EdgeListFormat()));
        Refused.With(ErrorIds.FileUnreadable, () => RelationReader.Read(_folder.FullName, new EdgeListFormat()));
    }

    [Fact]
    public void Reading_can_be_stopped()
    {
        string path = Write("head,tail\na,b\n", "edges.csv");
        Assert.Throws<OperationCanceledException>(() =>
            RelationReader.Read(path, new EdgeListFormat(), cancelToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_is_written_as_csv_reads_back_the_same() =>
        Gen.Select(Gen.Int[1, 4], Gen.Long[1, 1 << 16], Gen.String[Gen.Char["ab,\"\n\r#%; é\uFEFF\uFFFD=\u0000"], 0, 4].Array[4]).Sample((n, code, texts) =>
        {
            Relation original = Make.FromCode(n, code & ((1L << (n * n)) - 1));
            if (original.EdgeCount == 0)
            {
                return;
            }

            // Labels made distinct by their number, which also keeps white space off their end; off their start it is dropped.
            EdgeListBuilder builder = new(undirected: false);
            int[] buffer = new int[n];
            for (int i = 0; i < n; i++)
            {
                foreach (int j in original.GetRow(i, buffer))
                {
                    builder.Add($"{texts[i]}{i}", $"{texts[j]}{j}", "test", 1);
                }
            }

            Relation labelled = builder.Build("r");
            string path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.csv");
            RelationWriter.Write(labelled, path, RelationFormat.Csv, overwrite: false);
            Relation back = RelationReader.Read(path, new EdgeListFormat { MultilineField = true }).Relation;
            Assert.Equal(Edges(labelled), Edges(back));
        });

    [Fact]
    public void Graphml_and_dimacs_list_every_edge()
    {
        Relation order = Make.GreaterThan(4);
        string graphml = Path.Combine(_folder.FullName, "r.graphml");
        RelationWriter.Write(order, graphml, RelationFormat.GraphML, overwrite: false);
        System.Xml.Linq.XDocument document = System.Xml.Linq.XDocument.Load(graphml);
        Assert.Equal(4, document.Descendants().Count(e => e.Name.LocalName == "node"));
        Assert.Equal(6, document.Descendants().Count(e => e.Name.LocalName == "edge"));
        Assert.All(
            document.Descendants().SelectMany(e => e.Attributes()).Where(a => a.Name == "id"),
            id => System.Xml.XmlConvert.VerifyNMTOKEN(id.Value));
        EdgeListBuilder unprintable = new(undirected: false);
        unprintable.Add("\u0001x", "b", "test", 1);
        Refused.With(ErrorIds.FileNotWritable, () => RelationWriter.Write(
            unprintable.Build("r"), Path.Combine(_folder.FullName, "u.graphml"), RelationFormat.GraphML, overwrite: false));
        Assert.Single(_folder.GetFiles());

        string dimacs = Path.Combine(_folder.FullName, "r.col");
        RelationWriter.Write(Make.Bipartite(4, 1), dimacs, RelationFormat.Dimacs, overwrite: false);
        Assert.Equal(["c labels from 0", "p edge 4 3", "e 1 2", "e 1 3", "e 1 4"], File.ReadAllLines(dimacs).Skip(1));
    }

    [Fact]
    public void An_existing_file_is_kept_unless_forced_and_a_bad_folder_is_refused()
    {
        string path = Write("mine", "kept.csv");
        Refused.With(ErrorIds.FileExists, () => RelationWriter.Write(Make.Modulo(), path, RelationFormat.Csv, overwrite: false));
        Assert.Equal("mine", File.ReadAllText(path));
        RelationWriter.Write(Make.Modulo(), path, RelationFormat.Csv, overwrite: true);
        Assert.NotEqual("mine", File.ReadAllText(path));
        Refused.With(ErrorIds.FileNotWritable, () => RelationWriter.Write(
            Make.Modulo(), Path.Combine(_folder.FullName, "no", "such.csv"), RelationFormat.Csv, overwrite: false));
    }

    [Fact]
    public void A_write_that_is_stopped_leaves_nothing_behind()
    {
        string path = Path.Combine(_folder.FullName, "stopped.csv");
        Assert.Throws<OperationCanceledException>(() => RelationWriter.Write(
            Make.Modulo(), path, RelationFormat.Csv, overwrite: false, cancelToken: new CancellationToken(canceled: true)));
        Assert.Empty(_folder.GetFiles());
    }

    private static SortedSet<string> Edges(Relation relation)
    {
        SortedSet<string> edges = new(StringComparer.Ordinal);
        int[] buffer = new int[relation.Count];
        for (int i = 0; i < relation.Count; i++)
        {
            foreach (int j in relation.GetRow(i, buffer))
            {
                edges.Add($"{relation.GetLabel(i)} -> {relation.GetLabel(j)}");
            }
        }

        return edges;
    }

    /// <summary>Lines 3 and 6 are no edges; line 5 is an element alone.</summary>
    [Fact]
    public void Malformed_lines_are_skipped_and_counted_on_request()
    {
        string path = Write("head,tail\na,b\nx\nb,c\ny,\n,z\nc,c\n", "m.csv");
        RelationContent content = RelationReader.Read(path, new EdgeListFormat { SkipMalformed = true });
        Assert.Equal((4, 3L, 2L), (content.Relation.Count, content.Relation.EdgeCount, content.SkippedCount));
        Assert.Equal(["line 3", "line 6"], content.SkippedReasons.Select(reason => reason.Split(", ")[1][..6]));
        Assert.Equal(0, RelationReader.Read(Write("head,tail\na,b\n", "w.csv"), new EdgeListFormat { SkipMalformed = true }).SkippedCount);
        path = Write("head,tail\n" + string.Concat(Enumerable.Repeat("x\n", 100)) + "a,b\n", "many.csv");
        content = RelationReader.Read(path, new EdgeListFormat { SkipMalformed = true });
        Assert.Equal((100L, 5), (content.SkippedCount, content.SkippedReasons.Count));
        Refused.With(ErrorIds.EmptyRelation, () => RelationReader.Read(Write("head,tail\nx\n", "e.csv"), new EdgeListFormat { SkipMalformed = true }));
    }

    [Fact]
    public void Undirected_edges_loops_and_repeats_are_defined()
    {
        // a-b given three times and both ways, a loop twice: four related pairs with b-c.
        Relation r = Read("head,tail\na,b\nb,a\na,b\nc,c\nc,c\nb,c\n", new EdgeListFormat { Undirected = true });
        Assert.Equal((3, 5L), (r.Count, r.EdgeCount));
        Assert.True(r[0, 1] && r[1, 0] && r[1, 2] && r[2, 1] && r[2, 2] && !r[0, 0]);
    }

    [Theory]
    [InlineData("edges.csv.gz", ',')]
    [InlineData("edges.tsv.gz", '\t')]
    [InlineData("edges", ',')]
    public void A_compressed_file_is_read_as_it_is(string name, char delimiter)
    {
        string path = Path.Combine(_folder.FullName, name);
        using (System.IO.Compression.GZipStream stream = new(File.Create(path), System.IO.Compression.CompressionLevel.Fastest))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes($"head{delimiter}tail\na{delimiter}b\nb{delimiter}c\n"));
        }

        Relation r = RelationReader.Read(path, new EdgeListFormat()).Relation;
        Assert.Equal(("edges", 3, 2L), (r.Name, r.Count, r.EdgeCount));

        // Cut short anywhere, or damaged: refused, not read as far as it goes. Two members, one after the other, are one file.
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 10; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Refused.With(ErrorIds.FileUnreadable, () => RelationReader.Read(path, new EdgeListFormat()));
        }

        File.WriteAllBytes(path, [.. bytes, .. bytes]);
        Assert.Equal(5, RelationReader.Read(path, new EdgeListFormat()).Relation.Count);   // the second header is an edge
        bytes[^6] ^= 0xFF;
        File.WriteAllBytes(path, bytes);
        Refused.With(ErrorIds.FileUnreadable, () => RelationReader.Read(path, new EdgeListFormat()));
    }

    private Relation Read(string text, EdgeListFormat? format = null, string name = "edges.csv") =>
        RelationReader.Read(Write(text, name), format ?? new EdgeListFormat()).Relation;

    private string Write(string text, string name)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
