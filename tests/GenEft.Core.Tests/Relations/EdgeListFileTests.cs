using System.IO.Compression;
using System.Text;
using CsCheck;
using GenEft.Files;
using GenEft.Relations;
using GenEft.Relations.Formats;

namespace GenEft.Tests;

/// <summary>Edge lists as people have them: stray quotes, comments, encodings, damaged and padded files. Every one is read
/// right, or refused by a line that exists.</summary>
public sealed class EdgeListFileTests : IDisposable
{
    private static readonly EdgeListFormat s_bare = new() { HasHeader = false };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_unclosed_quote_costs_its_own_line_alone()
    {
        const string Text = "a\tb\n\"b\tc\nc\td\nd\te\ne\tf\n";
        AssertRefusedAt(2, Text, s_bare, "e.tsv");
        RelationContent content = Read(Text, s_bare with { SkipMalformed = true }, "e.tsv");
        Assert.Equal((6, 4L, 1L), (content.Relation.Count, content.Relation.EdgeCount, content.SkippedCount));

        // Allowed to run over lines, it takes all that are left, and they are counted.
        content = Read(Text, s_bare with { SkipMalformed = true, MultilineField = true }, "e.tsv");
        Assert.Equal((1L, 4L), (content.Relation.EdgeCount, content.SkippedCount));
        AssertRefusedAt(2, Text, s_bare with { MultilineField = true }, "e.tsv");
    }

    [Fact]
    public void A_field_that_runs_over_lines_is_refused_where_it_opens()
    {
        const string Text = "a\tb\n\"b\tc\nc\td\nd\"\te\ne\tf\n";
        AssertRefusedAt(2, Text, s_bare, "e.tsv");
        Relation r = Read(Text, s_bare with { Quote = EdgeListQuote.None }, "e.tsv").Relation;
        Assert.Equal((8, 5L), (r.Count, r.EdgeCount));
        r = Read(Text, s_bare with { MultilineField = true }, "e.tsv").Relation;
        Assert.Equal(["a", "b", "b\tc\nc\td\nd", "e", "f"], Labels(r));
    }

    [Fact]
    public void A_quote_in_a_column_that_is_not_read_hides_no_line() =>
        AssertRefusedAt(3, "head,tail,note\na,b,x\nb,c,\"y\nc,d,z\nd,e,\"w\n", new EdgeListFormat());

    [Fact]
    public void Quotes_are_characters_where_none_are_meant()
    {
        const string Text = "a\tb\n\"Old Mill\" Theatre\tc\nc\td\n";
        AssertRefusedAt(2, Text, s_bare, "e.tsv");
        Relation r = Read(Text, s_bare with { Quote = EdgeListQuote.None }, "e.tsv").Relation;
        Assert.Equal((5, 3L), (r.Count, r.EdgeCount));
        Assert.Contains("\"Old Mill\" Theatre", Labels(r));
    }

    [Fact]
    public void A_label_with_a_carriage_return_comes_back()
    {
        EdgeListFormat format = new() { MultilineField = true };
        Relation r = Read("head,tail\n\"a\rb\",c\n", format).Relation;
        Assert.Equal(["a\rb", "c"], Labels(r));
        string path = Path.Combine(_folder.FullName, "back.csv");
        RelationWriter.Write(r, path, RelationFormat.Csv, overwrite: false);
        Assert.Equal(["a\rb", "c"], Labels(RelationReader.Read(path, format).Relation));
    }

    [Theory]
    [InlineData("% sym unweighted\n% 3 3 3\n1 2 \n2 3 \n3 1 \n", " ", 2)]
    [InlineData("# Nodes: 3 Edges: 3\r\n# FromNodeId\tToNodeId\r\n1\t2\r\n2\t3\r\n3\t1\r\n", "Whitespace", 2)]
    [InlineData("1   2\n2   3\n  3 1\n", "whitespace", 0)]
    [InlineData("1 2 0.5 1\n2\t3 0.25 2\n\n   \n3 1 1 3", "Whitespace", 0)]
    public void Collections_of_graphs_are_read_as_they_are(string text, string delimiter, int comments)
    {
        RelationContent content = Read(text, s_bare with { Delimiter = delimiter }, "e.txt");
        Assert.Equal((3, 3L), (content.Relation.Count, content.Relation.EdgeCount));
        Assert.Equal(comments == 0 ? [] : [$"{comments} comment line(s) passed over."], content.Notes);
    }

