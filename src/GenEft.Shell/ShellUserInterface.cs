using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace GenEft.Shell;

/// <summary>Output to stdout, errors to stderr, the other streams labelled; progress on a terminal only.</summary>
internal sealed class ShellUserInterface : PSHostUserInterface
{
    private readonly bool _showsProgress = !Console.IsErrorRedirected && !Console.IsOutputRedirected;
    private int _progressWidth;

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface();

    public override bool SupportsVirtualTerminal => !Console.IsOutputRedirected;

    /// <summary>Sends output to stderr: what is formatted is an error.</summary>
    public bool WritesToErrorStream { get; set; }

    public override void Write(string value)
    {
        ClearProgress();
        (WritesToErrorStream ? Console.Error : Console.Out).Write(
            GetOutputString(value, WritesToErrorStream ? !Console.IsErrorRedirected : SupportsVirtualTerminal));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => ToErrorStream(value);

    public override void WriteWarningLine(string message) => ToErrorStream($"WARNING: {message}");

    public override void WriteVerboseLine(string message) => ToErrorStream($"VERBOSE: {message}");

    public override void WriteDebugLine(string message) => ToErrorStream($"DEBUG: {message}");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (!_showsProgress)
        {
            return;
        }

        ClearProgress();
        if (record.RecordType == ProgressRecordType.Completed)
        {
            return;
        }

        string percent = record.PercentComplete >= 0
            ? string.Create(CultureInfo.InvariantCulture, $" {record.PercentComplete} %") : "";
        string left = record.SecondsRemaining >= 0
            ? string.Create(CultureInfo.InvariantCulture, $", {TimeSpan.FromSeconds(record.SecondsRemaining):hh\\:mm\\:ss} left") : "";
        string line = $"{record.Activity}:{percent} {record.StatusDescription}{left}";
        int width = Math.Max(20, RawUI.BufferSize.Width - 1);
        line = line.Length > width ? line[..width] : line;
        Console.Error.Write(line);
        _progressWidth = line.Length;
    }

    public override string ReadLine() => Console.ReadLine() ?? "";

    public override SecureString ReadLineAsSecureString() => throw CannotPrompt();

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
    {
        // A mandatory parameter left out: asked for on a terminal, refused in a job.
        if (Console.IsInputRedirected)
        {
            throw new HostException(
                $"A value is needed for {string.Join(", ", descriptions.Select(d => d.Name))}, and nobody can be asked.");
        }

        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription description in descriptions)
        {
            Write($"{description.Name}: ");
            answers[description.Name] = PSObject.AsPSObject(ReadLine());
        }

        return answers;
    }

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        if (Console.IsInputRedirected)
        {
            throw new HostException($"{caption} {message} A choice is needed, and nobody can be asked. Use -Confirm:$false.");
        }

        WriteLine($"{caption}{Environment.NewLine}{message}");
        string[] labels = [.. choices.Select(choice => choice.Label.Replace("&", "", StringComparison.Ordinal))];
        while (true)
        {
            Write($"{string.Join(" / ", labels)} (default {(defaultChoice >= 0 ? labels[defaultChoice] : "none")}): ");
            string answer = ReadLine().Trim();
            int chosen = answer.Length == 0
                ? defaultChoice
                : Array.FindIndex(labels, label => label.StartsWith(answer, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw CannotPrompt();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw CannotPrompt();

    private static HostException CannotPrompt() => new("The GenEft shell cannot ask for secrets.");

    private void ToErrorStream(string value)
    {
        ClearProgress();
        Console.Error.WriteLine(GetOutputString(value, supportsVirtualTerminal: !Console.IsErrorRedirected));
    }

    private void ClearProgress()
    {
        if (_progressWidth > 0)
        {
            Console.Error.Write("\r" + new string(' ', _progressWidth) + "\r");
            _progressWidth = 0;
        }
    }
}
