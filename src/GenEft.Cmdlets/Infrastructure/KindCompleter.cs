using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using GenEft.Relations;

namespace GenEft.Infrastructure;

/// <summary>Completes relation kinds from the table the parser uses.</summary>
public sealed class KindCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        RelationKinds.Names
            .Where(kind => kind.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(kind => new CompletionResult(kind));
}
