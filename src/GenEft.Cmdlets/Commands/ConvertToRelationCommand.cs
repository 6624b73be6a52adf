using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;

namespace GenEft.Commands;

/// <summary>Makes a relation of the edges that are piped in.</summary>
/// <remarks>
/// <para>Each object is an edge: the values of its properties named by Source and Target are related. Elements are numbered
/// in the order in which they first appear. Repeated edges count once, an edge from an element to itself is kept. An
/// object without the properties, or with an empty end, is refused and the others go on.</para>
/// </remarks>
/// <example>
/// <code>1..5 | ForEach-Object { [pscustomobject]@{ head = $_; tail = $_ + 1 } } | ConvertTo-Relation -Name Path</code>
/// <para>A directed path on six elements.</para>
/// </example>
/// <example>
/// <code>@{ boss = 'Ada'; member = 'Bob' }, @{ boss = 'Ada'; member = 'Eve' } |
///     ForEach-Object { [pscustomobject]$_ } | ConvertTo-Relation -Source boss -Target member</code>
/// <para>A star, from properties of other names.</para>
/// </example>
/// <seealso>Import-Relation</seealso>
/// <seealso>New-Relation</seealso>
/// <seealso>about_GenEft_Pipelines</seealso>
[Cmdlet(VerbsData.ConvertTo, "Relation")]
[OutputType(typeof(Relation))]
public sealed class ConvertToRelationCommand : GenEftCmdlet
{
    private EdgeListBuilder? _builder;
    private long _record;

    /// <summary>An edge.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>The property that holds the source.</summary>
    [Parameter(Mandatory = false, Position = 0)]
    public string Source { get; set; } = "head";

    /// <summary>The property that holds the target.</summary>
    [Parameter(Mandatory = false, Position = 1)]
    public string Target { get; set; } = "tail";

    /// <summary>Each edge stands for both directions.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter Undirected { get; set; }

    /// <summary>The name shown in results.</summary>
    [Parameter(Mandatory = false)]
    public string Name { get; set; } = "Edges";

    /// <inheritdoc/>
    protected override void OnBegin() => _builder = new EdgeListBuilder(Undirected);

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        _record++;
        _builder!.Add(Read("Source", Source), Read("Target", Target), "Object", _record);
    }

    /// <inheritdoc/>
    protected override void OnEnd() => WriteObject(_builder!.Build(Name, CancelToken));

    private string? Read(string parameter, string property)
    {
        PSPropertyInfo found = InputObject.Properties[property] ?? throw new GenEftException(
            ErrorIds.MissingColumn,
            FormattableString.Invariant($"{parameter} is '{property}'; object {_record} has the properties ") +
            $"{string.Join(", ", InputObject.Properties.Select(p => p.Name))}. Name one of them with -{parameter}.",
            property);
        return LanguagePrimitives.ConvertTo<string>(found.Value);
    }
}
