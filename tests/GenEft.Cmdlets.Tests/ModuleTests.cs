using System.Management.Automation;
using System.Runtime.Loader;

namespace GenEft.Commands.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void Type_literals_of_the_engine_resolve()
    {
        using Session session = new();
        Assert.Equal("GenEft.Relations.Relation", session.Run("[GenEft.Relations.Relation].FullName").Single().BaseObject);
        Assert.Equal("Grokking", session.Run("[GenEft.Training.Phase]::Grokking.ToString()").Single().BaseObject);
    }

    [Fact]
    public void The_module_can_be_removed_and_imported_again()
    {
        using Session session = new();
        session.Run($"Remove-Module GenEft; Import-Module '{Session.Manifest}'");
        Assert.Single(session.Run("New-Relation Modulo | Measure-CriticalFraction"));
    }

    [Fact]
    public void Third_party_libraries_live_in_the_private_context_alone()
    {
        using Session session = new();
        UseLibraries(session);
        session.Run("Get-Accelerator");
        string[] names =
        [
            "CsvHelper", "GenEft.Figures", "GenEft.Gpu", "GenEft.Libraries", "ILGPU", "ILGPU.Algorithms", "MathNet.Numerics", "ScottPlot", "SkiaSharp",
            "SkiaSharp.HarfBuzz",
        ];
        string[] loaded = [.. AssemblyLoadContext.All.Single(context => context.Name!.StartsWith("GenEft ", StringComparison.Ordinal)).Assemblies
            .Where(assembly => !assembly.IsDynamic).Select(assembly => assembly.GetName().Name!)];
        Assert.Superset(loaded.ToHashSet(), names.ToHashSet());   // ILGPU only where there is a driver to ask
        Assert.Subset(loaded.ToHashSet(), new HashSet<string> { "CsvHelper", "GenEft.Gpu", "GenEft.Libraries", "MathNet.Numerics" });
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, a => a.GetName().Name is "GenEft.Libraries" or "GenEft.Gpu" or "ILGPU" or "GenEft.Figures" or "ScottPlot" or "SkiaSharp");
    }

    /// <summary>Another module's versions of our libraries, loaded where PowerShell loads modules: both are used, each its own.</summary>
    [Theory]
    [InlineData("CsvHelper", "34.0.0", "net10.0")]
    [InlineData("MathNet.Numerics", "4.15.0", "netstandard2.0")]
    public void Another_version_of_a_library_loads_beside_ours(string library, string version, string framework)
    {
        string path = Path.Combine(
            Session.Metadata("PackageRoot"), library.ToLowerInvariant(), version, "lib", framework, library + ".dll");
        using Session session = new();
        string loaded = (string)session.Run(
            $"[System.Reflection.Assembly]::LoadFrom('{path}').GetName().Version.ToString()").Single().BaseObject;
        UseLibraries(session);
        Version[] versions = [.. AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.GetName().Name == library).Select(assembly => assembly.GetName().Version!).Distinct()];
        Assert.Equal(2, versions.Length);
        Assert.Contains(Version.Parse(loaded), versions);
        Assert.True(AssemblyLoadContext.Default.Assemblies.Single(a => a.GetName().Name == library).GetName().Version == Version.Parse(loaded));
    }

    /// <summary>Two versions cannot share a process: their types have one name. The second says so, and the first goes on.</summary>
    [Fact]
    public void A_second_version_is_refused_and_the_first_goes_on()
    {
        using Session session = new();
        Directory.CreateDirectory(session.PathOf("bin"));
        File.WriteAllText(session.PathOf("GenEft.psd1"), File.ReadAllText(Session.Manifest).Replace("'0.1.0'", "'9.9.9'", StringComparison.Ordinal));
        foreach (string file in Directory.GetFiles(Path.Combine(Session.RepositoryRoot, "bin")))
        {
            File.Copy(file, session.PathOf(Path.Combine("bin", Path.GetFileName(file))));
        }

        using (Mono.Cecil.AssemblyDefinition other = Mono.Cecil.AssemblyDefinition.ReadAssembly(Path.Combine(Session.RepositoryRoot, "bin", "GenEft.Cmdlets.dll")))
        {
            other.Name.Version = new Version(9, 9, 9, 0);
            other.MainModule.Mvid = Guid.NewGuid();
            other.Write(session.PathOf(Path.Combine("bin", "GenEft.Cmdlets.dll")));
        }

        (_, IReadOnlyList<ErrorRecord> errors) = session.RunWithErrors("Import-Module ./GenEft.psd1");
        Assert.Contains("same name is already loaded", Assert.Single(errors).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("9.9.9", session.Run("Get-Module GenEft | ForEach-Object Version").Select(version => $"{version}"));
        UseLibraries(session);
    }

    private static void UseLibraries(Session session) => session.Run(
        "New-Relation Modulo -Count 6 | Export-Relation -Path r.csv -Force; Import-Relation r.csv | Get-RelationProperty; Get-ReponPhase");
}
