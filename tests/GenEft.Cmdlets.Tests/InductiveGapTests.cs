using System.Globalization;
using System.Management.Automation;

namespace GenEft.Commands.Tests;

/// <summary>Networks against bounds, from objects and from files.</summary>
public sealed class InductiveGapTests
{
    private const string Rows = """
        $relation = New-Relation Modulo -Modulus 2 -Count 8
        $training = @{ Combination = 'SquaredDifference'; DecoderDepth = 2; DecoderWidth = 8; EncoderLearningRate = 0.02; DecoderLearningRate = 0.02 }
        $options = $training + @{ MaxSteps = 300 }
        $options.DecoderDepth = 1, 2
        $fractions = 0.05, 0.2, 0.4, 0.7, 1
        """;

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public void Files_give_the_same_as_objects(string culture)
    {
        using Session session = new(CultureInfo.GetCultureInfo(culture));
        session.Run(Rows);
        session.Run("""
            $fractionRows = $relation | Measure-CriticalFraction -Method Exact, Training -Accuracy 0.8, 0.9 -SamplingCount 2 -Tolerance 0.05 -Training $options
            $fractionRows | Export-Csv fractions.csv
            $bounds = $relation | Measure-AccuracyBound -TrainingFraction $fractions -Method Analytic, Exact
            $runs = $relation | Invoke-Training -TrainingFraction $fractions -Seed 0, 1 -MaxSteps 300 -StopWhen MaxSteps @training
            $bounds | Export-Csv bounds.csv
            $runs | Export-Csv runs.csv
            """);
        Check("$fractionRows | Measure-InductiveGap", "Import-Csv fractions.csv | Measure-InductiveGap", rows: 4);
        Check("& { $bounds; $runs } | Measure-InductiveGap", "& { Import-Csv runs.csv; Import-Csv bounds.csv } | Measure-InductiveGap", rows: 2);

        void Check(string objects, string files, int rows)
        {
            string[] expected = [.. session.Run(objects).Select(row => $"{row}")];
            Assert.Equal(rows, expected.Length);
            Assert.Equal(expected, session.Run(files).Select(row => $"{row}"));
        }
    }

    /// <summary>Each network of the search is one that Invoke-Training trains with the same seed and fraction.</summary>
    [Fact]
    public void The_search_trains_what_Invoke_Training_trains()
    {
        using Session session = new();
        session.Run(Rows);
        PSObject row = session.Run("$relation | Measure-CriticalFraction -Method Training -SamplingCount 2 -Tolerance 0.01 -Seed 3 -Training ($training + @{ MaxSteps = 300 })").Single();
        double sum = 0;
        foreach (int seed in new[] { 3, 4 })
        {
            double[] accuracies = [.. session.Values(
                $"$relation | Invoke-Training -TrainingFraction (1..64 | ForEach-Object {{ $_ / 64 }}) -Seed {seed} -MaxSteps 300 -StopWhen MaxSteps @training", "Accuracy").Cast<double>()];
            (int below, int enough) = (0, 64);
            while (enough - below > 1)
            {
                int middle = (below + enough) / 2;
                (below, enough) = accuracies[middle - 1] >= 0.9 ? (below, middle) : (middle, enough);
            }

            sum += enough / 64.0;
        }

        Assert.Equal(sum / 2, (double)row.Properties["CriticalFraction"].Value, 14);
    }

    [Fact]
    public void Tables_make_every_combination()
    {
        using Session session = new();
        Assert.Equal(
            ["Concatenation 1 ", "Difference 1 ", "Concatenation 2 ", "Difference 2 ", "Concatenation 3 MaxSteps=7"],
            session.Run("""
                New-Relation Modulo -Count 5 | Measure-CriticalFraction -Method Training -SamplingCount 2 -Tolerance 0.9 -Training @{
                    combination = 'Concatenation', 'Difference'; DecoderDepth = 1..2; MaxSteps = 3 }, ([ordered]@{ MaxSteps = '7' })
                """).Select(row => $"{row.Properties["Combination"].Value} {row.Properties["DecoderDepth"].Value} {(row.Properties["Training"].Value is "MaxSteps=7" ? "MaxSteps=7" : "")}"));
    }
}
