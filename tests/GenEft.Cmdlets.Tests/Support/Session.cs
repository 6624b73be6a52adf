using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace GenEft.Commands.Tests;

/// <summary>A runspace with the built module imported, its location a temporary folder, in a chosen culture.</summary>
internal sealed class Session : IDisposable
{
    private readonly Runspace _runspace;
    private readonly TestHost _host;

    public Session(CultureInfo? culture = null, bool import = true)
    {
        Folder = Directory.CreateTempSubdirectory("geneft-");
        _host = new TestHost(culture ?? CultureInfo.InvariantCulture);
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(Folder.FullName);
        if (import)
        {
            Run($"Import-Module '{Manifest}'");
        }
    }

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string Manifest => Path.Combine(RepositoryRoot, "GenEft.psd1");

    public DirectoryInfo Folder { get; }

    /// <summary>What the host was shown.</summary>
    public string HostOutput => _host.Output;

    public IReadOnlyList<ProgressRecord> Progress => _host.Progress;

    public static string Metadata(string key) => typeof(Session).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == key).Value!;

    /// <summary>Runs a script; any error fails the test.</summary>
    public Collection<PSObject> Run(string script)
    {
        (Collection<PSObject> output, IReadOnlyList<ErrorRecord> errors) = RunWithErrors(script);
        Assert.True(errors.Count == 0, $"{script}: {string.Join("; ", errors.Select(error => error.ToString()))}");
        return output;
    }

    /// <summary>The values of one property of what a script returns.</summary>
    public object?[] Values(string script, string property) => [.. Run(script).Select(item => item.Properties[property].Value)];

    /// <summary>Runs a script; returns what it wrote and its errors, the one that ended it last.</summary>
    public (Collection<PSObject> Output, IReadOnlyList<ErrorRecord> Errors) RunWithErrors(string script)
    {
        using PowerShell shell = Create(script);
        Collection<PSObject> output = [];
        List<ErrorRecord> errors = [];
        try
        {
            output = shell.Invoke();
        }
        catch (RuntimeException problem)
        {
            errors.Add(problem.ErrorRecord);
        }

        return (output, [.. shell.Streams.Error, .. errors]);
    }

    /// <summary>Asserts that a script is refused with one error of the given id, and returns it.</summary>
    public ErrorRecord Refused(string errorId, string script)
    {
        (_, IReadOnlyList<ErrorRecord> errors) = RunWithErrors(script);
        ErrorRecord error = Assert.Single(errors);
        Assert.Equal(errorId, error.FullyQualifiedErrorId.Split(',')[0]);
        return error;
    }

    public PowerShell Create(string script)
    {
        // Every pipeline gets a thread of its own, with the process's culture: it is set as a user's profile would.
        string culture = _host.CurrentCulture.Name;
        return PowerShell.Create(_runspace).AddScript(culture.Length == 0 ? script : $"[cultureinfo]::CurrentCulture = '{culture}'; {script}");
    }

    /// <summary>Closes the runspace, as a host that ends does.</summary>
    public void Close() => _runspace.Close();

    public string PathOf(string name) => Path.Combine(Folder.FullName, name);

    public void Dispose()
    {
        _runspace.Dispose();
        Folder.Delete(recursive: true);
    }
}
