using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Relations.Formats;

namespace GenEft.Commands;

/// <summary>Reads a relation from a file: an edge list (CSV, TSV), GraphML, GML, DIMACS, Matrix Market or node-link JSON.</summary>
/// <remarks>
/// <para>Each line of an edge list is an edge: its source and its target are related. Elements are numbered in the order in
/// which their labels first appear. A line whose target is empty is an element alone, which may have no edge at all (of one that
/// is known already it is refused); n counts the elements that appear. Repeated edges count once, an edge from an element to itself is kept, blank lines are skipped,
/// white space around labels is dropped. With -Undirected each edge relates both ways, and an edge given in both directions
/// counts once.</para>
/// <para>Of triples (head, relation, tail), -RelationColumn says which relation an edge belongs to. One -RelationValue takes the edges of
/// that relation; several, or none for all, join them to a relation that keeps for each pair which of them hold: its automorphisms
/// keep them too, so that its description length is that of the whole graph. Get-RelationProperty -ByRelation takes it apart.
/// Without -RelationColumn a pair is related where any line relates it. Networks are trained on one relation.</para>
/// <para>A line with an empty source, with too few fields, with more than the header has or with a misplaced quote is refused by its number, and nothing is
/// returned; with -SkipMalformed such lines are left out, a warning tells how many there were and which came first, and the
/// relation carries their number as SkippedLineCount.</para>
/// <para>A quote opens a field only as its first character, and the field must be closed on the same line, so that a stray
/// quote swallows no lines. -MultilineField allows labels with ends of lines, which Export-Relation writes in quotes; -Quote
/// None takes quotes as they are. Lines that start with # or % are comments; -Verbose tells how many there were, and which
/// columns were not read.</para>
/// <para>Files are UTF-8 unless a byte order mark or -Encoding says otherwise; a line that is not is refused rather than
/// read with other letters. Edge lists are streamed: memory holds each label once and a few numbers an edge. A file
/// compressed with gzip is read as it is, and so is a pipe. Fields are separated by a tab in .tsv and .tab files and by a
/// comma in others, whatever the culture.</para>
/// <para>The other formats are told by the extensions .graphml, .gml, .dimacs and .col, .mtx and .json, or by -Format. Their
/// elements keep the file's order, isolated ones among them, and are called by their labels where these are all there and
/// different, by their ids otherwise. An edge of an undirected graph relates both ways. Weights, colours and other data are
/// not read; -Verbose says which there were.</para>
/// </remarks>
/// <example>
/// <code>New-Relation Modulo -Count 9 | Export-Relation -Path modulo.csv
/// Import-Relation -Path modulo.csv | Get-RelationProperty</code>
/// <para>A relation written as an edge list and read again.</para>
/// </example>
/// <example>
/// <code>New-Relation Tree -Count 12 | Export-Relation -Path tree.csv
/// Import-Relation -Path tree.csv -Source head -Target tail -Undirected -Name 'A tree' |
///     Measure-CriticalFraction -Accuracy 0.99</code>
/// <para>Columns by name, each edge standing for both directions, and a name for the results.</para>
/// </example>
/// <example>
/// <code>Set-Content votes.txt '# FromNodeId  ToNodeId', '30   1412', '30   3352', '3   28'
/// Import-Relation -Path votes.txt -NoHeader -Delimiter Whitespace</code>
/// <para>An edge list as the large collections of graphs have them: comments, no header, numbers with spaces or tabs
/// between.</para>
/// </example>
/// <example>
/// <code>Set-Content triples.tsv "cat`thypernym`tmammal", "cat`tpart`tpaw", "dog`thypernym`tmammal"
/// Import-Relation triples.tsv -NoHeader -Source 1 -Target 3 -RelationColumn 2 -RelationValue hypernym -Undirected</code>
/// <para>One relation of a knowledge graph.</para>
/// </example>
/// <example>
/// <code>Set-Content family.csv 'head,relation,tail', 'Ada,mother,Eve', 'Ada,aunt,Bob', 'Eve,cousin,Bob', 'Bob,cousin,Eve'
/// Import-Relation family.csv -RelationColumn relation | Measure-DescriptionLength</code>
/// <para>The description length of a graph of several relations.</para>
/// </example>
/// <seealso>ConvertTo-Relation</seealso>
/// <seealso>Export-Relation</seealso>
/// <seealso>about_GenEft_Pipelines</seealso>
[Cmdlet(VerbsData.Import, "Relation", DefaultParameterSetName = "Path")]
[OutputType(typeof(Relation))]
public sealed class ImportRelationCommand : GenEftCmdlet
{
    private static readonly string[] s_edgeListOnly =
    [
        nameof(Source), nameof(Target), nameof(RelationColumn), nameof(RelationValue), nameof(Delimiter), nameof(Quote),
        nameof(MultilineField), nameof(Comment), nameof(SkipFirst), nameof(NoHeader), nameof(SkipMalformed),
    ];

    /// <summary>A row with the path of a file; any other column gives a warning.</summary>
    [Parameter(Mandatory = false, ValueFromPipeline = true)]
    [ReadableRow]
    public PSObject? InputObject { get; set; }

    /// <summary>The file, or several; wildcards are expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The file, or several; taken as it is, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The column of the source: its header in any case, or without a header its number, from 1. The default is the
    /// column head, source or :START_ID; without a header, the first.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HeaderCompleter))]
    public string? Source { get; set; }

