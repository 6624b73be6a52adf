using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace GenEft.Infrastructure;

/// <summary>Hooks the private load context up while the module is imported.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        PrivateLoadContext.Owns(name) ? PrivateLoadContext.Instance.LoadFromAssemblyName(name) : null;
}

/// <summary>
/// Holds what lies in bin/deps: GenEft.Libraries, GenEft.Gpu, GenEft.Figures and the third-party assemblies they reference. The engine's
/// assemblies stay in the default context, so that [GenEft.Relations.Relation] resolves; they reference only these three, names nobody else
/// has, so another module's version of a library is never taken for ours nor ours for its.
/// </summary>
internal sealed class PrivateLoadContext : AssemblyLoadContext
{
    private readonly string _folder;

    private PrivateLoadContext(string folder)
        : base($"GenEft {typeof(PrivateLoadContext).Assembly.GetName().Version} of {folder}")
    {
        _folder = folder;
    }

    /// <summary>The one context; assemblies once loaded stay when the module is removed and imported again.</summary>
    public static PrivateLoadContext Instance { get; } =
        new(Path.Combine(Path.GetDirectoryName(typeof(PrivateLoadContext).Assembly.Location)!, "deps"));

    /// <summary>Whether the default context may ask for an assembly here.</summary>
    public static bool Owns(AssemblyName name) => name.Name is "GenEft.Libraries" or "GenEft.Gpu" or "GenEft.Figures";

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        (string system, string extension) = OperatingSystem.IsWindows() ? ("win", "dll") : ("linux", "so");
        string platform = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        string path = Path.Combine(_folder, "runtimes", platform, "native", $"{unmanagedDllName}.{extension}");
        return File.Exists(path) ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
    }
}
