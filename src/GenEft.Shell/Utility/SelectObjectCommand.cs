using System.Collections;
using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands;

namespace GenEft.Shell.Utility;

/// <summary>Stand-in for Select-Object: properties by name, wildcard or calculation; First, Last, Skip; ExpandProperty.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _last = new();
    private int _seen;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public string? ExpandProperty { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = -1;

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; } = -1;

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        _seen++;
        if (Last >= 0)
        {
            _last.Enqueue(InputObject);
            if (_last.Count > Last)
            {
                _last.Dequeue();
            }

            return;
        }

        if (_seen <= Skip)
        {
            return;
        }

        if (First < 0 || _seen <= Skip + First)
        {
            Emit(InputObject);
        }

        if (First >= 0 && _seen >= Skip + First)
        {
            throw StopUpstream();
        }
    }

    protected override void EndProcessing()
    {
        foreach (PSObject item in _last)
        {
            Emit(item);
        }
    }

    // What the real cmdlet throws to end the commands before it; the engine keeps the type to itself.
    private Exception StopUpstream() => (Exception)Activator.CreateInstance(
        typeof(PSObject).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!,
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [this], null)!;

    private void Emit(PSObject item)
    {
        if (ExpandProperty is not null)
        {
            foreach (PSPropertyExpressionResult result in new PSPropertyExpression(ExpandProperty).GetValues(item))
            {
                WriteObject(result.Result, enumerateCollection: true);
            }

            return;
        }

        if (Property is null)
        {
            WriteObject(item);
            return;
        }

        PSObject selected = new();
        foreach (object wanted in Property)
        {
            Add(selected, item, wanted is PSObject wrapped ? wrapped.BaseObject : wanted);
        }

        WriteObject(selected);
    }

    private static void Add(PSObject selected, PSObject item, object wanted)
    {
        if (wanted is IDictionary calculation)
        {
            object expression = Entry(calculation, "Expression")
                ?? throw new PSArgumentException("A calculated property needs an Expression.");
            PSPropertyExpression calculated = expression is ScriptBlock script
                ? new PSPropertyExpression(script)
                : new PSPropertyExpression((string)expression);
            string name = (Entry(calculation, "Name") ?? Entry(calculation, "Label") ?? expression).ToString()!;
            selected.Properties.Add(new PSNoteProperty(name, calculated.GetValues(item).FirstOrDefault()?.Result));
            return;
        }

        PSPropertyExpression pattern = new(wanted.ToString());
        List<PSPropertyExpression> names = pattern.ResolveNames(item);
        foreach (PSPropertyExpression name in names)
        {
            selected.Properties.Add(new PSNoteProperty(name.ToString(), name.GetValues(item).FirstOrDefault()?.Result));
        }

        // A name that is not there becomes an empty property; a pattern without a match becomes none.
        if (names.Count == 0 && !pattern.HasWildCardCharacters)
        {
            selected.Properties.Add(new PSNoteProperty(pattern.ToString(), null));
        }
    }

    // As everywhere in PowerShell, a name may be shortened: n, e, expr.
    private static object? Entry(IDictionary calculation, string name) =>
        calculation.Keys.Cast<object>().Where(key => key.ToString() is { Length: > 0 } text
            && name.StartsWith(text, StringComparison.OrdinalIgnoreCase)).Select(key => calculation[key]).FirstOrDefault();
}
