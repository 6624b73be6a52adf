using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace GenEft.Infrastructure;

/// <summary>Completes a parameter that takes any text by the words that are usual.</summary>
/// <param name="words">The words, as they are typed.</param>
public abstract class WordCompleter(IEnumerable<string> words) : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string start = wordToComplete?.Trim('\'', '"') ?? "";
        return words.Where(word => word.Trim('\'', '"').StartsWith(start, StringComparison.OrdinalIgnoreCase)).Select(word => new CompletionResult(word));
    }
}

/// <summary>Completes relation kinds from the table the parser uses.</summary>
public sealed class KindCompleter() : WordCompleter(Relations.RelationKinds.Names);

/// <summary>Completes the columns of a training's result.</summary>
public sealed class ResultColumnCompleter() : WordCompleter(
    typeof(Training.TrainingResult).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));

/// <summary>Completes what separates fields.</summary>
public sealed class DelimiterCompleter() : WordCompleter(["Whitespace", "','", "';'", "\"`t\"", "'|'"]);

/// <summary>Completes encodings.</summary>
public sealed class EncodingCompleter() : WordCompleter(
    ["utf8", "Unicode", "BigEndianUnicode", "Latin1", "ascii", "windows-1252", "ansi", "oem"]);
