using System.Management.Automation;
using System.Reflection;

namespace GenEft.Infrastructure;

/// <summary>Warns, once for each, of columns of rows that set nothing: a misspelt one would be run at the default without a word, and so
/// would one of a parameter that rows do not set. Refuses values that PowerShell has dropped, since they do not convert: a list for one number, say.</summary>
/// <param name="cmdlet">Whose parameters count.</param>
internal sealed class UnknownColumns(PSCmdlet cmdlet)
{
    // What hangs on results where it was asked for.
    private static readonly string[] s_extras = ["History", "Embedding", "Model", "State", "Orbits", "Generators", "Runs"];

    // What PowerShell adds to rows of jobs and of other machines.
    private static readonly string[] s_ofJobs = ["PSComputerName", "RunspaceId", "PSShowComputerName", "PSSourceJobInstanceId"];

    private const int NamesTold = 10;

    private readonly HashSet<string> _told = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _results = new(StringComparer.OrdinalIgnoreCase);   // columns of the module's own rows
    private readonly HashSet<string> _telling = new(StringComparer.OrdinalIgnoreCase);   // those of them that are no parameters
    private readonly Dictionary<string, Dictionary<string, ParameterMetadata>> _set = [];   // by parameter set what a row sets, by all names

    /// <summary>Looks at a row.</summary>
    /// <param name="row">What was piped in.</param>
    /// <exception cref="GenEftException">ValueOutOfRange where it is no row, or holds a value that is none for its parameter.</exception>
    public void Check(PSObject row)
    {
        Dictionary<string, ParameterMetadata> set = FindNames();

        string[] names = PipelineValue.IsRow(row) ? [.. row.Properties.Select(property => property.Name)] : [];
        if (!Array.Exists(names, set.ContainsKey))
        {
            // A default would run in the place of a variable that is misspelt, or of a table that is none.
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                $"The input is '{PipelineValue.Describe(row)}'{(names.Length > 0 ? $" with {string.Join(", ", names.Take(NamesTold))}{(names.Length > NamesTold ? ", ..." : "")}" : "")}; it must be a row with properties named like parameters: {string.Join(", ", set.Keys.Order(StringComparer.OrdinalIgnoreCase))}.",
                row);
        }

        foreach (PSPropertyInfo property in row.Properties)
        {
            if (set.TryGetValue(property.Name, out ParameterMetadata? parameter))
            {
                RefuseDropped(property, parameter);
            }
        }

        if (row.BaseObject is not PSCustomObject)
        {
            return;
        }

        // A row of results may hold all their columns.
        bool isResult = Array.Exists(names, _telling.Contains);
        foreach (string name in names.Except(s_ofJobs).Where(name => !set.ContainsKey(name) && !(isResult && _results.Contains(name))))
        {
            if (_told.Add(name))
            {
                string reason = _set.Values.Any(other => other.ContainsKey(name)) ? "belongs to other parameters than those given"
                    : cmdlet.MyInvocation.MyCommand.Parameters.ContainsKey(name) ? $"is not set by rows of {cmdlet.MyInvocation.MyCommand.Name}"
                    : $"is no parameter of {cmdlet.MyInvocation.MyCommand.Name}";
                cmdlet.WriteWarning($"'{name}' {reason}; it is ignored.");
            }
        }
    }

    private void RefuseDropped(PSPropertyInfo property, ParameterMetadata parameter)
    {
        if (!cmdlet.MyInvocation.BoundParameters.ContainsKey(parameter.Name) && PipelineValue.Unwrap(property.Value) is { } value and not (DBNull or ""))
        {
            throw new GenEftException(ErrorIds.ValueOutOfRange, $"{property.Name} is '{PipelineValue.Describe(value)}'; it must be {Kind(parameter.ParameterType)}.", value);
        }

        static string Kind(Type type)
        {
            Type one = Nullable.GetUnderlyingType(type) ?? type;
            return one.IsArray ? "a value or a list of them" : one.IsPrimitive ? "one number" : one.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(one)) : "one value";
        }
    }

    private Dictionary<string, ParameterMetadata> FindNames()
    {
        if (_set.TryGetValue(cmdlet.ParameterSetName, out Dictionary<string, ParameterMetadata>? found))
        {
            return found;
        }

        CommandInfo command = cmdlet.MyInvocation.MyCommand;
        foreach (string name in command.ParameterSets.Select(set => set.Name).Append(cmdlet.ParameterSetName).Distinct())
        {
            _set[name] = new Dictionary<string, ParameterMetadata>(
                command.Parameters.Values.Where(parameter => parameter.ParameterSets
                    .Any(set => (set.Key == name || set.Key == ParameterAttribute.AllParameterSets) && set.Value.ValueFromPipelineByPropertyName))
                    .SelectMany(parameter => parameter.Aliases.Prepend(parameter.Name).Select(known => KeyValuePair.Create(known, parameter))),
                StringComparer.OrdinalIgnoreCase);
        }

        _results.UnionWith(s_extras);
        foreach (PSTypeName output in Producers())
        {
            _results.UnionWith(output.Type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(property => property.Name));
        }

        _telling.UnionWith(_results.Where(name => !command.Parameters.ContainsKey(name)));
        return _set[cmdlet.ParameterSetName];
    }

    // Rows of any cmdlet of the module may come back.
    private static IEnumerable<PSTypeName> Producers() => typeof(UnknownColumns).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetCustomAttributes<OutputTypeAttribute>()).SelectMany(output => output.Type)
        .Where(type => type.Type?.Namespace?.StartsWith("GenEft", StringComparison.Ordinal) == true);
}