    [Fact]
    public void Comments_and_preambles_are_what_the_format_says()
    {
        EdgeListFormat spaced = s_bare with { Delimiter = " " };
        Assert.Equal(3, Read("#a b\nb c\n#a c\n", spaced with { Comment = [] }).Relation.Count);
        Assert.Equal(2, Read("// x\na b\n# b\n", spaced with { Comment = ["//", "#"] }).Relation.Count);
        Assert.Equal(2, Read("a graph\nof 2\na b\n", spaced with { SkipFirst = 2 }).Relation.Count);
        AssertRefusedAt(1, "3\n1 2\n2 3\n", spaced);
        RelationContent content = Read("3\n1 2\n2 3\n", spaced with { SkipMalformed = true });
        Assert.Equal((3, 2L, 1L), (content.Relation.Count, content.Relation.EdgeCount, content.SkippedCount));
        Refused.With(ErrorIds.ValueOutOfRange, () => Read("a b\n", spaced with { Comment = [""] }));
        Refused.With(ErrorIds.ValueOutOfRange, () => Read("a b\n", spaced with { SkipFirst = -1 }));
    }

    [Theory]
    [InlineData("Source,Target,Type,Id,Weight\n1,2,Directed,0,1.0\n", "Type, Id, Weight")]
    [InlineData(":START_ID(Person),since,:END_ID(Person),:TYPE\n1,1990,2,KNOWS\n", "since, :TYPE")]
    [InlineData("tail,head\n2,1\n", "")]
    public void Usual_headers_are_known_and_other_columns_told(string text, string unread)
    {
        RelationContent content = Read(text, new EdgeListFormat());
        Assert.Equal(["1", "2"], Labels(content.Relation).Order());
        Assert.True(content.Relation[Array.IndexOf(Labels(content.Relation), "1"), Array.IndexOf(Labels(content.Relation), "2")]);
        Assert.Equal(unread.Length == 0 ? [] : [$"columns not read: {unread}."], content.Notes);
    }

    [Fact]
    public void A_column_that_is_there_twice_is_refused_by_name()
    {
        GenEftException error = Refused.With(ErrorIds.MissingColumn, () => Read("head,tail,head\na,b,x\nb,c,y\n", new EdgeListFormat()));
        Assert.Contains("'head'", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Read("head,tail,x,x\na,b,1,2\n", new EdgeListFormat()).Relation.Count);
    }

    [Fact]
    public void Letters_of_another_encoding_are_refused_by_line_and_byte_and_read_when_it_is_named()
    {
        byte[] latin = Encoding.Latin1.GetBytes("head,tail\nx,y\nstra\u00DFe,\u00E4\n\u00E4,\u00F6\n\u00F6,\u00FC\n");
        GenEftException error = AssertRefusedAt(3, latin, new EdgeListFormat());
        Assert.Contains("byte 5 of it, 0xDF", error.Message, StringComparison.Ordinal);
        foreach (string name in new[] { "Latin1", "latin1", "iso-8859-1", "28591", "windows-1252", "1252" })
        {
            Assert.Equal(6, Read(latin, new EdgeListFormat { Encoding = name }).Relation.Count);
        }

        Refused.With(ErrorIds.ValueOutOfRange, () => Read(latin, new EdgeListFormat { Encoding = "klingon" }));
        Refused.With(ErrorIds.FileUnreadable, () => Read(latin, new EdgeListFormat { Encoding = "ascii" }));
    }

