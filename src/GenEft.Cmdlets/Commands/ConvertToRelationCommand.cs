using System.Collections;
using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Relations;

namespace GenEft.Commands;

/// <summary>Makes a relation of the edges that are piped in.</summary>
/// <remarks>
/// <para>Each object is an edge: the values of its properties named by Source and Target are related. Where the target is an
/// array, the object is a row of an adjacency list, an edge to each of the targets; an element without targets is one of the
/// relation's elements too. Hashtables are taken as objects. Elements are numbered in the order in which they first appear.
/// Repeated edges count once, an edge from an element to itself is kept. An object without the properties, with an empty end,
/// or with an object where a label is meant is refused, and the others go on.</para>
/// </remarks>
/// <example>
/// <code>1..5 | ForEach-Object { [pscustomobject]@{ head = $_; tail = $_ + 1 } } | ConvertTo-Relation -Name Path</code>
/// <para>A directed path on six elements.</para>
/// </example>
/// <example>
/// <code>@{ boss = 'Ada'; member = 'Bob', 'Eve' }, @{ boss = 'Bob'; member = @() } |
///     ConvertTo-Relation -Source boss -Target member</code>
/// <para>An adjacency list: a star, from hashtables with names of their own.</para>
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
        string? source = Label("Source", Source, Read("Source", Source));
        object? target = Read("Target", Target);
        IEnumerable targets = target is IEnumerable list and not (string or IDictionary) ? list : new[] { target };
        _builder!.Add(source, [.. targets.Cast<object?>().Select(value => Label("Target", Target, value))], "Object", _record);
    }

    /// <inheritdoc/>
    protected override void OnEnd() => WriteObject(_builder!.Build(Name, CancelToken));

    private object? Read(string parameter, string property)
    {
        if (InputObject.BaseObject is IDictionary table)
        {
            return table.Contains(property)
                ? PipelineValue.Unwrap(table[property])
                : throw Missing(parameter, property, table.Keys.Cast<object>().Select(key => $"{key}"));
        }

        PSPropertyInfo found = InputObject.Properties[property]
            ?? throw Missing(parameter, property, InputObject.Properties.Select(p => p.Name));
        return PipelineValue.Unwrap(found.Value);
    }

    private GenEftException Missing(string parameter, string property, IEnumerable<string> names) => new(
        ErrorIds.MissingColumn,
        FormattableString.Invariant($"{parameter} is '{property}'; object {_record} has the properties ") +
        $"{string.Join(", ", names)}. Name one of them with -{parameter}.",
        property);

    /// <summary>A value as a label: text, a number, a date or the like.</summary>
    private string? Label(string parameter, string property, object? value)
    {
        object? plain = PipelineValue.Unwrap(value);
        return plain is null or string or IFormattable or bool or char or Uri
            ? LanguagePrimitives.ConvertTo<string>(plain)
            : throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                FormattableString.Invariant($"{property} (-{parameter}) of object {_record} is a {TypeName(plain)}; it must be a text or a number") +
                (parameter == "Target" ? ", or an array of them." : "."),
                plain);
    }

    private static string TypeName(object value) => value is PSCustomObject ? "custom object" : value.GetType().Name;
}
