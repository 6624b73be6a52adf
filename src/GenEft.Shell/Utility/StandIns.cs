using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace GenEft.Shell.Utility;

/// <summary>
/// Cmdlets of Microsoft.PowerShell.Utility that the examples use and that the engine's package does not bring. Each is taken
/// only where the real one cannot be found.
/// </summary>
public static class StandIns
{
    /// <summary>Imports those whose real counterpart is missing.</summary>
    public static void AddMissing(Runspace runspace)
    {
        ArgumentNullException.ThrowIfNull(runspace);
        string[] missing = [.. Names().Where(name => !Exists(runspace, name))];
        if (missing.Length > 0)
        {
            using PowerShell import = PowerShell.Create(runspace);
            import.AddCommand("Import-Module")
                .AddParameter("Assembly", new[] { Assembly.GetExecutingAssembly() })
                .AddParameter("Cmdlet", missing);
            import.Invoke();
        }
    }

    private static IEnumerable<string> Names() => Assembly.GetExecutingAssembly().GetExportedTypes()
        .Select(type => type.GetCustomAttribute<CmdletAttribute>())
        .Where(cmdlet => cmdlet is not null)
        .Select(cmdlet => $"{cmdlet!.VerbName}-{cmdlet.NounName}");

    private static bool Exists(Runspace runspace, string name)
    {
        using PowerShell find = PowerShell.Create(runspace);
        find.AddCommand("Get-Command").AddParameter("Name", name).AddParameter("ErrorAction", ActionPreference.Ignore);
        return find.Invoke().Count > 0;
    }
}
