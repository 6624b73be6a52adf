using System.Globalization;
using System.Management.Automation;

namespace GenEft.Commands.Tests;

/// <summary>Phases counted by group, beside the laws.</summary>
public sealed class PhaseProbabilityTests
{
    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public void Files_give_the_same_as_objects(string culture)
    {
        using Session session = new(CultureInfo.GetCultureInfo(culture));
        session.Run("""
            $runs = New-Relation Modulo -Count 9 | Invoke-Training -EncoderLearningRate 0.003, 0.01 -Combination Concatenation, SquaredDifference -Seed (1..3) -MaxSteps 150
            $runs | Export-Csv runs.csv
            """);
        string[] Rows(string script) => [.. session.Run(script).Select(row => string.Join(' ', row.Properties.Where(p => p.Name is not ("EncoderLearningRate" or "Group"))
            .Select(p => FormattableString.Invariant($"{p.Value}"))))];
        string[] rows = Rows("$runs | Measure-PhaseProbability -By EncoderLearningRate, Combination");
        Assert.Equal(4, rows.Length);
        Assert.Equal(rows, Rows("Import-Csv runs.csv | Measure-PhaseProbability -By EncoderLearningRate, Combination"));
    }

    [Fact]
    public void Groups_count_their_phases_and_have_their_law()
    {
        using Session session = new();
        session.Run("""
            $rows = foreach ($phase in 'Generalization', 'Grokking', 'Memorization', 'Generalization') {
                [pscustomobject]@{ Relation = 'r'; Phase = $phase; EncoderLearningRate = 0.001; DecoderLearningRate = 0.0059; Combination = 'Concatenation'
                    EmbeddingDimension = 2; DecoderDepth = 3; DecoderWidth = 50; EncoderScale = 1; DecoderScale = 1; DecoderInitialization = 'Uniform' } }
            """);
        PSObject row = session.Run("$rows | Measure-PhaseProbability").Single();
        Assert.Equal((4L, 2L, 0.5), (Value(row, "RunCount"), Value(row, "GeneralizationCount"), Value(row, "Probability")));
        Assert.Equal(0.5, (double)Value(row, "ExactProbability")!, 2);
        Assert.Equal(5.9, (double)Value(row, "LearningRateRatio")!, 12);
        Assert.Equal("r, 0.001, 0.0059", Value(row, "Group"));
        Assert.Equal(
            (double)Value(row, "ExactProbability")!,
            (double)Value(session.Run("$rows | Measure-PhaseProbability | Get-ReponProbability").Single(), "ExactProbability")!, 12);
        Assert.Equal([2, 2], session.Values("$rows | Measure-PhaseProbability -By EmbeddingDimension, Relation", "EmbeddingDimension").Append(2));

        // Of a row that lacks what the law depends on there is none, nor a ratio without rates.
        PSObject part = session.Run("$rows | Select-Object Relation, Phase, EncoderLearningRate, DecoderLearningRate | Measure-PhaseProbability").Single();
        Assert.Equal((5.9, null, null), (Math.Round((double)Value(part, "LearningRateRatio")!, 12), Value(part, "ExactProbability"), Value(part, "ScalarProbability")));
        Assert.Null(Value(session.Run("$rows | Select-Object Relation, Phase | Measure-PhaseProbability -By Relation").Single(), "LearningRateRatio"));
        PSObject cluster = session.Run("$rows | Measure-PhaseProbability -ClusterSize 9").Single();
        PSObject clusterLaw = session.Run("Get-ReponProbability 5.9 -EmbeddingDimension 2 -OutputDimension 100 -DecoderSigma ([math]::Sqrt(1 / 12)) -SeparationSigma ([math]::Sqrt(0.5)) -ClusterSize 9").Single();
        Assert.Equal((double)Value(clusterLaw, "ExactProbability")!, (double)Value(cluster, "ExactProbability")!, 12);
        Assert.True((double)Value(cluster, "ExactProbability")! < (double)Value(row, "ExactProbability")!);
        PSObject law = session.Run("Get-ReponProbability 5.9 -EmbeddingDimension 2 -OutputDimension 100 -DecoderSigma ([math]::Sqrt(1 / 12)) -SeparationSigma ([math]::Sqrt(0.5))").Single();
        Assert.Equal((double)Value(law, "ExactProbability")!, (double)Value(row, "ExactProbability")!, 12);
        Assert.Equal((double)Value(law, "ScalarProbability")!, (double)Value(row, "ScalarProbability")!, 12);
        Assert.Equal(3L, Value(session.Run("$rows | Measure-PhaseProbability -IncludeGrokking").Single(), "GeneralizationCount"));
        Assert.Equal([1.0, 0.0, 0.0], session.Values("$rows | Measure-PhaseProbability -By Phase", "Probability"));
        Assert.Null(session.Run("$rows | ForEach-Object { $_.Combination = 'Difference'; $_ } | Measure-PhaseProbability").Single().Properties["ExactProbability"].Value);
    }

    [Fact]
    public void Runs_without_a_phase_are_left_out()
    {
        using Session session = new();
        Assert.Equal([1L], session.Values(
            "'', 'Grokking' | ForEach-Object { [pscustomobject]@{ Phase = $_; Seed = 1 } } | Measure-PhaseProbability -By Seed -WarningAction SilentlyContinue", "RunCount"));
    }

    private static object? Value(PSObject row, string property) => row.Properties[property].Value;
}
