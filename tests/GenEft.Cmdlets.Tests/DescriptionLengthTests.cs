using System.Management.Automation;

namespace GenEft.Commands.Tests;

/// <summary>Description lengths of relations of any structure, from files to rows.</summary>
public sealed class DescriptionLengthTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_row_says_what_the_group_is()
    {
        PSObject row = _session.Run("New-Relation Modulo -Modulus 3 -Count 30 | Measure-DescriptionLength").Single();
        Assert.Equal("286708355039232000000", row.Properties["GroupOrder"].Value);
        Assert.Equal(true, row.Properties["IsExact"].Value);
        Assert.Equal(1, row.Properties["OrbitCount"].Value);
        Assert.Equal(29L, row.Properties["GeneratorCount"].Value);
        Assert.Equal(row.Properties["Bits"].Value, row.Properties["BitsLow"].Value);
        Assert.Null(row.Properties["Orbits"]);
        Assert.Null(row.Properties["Generators"]);
        Assert.Equal(
            row.Properties["Bits"].Value, _session.Run("New-Relation Modulo -Modulus 3 -Count 30 | Measure-CriticalFraction").Single().Properties["Bits"].Value);
    }

    /// <summary>What has no closed form goes from a file to a critical fraction in one pipeline.</summary>
    [Fact]
    public void A_knowledge_graph_has_a_critical_fraction()
    {
        // A directed path with a fork at its end: one exchange, so b = log2(5!/2).
        File.WriteAllText(_session.PathOf("kg.csv"), "head,tail\na,b\nb,c\nc,d\nc,e\n");
        PSObject row = _session.Run("Import-Relation kg.csv | Measure-CriticalFraction").Single();
        Assert.Equal(Math.Log2(60), (double)row.Properties["Bits"].Value, 1e-14);
        Assert.Null(row.Properties["Low"].Value);
        PSObject[] orbits = [.. _session.Run("Import-Relation kg.csv | Measure-DescriptionLength -IncludeOrbit | Get-Orbit")];
        Assert.Equal(["0", "1", "2", "3", "3"], orbits.Select(orbit => $"{orbit.Properties["Orbit"].Value}"));
        Assert.Equal(["a", "b", "c", "d", "e"], orbits.Select(orbit => orbit.Properties["Element"].Value));
        Assert.Equal(2, orbits[4].Properties["OrbitSize"].Value);
        PSObject generator = _session.Run("Import-Relation kg.csv | Measure-DescriptionLength -IncludeGenerator | Get-Generator").Single();
        Assert.Equal("(d e)", generator.Properties["Cycles"].Value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("([timespan]::Zero)")]
    [InlineData("'0:00:00'")]
    public void No_time_gives_an_interval(string limit)
    {
        PSObject row = _session.Run($"New-Relation Random -Count 9 -Density 0.3 | Measure-DescriptionLength -TimeLimit {limit}").Single();
        Assert.Equal(false, row.Properties["IsExact"].Value);
        Assert.Equal("", row.Properties["GroupOrder"].Value);
        Assert.True((double)row.Properties["BitsLow"].Value < (double)row.Properties["BitsHigh"].Value);
        row = _session.Run($"New-Relation Random -Count 9 -Density 0.3 | Measure-CriticalFraction -TimeLimit {limit}").Single();
        Assert.True((double)row.Properties["Low"].Value < (double)row.Properties["High"].Value);
        Assert.Equal(row.Properties["High"].Value, row.Properties["CriticalFraction"].Value);
    }

    /// <summary>A number is so many seconds, fractions too, where PowerShell alone would take it for ticks.</summary>
    [Fact]
    public void A_time_limit_is_in_seconds() => Assert.Equal(
        true, _session.Run("New-Relation Random | Measure-DescriptionLength -TimeLimit 59.5").Single().Properties["IsExact"].Value);

    [Fact]
    public void Malformed_lines_are_refused_by_number_or_skipped_and_counted()
    {
        File.WriteAllText(_session.PathOf("bad.csv"), "head,tail\na,b\nlonely\nb,c\n");
        ErrorRecord error = _session.Refused("GenEft.MalformedLine", "Import-Relation bad.csv");
        Assert.Contains("line 3", error.ToString(), StringComparison.Ordinal);
        PSObject relation = _session.Run("Import-Relation bad.csv -SkipMalformed -WarningVariable skipped; $skipped").First();
        Assert.Equal(1L, relation.Properties["SkippedLineCount"].Value);
        Assert.Contains("line 3", _session.Run("Import-Relation bad.csv -SkipMalformed -WarningVariable w 3>$null | Out-Null; \"$w\"").Single().ToString(), StringComparison.Ordinal);
    }
}
