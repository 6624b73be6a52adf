using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;

namespace Hostile;   // not one of ours, whose objects are taken for rows

/// <summary>
/// Calls of every cmdlet with hostile values: a call a seed, some in the tests and a great many in the benchmarks. Each must end in time,
/// with a result that means something, or with errors that name what is wrong.
/// </summary>
internal sealed partial class HostileCalls : IDisposable
{
    // What a call that cannot go on for ever takes at most on a busy machine; longer ones are stopped, which must not take long.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_stopAllowed = TimeSpan.FromSeconds(5);

    private readonly Runspace _runspace;
    private readonly DirectoryInfo _folder;
    private readonly (string Cmdlet, Hashtable Arguments, ParameterMetadata[] Parameters)[] _calls;
    private readonly PSObject[] _results;

    /// <param name="manifest">The path of the module.</param>
    public HostileCalls(string manifest)
    {
        _folder = Directory.CreateTempSubdirectory("geneft-").CreateSubdirectory("here");
        _runspace = RunspaceFactory.CreateRunspace();
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(_folder.FullName);
        Run($"Import-Module '{manifest}'; {WorkingCalls.Preparation}");
        _calls = [.. WorkingCalls.All.Select(call => (call.Cmdlet, (Hashtable)Run($"@{{ {call.Arguments} }}")[0].BaseObject, ParametersOf(call.Cmdlet)))];
        _results = [.. Run("$results")];
        string[] missing = [.. Run("Get-Command -Module GenEft").Select(command => $"{command}").Except(WorkingCalls.All.Select(call => call.Cmdlet))];
        if (missing.Length > 0)
        {
            throw new InvalidOperationException($"No call of {string.Join(", ", missing)}.");
        }
    }

    /// <summary>What is wrong with the calls before anything hostile is put in.</summary>
    public IEnumerable<string> FaultsOfCallsThemselves() => _calls
        .Select(call => Call(call.Cmdlet, call.Arguments, [], call.Cmdlet, mayFail: false)).Where(outcome => outcome.Fault is not null)
        .Select(outcome => $"{outcome.Text}: {outcome.Fault}");

