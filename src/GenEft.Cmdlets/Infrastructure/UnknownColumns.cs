using System.Management.Automation;
using System.Reflection;

namespace GenEft.Infrastructure;

/// <summary>Warns, once for each, of columns of rows that are no parameters: a misspelt one would be run at the default without a word.</summary>
/// <param name="known">Types of results, whose properties may stand in rows too.</param>
internal sealed class UnknownColumns(params Type[] known)
{
    private const BindingFlags IgnoreCase = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.IgnoreCase;

    private readonly HashSet<string> _told = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks at a row.</summary>
    /// <param name="cmdlet">Whose parameters count.</param>
    /// <param name="row">What was piped in.</param>
    public void Warn(PSCmdlet cmdlet, PSObject? row)
    {
        if (row?.BaseObject is not PSCustomObject)
        {
            return;
        }

        CommandInfo command = cmdlet.MyInvocation.MyCommand;
        foreach (string name in row.Properties.Select(property => property.Name))
        {
            bool isKnown = command.Parameters.ContainsKey(name)
                || command.Parameters.Values.Any(parameter => parameter.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase))
                || Array.Exists(known, type => type.GetProperty(name, IgnoreCase) is not null);
            if (!isKnown && _told.Add(name))
            {
                cmdlet.WriteWarning($"'{name}' is no parameter of {command.Name}; it is ignored.");
            }
        }
    }
}
