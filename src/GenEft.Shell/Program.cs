using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

// PowerShell's own console with the module imported, for machines that have .NET but no pwsh. It takes pwsh's command line.
string folder = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(folder, "GenEft.psd1")))
{
    folder = Path.GetDirectoryName(folder) ?? throw new FileNotFoundException("GenEft.psd1 lies in no folder above this program.");
}

InitialSessionState state = InitialSessionState.CreateDefault2();
state.ImportPSModule(Path.Combine(folder, "GenEft.psd1"));
return ConsoleShell.Start(state, bannerText: null, helpText: null, args);
