using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;

namespace GenEft.Commands;

/// <summary>Reads a relation from a CSV or TSV edge list.</summary>
/// <remarks>
/// <para>Each line is an edge: its source and its target are related. Elements are numbered in the order in which their
/// labels first appear; n counts the elements that appear. Repeated edges count once, an edge from an element to itself is
/// kept, blank lines are skipped, white space around labels is dropped. With -Undirected each edge relates both ways, and an
/// edge given in both directions counts once.</para>
/// <para>A line with an empty end, with too few fields or with a misplaced quote is refused by its number, and nothing is
/// returned; with -SkipMalformed such lines are left out, a warning tells how many there were and which came first, and the
/// relation carries their number as SkippedLineCount.</para>
/// <para>Files are streamed: memory holds each label once and a few numbers an edge. A file compressed with gzip is read as it
/// is.</para>
/// <para>Fields are separated by a tab in .tsv and .tab files and by a comma in others, whatever the culture.</para>
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
/// <seealso>ConvertTo-Relation</seealso>
/// <seealso>Export-Relation</seealso>
/// <seealso>about_GenEft_Pipelines</seealso>
[Cmdlet(VerbsData.Import, "Relation", DefaultParameterSetName = "Path")]
[OutputType(typeof(Relation))]
public sealed class ImportRelationCommand : GenEftCmdlet
{
    /// <summary>The file, or several; wildcards are expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The file, or several; taken as it is, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The column of the source: its header in any case, or without a header its number, from 1.</summary>
    [Parameter(Mandatory = false)]
    public string Source { get; set; } = "head";

    /// <summary>The column of the target: its header in any case, or without a header its number, from 1.</summary>
    [Parameter(Mandatory = false)]
    public string Target { get; set; } = "tail";

    /// <summary>What separates fields. The default is a tab for .tsv and .tab files and a comma for others.</summary>
    [Parameter(Mandatory = false)]
    [ValidateNotNullOrEmpty]
    public string? Delimiter { get; set; }

    /// <summary>The first line is an edge already; columns are given by number, the first two by default.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>Each edge stands for both directions.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter Undirected { get; set; }

    /// <summary>Lines that are no edge are left out and counted, instead of refused.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter SkipMalformed { get; set; }

    /// <summary>The name shown in results. The default is the file's.</summary>
    [Parameter(Mandatory = false)]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        bool isLiteral = ParameterSetName == "LiteralPath";
        EdgeListFormat format = new()
        {
            Source = Source,
            Target = Target,
            Delimiter = Delimiter,
            HasHeader = !NoHeader,
            Undirected = Undirected,
            SkipMalformed = SkipMalformed,
        };
        ForEach(isLiteral ? LiteralPath : Path, path => ForEach(
            PathResolver.ResolveExisting(this, path, isLiteral), file => WriteObject(Read(file, format))));
    }

    private PSObject Read(string file, EdgeListFormat format)
    {
        ProgressWriter progress = new(this, $"Reading {file}");
        DirectProgress<double> report = new(fraction => progress.Report(fraction, _ => $"{100 * fraction:0} %"));
        EdgeListContent content = EdgeListReader.Read(file, format, Name, report, CancelToken);
        progress.Complete();
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
