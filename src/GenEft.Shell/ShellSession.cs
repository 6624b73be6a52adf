using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text;
using System.Text.RegularExpressions;
using GenEft.Shell.Utility;

namespace GenEft.Shell;

/// <summary>A runspace of the real engine with the module imported, and the ways to run something in it.</summary>
internal sealed partial class ShellSession : IDisposable
{
    private const int StoppedExitCode = 130;
    private const string SuccessVariable = "GenEftShellSucceeded";
    private const string FunctionName = "GenEft.Shell.Script";

    private readonly Runspace _runspace;
    private readonly Lock _lock = new();
    private PowerShell? _running;
    private bool _wasStopped;

    public ShellSession()
    {
        Host = new ShellHost();
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        if (OperatingSystem.IsWindows())
        {
            // What was asked for by name is trusted, as with pwsh -ExecutionPolicy Bypass.
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
    }

    public ShellHost Host { get; }

    /// <summary>Loads the stand-ins where the real cmdlets cannot be, then the module.</summary>
    /// <exception cref="RuntimeException">The module is missing or cannot be imported.</exception>
    public void ImportModule()
    {
        StandIns.AddMissing(_runspace);
        using PowerShell import = PowerShell.Create(_runspace);
        import.AddCommand("Import-Module").AddParameter("Name", FindManifest()).AddParameter("ErrorAction", "Stop");
        import.Invoke();
    }

    /// <summary>Runs a script; its exit code is the script's, 1 for an error that ended it, 130 for Ctrl+C.</summary>
    public int RunScript(string path, IReadOnlyList<string> arguments)
    {
        string fullPath = Path.GetFullPath(path);
        if (!File.Exists(fullPath))
        {
            Host.UI.WriteErrorLine($"There is no script '{path}'.");
            return ShellOptions.UsageExitCode;
        }

        ScriptBlockAst script = Parser.ParseFile(fullPath, out _, out ParseError[] errors);
        foreach (ParseError error in errors)
        {
            Host.UI.WriteErrorLine($"{path}:{error.Extent.StartLineNumber}: {error.Message}");
        }

        if (errors.Length > 0)
        {
            return 1;
        }

        // As a function it is the pipeline's own command: what ends it ends the work, exit with its code. Called as a file,
        // exit would only set LASTEXITCODE; called from other script, an error would end only that statement.
        _runspace.SessionStateProxy.InvokeProvider.Item.Set($"function:{FunctionName}", script.GetScriptBlock());
        Command command = new(FunctionName);
        foreach (string argument in arguments)
        {
            // As with pwsh -File: -Name is a parameter, -Name:value one with its value, anything else text.
            Match parameter = ParameterName().Match(argument);
            command.Parameters.Add(
                !parameter.Success ? new CommandParameter(null, argument)
                : parameter.Groups[2].Success ? new CommandParameter(parameter.Groups[1].Value, parameter.Groups[2].Value)
                : new CommandParameter(argument));
        }

        return Run(shell => shell.Commands.AddCommand(command));
    }

    /// <summary>Runs a command line; exit codes as for a script, and 1 where its last statement failed.</summary>
    public int RunCommand(string command)
    {
        // As with pwsh -Command, a last statement that failed gives 1; the pipeline's own end would reset $?.
        int exitCode = Run(shell => shell.AddScript($"{command}\n$global:{SuccessVariable} = $?"));
        bool failed = _runspace.SessionStateProxy.GetVariable(SuccessVariable) is false;
        return exitCode == 0 && failed && !Host.ExitCode.HasValue ? 1 : exitCode;
    }

    /// <summary>Reads commands until exit or the end of the input.</summary>
    public int RunInteractive()
    {
        bool isPrompting = !Console.IsInputRedirected;
        if (isPrompting)
        {
            Host.UI.WriteLine("GenEft shell. Get-Command -Module GenEft lists the cmdlets, Get-Help explains one, exit leaves.");
        }

        int exitCode = 0;
        StringBuilder pending = new();
        while (!Host.ExitCode.HasValue)
        {
            if (isPrompting)
            {
                Host.UI.Write(pending.Length == 0 ? $"GenEft {_runspace.SessionStateProxy.Path.CurrentLocation}> " : ">> ");
            }

            string? line = Console.ReadLine();
            if (line is null)
            {
                break;
            }

            pending.Append(pending.Length == 0 ? "" : "\n").Append(line);
            Parser.ParseInput(pending.ToString(), out _, out ParseError[] errors);
            if (errors.Any(error => error.IncompleteInput))
            {
                continue;
            }

            string input = pending.ToString();
            exitCode = Run(shell => shell.AddScript(input));
            pending.Clear();
        }

        return Host.ExitCode ?? exitCode;
    }

    /// <summary>Stops what is running; false where nothing is.</summary>
    public bool Stop()
    {
        lock (_lock)
        {
            if (_running is null || _wasStopped)
            {
                return false;
            }

            _wasStopped = true;
            _running.BeginStop(null, null);
            return true;
        }
    }

    public void Dispose() => _runspace.Dispose();

    private int Run(Action<PowerShell> addCommand)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        addCommand(shell);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        lock (_lock)
        {
            _running = shell;
            _wasStopped = false;
        }

        try
        {
            shell.Invoke();
            return Host.ExitCode ?? (_wasStopped ? StoppedExitCode : 0);
        }
        catch (PipelineStoppedException)
        {
            return Host.ExitCode ?? StoppedExitCode;
        }
        catch (RuntimeException problem)
        {
            Report(problem);
            return 1;
        }
        finally
        {
            lock (_lock)
            {
                _running = null;
            }
        }
    }

    // An error that ended the script, shown as the engine shows errors.
    private void Report(RuntimeException problem)
    {
        // What an advanced script threw comes wrapped; then the inner record knows the line.
        ErrorRecord record = problem.ErrorRecord;
        if (string.IsNullOrEmpty(record.InvocationInfo?.ScriptName) && problem.InnerException is RuntimeException inner
            && !string.IsNullOrEmpty(inner.ErrorRecord.InvocationInfo?.ScriptName))
        {
            record = inner.ErrorRecord;
        }

        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddCommand("Out-Default").AddParameter("InputObject", record);
        Host.Terminal.WritesToErrorStream = true;
        shell.Invoke();
        Host.Terminal.WritesToErrorStream = false;
    }

    // The nearest folder above this program that holds the manifest: the clone, or where a package was unpacked.
    private static string FindManifest()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string manifest = Path.Combine(folder.FullName, "GenEft.psd1");
            if (File.Exists(manifest))
            {
                return manifest;
            }
        }

        throw new RuntimeException(
            string.Create(CultureInfo.InvariantCulture, $"No GenEft.psd1 lies in or above {AppContext.BaseDirectory}."));
    }

    [GeneratedRegex("^(-[A-Za-z_]\\w*)(?::(.+))?$", RegexOptions.Singleline)]
    private static partial Regex ParameterName();
}
