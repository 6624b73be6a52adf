using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;
using GenEft.Relations.Formats;

namespace GenEft.Commands;

/// <summary>Writes a relation to a file: as an edge list, GraphML, GML, DIMACS, Matrix Market or node-link JSON.</summary>
/// <remarks>
/// <para>The file is written whole or not at all, and Import-Relation reads the same relation from it: the same elements in the
/// same order, isolated ones among them, with their labels. It is compressed where its name ends with .gz. A file that is
/// replaced keeps its permissions and its owner, and a link stays a link; a pipe or a device is written to and never
/// replaced.</para>
/// <para>Csv has the columns head and tail, separated by a tab in .tsv and .tab files. Its lines are in an order in which the
/// elements appear one after the other; an element that no edge brings in its turn has a line with an empty tail. Labels with
/// ends of lines are quoted and read with -MultilineField. Labels that a spreadsheet would run as formulas are written as they
/// are, with a warning, or with -EscapeFormula as texts. Where Import-Relation has joined several relations, a third column,
/// relation, has them, with a line for each that holds; the other formats are refused.</para>
/// <para>GraphML, GML and Json are directed. Dimacs lists a symmetric relation's edges once; another's have a comment that
/// says so, which other programs pass over. Dimacs and MatrixMarket number elements from 1 and keep their labels in comments.</para>
/// </remarks>
/// <example>
/// <code>New-Relation CompleteBipartite -Count 6 | Export-Relation -Path bipartite.csv</code>
/// <para>An edge list.</para>
/// </example>
/// <example>
/// <code>New-Relation Tree -Count 50 | Export-Relation -Path tree.graphml -Force -PassThru</code>
/// <para>The format follows from the file's extension; an existing file is replaced, and the file returned.</para>
/// </example>
/// <seealso>Import-Relation</seealso>
/// <seealso>Get-RelationPair</seealso>
/// <seealso>about_GenEft_Pipelines</seealso>
[Cmdlet(VerbsData.Export, "Relation", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(FileInfo))]
public sealed class ExportRelationCommand : GenEftCmdlet
{
    private const int ManyFormulas = 1000;

    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [RelationValue]
    public Relation Relation { get; set; } = null!;

    /// <summary>The file to write; its folder must exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The format. The default, Auto, follows the extension: .csv, .tsv, .tab, .txt or none for Csv, .graphml, .gml, .dimacs and
    /// .col, .mtx, .json.</summary>
    [Parameter(Mandatory = false)]
    [EnumName(typeof(RelationFormat))]
    public RelationFormat Format { get; set; } = RelationFormat.Auto;

    /// <summary>Put an apostrophe before labels of a CSV that begin like formulas, which a spreadsheet would run. They are read back with
    /// it.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter EscapeFormula { get; set; }

    /// <summary>Replace an existing file.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the file written.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        string path = PathResolver.ResolveNew(this, Path);
        RelationFormat format = RelationFormats.ToWrite(path, Format);
        if (EscapeFormula && format != RelationFormat.Csv)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, $"EscapeFormula was given; it is for edge lists, and '{path}' is written as {format}.", format);
        }

        if (!_written.Add(path))
        {
            throw new GenEftException(
                ErrorIds.FileExists, $"Path is '{path}'; this pipeline has written a relation there already, and a file holds one.", path);
        }

        if (!ShouldProcess(path, $"Write relation {Relation.Name} as {format}"))
        {
            return;
        }

        IReadOnlyList<string> removed = BackgroundWork.Run(
            this, $"Writing {path}", progress => RelationWriter.Write(Relation, path, format, Force, EscapeFormula, progress, CancelToken));
        foreach (string file in removed)
        {
            WriteWarning($"'{file}' was left by a run that did not end; it is removed.");
        }

        if (format == RelationFormat.Csv && !EscapeFormula && SpreadsheetFormula.Of(Relation).Take(ManyFormulas).ToArray() is [string first, ..] formulas)
        {
            string count = formulas.Length == ManyFormulas ? $"{ManyFormulas} labels or more" : $"{formulas.Length} label(s)";
            WriteWarning($"{count}, such as '{PipelineValue.Describe(first)}', begin like formulas: a spreadsheet that opens '{path}' would run them. -EscapeFormula puts an apostrophe before each.");
        }

        if (PassThru)
        {
            WriteFile(path);
        }
    }
}
