using System.Reflection;
using System.Text.RegularExpressions;
using GenEft.Relations;
using GenEft.Symmetry;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Tests;

/// <summary>The engine as a library: the lines of C# that the README and the help show are these, and run.</summary>
public sealed partial class LibraryExampleTests
{
    [Fact]
    public void The_example_prints_Petersens_group()
    {
        StringWriter output = new();
        Show(output);
        Assert.Equal(
            ["|Aut| = 120, exact: True", "orbits: 0 0 0 0 0 0 0 0 0 0", "bits: 14.884"],
            output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [Fact]
    public void The_readme_and_the_help_show_what_is_compiled_here()
    {
        string root = typeof(LibraryExampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "RepositoryRoot").Value!;
        string source = File.ReadAllText(Path.Combine(root, "tests", "GenEft.Core.Tests", "LibraryExampleTests.cs"));
        string[] examples = [.. Example().Matches(source).Select(match => Fold(match.Groups[1].Value.Replace("output.", "Console.", StringComparison.Ordinal)))];
        Assert.Equal(2, examples.Length);
        string readme = Fold(File.ReadAllText(Path.Combine(root, "README.md")));
        Assert.All(examples, example => Assert.Contains(example, readme, StringComparison.Ordinal));
        Assert.Contains(examples[1], Fold(File.ReadAllText(Path.Combine(root, "src", "GenEft.Help", "topics", "about_GenEft_Symmetry.md"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_trains_a_network()
    {
        // example
        using TrainingScheduler scheduler = new(threadLimit: Environment.ProcessorCount);
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo });
        TrainingOutcome outcome = await scheduler.Submit(new TrainingRun(relation, new TrainingSettings { Seed = 1 }));
        // end
        Assert.Equal(Phase.Generalization, outcome.Result.Phase);
    }

    private static void Show(TextWriter output)
    {
        // example
        SymmetryGraphBuilder builder = new(vertexCount: 10);
        for (int i = 0; i < 5; i++)
        {
            builder.AddEdge(i, (i + 1) % 5).AddEdge(i, i + 5).AddEdge(i + 5, 5 + ((i + 2) % 5));
        }

        AutomorphismGroup group = AutomorphismGroup.Find(builder.Build());   // of Petersen's graph
        output.WriteLine($"|Aut| = {group.Order}, exact: {group.IsExact}");
        output.WriteLine($"orbits: {string.Join(' ', group.Orbits())}");
        output.WriteLine(FormattableString.Invariant($"bits: {group.LabellingBits().Low:0.###}"));
        // end
    }

    private static string Fold(string text) => WhiteSpace().Replace(text, " ").Trim();

    [GeneratedRegex(@"// example\r?\n(.*?)// end", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