    [Fact]
    public void A_byte_order_mark_decides_with_and_without_gzip_and_one_in_the_middle_is_no_letter()
    {
        const string Text = "head,tail\n\u00E4,\u00F6\n\u00F6,\U0001F600\n";
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, new UTF32Encoding(true, true) })
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)];
            Assert.Equal(["\u00E4", "\u00F6", "\U0001F600"], Labels(Read(bytes, new EdgeListFormat()).Relation));
            Assert.Equal(["\u00E4", "\u00F6", "\U0001F600"], Labels(Read(Gzip(bytes), new EdgeListFormat()).Relation));
        }

        Assert.Equal(["a", "b", "c"], Labels(Read("\uFEFFhead,tail\na,b\n\uFEFFa,c\n", new EdgeListFormat()).Relation));
    }

    /// <summary>Zeros behind a gzip file are passed over; a file cut short is refused with any number of them, and so is one
    /// with something else behind it.</summary>
    [Fact]
    public void Padded_gzip_is_read_and_cut_gzip_is_not()
    {
        byte[] whole = Gzip(Encoding.UTF8.GetBytes("head,tail\na,b\nb,c\n"));
        foreach (int zeros in new[] { 0, 1, 2, 3, 7, 8, 511, 10_000 })
        {
            Assert.Equal(3, Read([.. whole, .. new byte[zeros]], new EdgeListFormat()).Relation.Count);
            Assert.Equal(5, Read([.. whole, .. whole, .. new byte[zeros]], new EdgeListFormat()).Relation.Count);
            Refused.With(ErrorIds.FileUnreadable, () => Read([.. whole, 7, .. new byte[zeros]], new EdgeListFormat()));
        }

        // The last bytes are zeros themselves (the length of the text), so that a cut of up to them with padding is the file.
        int end = whole.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        for (int length = 10; length < end; length++)
        {
            foreach (int zeros in new[] { 0, 1, 9, 600 })
            {
                Refused.With(ErrorIds.FileUnreadable, () => Read([.. whole[..length], .. new byte[zeros]], new EdgeListFormat()));
            }
        }
    }

    [Fact]
    public void Lines_are_the_files_with_every_end_of_line_and_in_gzip()
    {
        foreach (string end in new[] { "\n", "\r\n", "\r" })
        {
            string text = string.Join(end, "a\tb", "", "b\t\"c", "c\td", "d\te");
            AssertRefusedAt(3, text, s_bare, "e.tsv");
            AssertRefusedAt(3, Gzip(Encoding.UTF8.GetBytes(text)), s_bare, "e.tsv.gz");
        }
    }

    [Fact]
    public void A_line_without_end_fills_no_memory()
    {
        string text = "head,tail\na,b\n" + new string('x', 3 << 20) + ",y\nb,c\n";
        AssertRefusedAt(3, text, new EdgeListFormat());
        RelationContent content = Read(text, new EdgeListFormat { SkipMalformed = true });
        Assert.Equal((2L, 1L), (content.Relation.EdgeCount, content.SkippedCount));
        AssertRefusedAt(3, "head,tail\na,b\n\"" + string.Concat(Enumerable.Repeat("x\n", 1 << 20)) + "\",y\n", new EdgeListFormat { MultilineField = true });
    }

    [Fact]
    public void A_line_without_an_end_is_refused_before_its_end_is_looked_for()
    {
        TextLines lines = new(new EndlessStream(), 1000);
        Assert.True(lines.Read());
        Assert.Contains("longer than 1000 bytes. Raise -MaximumLineLength", lines.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_lines_are_read_where_they_are_meant()
    {
        string text = "head,tail\na,b\n" + new string('x', 3 << 20) + ",y\nb,c\n";
        Assert.Equal(3, Read(text, new EdgeListFormat { MaximumLineLength = 4 << 20 }).Relation.EdgeCount);
        AssertRefusedAt(2, "head,tail\nabcdefghij,b\n", new EdgeListFormat { MaximumLineLength = 11 });
        Assert.Equal(1, Read("head,tail\nabcdefghij,b\n", new EdgeListFormat { MaximumLineLength = 12 }).Relation.EdgeCount);
        Refused.With(ErrorIds.ValueOutOfRange, () => Read(text, new EdgeListFormat { MaximumLineLength = 0 }));
    }

    /// <summary>70 MB of a comment in 70 kB.</summary>
    [Fact]
    public void A_small_file_of_a_huge_text_is_refused_unless_it_is_meant()
    {
        byte[] comment = Encoding.UTF8.GetBytes("#" + new string('x', 999_998) + "\n");
        byte[] bomb = Gzip([.. Encoding.UTF8.GetBytes("head,tail\na,b\n"), .. Enumerable.Repeat(comment, 70).SelectMany(line => line)]);
        Assert.InRange(bomb.Length, 1, 700_000);
        GenEftException error = Refused.With(ErrorIds.FileUnreadable, () => Read(bomb, new EdgeListFormat()));
        Assert.Contains("more than 100 times as long as what is read of the file. Raise -MaximumExpansion", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, Read(bomb, new EdgeListFormat { MaximumExpansion = 2000 }).Relation.EdgeCount);
        error = Refused.With(ErrorIds.FileUnreadable, () => Read("head,tail\na,b\n", new EdgeListFormat { MaximumSize = 13 }));
        Assert.Contains("longer than 13 bytes. Raise -MaximumSize", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, Read("head,tail\na,b\n", new EdgeListFormat { MaximumSize = 14 }).Relation.EdgeCount);
    }

    /// <summary>Any bytes at all: read, or refused by an error of ours whose line exists.</summary>
    [Fact]
    public void Damaged_files_are_read_or_refused_by_a_line_that_exists()
    {
        byte[] text = Encoding.UTF8.GetBytes("head,tail\n\"a\",b\n# c\nb,\u00E4\n\"x\ny\",z\r\nq,r\r");
        string[] delimiters = [",", "Whitespace", "::"];
        Gen.Select(Gen.Int[0, text.Length - 1].Array[0, 6], Gen.Byte.Array[6], Gen.Int[0, 2], Gen.Int[0, 15]).Sample((places, values, delimiter, switches) =>
        {
            byte[] bytes = [.. text];
            for (int i = 0; i < places.Length; i++)
            {
                bytes[places[i]] = values[i] < 128 ? values[i] : (byte)"\"\n\r,# \0\uFEFF"[values[i] % 8];
            }

            EdgeListFormat format = new()
            {
                Delimiter = delimiters[delimiter],
                HasHeader = (switches & 1) == 0,
                MultilineField = (switches & 2) != 0,
                SkipMalformed = (switches & 4) != 0,
                Quote = (switches & 8) != 0 ? EdgeListQuote.None : EdgeListQuote.Standard,
            };
            int lines = Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n").Split('\n').Length;
            try
            {
                RelationContent content = Read(bytes, format);
                Assert.InRange(content.SkippedCount + content.Relation.EdgeCount, 0, lines);
            }
            catch (GenEftException error) when (error.ErrorId is ErrorIds.MalformedLine or ErrorIds.EmptyField)
            {
                Assert.False(format.SkipMalformed && error.Message.Contains("field(s)", StringComparison.Ordinal));
                Assert.InRange(LineOf(error), 1, lines);
            }
            catch (GenEftException error)
            {
                Assert.Contains(error.ErrorId, new[] { ErrorIds.MissingColumn, ErrorIds.EmptyRelation, ErrorIds.ValueOutOfRange });
            }
        });
    }

    // Letters for ever.
    private sealed class EndlessStream : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)'x');
            return buffer.Length;
        }
    }

    private static int LineOf(GenEftException error) => int.Parse(
        System.Text.RegularExpressions.Regex.Match(error.Message, @"line (\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Labels(Relation r) => [.. Enumerable.Range(0, r.Count).Select(r.GetLabel)];

    private static byte[] Gzip(byte[] bytes)
    {
        MemoryStream compressed = new();
        using (GZipStream stream = new(compressed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return compressed.ToArray();
    }

    private GenEftException AssertRefusedAt(int line, string text, EdgeListFormat format, string name = "e.csv") =>
        AssertRefusedAt(line, Encoding.UTF8.GetBytes(text), format, name);

    private GenEftException AssertRefusedAt(int line, byte[] bytes, EdgeListFormat format, string name = "e.csv")
    {
        GenEftException error = Refused.With(ErrorIds.MalformedLine, () => Read(bytes, format, name));
        Assert.Equal(line, LineOf(error));
        return error;
    }

    private RelationContent Read(string text, EdgeListFormat format, string name = "e.csv") =>
        Read(Encoding.UTF8.GetBytes(text), format, name);

    private RelationContent Read(byte[] bytes, EdgeListFormat format, string name = "e.csv")
    {
        string path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}-{name}");
        File.WriteAllBytes(path, bytes);
        try
        {
            return RelationReader.Read(path, format);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
