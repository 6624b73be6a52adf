using System.Management.Automation;
using GenEft.Shell;

// GenEft.Shell <script.ps1> [arguments] | -c "<command>" | (nothing: interactive)
ShellOptions options;
try
{
    options = ShellOptions.Parse(args);
}
catch (ArgumentException problem)
{
    Console.Error.WriteLine(problem.Message);
    return ShellOptions.UsageExitCode;
}

if (options.ShowHelp)
{
    Console.WriteLine(ShellOptions.Usage);
    return 0;
}

using ShellSession session = new();
Console.CancelKeyPress += (_, pressed) =>
{
    // The pipeline stops and its exit code tells; a second Ctrl+C ends the process.
    pressed.Cancel = session.Stop();
};

try
{
    session.ImportModule();
    return options.Script is not null ? session.RunScript(options.Script, options.Arguments)
        : options.Command is not null ? session.RunCommand(options.Command)
        : session.RunInteractive();
}
catch (RuntimeException problem)
{
    session.Host.UI.WriteErrorLine(problem.Message);
    return 1;
}
