using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;

namespace GenEft.Commands;

/// <summary>Writes a relation to a file, as an edge list, GraphML or DIMACS.</summary>
/// <remarks>
/// <para>The file is written whole or not at all. Csv has the columns head and tail, as Import-Relation reads them. GraphML
/// is directed. Dimacs numbers elements from 1 and lists a symmetric relation's edges once, another's arcs as
/// "e source target".</para>
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
    /// <summary>The relation.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public Relation Relation { get; set; } = null!;

    /// <summary>The file to write; its folder must exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The format. The default follows the extension: .graphml, .dimacs and .col, and Csv for any other.</summary>
    [Parameter(Mandatory = false)]
    public RelationFormat? Format { get; set; }

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
        if (!ShouldProcess(path, $"Write relation {Relation.Name}"))
        {
            return;
        }

        RelationWriter.Write(Relation, path, Format ?? FromExtension(path), Force, CancelToken);
        if (PassThru)
        {
            WriteObject(new FileInfo(path));
        }
    }

    private static RelationFormat FromExtension(string path) =>
        System.IO.Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".GRAPHML" => RelationFormat.GraphML,
            ".DIMACS" or ".COL" => RelationFormat.Dimacs,
            _ => RelationFormat.Csv,
        };
}
