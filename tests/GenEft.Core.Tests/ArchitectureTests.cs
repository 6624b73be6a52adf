using System.Reflection;

namespace GenEft.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void The_engine_references_only_the_framework_and_its_own_libraries()
    {
        string[] foreign = [.. typeof(Relation).Assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not "netstandard")];
        Assert.Equal(["GenEft.Libraries"], foreign);
    }

    [Fact]
    public void Nothing_of_a_third_party_shows_through_the_libraries()
    {
        Assembly libraries = typeof(GenEft.Libraries.SpecialFunction).Assembly;
        foreach (MethodInfo method in libraries.GetExportedTypes().SelectMany(type => type.GetMethods()))
        {
            Assert.All(
                method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType),
                type => Assert.DoesNotMatch("MathNet|CsvHelper", type.FullName ?? ""));
        }
    }

    [Fact]
    public void The_engine_is_compiled_optimized_in_every_configuration()
    {
        System.Diagnostics.DebuggableAttribute? debuggable =
            typeof(Relation).Assembly.GetCustomAttribute<System.Diagnostics.DebuggableAttribute>();
        Assert.False(debuggable?.IsJITOptimizerDisabled ?? false);
    }

    /// <summary>The automorphism engine stands alone: of the rest it uses the compensated sum and nothing else.</summary>
    [Fact]
    public void Symmetry_depends_on_nothing_else()
    {
        string folder = typeof(ArchitectureTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryRoot").Value! + "src/GenEft.Core/Symmetry";
        string code = string.Concat(Directory.GetFiles(folder, "*.cs").Select(File.ReadAllText));
        string[] used = [.. typeof(Relation).Assembly.GetTypes()
            .Where(type => type.Namespace == "GenEft" && !type.IsNested && System.Text.RegularExpressions.Regex.IsMatch(code, $@"(?<!\.)\b{type.Name.Split('`')[0]}\b"))
            .Select(type => type.Name)];
        Assert.Equal(["CompensatedSum"], used);
        Assert.DoesNotContain("GenEft.Libraries", code, StringComparison.Ordinal);
    }
}
