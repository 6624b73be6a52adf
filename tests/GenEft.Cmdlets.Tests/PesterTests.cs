using System.Collections.Concurrent;
using Xunit.Sdk;

namespace GenEft.Commands.Tests;

/// <summary>The tests of the cmdlets, which are Pester's: a file for each, every It a test of its own here.</summary>
public sealed class PesterTests
{
    private static readonly string s_folder = Path.Combine(Session.RepositoryRoot, "tests", "GenEft.Cmdlets.Tests", "Pester");
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<PesterIt>>> s_runs = new();

    /// <summary>File, line, name and number of every It.</summary>
    public static TheoryData<string, int, string, int> Its
    {
        get
        {
            TheoryData<string, int, string, int> its = [];
            foreach (PesterIt it in Files().SelectMany(file => PesterRun.Of(file, skipRun: true)))
            {
                its.Add(it.File, it.Line, it.Name, it.Index);
            }

            return its;
        }
    }

    /// <summary>A file is run when the first of its Its is asked for.</summary>
    [Theory]
    [MemberData(nameof(Its))]
    public void It(string file, int line, string name, int index)
    {
        PesterIt it = s_runs.GetOrAdd(
            file, _ => new Lazy<IReadOnlyList<PesterIt>>(() => PesterRun.Of(Path.Combine(s_folder, file), skipRun: false))).Value[index];
        Assert.Equal((line, index), (it.Line, it.Index));
        Assert.NotEmpty(name);
        Judge(it);
    }

    [Fact]
    public void Every_cmdlet_has_a_file()
    {
        using Session session = new();
        Assert.Equal(
            session.Run("Get-Command -Module GenEft").Select(command => $"{command}.Tests.ps1").Order(StringComparer.Ordinal),
            Files().Select(file => Path.GetFileName(file)!).Where(name => name.Contains('-', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>What fails in Pester fails here, by file and line; so does what is not run, and a file that cannot be read.</summary>
    [Fact]
    public void A_failing_It_fails()
    {
        using Session session = new(import: false);
        string path = session.PathOf("Deliberate.Tests.ps1");
        File.WriteAllText(path, """
            Describe 'Deliberate' {
                It 'passes' { 1 | Should -Be 1 }
                It 'fails for <_>' -ForEach 1, 2 { $_ | Should -Be 1 }
                Context 'broken' {
                    BeforeAll { throw 'no start' }
                    It 'never starts' { 1 | Should -Be 1 }
                }
                It 'is skipped' -Skip { 1 | Should -Be 2 }
            }
            """);
        IReadOnlyList<PesterIt> its = PesterRun.Of(path, skipRun: false);
        Assert.Equal(["Passed", "Passed", "Failed", "Skipped", "Failed"], its.Select(it => it.Result));
        Judge(its[0]);
        Judge(its[1]);
        Assert.StartsWith("Deliberate.Tests.ps1:3: Deliberate fails for 2", Assert.ThrowsAny<XunitException>(() => Judge(its[2])).Message, StringComparison.Ordinal);
        Assert.Contains("no start", Assert.ThrowsAny<XunitException>(() => Judge(its[4])).Message, StringComparison.Ordinal);

        File.WriteAllText(path, "Describe 'Torn' { It 'is cut' {");
        Assert.Contains("Torn", Assert.ThrowsAny<System.Management.Automation.RuntimeException>(() => PesterRun.Of(path, skipRun: true)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, "Describe 'Empty' { }");
        Assert.ThrowsAny<System.Management.Automation.RuntimeException>(() => PesterRun.Of(path, skipRun: true));
    }

    /// <summary>The assertions that all files share fail when they should.</summary>
    [Theory]
    [InlineData("Assert-Refused 'New-Relation Modulo' 'GenEft.UnknownKind'")]
    [InlineData("Assert-Refused 'New-Relation Foo' 'GenEft.ValueOutOfRange'")]
    [InlineData("Assert-Refused 'New-Relation Foo' 'GenEft.UnknownKind' '*other words*'")]
    [InlineData("Set-Content left.txt x; Assert-Refused 'New-Relation Foo' 'GenEft.UnknownKind'")]
    [InlineData("Assert-NotBound 'New-Relation Foo'")]
    [InlineData("Assert-Close 1 1.1 0.05")]
    [InlineData("Assert-Close ([double]::NaN) 1 1")]
    [InlineData("Assert-Close $null 0 1")]
    [InlineData("Assert-Table ([pscustomobject]@{ A = 'x' * 200 } | Format-List | Out-String -Width 300)")]
    [InlineData("Assert-Example 'New-Relation Foo'")]
    [InlineData("Assert-Example '$null = 1'")]
    public void A_shared_assertion_fails(string assertion)
    {
        using Session session = new(import: false);
        string path = session.PathOf("Shared.Tests.ps1");
        File.WriteAllText(path, $"Describe 'Shared' {{ BeforeAll {{ . '{s_folder}/common.ps1'; Enter-NewFolder }}\n It 'fails' {{ {assertion} }}\n AfterAll {{ Set-Location / }} }}");
        Assert.Equal("Failed", Assert.Single(PesterRun.Of(path, skipRun: false)).Result);
    }

    private static IEnumerable<string> Files() => Directory.GetFiles(s_folder, "*.Tests.ps1").Order(StringComparer.Ordinal);

    private static void Judge(PesterIt it)
    {
        Assert.SkipWhen(it.Result == "Skipped", "Pester skipped it.");
        if (it.Result != "Passed")
        {
            Assert.Fail($"{it.File}:{it.Line}: {it.Name}: {it.Result}. {it.Error}");
        }
    }
}
