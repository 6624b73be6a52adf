using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GenEft.Relations.Formats;

namespace GenEft.Infrastructure;

/// <summary>Completes the columns of the edge list that is to be read.</summary>
public sealed class HeaderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        string word = wordToComplete?.Trim('\'', '"') ?? "";
        return Headers(fakeBoundParameters).Where(header => header.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(header => new CompletionResult(
                header.All(char.IsLetterOrDigit) ? header : $"'{header.Replace("'", "''", StringComparison.Ordinal)}'", header, CompletionResultType.ParameterValue, header));
    }

    // Nothing where there is no such file, or it cannot be read: completion has no errors.
    private static IReadOnlyList<string> Headers(IDictionary parameters)
    {
        if ((parameters["Path"] ?? parameters["LiteralPath"]) is not { } path || parameters.Contains("NoHeader"))
        {
            return [];
        }

        try
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            string? file = shell.AddCommand("Resolve-Path").AddParameter("Path", path).Invoke<PathInfo>().FirstOrDefault()?.ProviderPath;
            return file is null ? [] : EdgeListHeader.Read(file, $"{parameters["Delimiter"]}" is { Length: > 0 } delimiter ? delimiter : null);
        }
        catch (Exception failure) when (failure is GenEftException or RuntimeException)
        {
            return [];
        }
    }
}