    /// <summary>What is wrong with a command of this body: to judge the judge.</summary>
    public string? FaultOf(string body)
    {
        Run($"function global:Test-Judge {{ [CmdletBinding()] param() {body} }}");
        return Call("Test-Judge", [], [], "").Fault;
    }

    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Parent!.Delete(recursive: true);
    }

    /// <summary>What became of a call.</summary>
    /// <param name="Text">The call.</param>
    /// <param name="Fault">What is wrong with it, or null.</param>
    /// <param name="Stopping">How long it took to stop, where it went on for so long that it was stopped.</param>
    internal sealed record Outcome(string Text, string? Fault, TimeSpan? Stopping);

    /// <summary>Makes the call of a seed.</summary>
    public Outcome Try(int seed)
    {
        Random random = new(seed);
        (string cmdlet, Hashtable basis, ParameterMetadata[] parameters) = _calls[random.Next(_calls.Length)];
        return random.Next(6) == 0 ? TryResult(seed, random, cmdlet, basis, parameters) : TryParameters(seed, random, cmdlet, basis, parameters);
    }

    // A row of results as a file gives it back, some columns of which something has changed.
    private Outcome TryResult(int seed, Random random, string cmdlet, Hashtable basis, ParameterMetadata[] parameters)
    {
        ParameterMetadata? piped = parameters.FirstOrDefault(parameter => parameter.ParameterSets.Values.Any(set => set.ValueFromPipeline));
        PSObject result = _results[random.Next(_results.Length)];
        PSObject row = new();
        foreach (PSPropertyInfo property in result.Properties)
        {
            row.Properties.Add(new PSNoteProperty(property.Name, property.Value));
        }

        List<string> told = [$"a row of {result.BaseObject.GetType().Name} piped"];
        PSPropertyInfo[] columns = [.. row.Properties];
        for (int count = random.Next(4); count > 0; count--)
        {
            PSPropertyInfo column = columns[random.Next(columns.Length)];
            (string name, object? value) = Draw(random);
            column.Value = value;
            told.Add($"{column.Name} {name}");
        }

        Hashtable arguments = (Hashtable)basis.Clone();
        if (piped is not null)
        {
            arguments.Remove(piped.Name);
        }

        foreach (string name in random.Next(2) == 0 ? arguments.Keys.Cast<string>().Where(name => columns.Any(column => column.Name == name)).ToArray() : [])
        {
            arguments.Remove(name);
        }

        return Call(cmdlet, arguments, [row, row], Text(seed, cmdlet, told));
    }

    private static string Text(int seed, string cmdlet, IEnumerable<string> told) =>
        $"seed {seed.ToString(CultureInfo.InvariantCulture)}: {cmdlet}, {string.Join(", ", told)}";

    // Hostile values of some parameters, by name, by a row or piped.
    private Outcome TryParameters(int seed, Random random, string cmdlet, Hashtable basis, ParameterMetadata[] parameters)
    {
        Hashtable arguments = (Hashtable)basis.Clone();
        List<string> told = [];
        PSObject row = new();
        object? piped = null;
        bool isPiped = false;
        bool isRow = random.Next(4) == 0;
        for (int count = random.Next(10) is var draw && draw < 6 ? 1 : draw < 9 ? 2 : 3; count > 0; count--)
        {
            ParameterMetadata parameter = parameters[random.Next(parameters.Length)];
            if (parameter.Name == "Measure" && random.Next(100) > 0)
            {
                continue;   // It measures for seconds.
            }

            (string name, object? value) = Draw(random);
            bool takesPipeline = parameter.ParameterSets.Values.Any(set => set.ValueFromPipeline);
            bool takesProperty = parameter.ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName);
            if (value is ScriptBlock && (takesPipeline || takesProperty))
            {
                value = new[] { value };   // By itself it is PowerShell's own: a script block that computes the parameter from the input.
            }

            if (takesPipeline && !isPiped && random.Next(2) == 0)
            {
                arguments.Remove(parameter.Name);
                (piped, isPiped) = (value, true);
                told.Add($"{name} piped");
            }
            else if (isRow && takesProperty && row.Properties[parameter.Name] is null)
            {
                arguments.Remove(parameter.Name);
                row.Properties.Add(new PSNoteProperty(parameter.Name, value));
                told.Add($"a row's {parameter.Name} {name}");
            }
            else
            {
                arguments[parameter.Name] = value;
                told.Add($"-{parameter.Name} {name}");
            }
        }

        object?[] input = !isPiped && row.Properties.Any() ? [row] : isPiped ? [piped, piped] : [];
        return Call(cmdlet, arguments, input, Text(seed, cmdlet, told));
    }

    private Outcome Call(string cmdlet, Hashtable arguments, object?[] input, string text, bool mayFail = true)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddCommand(cmdlet).AddParameters(arguments).AddParameter("ErrorAction", "Continue");
        using PSDataCollection<object?> records = [.. input];
        records.Complete();
        using PSDataCollection<PSObject> output = [];
        Exception? ended = null;
        long start = Stopwatch.GetTimestamp();
        IAsyncResult running = shell.BeginInvoke(records, output);
        bool isStopped = !running.AsyncWaitHandle.WaitOne(s_patience);
        TimeSpan stopping = default;
        if (isStopped)
        {
            start = Stopwatch.GetTimestamp();
            shell.Stop();
            stopping = Stopwatch.GetElapsedTime(start);
        }

        try
        {
            shell.EndInvoke(running);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            ended = exception;
        }

        string? fault = isStopped
            ? (stopping > s_stopAllowed ? $"took {stopping.TotalSeconds:0.0} s to stop" : null)
            : Judge(cmdlet, arguments, Array.Exists(input, value => value == AutomationNull.Value), output, shell, ended);
        fault ??= mayFail ? null : shell.Streams.Error.FirstOrDefault()?.ToString() ?? ended?.Message;
        string? left = Leftovers();
        return new Outcome(text, fault ?? left, isStopped ? stopping : null);
    }

    private static string? Judge(
        string cmdlet, Hashtable arguments, bool hasNoInput, PSDataCollection<PSObject> output, PowerShell shell, Exception? ended)
    {
        ErrorRecord[] errors = [.. shell.Streams.Error, .. ended is RuntimeException { ErrorRecord: { } record } ? [record] : Array.Empty<ErrorRecord>()];
        if (ended is not (null or RuntimeException))
        {
            return $"ended by {ended}";
        }

        foreach (ErrorRecord error in errors)
        {
            string id = error.FullyQualifiedErrorId.Split(',')[0];
            bool asks = id == "HostFunctionNotImplemented" && arguments.ContainsKey("Confirm");
            bool isGetter = id == "ScriptGetValueRuntimeException";   // a row whose own script throws while PowerShell binds it
            bool isNamed = asks || isGetter || (id is not ("GenEft.InternalFault" or "GenEft.OutOfMemory") && (id.StartsWith("GenEft.", StringComparison.Ordinal) || ((ended ?? error.Exception) is ParameterBindingException && BindingId().IsMatch(id))));
            string message = error.ToString();
            if (!isNamed)
            {
                return $"error {id}: {error.Exception}";
            }

            if (message.Length > 1500 && !id.StartsWith("CannotConvert", StringComparison.Ordinal))   // That message is PowerShell's.
            {
                return $"error {id} of {message.Length} characters: {message[..200]}";
            }
        }

        foreach (string warning in shell.Streams.Warning.Select(warning => warning.Message))
        {
            if (warning.Length > 1500)
            {
                return $"warning of {warning.Length} characters: {warning[..200]}";
            }
        }

        bool mayBeSilent = cmdlet is "Export-Figure" or "Export-Relation" or "Remove-Sweep" || arguments.ContainsKey("WhatIf") || hasNoInput;
        return errors.Length == 0 && output.Count == 0 && shell.Streams.Warning.Count == 0 && !mayBeSilent ? "no output, and no word why"
            : output.Select(Meaningless).FirstOrDefault(fault => fault is not null);
    }

    // A number that is none, or a result that is null.
    private static string? Meaningless(PSObject? item)
    {
        if (item is null)
        {
            return "null as a result";
        }

        if (item.BaseObject is double and (double.NaN or double.PositiveInfinity or double.NegativeInfinity))
        {
            return $"{item} as a result";
        }

        if (item.BaseObject is FileInfo)
        {
            return null;
        }

        bool isDiverged = item.Properties["IsDiverged"]?.Value is true;
        return item.Properties.Where(property => property.IsGettable && property.Value is double number && !double.IsFinite(number) && !isDiverged)
            .Select(property => $"{item.BaseObject.GetType().Name}.{property.Name} is {property.Value}").FirstOrDefault();
    }

    // Code that ran, and files that stayed.
    private string? Leftovers()
    {
        if (_runspace.SessionStateProxy.GetVariable("global:hostileCodeRan") is not null)
        {
            _runspace.SessionStateProxy.PSVariable.Remove("global:hostileCodeRan");
            return "a value was run as code";
        }

        string? left = null;
        foreach (FileSystemInfo file in _folder.GetFileSystemInfos())
        {
            left ??= file.Name.EndsWith(".tmp", StringComparison.Ordinal) ? $"left {file.Name}" : null;
            if (file is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                file.Delete();
            }
        }

        return left;
    }

    // A value, or one in a list beside a good number.
    private static (string Name, object? Value) Draw(Random random)
    {
        (string name, Func<object?> make) = HostileValues.All[random.Next(HostileValues.All.Count)];
        object? value = make();
        return random.Next(12) switch
        {
            0 => ($"1 and {name}", new[] { 1, value }),
            1 => ($"{name} in a PSObject", value is null ? null : new PSObject(value)),
            2 => ($"list of {name}", new[] { value }),
            _ => (name, value),
        };
    }

    private ParameterMetadata[] ParametersOf(string cmdlet)
    {
        CommandInfo command = (CommandInfo)Run($"Get-Command {cmdlet}")[0].BaseObject;
        return [.. command.Parameters.Values.Where(parameter => !PSCmdlet.CommonParameters.Contains(parameter.Name)).OrderBy(parameter => parameter.Name, StringComparer.Ordinal)];
    }

    private IList<PSObject> Run(string script)
    {
        using PowerShell shell = PowerShell.Create(_runspace).AddScript(script);
        IList<PSObject> output = shell.Invoke();
        return shell.Streams.Error.Count == 0 ? output : throw new InvalidOperationException($"{script}: {shell.Streams.Error[0]}");
    }

    [GeneratedRegex("^(ParameterArgument(TransformationError|ValidationError)|CannotConvertArgument|AmbiguousParameterSet|MissingMandatoryParameter|InputObject(NotBound|MissingMandatory)|ParameterArgumentValidationErrorNullNotAllowed)")]
    private static partial Regex BindingId();
}
