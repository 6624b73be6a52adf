using System.Globalization;
using System.Management.Automation;

namespace GenEft.Commands.Tests;

/// <summary>Known pairs from files and from relations, and what follows of them.</summary>
public sealed class ResolveRelationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public void A_file_of_pairs_comes_back_completed(string culture)
    {
        using Session session = new(CultureInfo.GetCultureInfo(culture));
        File.WriteAllText(session.PathOf("pairs.csv"), "Source,Target,Related\nx,y,True\ny,z,1\nx,u,false\nu,u,1\n");
        Assert.Equal(
            [
                "x x True Inferred 1", "x y True Sample 1", "x z True Inferred 1", "x u False Sample 0", "y x True Inferred 1",
                "y y True Inferred 1", "y z True Sample 1", "y u False Inferred 0", "z x True Inferred 1", "z y True Inferred 1",
                "z z True Inferred 1", "z u False Inferred 0", "u x False Inferred 0", "u y False Inferred 0", "u z False Inferred 0",
                "u u True Sample 1",
            ],
            Rows(session, "Import-Csv pairs.csv | Resolve-Relation -Property Symmetric, Transitive"));
    }

    [Fact]
    public void A_record_without_the_property_is_related()
    {
        using Session session = new();
        Assert.Equal(["a b False Sample 0", "b c True Sample 1"], Rows(
            session, "[pscustomobject]@{ Source = 'a'; Target = 'b'; Related = 'False' }, [pscustomobject]@{ Source = 'b'; Target = 'c' } | Resolve-Relation"));
    }

    /// <summary>Open rows come back empty from a file; they are not taken for related ones.</summary>
    [Fact]
    public void Its_own_file_can_be_read_again()
    {
        using Session session = new();
        session.Run("$known = New-Relation GreaterThan -Count 6 | Get-RelationPair -TrainingFraction 0.2 | Where-Object IsTraining");
        session.Run("$known | Resolve-Relation -Structure TotalOrder -Count 6 -IncludeOpen | Export-Csv inferred.csv");
        Assert.Equal(
            session.Run("$known | Resolve-Relation -Structure TotalOrder -Count 6 | ForEach-Object { \"$($_.Source) $($_.Target) $($_.Related)\" }").Select(row => $"{row}"),
            session.Run("Import-Csv inferred.csv | Resolve-Relation -Structure TotalOrder -Count 6 | ForEach-Object { \"$($_.Source) $($_.Target) $($_.Related)\" }").Select(row => $"{row}"));
    }

    /// <summary>The pairs are those that a network with the seed is trained on: the paper's share of them follows.</summary>
    [Theory]
    [InlineData("New-Relation Modulo -Count 20", "-Structure Equivalence", 0)]
    [InlineData("New-Relation GreaterThan -Count 20", "-Structure TotalOrder", 20)]
    public void What_follows_is_the_inferable_fraction(string relation, string structure, int unasked)
    {
        using Session session = new();
        session.Run($"$relation = {relation}");
        int determined = session.Run($"$relation | Get-RelationPair -TrainingFraction 0.15 -Seed 7 | Where-Object IsTraining | Where-Object {{ $_.Source -ne $_.Target }} | Resolve-Relation -Count 20 {structure}").Count;
        double fraction = (double)session.Values("$relation | Measure-AccuracyBound -TrainingFraction 0.15 -Seed 7 -SamplingCount 1 -Method Exact", "InferableFraction").Single()!;
        Assert.Equal(fraction * 400, determined + unasked, 9);
    }

    [Fact]
    public void Pairs_are_all_pairs_and_training_pairs_the_sample()
    {
        using Session session = new();
        PSObject[] pairs = [.. session.Run("New-Relation GreaterThan -Count 6 | Get-RelationPair -TrainingFraction 0.5 -Seed 2")];
        Assert.Equal(36, pairs.Length);
        Assert.Equal(18, pairs.Count(pair => (bool)pair.Properties["IsTraining"].Value));
        Assert.Equal(15, pairs.Count(pair => (bool)pair.Properties["Related"].Value));
        Assert.All(session.Run("New-Relation GreaterThan -Count 3 | Get-RelationPair"), pair => Assert.Null(pair.Properties["IsTraining"].Value));
    }

    private static string[] Rows(Session session, string script) =>
        [.. session.Run(script).Select(row => string.Join(' ', row.Properties.Select(property => property.Value)))];
}
