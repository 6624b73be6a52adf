using System.Reflection;
using GenEft.Numerics;
using GenEft.Relations;

namespace GenEft.Tests;

public sealed partial class ArchitectureTests
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

    // What each layer may use besides the root namespace (errors and checks), of which every layer makes use.
    private static readonly Dictionary<string, string> s_layers = new()
    {
        [""] = "",
        ["Numerics"] = "",
        ["Files"] = "",
        ["Relations"] = "Numerics Files",
        ["Symmetry"] = "Numerics",
        ["Statics"] = "Numerics Relations Symmetry",
        ["Dynamics"] = "Numerics Relations",
        ["Training"] = "Numerics Files Relations Dynamics",
        ["Experiments"] = "Numerics Relations Statics Dynamics Training",
        ["Sweeps"] = "Files Relations Training",
    };

    /// <summary>A folder is a namespace is a layer, and arrows run one way: read from the compiled types, signatures and bodies.</summary>
    [Fact]
    public void Layers_use_only_what_lies_below_them()
    {
        HashSet<(string From, string To)> arrows = TypeArrows.Of(typeof(Relation).Assembly.Location);
        arrows.RemoveWhere(arrow => arrow.To.StartsWith("GenEft.Libraries.", StringComparison.Ordinal));   // below all
        Assert.Equal(s_layers.Keys.Order(), arrows.Select(arrow => Layer(arrow.From)).Distinct().Order());
        TestContext.Current.TestOutputHelper!.WriteLine(Table(arrows));
        Assert.Empty(arrows
            .Where(arrow => Layer(arrow.From) != Layer(arrow.To) && Layer(arrow.To).Length > 0 && !s_layers[Layer(arrow.From)].Split(' ').Contains(Layer(arrow.To)))
            .Select(arrow => $"{arrow.From} uses {arrow.To}"));
    }

    /// <summary>The check fails on an arrow that goes up, and names its two types.</summary>
    [Fact]
    public void An_arrow_upward_is_seen()
    {
        HashSet<(string From, string To)> arrows = TypeArrows.Of(typeof(ArchitectureTests).Assembly.Location);
        Assert.Contains(("GenEft.Tests.ArchitectureTests", "GenEft.Tests.TypeArrows"), arrows);   // in a body only
        Assert.Contains(("GenEft.Tests.TypeArrows", "System.String"), TypeArrows.Of(typeof(ArchitectureTests).Assembly.Location, "System."));
    }

    [Fact]
    public void Every_file_lies_in_the_folder_of_its_namespace()
    {
        string source = Path.Combine(RepositoryRoot, "src");
        foreach ((string project, string root) in new[] { ("GenEft.Core", "GenEft"), ("GenEft.Cmdlets", "GenEft"), ("GenEft.Gpu", "GenEft.Gpu") })
        {
            foreach (string file in SourceFiles(Path.Combine(source, project)))
            {
                string folder = Path.GetRelativePath(Path.Combine(source, project), Path.GetDirectoryName(file)!);
                string expected = folder == "." ? root : $"{root}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
                Assert.Contains(File.ReadLines(file), line => line == $"namespace {expected};");
            }
        }
    }

    [Fact]
    public void Files_stay_under_500_lines() => Assert.All(
        SourceFiles(Path.Combine(RepositoryRoot, "src")).Concat(SourceFiles(Path.Combine(RepositoryRoot, "tests"))),
        file => Assert.InRange(File.ReadLines(file).Count(), 1, 500));

    /// <summary>A summary says what a thing is, its shape or its unit: more than a symbol.</summary>
    [Fact]
    public void No_summary_is_a_symbol_alone() => Assert.Empty(SourceFiles(Path.Combine(RepositoryRoot, "src"))
        .SelectMany(file => File.ReadLines(file).Where(line => SymbolAlone().IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}")));

    [System.Text.RegularExpressions.GeneratedRegex(@"<summary>[^ <]{1,14}(: ?\[[^]]*\])?\.</summary>")]
    private static partial System.Text.RegularExpressions.Regex SymbolAlone();

    private static string RepositoryRoot { get; } = typeof(ArchitectureTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    private static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    // GenEft.Statics.Inference.X lies in Statics, GenEft.Guard in none.
    private static string Layer(string type) => type.Split('.') is ["GenEft", string layer, _, ..] ? layer : "";

    // How many types of the row use a type of the column.
    private static string Table(HashSet<(string From, string To)> arrows)
    {
        string[] layers = [.. s_layers.Keys];
        IEnumerable<string> rows = layers.Select(from => $"{from,-12}" + string.Concat(layers.Select(to =>
            $"{(from == to ? "-" : Count(from, to)),12}")));
        return string.Join('\n', rows.Prepend($"{"",-12}" + string.Concat(layers.Select(layer => $"{(layer.Length == 0 ? "root" : layer),12}"))));

        string Count(string from, string to) =>
            arrows.Where(arrow => Layer(arrow.From) == from && Layer(arrow.To) == to).Select(arrow => arrow.From).Distinct().Count() is > 0 and int count ? $"{count}" : "";
    }
}