    /// <summary>The column of the target: its header in any case, or without a header its number, from 1. The default is the
    /// column tail, target or :END_ID; without a header, the second.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HeaderCompleter))]
    public string? Target { get; set; }

    /// <summary>The column of triples that says which relation an edge belongs to: its header in any case, or without a header
    /// its number, from 1.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HeaderCompleter))]
    public string? RelationColumn { get; set; }

    /// <summary>Which relations to take of RelationColumn, such as hypernym; several are joined. The default is all.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    public string[]? RelationValue { get; set; }

    /// <summary>The format. The default, Auto, follows the extension, and is an edge list for one that tells none.</summary>
    [Parameter(Mandatory = false)]
    [EnumName(typeof(RelationFormat))]
    public RelationFormat Format { get; set; } = RelationFormat.Auto;

    /// <summary>What separates fields; Whitespace for any run of spaces and tabs. The default is a tab for .tsv and .tab files
    /// and a comma for others.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DelimiterCompleter))]
    public string? Delimiter { get; set; }

    /// <summary>What a quote is: Standard, as in CSV, or None, a character like any other.</summary>
    [Parameter(Mandatory = false)]
    [EnumName(typeof(EdgeListQuote))]
    public EdgeListQuote Quote { get; set; } = EdgeListQuote.Standard;

    /// <summary>A field in quotes may run over the end of a line.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter MultilineField { get; set; }

    /// <summary>What a line starts with that is a comment; an empty array for no comments.</summary>
    [Parameter(Mandatory = false)]
    [AllowEmptyCollection]
    public string[] Comment { get; set; } = ["#", "%"];

    /// <summary>How many lines at the start are passed over, whatever they hold.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, IsLong = true)]
    public long SkipFirst { get; set; }

    /// <summary>The encoding of a file without a byte order mark: a name such as utf8, Latin1, Unicode or windows-1252, or the
    /// number of a code page. The default is utf8.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public string? Encoding { get; set; }

    /// <summary>The first line is an edge already; columns are given by number, the first two by default.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>Each edge stands for both directions.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter Undirected { get; set; }

    /// <summary>Lines that are no edge are left out and counted, instead of refused.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter SkipMalformed { get; set; }

    /// <summary>The longest line, in bytes. The default is 1 MiB: a file without ends of lines is refused at once.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int MaximumLineLength { get; set; } = new EdgeListFormat().MaximumLineLength;

    /// <summary>The most bytes of text that are read, of compressed files too. The default is 64 GiB.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, IsLong = true)]
    public long MaximumSize { get; set; } = new EdgeListFormat().MaximumSize;

    /// <summary>The most bytes of text for each byte of a compressed file; 64 MiB of text are always read. The default is 100: real
    /// files have 2 to 20, and a text that is made to fill the memory more.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber]
    public double MaximumExpansion { get; set; } = new EdgeListFormat().MaximumExpansion;

    /// <summary>The name shown in results. The default is the name of the file, without its ending.</summary>
    [Parameter(Mandatory = false)]
    public string? Name { get; set; }

    /// <inheritdoc/>
    private protected override PSObject? Row => InputObject?.BaseObject is PSCustomObject ? InputObject : null;

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        bool isLiteral = ParameterSetName == "LiteralPath";
        EdgeListFormat format = new()
        {
            Source = Source,
            Target = Target,
            RelationColumn = RelationColumn,
            RelationValue = RelationValue ?? [],
            Delimiter = Delimiter,
            Quote = Quote,
            MultilineField = MultilineField,
            Comment = Comment ?? [],
            SkipFirst = SkipFirst,
            Encoding = Encoding,
            HasHeader = !NoHeader,
            Undirected = Undirected,
            SkipMalformed = SkipMalformed,
            MaximumLineLength = MaximumLineLength,
            MaximumSize = MaximumSize,
            MaximumExpansion = MaximumExpansion,
        };
        ForEach(isLiteral ? LiteralPath : Path, path => ForEach(
            PathResolver.ResolveExisting(this, path, isLiteral), file => WriteObject(Read(file, format))));
    }

    private PSObject Read(string file, EdgeListFormat layout)
    {
        RelationFormat format = RelationFormats.ToRead(file, Format);
        if (format != RelationFormat.Csv
            && Array.Find(s_edgeListOnly, MyInvocation.BoundParameters.ContainsKey) is { } foreign)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, $"{foreign} was given; it is for edge lists, and '{file}' is read as {format}.", foreign);
        }

        ProgressWriter progress = new(this, $"Reading {file}");
        DirectProgress<ReadProgress> report = new(read => progress.Report(
            read.Fraction, _ => ProgressWriter.Describe($"{100 * read.Fraction:0} %, {read.Count:#,0} {read.Unit}")));
        RelationContent content = RelationReader.Read(file, layout, format, Name, report, CancelToken);
        progress.Complete();
        foreach (string note in content.Notes)
        {
            WriteVerbose($"{file}: {note}");
        }

        if (content.Warning is { } warning)
        {
            WriteWarning($"{file}: {warning}");
        }

        PSObject output = PSObject.AsPSObject(content.Relation);
        if (SkipMalformed)
        {
            output.Properties.Add(new PSNoteProperty("SkippedLineCount", content.SkippedCount));
        }

        if (content.SkippedCount > 0)
        {
            string more = content.SkippedCount > content.SkippedReasons.Count ? " ..." : "";
            WriteWarning(
                FormattableString.Invariant($"{content.SkippedCount} malformed line(s) skipped. ") +
                string.Join(" ", content.SkippedReasons) + more);
        }

        return output;
    }
}
