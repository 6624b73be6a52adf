using System.Management.Automation;

namespace GenEft.Commands.Tests;

/// <summary>Accuracy bounds and critical fractions by samples, as rows.</summary>
public sealed class AccuracyBoundTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Rows_come_by_relation_method_seed_and_fraction()
    {
        PSObject[] rows = [.. _session.Run(
            "New-Relation Modulo -Modulus 3, 5 -Count 12 | Measure-AccuracyBound -TrainingFraction 0.1, 1 -Method Analytic, Exact -SamplingCount 3 -Seed 4, 5")];
        Assert.Equal(
            [
                "Modulo 3 Analytic 0.1 ", "Modulo 3 Analytic 1 ", "Modulo 3 Exact 0.1 4", "Modulo 3 Exact 1 4", "Modulo 3 Exact 0.1 5",
                "Modulo 3 Exact 1 5", "Modulo 5 Analytic 0.1 ", "Modulo 5 Analytic 1 ", "Modulo 5 Exact 0.1 4", "Modulo 5 Exact 1 4",
                "Modulo 5 Exact 0.1 5", "Modulo 5 Exact 1 5",
            ],
            rows.Select(row => FormattableString.Invariant(
                $"{Value(row, "Relation")} {Value(row, "Method")} {Value(row, "TrainingFraction")} {Value(row, "Seed")}")));
        Assert.Equal(14L, Value(rows[2], "SampleCount"));
        Assert.Equal(3, Value(rows[2], "SamplingCount"));
        Assert.Equal(true, Value(rows[2], "IsExact"));
        Assert.Null(Value(rows[2], "GuessProbability"));
        Assert.Equal(1.0, Value(rows[3], "AccuracyBound"));
        Assert.True((double)Value(rows[2], "StandardError")! > 0);
        Assert.Null(Value(rows[0], "StandardError"));
    }

    [Fact]
    public void A_number_of_pairs_stands_for_the_fraction()
    {
        PSObject[] byCount = [.. _session.Run("New-Relation GreaterThan -Count 10 | Measure-AccuracyBound -SampleCount 20 -Method Analytic, Paper, Exact")];
        PSObject[] byFraction = [.. _session.Run("New-Relation GreaterThan -Count 10 | Measure-AccuracyBound -TrainingFraction 0.2 -Method Analytic, Paper, Exact")];
        Assert.Equal(byFraction.Select(row => row.ToString()), byCount.Select(row => row.ToString()));
        Assert.Equal([null, 3, 3], byCount.Select(row => Value(row, "SamplingCount")));
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        const string Command = "New-Relation GreaterThan -Count 12 | Measure-AccuracyBound -TrainingFraction 0.1 -Method Paper -DrawCount 40 -ThrottleLimit ";
        Assert.Equal(
            Value(_session.Run(Command + "1").Single(), "AccuracyBound"), Value(_session.Run(Command + "4").Single(), "AccuracyBound"));
    }

    [Fact]
    public void One_relation_without_a_posterior_leaves_the_others()
    {
        (IReadOnlyList<PSObject> rows, IReadOnlyList<ErrorRecord> errors) = _session.RunWithErrors(
            "(New-Relation Random -Count 8), (New-Relation Modulo -Count 8) | Measure-AccuracyBound -TrainingFraction 0.2 -Method Exact");
        Assert.Equal("Modulo 3", Value(Assert.Single(rows), "Relation"));
        Assert.StartsWith("GenEft.NoPosterior", Assert.Single(errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    /// <summary>At the critical fraction, on average over samplings, the bound is at the accuracy: the two cmdlets agree.</summary>
    [Theory]
    [InlineData("Modulo -Count 18", "Exact", "Exact")]
    [InlineData("Modulo -Count 18", "MonteCarlo", "Paper")]
    [InlineData("GreaterThan -Count 12", "Exact", "Exact")]
    public void A_critical_fraction_is_where_the_bound_gets_to(string relation, string method, string boundMethod)
    {
        PSObject[] rows = [.. _session.Run(
            $"New-Relation {relation} | Measure-CriticalFraction -Method Analytic, {method} -Accuracy 0.8, 0.95 -SamplingCount 40 -Seed 2")];
        Assert.Equal(["Analytic", "Analytic", method, method], rows.Select(row => $"{Value(row, "Method")}"));
        // Classes and small orders are counted.
        Assert.All(rows[..2], row => Assert.Null(Value(row, "IsExact")));
        foreach (PSObject row in rows[2..])
        {
            Assert.Equal(true, Value(row, "IsExact"));
            double low = (double)Value(row, "Low")!;
            double fraction = (double)Value(row, "CriticalFraction")!;
            double high = (double)Value(row, "High")!;
            Assert.True(low < fraction && fraction < high, $"{low} {fraction} {high}");

            // Within the interval, widened by itself: the mean of crossings is not quite the crossing of the mean.
            double accuracy = (double)Value(row, "Accuracy")!;
            double[] bounds = [.. new[] { low - (high - low), high + (high - low) }.Select(p => (double)Value(_session.Run(FormattableString.Invariant(
                $"New-Relation {relation} | Measure-AccuracyBound -TrainingFraction {p} -Method {boundMethod} -SamplingCount 40 -Seed 2")).Single(), "AccuracyBound")!)];
            Assert.InRange(accuracy, bounds[0], bounds[1]);
        }
    }

    [Fact]
    public void A_critical_fraction_says_whether_probabilities_were_drawn() => Assert.Equal(
        [false, false],
        _session.Values("New-Relation GreaterThan -Count 10 | Measure-CriticalFraction -Method MonteCarlo -DrawCount 20; New-Relation GreaterThan -Count 10 | Measure-CriticalFraction -Method Exact -Budget 5 -DrawCount 20", "IsExact"));

    private static object? Value(PSObject row, string property) => row.Properties[property].Value;
}
