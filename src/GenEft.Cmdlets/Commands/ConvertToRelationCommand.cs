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
/// An object whose property Related is false, as Get-RelationPair and Resolve-Relation have it, is a pair that is not related.
/// Repeated edges count once, an edge from an element to itself is kept. An object without the properties, with an empty source,
/// or with an object where a label is meant is refused, and the others go on; an empty text for a target, as a CSV has
/// it, brings in a new element without an edge.</para>
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

    /// <summary>The property that holds the source. The default is head, or else Source.</summary>
    [Parameter(Mandatory = false, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Source { get; set; }

    /// <summary>The property that holds the target, or several targets. The default is tail, or else Target.</summary>
    [Parameter(Mandatory = false, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

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
        if (TryRead("Related", out _) && TryRead(nameof(RelationPair.RelationValue), out object? relations) && relations is not null and not "")
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable,
                FormattableString.Invariant($"RelationValue of object {_record} is '{PipelineValue.Describe(relations)}': which of several relations hold for a pair would be lost. Export-Relation writes them to a .csv, and Import-Relation -RelationColumn reads them."),
                relations);
        }

        (string source, object? head) = Read("Source", Source, "head");
        (string target, object? tail) = Read("Target", Target, "tail");
        string? from = Label("Source", source, head);
        IReadOnlyList<object?> targets = tail is IEnumerable list and not (string or IDictionary or Array { Rank: > 1 }) ? PipelineValue.Items(list) : [tail];
        string?[] to = [.. targets.Select(value => Label("Target", target, value))];
        if (to is [""] && !_builder!.Contains(from ?? ""))
        {
            _builder!.Add(from, [], "Object", _record);
        }
        else if (to.Length == 0 || IsRelated())
        {
            _builder!.Add(from, to, "Object", _record);
        }
        else
        {
            Array.ForEach(to, label => _builder!.AddUnrelated(from, label, "Object", _record));
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        // Where every object was refused there is nothing to add to its error.
        if (_record == 0 || !_builder!.IsEmpty)
        {
            WriteObject(_builder!.Build(Name, CancelToken));
        }
    }

    // The property that a parameter names, or else the one that the module's own files or rows have.
    private (string Name, object? Value) Read(string parameter, string? given, string usual)
    {
        foreach (string name in given is null ? new[] { usual, parameter } : [given])
        {
            if (TryRead(name, out object? value))
            {
                return (name, value);
            }
        }

        throw Missing(parameter, given ?? usual);
    }

    private bool TryRead(string property, out object? value)
    {
        if (InputObject.BaseObject is IDictionary table)
        {
            (string? key, value) = PipelineValue.Entries(table).FirstOrDefault(entry => property.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            value = PipelineValue.Unwrap(value);
            return key is not null;
        }

        PSPropertyInfo? found = InputObject.Properties[property];
        value = PipelineValue.Unwrap(found?.Value);
        return found is not null;
    }

    // Not known, as of a pair that Resolve-Relation leaves open, is not related.
    private bool IsRelated()
    {
        if (!TryRead("Related", out object? value))
        {
            return true;
        }

        try
        {
            return new TruthAttribute().Transform(null!, value ?? "") is true;
        }
        catch (ArgumentTransformationMetadataException failure)
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange, FormattableString.Invariant($"Related of object {_record}: {failure.Message}"), value, failure);
        }
    }

    private GenEftException Missing(string parameter, string property)
    {
        IEnumerable<string> names = InputObject.BaseObject is IDictionary table
            ? PipelineValue.Entries(table).Select(entry => entry.Key)
            : InputObject.Properties.Select(p => p.Name);
        return new GenEftException(
            ErrorIds.MissingColumn,
            FormattableString.Invariant($"{parameter} is '{property}'; object {_record} has the properties ") +
            $"{string.Join(", ", names)}. Name one of them with -{parameter}.",
            property);
    }

    /// <summary>A value as a label: text, a number, a date or the like.</summary>
    private string? Label(string parameter, string property, object? value)
    {
        object? plain = PipelineValue.Unwrap(value);
        return plain is null ? null : PipelineValue.Label(plain) ?? throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                FormattableString.Invariant($"{property} (-{parameter}) of object {_record} is a {TypeName(plain)}; it must be a text or a number") +
                (parameter == "Target" ? ", or an array of them." : "."),
                plain);
    }

    private static string TypeName(object value) => value is PSCustomObject ? "custom object" : value.GetType().Name;
}
